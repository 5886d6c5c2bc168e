import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Failure } from '../../../kernel/failure.ts';

/**
 * Tags as one file that is read in one go: a table of addresses by hash, columns in typed arrays, texts once each. Little-endian, every
 * section on a multiple of eight bytes; the head is JSON and names the sections.
 */
export interface CompiledTags {
  readonly version: string;
  readonly size: number;
  /** Open addressing: row + 1 of the first tag of an address, 0 for none. Length is a power of two. */
  readonly slots: Uint32Array;
  /** Row + 1 of the next tag of the same address, 0 at the end; rows of an address are in the order of precedence. */
  readonly next: Uint32Array;
  /** Per row: numbers of texts. */
  readonly network: Uint32Array;
  readonly address: Uint32Array;
  readonly label: Uint32Array;
  /** Names of categories joined by a space. */
  readonly categories: Uint32Array;
  readonly actor: Uint32Array;
  readonly confidenceName: Uint32Array;
  readonly source: Uint32Array;
  /** Code, tier and licence of the pack, joined by a tab. */
  readonly pack: Uint32Array;
  /** `from|until|lastmod`. */
  readonly dates: Uint32Array;
  readonly confidence: Uint8Array;
  /** 1: cluster definer. */
  readonly flags: Uint8Array;
  /** Place of each text in `texts`, and the end of the last. */
  readonly offsets: Uint32Array;
  readonly texts: Uint8Array;
}

const WORDS = [
  'slots',
  'next',
  'network',
  'address',
  'label',
  'categories',
  'actor',
  'confidenceName',
  'source',
  'pack',
  'dates',
  'offsets',
] as const;
const BYTES = ['confidence', 'flags', 'texts'] as const;

const MAGIC = 'ATLTAGS1';
const aligned = (length: number): number => (length + 7) & ~7;

/** Written beside and renamed, so that a reader never meets half of it. */
export function writeCompiled(path: string, tags: CompiledTags): void {
  const sections = [...WORDS, ...BYTES].map((name) => ({ name, bytes: tags[name].byteLength }));
  const head = Buffer.from(JSON.stringify({ version: tags.version, size: tags.size, sections }));
  const filled = Buffer.alloc(aligned(head.length), 0x20);
  filled.set(head);
  const parts: Uint8Array[] = [Buffer.from(MAGIC), lengthBytes(head.length), filled];
  for (const { name } of sections) {
    const { buffer, byteOffset, byteLength } = tags[name];
    parts.push(
      new Uint8Array(buffer, byteOffset, byteLength),
      Buffer.alloc(aligned(byteLength) - byteLength),
    );
  }
  writeFileSync(`${path}.part`, Buffer.concat(parts), { mode: 0o600 });
  renameSync(`${path}.part`, path);
}

function lengthBytes(length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(length, 0);
  return bytes;
}

const damaged = (path: string, how: string): Failure =>
  new Failure('operator', 'tags.compiled_damaged', `${path} is not a whole file of compiled tags: ${how}`);

interface Head {
  readonly version: string;
  readonly size: number;
  readonly sections: readonly { readonly name: string; readonly bytes: number }[];
}

function readHead(path: string, bytes: Buffer): { head: Head; start: number } {
  if (bytes.length < 16 || bytes.toString('latin1', 0, 8) !== MAGIC)
    throw damaged(path, 'it begins otherwise');
  const length = bytes.readUInt32LE(8);
  try {
    return { head: JSON.parse(bytes.toString('utf8', 16, 16 + length)), start: 16 + aligned(length) };
  } catch (error) {
    throw new Failure('operator', 'tags.compiled_damaged', `${path}: its head is not readable`, [], error);
  }
}

/** Failure: tags.compiled_damaged. */
export function readCompiled(path: string): CompiledTags {
  const file = readFileSync(path);
  const { head, start } = readHead(path, file);
  const bytes = file.byteOffset % 8 === 0 ? file : Buffer.from(new Uint8Array(file));
  const places = new Map<string, { at: number; bytes: number }>();
  let at = start;
  for (const { name, bytes: length } of head.sections) {
    places.set(name, { at, bytes: length });
    at += aligned(length);
  }
  if (at !== file.length) throw damaged(path, `it has ${file.length} bytes, not ${at}`);
  const section = (name: string): { at: number; bytes: number } => {
    const place = places.get(name);
    if (place === undefined) throw damaged(path, `it has no ${name}`);
    return { at: bytes.byteOffset + place.at, bytes: place.bytes };
  };
  const words = (name: string): Uint32Array => {
    const place = section(name);
    return new Uint32Array(bytes.buffer, place.at, place.bytes / 4);
  };
  const octets = (name: string): Uint8Array => {
    const place = section(name);
    return new Uint8Array(bytes.buffer, place.at, place.bytes);
  };
  return {
    version: head.version,
    size: head.size,
    slots: words('slots'),
    next: words('next'),
    network: words('network'),
    address: words('address'),
    label: words('label'),
    categories: words('categories'),
    actor: words('actor'),
    confidenceName: words('confidenceName'),
    source: words('source'),
    pack: words('pack'),
    dates: words('dates'),
    offsets: words('offsets'),
    confidence: octets('confidence'),
    flags: octets('flags'),
    texts: octets('texts'),
  };
}
