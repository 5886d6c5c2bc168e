/**
 * The word tables of content/screening, read once when the module loads. They are data of the algorithm: changing one
 * changes scores, so `TABLES_SHA256` belongs beside every stored screening result.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Failure } from '../../../../kernel/failure.ts';
import { sha256Hex } from '../../../../kernel/hash.ts';
import { editDistance } from './edit-distance.ts';

const CONTENT = join(import.meta.dirname, '../../../../../../content/screening');
/** Text of a file of content/screening. */
export const contentText = (file: string): string => readFileSync(join(CONTENT, file), 'utf8');
const [NAMES, ORGANIZATIONS, COMMON] = ['names.yaml', 'organizations.yaml', 'common-words.yaml'].map(
  contentText,
) as [string, string, string];

export const TABLES_SHA256 = sha256Hex(NAMES + ORGANIZATIONS + COMMON);

const damaged = (table: string): Failure =>
  new Failure('operator', 'screening.tables_damaged', `the word table "${table}" is not what it should be`, [
    { field: table, message: 'wrong shape' },
  ]);

function member(source: unknown, key: string): unknown {
  return typeof source === 'object' && source !== null ? Reflect.get(source, key) : undefined;
}

/** Lower-case words of a text. The tables allow accents; the index is ASCII. */
const words = (value: unknown, table: string): string[] => {
  if (typeof value !== 'string') throw damaged(table);
  return value
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
};

function entries(source: unknown, key: string): [string, unknown][] {
  const table = member(source, key);
  if (typeof table !== 'object' || table === null || Array.isArray(table)) throw damaged(key);
  return Object.entries(table);
}

function groups(source: unknown, key: string): string[][] {
  const table = member(source, key);
  if (!Array.isArray(table)) throw damaged(key);
  return table.map((line: unknown) => words(line, key));
}

const names: unknown = parse(NAMES);
const organizations: unknown = parse(ORGANIZATIONS);

export const PARTICLES: ReadonlySet<string> = new Set(words(member(names, 'particles'), 'particles'));
export const TITLES: ReadonlySet<string> = new Set(words(member(names, 'titles'), 'titles'));
export const JUNIORS: ReadonlySet<string> = new Set(words(member(names, 'juniors'), 'juniors'));

/** How two different words can be the same name. */
export type Relation = 'abbreviation' | 'variant' | 'equivalent' | 'nickname' | 'synonym';

const RELATED = new Map<string, Map<string, Relation>>();

function relate(left: string, right: string, relation: Relation): void {
  if (left === right) return;
  for (const [from, to] of [
    [left, right],
    [right, left],
  ] as const) {
    const known = RELATED.get(from) ?? new Map<string, Relation>();
    if (!known.has(to)) known.set(to, relation);
    RELATED.set(from, known);
  }
}

for (const [short, full] of entries(names, 'abbreviations')) {
  const expansion = words(full, 'abbreviations');
  if (!short.includes(' ') && expansion.length === 1) relate(short, expansion[0] ?? '', 'abbreviation');
}
const related = [
  [groups(names, 'variants'), 'variant'],
  [groups(organizations, 'synonyms'), 'synonym'],
] as const;
/** Another spelling keeps most letters; John and Juan are one name in two languages. */
const isSpelling = (left: string, right: string): boolean => {
  const longer = Math.max(left.length, right.length);
  return editDistance(left, right, longer) <= Math.max(1, longer * 0.35);
};
for (const [table, relation] of related) {
  for (const group of table)
    for (const [at, word] of group.entries())
      for (const other of group.slice(at + 1))
        relate(word, other, relation === 'variant' && !isSpelling(word, other) ? 'equivalent' : relation);
}
for (const [formal, pets] of entries(names, 'hypocoristics')) {
  if (!formal.includes(' ')) for (const pet of words(pets, 'hypocoristics')) relate(formal, pet, 'nickname');
}

const NONE: ReadonlyMap<string, Relation> = new Map();

