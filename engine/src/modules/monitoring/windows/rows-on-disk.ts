import type { Dimension } from './dimension.ts';
import type { KeyedLists } from './keyed-lists.ts';
import type { Entry } from './slab.ts';

/**
 * A row as bytes: all lists of one key, in parts of at most some 64 kB, so that no part takes long to make. Little endian:
 * size, hash (2 × 32 bits), dimension, entity, newest time, bytes of the key, lists, texts, part; key; texts; then per
 * list its series, the number of entries, and the entries: time, reference, numbers, words (places among the texts).
 */
export const HEAD_BYTES = 36;
const PART_BYTES = 64 * 1024;
const LIST_BYTES = 8;
/** A part without lists: the row is there no more. */
const GONE = 0;

export interface Hash {
  high: number;
  low: number;
}

/** Two 32-bit hashes of dimension, entity and key; not for an enemy, only to spread. */
export function hashInto(hash: Hash, dimension: number, entity: number, key: string): Hash {
  let a = Math.imul(dimension + 1, 0x9e3779b1) ^ entity;
  let b = Math.imul(entity + 1, 0x85ebca6b) ^ dimension;
  for (let i = 0; i < key.length; i += 1) {
    const c = key.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b + c, 0xc2b2ae35);
    b ^= b >>> 15;
  }
  a ^= a >>> 16;
  a = Math.imul(a, 0x7feb352d);
  a ^= a >>> 15;
  hash.high = a >>> 0;
  hash.low = (b ^ (b >>> 13)) >>> 0;
  return hash;
}

/** The order of rows on disk: 53 bits of the hash. */
export const orderOf = ({ high, low }: Hash): number => high * 0x200000 + (low >>> 11);

export interface RowWriter {
  /** Parts written so far; hand them over and begin again. */
  take(): Buffer;
  readonly length: number;
}

/** Where a long row is continued in the next slice. */
export interface Continuation {
  readonly dimension: Dimension;
  readonly row: number;
  readonly key: string;
  column: number;
  at: number;
  ref: number;
  part: number;
}

/** Writes rows of a store, leaving out what came after `refs` or is out of reach. */
export class PartWriter implements RowWriter {
  #buffer = Buffer.allocUnsafe(PART_BYTES * 4);
  #end = 0;
  readonly #lists: KeyedLists;
  readonly #refs: number;
  readonly #cutoff: (s: number) => number;
  readonly #entity: (name: string) => number;
  readonly #hash: Hash = { high: 0, low: 0 };
  readonly #texts = new Map<number, number>();
  #start = 0;
  #listCount = 0;
  #newest = Number.NEGATIVE_INFINITY;

  constructor(
    lists: KeyedLists,
    refs: number,
    cutoff: (s: number) => number,
    entity: (name: string) => number,
  ) {
    this.#lists = lists;
    this.#refs = refs;
    this.#cutoff = cutoff;
    this.#entity = entity;
  }

  get length(): number {
    return this.#end;
  }

