import anyAscii from 'any-ascii';
import { sha256 } from '../../../../kernel/hash.ts';
import type { Converted } from '../lossy-ledger.ts';

/** Ids of the conversion rules, explained in avi-rules.yaml. */
export const L = {
  upperCase: 'AVI-L01',
  folded: 'AVI-L02',
  dropped: 'AVI-L03',
  cut: 'AVI-L04',
  spacing: 'AVI-L05',
  maternalFiller: 'AVI-L06',
  civilTime: 'AVI-L07',
  quantityRounded: 'AVI-L08',
  quantityToZero: 'AVI-L09',
  rateRounded: 'AVI-L10',
  rateDerived: 'AVI-L11',
  amountRounded: 'AVI-L12',
  hashUpperCase: 'AVI-L13',
  hashDestroyed: 'AVI-L14',
  internalReference: 'AVI-L15',
  referenceDigest: 'AVI-L16',
  identifierDigest: 'AVI-L17',
  domainReduced: 'AVI-L18',
  subaddressDropped: 'AVI-L19',
  phoneNational: 'AVI-L20',
  contactOmitted: 'AVI-L21',
  addressNotFiled: 'AVI-L22',
  otherAsset: 'AVI-L23',
  separators: 'AVI-L24',
  reencoded: 'AVI-L25',
  addressPartOmitted: 'AVI-L26',
  noCode: 'AVI-L27',
  numberOmitted: 'AVI-L28',
  addressFiller: 'AVI-L29',
} as const;

export const CONVERSION_IDS: readonly string[] = Object.values(L);

/** How free text is brought into a field. Classes are of one character, after folding to capital letters. */
export interface TextForm {
  readonly first: RegExp;
  readonly rest: RegExp;
  readonly length_max: number;
  /** Signs that are written otherwise before what is left over is dropped. */
  readonly instead?: ReadonlyMap<string, string>;
}

interface Draft {
  text: string;
  readonly rules: string[];
}

function step(draft: Draft, next: string, rule: string): void {
  if (next === draft.text) return;
  draft.text = next;
  draft.rules.push(rule);
}

const squeeze = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();

/** Latin accents off, other scripts transliterated, Ñ kept; plain ASCII is left alone. */
const fold = (text: string): string =>
  text.replaceAll(/[^\u0020-\u007e]/gu, (character) =>
    character === 'Ñ' ? 'Ñ' : anyAscii(character).toUpperCase(),
  );

function keepAllowed(text: string, form: TextForm): string {
  let kept = '';
  for (const character of squeeze([...text].filter((each) => form.rest.test(each)).join(''))) {
    if (kept !== '' || form.first.test(character)) kept += character;
  }
  return kept;
}

function reencode(text: string, instead: ReadonlyMap<string, string>): string {
  const written = [...text].map((character) => instead.get(character) ?? character).join('');
  return written === text ? text : squeeze(written);
}

/**
 * Brings text into the capital letters, digits and signs of a field: characters composed and white space squeezed (AVI-L05), capital letters
 * (AVI-L01), accents and other scripts folded with Ñ kept (AVI-L02), signs written otherwise (AVI-L25), what is still
 * not allowed dropped (AVI-L03), cut to the field's length (AVI-L04).
 */
export function convertText(original: string, form: TextForm): Converted {
  const draft: Draft = { text: original, rules: [] };
  step(draft, squeeze(original.normalize('NFC')), L.spacing);
  step(draft, draft.text.toUpperCase(), L.upperCase);
  step(draft, fold(draft.text), L.folded);
  step(draft, reencode(draft.text, form.instead ?? new Map()), L.reencoded);
  step(draft, keepAllowed(draft.text, form), L.dropped);
  step(draft, [...draft.text].slice(0, form.length_max).join('').trimEnd(), L.cut);
  return { filed: draft.text, rules: draft.rules };
}

/** Capital letters, and separators (space, hyphen, dot, slash, underscore) off: RFC, CURP, CLABE, postcodes. */
export function convertNumber(original: string): Converted {
  const draft: Draft = { text: original, rules: [] };
  step(draft, original.toUpperCase(), L.upperCase);
  step(draft, draft.text.replaceAll(/[\s\-./_]/g, ''), L.separators);
  return { filed: draft.text, rules: draft.rules };
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** `length` characters of capital letters and digits out of the SHA-256 of a text: 5 bits each. */
export function digestCode(text: string, length: number): string {
  let bits = BigInt(`0x${sha256(text).toString('hex')}`);
  let code = '';
  for (; code.length < length; bits >>= 5n) code += BASE32.charAt(Number(bits & 31n));
  return code;
}

const DIGEST_LENGTH = 26;

/**
 * An identifier of ours in the characters of a field: as it is, in capital letters (AVI-L01), without separators
 * (AVI-L24), or else a 26-character digest of it (AVI-L17) that only the ledger leads back from.
 */
export function convertIdentifier(original: string, fits: RegExp): Converted {
  if (fits.test(original)) return { filed: original, rules: [] };
  const upper = original.toUpperCase();
  if (fits.test(upper)) return { filed: upper, rules: [L.upperCase] };
  const plain = convertNumber(original);
  if (fits.test(plain.filed)) return plain;
  return { filed: digestCode(original, DIGEST_LENGTH), rules: [L.identifierDigest] };
}

const REFERENCE_LENGTH_MAX = 14;

/**
 * `referencia_aviso`: at most 14 letters and digits. Ours is filed without separators where it fits (AVI-L24), or as a
 * 14-character digest (AVI-L16); `references` of the mapping leads back.
 */
export function convertReference(original: string): Converted {
  const plain = convertNumber(original);
  if (/^[A-Z0-9]+$/.test(plain.filed) && plain.filed.length <= REFERENCE_LENGTH_MAX) return plain;
  return { filed: digestCode(original, REFERENCE_LENGTH_MAX), rules: [L.referenceDigest] };
}

/**
 * A transaction id in capital letters and digits. Hexadecimal survives it (AVI-L13). Base58 and base64 do not: case,
 * and signs such as + / = _, are part of them (AVI-L14), so the original must be kept beside it.
 */
export function convertHash(original: string): Converted {
  const filed = original.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  if (filed === original) return { filed, rules: [] };
  const hexadecimal = /^(0x)?[0-9a-f]+$/i.test(original);
  return { filed, rules: [hexadecimal ? L.hashUpperCase : L.hashDestroyed] };
}

/** Our own record's id where no chain has a transaction: `INT` and its letters and digits (AVI-L15). */
export const convertInternalReference = (original: string): Converted => ({
  filed: `INT${original.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`,
  rules: [L.internalReference],
});

const SECOND_LEVEL = new Set([
  'ac',
  'co',
  'com',
  'edu',
  'gob',
  'gov',
  'mil',
  'net',
  'nom',
  'org',
  'or',
  'go',
]);

/**
 * The platform's domain as one label without a dot: of `https://app.example.com.mx/` only `EXAMPLE` (AVI-L18). The
 * public suffix is taken to be the last label, and the one before when that is one of the usual second levels.
 */
export function convertDomain(original: string): Converted {
  const host = original
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/:?#].*$/, '');
  const labels = host.split('.').filter((label) => label !== '');
  const top = labels.length > 1 ? labels.pop() : undefined;
  if (top?.length === 2 && labels.length > 1 && SECOND_LEVEL.has(labels.at(-1) ?? '')) labels.pop();
  const filed = (labels.at(-1) ?? '').toUpperCase();
  if (filed === original) return { filed, rules: [] };
  return { filed, rules: [filed === original.toUpperCase() ? L.upperCase : L.domainReduced] };
}