/** Words the tables know to be the same name, with how. */
export const relatedWords = (word: string): ReadonlyMap<string, Relation> => RELATED.get(word) ?? NONE;

/** Spelling of a legal form as its words joined by a blank, to the form; with the length in words of the longest. */
export const LEGAL_FORMS: ReadonlyMap<string, string> = new Map(
  entries(organizations, 'legal_forms').flatMap(([form, spellings]) => {
    if (typeof spellings !== 'string') throw damaged('legal_forms');
    return [form, ...spellings.split('|')].map((spelling): [string, string] => [spelling.trim(), form]);
  }),
);
export const LEGAL_FORM_STARTS: ReadonlySet<string> = new Set(
  [...LEGAL_FORMS.keys()].map((form) => form.split(' ')[0] ?? ''),
);
export const LEGAL_FORM_WORDS_MAX = Math.max(
  ...[...LEGAL_FORMS.keys()].map((form) => form.split(' ').length),
);

const common: unknown = parse(COMMON);
const numerals = (key: string): [string, number][] =>
  words(member(organizations, key), key).map((word, at) => [word, at]);
const TENS = new Map(
  words(member(organizations, 'tens'), 'tens').map((word, at): [string, number] => [word, (at + 2) * 10]),
);
const ROMAN = /^(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})$/;
const NUMERALS = new Map<string, number>([
  ...numerals('numbers'),
  ...numerals('numeros'),
  ...numerals('ordinals').map(([word, at]): [string, number] => [word, at + 1]),
]);
const ONES: Readonly<Record<string, number>> = {
  '': 0,
  i: 1,
  ii: 2,
  iii: 3,
  iv: 4,
  v: 5,
  vi: 6,
  vii: 7,
  viii: 8,
  ix: 9,
};

/** Value of a word that is a number: digits, `1st`, a numeral in English or Spanish, a Roman numeral; else undefined. */
export function numberValue(word: string): number | undefined {
  const digits = /^(\d{1,9})(?:st|nd|rd|th)?$/.exec(word)?.[1];
  if (digits !== undefined) return Number(digits);
  const spelled = NUMERALS.get(word) ?? TENS.get(word);
  if (spelled !== undefined) return spelled;
  const roman = ROMAN.exec(word);
  return roman === null || word === 'v'
    ? undefined
    : (roman[1] ?? '').length * 10 + (ONES[roman[2] ?? ''] ?? 0);
}
export const isTens = (word: string): boolean => TENS.has(word);

type CommonKind = 'given' | 'family' | 'other' | 'organization' | 'place';
interface CommonWord {
  readonly kind: CommonKind;
  readonly frequent: boolean;
}

const COMMON_WORDS = new Map<string, CommonWord>();
const KINDS: readonly [key: string, kind: CommonKind][] = [
  ['given_frequent', 'given'],
  ['given', 'given'],
  ['family_frequent', 'family'],
  ['family', 'family'],
  ...['muslim', 'slavic', 'east', 'west'].flatMap((key): [string, CommonKind][] =>
    key === 'west'
      ? [[key, 'other']]
      : [
          [`${key}_frequent`, 'other'],
          [key, 'other'],
        ],
  ),
  ['organization_frequent', 'organization'],
  ['organization', 'organization'],
  ['places', 'place'],
];
for (const [key, kind] of KINDS)
  for (const word of words(member(common, key), key))
    if (!COMMON_WORDS.has(word)) COMMON_WORDS.set(word, { kind, frequent: key.endsWith('_frequent') });
for (const group of groups(names, 'variants')) {
  const known = group.map((word) => COMMON_WORDS.get(word)).find((one) => one !== undefined);
  for (const word of group) if (known !== undefined && !COMMON_WORDS.has(word)) COMMON_WORDS.set(word, known);
}

/** What the tables of common words say of a word; undefined for one that is rare. */
export const commonWord = (word: string): CommonWord | undefined => COMMON_WORDS.get(word);

/** Words that tell a Portuguese name. */
export const PORTUGUESE: ReadonlySet<string> = new Set(words(member(common, 'portuguese'), 'portuguese'));