  take(): Buffer {
    const taken = Buffer.from(this.#buffer.subarray(0, this.#end));
    this.#end = 0;
    return taken;
  }

  /** Writes a part of a row; gives where to go on, or null when the row is written. */
  write(from: Continuation): Continuation | null {
    const { dimension, row } = from;
    this.#texts.clear();
    const entries = this.#collect(from);
    const { entity, key } = dimension.nameOf(row);
    const number = this.#entity(entity);
    hashInto(this.#hash, dimension.index, number, key);
    const bytes = Buffer.byteLength(key);
    this.#room(HEAD_BYTES + bytes + entries.bytes);
    this.#start = this.#end;
    this.#head(dimension.index, number, bytes, from.part);
    this.#end += this.#buffer.write(key, this.#end);
    for (const token of this.#texts.keys()) {
      const length = this.#buffer.write(this.#lists.tokens.text(token), this.#end + 2);
      this.#buffer.writeUInt16LE(length, this.#end);
      this.#end += length + 2;
    }
    for (const list of entries.lists) this.#writeList(list.s, list.offsets);
    this.#buffer.writeUInt32LE(this.#end - this.#start, this.#start);
    return entries.next;
  }

  #head(dimension: number, entity: number, keyBytes: number, part: number): void {
    const at = this.#end;
    this.#buffer.writeUInt32LE(this.#hash.high, at + 4);
    this.#buffer.writeUInt32LE(this.#hash.low, at + 8);
    this.#buffer.writeUInt16LE(dimension, at + 12);
    this.#buffer.writeUInt16LE(entity, at + 14);
    this.#buffer.writeDoubleLE(this.#newest, at + 16);
    this.#buffer.writeUInt32LE(keyBytes, at + 24);
    this.#buffer.writeUInt16LE(this.#listCount, at + 28);
    this.#buffer.writeUInt16LE(this.#texts.size, at + 30);
    this.#buffer.writeUInt32LE(part, at + 32);
    this.#end += HEAD_BYTES;
  }

  /** Offsets of the entries of the next part, and an upper bound of its bytes. */
  #collect(from: Continuation) {
    const { dimension, row } = from;
    const lists: { s: number; offsets: number[] }[] = [];
    let bytes = 0;
    this.#newest = Number.NEGATIVE_INFINITY;
    let next: Continuation | null = null;
    for (let column = from.column; column < dimension.series.length && next === null; column += 1) {
      const s = dimension.series[column] ?? 0;
      const handle = dimension.handle(row, column);
      if (handle === 0) continue;
      const { series } = this.#lists.place(s);
      const { slab, spec } = series;
      const cutoff = this.#cutoff(s);
      const size = 12 + 8 * spec.numbers.length + 2 * spec.words.length;
      const offsets: number[] = [];
      const resumed = column === from.column;
      series.each(handle, (offset) => {
        if (next !== null) return;
        const at = slab.at(offset);
        const ref = slab.ref(offset);
        if (at <= cutoff || ref >= this.#refs) return;
        if (resumed && (at < from.at || (at === from.at && ref <= from.ref))) return;
        offsets.push(offset);
        bytes += size + this.#note(slab, spec.words.length, offset);
        if (at > this.#newest) this.#newest = at;
        if (bytes > PART_BYTES) next = { ...from, column, at, ref, part: from.part + 1 };
      });
      if (offsets.length > 0) lists.push({ s, offsets });
      bytes += LIST_BYTES;
    }
    this.#listCount = lists.length;
    return { lists, bytes, next };
  }

  /** Gives the words of an entry places among the texts of the part; the bytes the new ones take. */
  #note(slab: { word(column: number, offset: number): number }, words: number, offset: number): number {
    let bytes = 0;
    for (let column = 0; column < words; column += 1) {
      const token = slab.word(column, offset);
      if (token === 0 || this.#texts.has(token)) continue;
      this.#texts.set(token, this.#texts.size + 1);
      bytes += 2 + Buffer.byteLength(this.#lists.tokens.text(token));
    }
    return bytes;
  }

  #writeList(s: number, offsets: readonly number[]): void {
    const { slab, spec } = this.#lists.place(s).series;
    const buffer = this.#buffer;
    buffer.writeUInt32LE(s, this.#end);
    buffer.writeUInt32LE(offsets.length, this.#end + 4);
    let at = this.#end + LIST_BYTES;
    for (const offset of offsets) {
      buffer.writeDoubleLE(slab.at(offset), at);
      buffer.writeUInt32LE(slab.ref(offset), at + 8);
      at += 12;
      for (let column = 0; column < spec.numbers.length; column += 1) {
        buffer.writeDoubleLE(slab.number(column, offset), at);
        at += 8;
      }
      for (let column = 0; column < spec.words.length; column += 1) {
        buffer.writeUInt16LE(this.#texts.get(slab.word(column, offset)) ?? 0, at);
        at += 2;
      }
    }
    this.#end = at;
  }

  #room(bytes: number): void {
    if (this.#end + bytes <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#end + bytes));
    this.#buffer.copy(grown, 0, 0, this.#end);
    this.#buffer = grown;
  }
}

/** The head of a part at an offset. */
export interface PartHead {
  readonly size: number;
  readonly order: number;
  readonly dimension: number;
  readonly entity: number;
  readonly newest: number;
  readonly key: Buffer;
  readonly gone: boolean;
}

export function readHead(bytes: Buffer, at: number): PartHead {
  const keyBytes = bytes.readUInt32LE(at + 24);
  return {
    size: bytes.readUInt32LE(at),
    order: orderOf({ high: bytes.readUInt32LE(at + 4), low: bytes.readUInt32LE(at + 8) }),
    dimension: bytes.readUInt16LE(at + 12),
    entity: bytes.readUInt16LE(at + 14),
    newest: bytes.readDoubleLE(at + 16),
    key: bytes.subarray(at + HEAD_BYTES, at + HEAD_BYTES + keyBytes),
    gone: bytes.readUInt16LE(at + 28) === GONE,
  };
}

const scratch: Entry = { at: 0, ref: 0, numbers: [], words: [] };

/** Puts the entries of a part into a row in memory. `seriesOf` gives the series of here for one of the file, or -1. */
export function readPart(
  bytes: Buffer,
  start: number,
  lists: KeyedLists,
  row: number,
  seriesOf: readonly number[],
): void {
  let at = start + HEAD_BYTES + bytes.readUInt32LE(start + 24);
  const texts: string[] = [''];
  for (let left = bytes.readUInt16LE(start + 30); left > 0; left -= 1) {
    const length = bytes.readUInt16LE(at);
    texts.push(bytes.toString('utf8', at + 2, at + 2 + length));
    at += 2 + length;
  }
  for (let left = bytes.readUInt16LE(start + 28); left > 0; left -= 1) {
    const s = seriesOf[bytes.readUInt32LE(at)] ?? -1;
    const count = bytes.readUInt32LE(at + 4);
    at = readList(bytes, at + LIST_BYTES, count, lists, s, row, texts);
  }
}

function readList(
  bytes: Buffer,
  start: number,
  count: number,
  lists: KeyedLists,
  s: number,
  row: number,
  texts: readonly string[],
): number {
  const { spec } = lists.place(s).series;
  let at = start;
  for (let n = 0; n < count; n += 1) {
    scratch.at = bytes.readDoubleLE(at);
    scratch.ref = bytes.readUInt32LE(at + 8);
    at += 12;
    for (let column = 0; column < spec.numbers.length; column += 1) {
      scratch.numbers[column] = bytes.readDoubleLE(at);
      at += 8;
    }
    for (let column = 0; column < spec.words.length; column += 1) {
      const word = bytes.readUInt16LE(at);
      scratch.words[column] = word === 0 ? 0 : lists.tokens.take(texts[word] ?? '');
      at += 2;
    }
    lists.refill(s, row, scratch);
  }
  return at;
}
