import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { Failure } from '../../kernel/failure.ts';
import { HEAD_BYTES, readHead } from './windows/rows-on-disk.ts';

/**
 * A snapshot of the windows, never changed once written: parts of rows in the order of their hash, in pages of some 16 kB,
 * each with a checksum; then an index (first order, offset and checksum of every page), a filter that tells most absent
 * keys without reading, the newest event ids, and a description in JSON; SHA-256 over all that follows the pages. Memory
 * holds index and filter only, rows are read when they are asked for.
 */
export const MAGIC = Buffer.from('ATALWIN1');
export const PAGE_BYTES = 16 * 1024;
export const TRAILER_BYTES = 8 + 32 + 8;
export const FILTER_PROBES = 6;
export const FILTER_BITS = 10;

/** A series as it was kept: what a restart compares. */
export interface SeriesShape {
  readonly id: string;
  readonly numbers: readonly string[];
  readonly words: readonly string[];
  readonly retain_ms: number;
}

/** Event ids that lie in a file of their own: a page of 512 at an offset. */
export interface IdPage {
  readonly offset: number;
  readonly bytes: number;
  readonly sum: number;
  readonly newest: number;
}

export interface Description {
  readonly format: 1;
  /** Every decision up to this journal number is in it, none after. */
  readonly journal: number;
  /** Leaf hash of that entry: it is this journal's. */
  readonly leaf: string;
  readonly rule_set: string;
  /** Code that made the windows. */
  readonly made_by: string;
  readonly made_at: number;
  /** Persons erased when the windows were last made from the journal alone. */
  readonly erased: number;
  readonly horizon: number | null;
  readonly lateness_ms: number;
  readonly refs: number;
  readonly series: readonly SeriesShape[];
  readonly dimensions: readonly string[];
  readonly entities: readonly string[];
  readonly ids: { readonly file: string; readonly pages: readonly (IdPage | null)[] };
}

export interface Footer {
  readonly description: Description;
  readonly rows: number;
  readonly pages: number;
  readonly filterBytes: number;
  readonly tailBytes: number;
}

const mismatch = (message: string): Failure =>
  new Failure('operator', 'windows.snapshot_mismatch', `the window snapshot cannot be used: ${message}`);

export class BaseFile {
  readonly path: string;
  readonly footer: Footer;
  readonly bytes: number;
  /** Ids of the newest, unfinished page: ends, then text. */
  readonly tail: Buffer;
  readonly #fd: number;
  readonly #firsts: Float64Array;
  readonly #offsets: Float64Array;
  readonly #sums: Uint32Array;
  readonly #filter: Buffer;
  #page: Buffer = Buffer.alloc(0);
  #pageNumber = -1;

  private constructor(path: string, fd: number, bytes: number, footer: Footer, index: Buffer) {
    const { pages, filterBytes, tailBytes } = footer;
    this.path = path;
    this.#fd = fd;
    this.bytes = bytes;
    this.footer = footer;
    // `index` begins at the start of its memory, so that its numbers can be used where they are.
    this.#firsts = new Float64Array(index.buffer, 0, pages);
    this.#offsets = new Float64Array(index.buffer, pages * 8, pages + 1);
    this.#sums = new Uint32Array(index.buffer, pages * 16 + 8, pages);
    const after = pages * 20 + 8;
    this.#filter = index.subarray(after, after + filterBytes);
    this.tail = index.subarray(after + filterBytes, after + filterBytes + tailBytes);
  }

  get memory(): number {
    return this.#firsts.length * 20 + this.#filter.length + this.#page.length;
  }

  get description(): Description {
    return this.footer.description;
  }

  /**
   * Opens a snapshot and checks all of it, but for one that was written a moment ago (`isFresh`): a look at every page would
   * take long. Failure: windows.snapshot_mismatch.
   */
  static open(path: string, isFresh = false): BaseFile {
    const fd = openSync(path, 'r');
    try {
      const base = BaseFile.#read(path, fd, isFresh);
      if (!isFresh) base.#checkPages();
      return base;
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  static #read(path: string, fd: number, isFresh: boolean): BaseFile {
    const size = fstatSync(fd).size;
    if (size < MAGIC.length + TRAILER_BYTES) throw mismatch('it is not whole');
    const trailer = at(fd, size - TRAILER_BYTES, TRAILER_BYTES);
    if (!trailer.subarray(40).equals(MAGIC)) throw mismatch('it is not whole');
    const start = trailer.readDoubleLE(0);
    if (!(start >= MAGIC.length && start < size)) throw mismatch('its end is not readable');
    const end = at(fd, start, size - TRAILER_BYTES - start);
    if (!isFresh && !createHash('sha256').update(end).digest().equals(trailer.subarray(8, 40)))
      throw mismatch('its hash is not that of its content');
    const described = end.readUInt32LE(end.length - 4);
    const text = end.toString('utf8', end.length - 4 - described, end.length - 4);
    const footer = JSON.parse(text) as Footer;
    if (footer.description.format !== 1) throw mismatch(`its format is ${String(footer.description.format)}`);
    return new BaseFile(path, fd, size, footer, end);
  }

  #checkPages(): void {
    const chunk = Buffer.allocUnsafe(4 * 1024 * 1024);
    for (let p = 0; p < this.#sums.length; ) {
      const from = this.#offsets[p] ?? 0;
      let last = p + 1;
      while (last < this.#sums.length && (this.#offsets[last + 1] ?? 0) - from <= chunk.length) last += 1;
      const length = (this.#offsets[last] ?? 0) - from;
      const bytes = length <= chunk.length ? chunk.subarray(0, length) : Buffer.allocUnsafe(length);
      if (readSync(this.#fd, bytes, 0, length, from) !== length) throw mismatch('it is not whole');
      for (; p < last; p += 1) {
        const begin = (this.#offsets[p] ?? 0) - from;
        const end = (this.#offsets[p + 1] ?? 0) - from;
        if (crc32(bytes.subarray(begin, end)) !== this.#sums[p])
          throw mismatch(`page ${p} is not what was written`);
      }
    }
  }

  close(): void {
    closeSync(this.#fd);
  }

  get pages(): number {
    return this.#sums.length;
  }

  page(number: number): Buffer {
    if (number === this.#pageNumber) return this.#page;
    const from = this.#offsets[number] ?? 0;
    const length = (this.#offsets[number + 1] ?? 0) - from;
    const bytes = at(this.#fd, from, length);
    if (crc32(bytes) !== this.#sums[number]) throw mismatch(`page ${number} is not what was written`);
    this.#page = bytes;
    this.#pageNumber = number;
    return bytes;
  }

  /** Visits the parts of one row, in order. */
  eachPart(order: number, dimension: number, entity: number, key: string, visit: Visit): void {
    if (this.pages === 0 || !this.#mayHold(order)) return;
    const page = this.page(this.#pageOf(order));
    const wanted = Buffer.from(key);
    for (let start = 0; start + HEAD_BYTES <= page.length; ) {
      const head = readHead(page, start);
      if (head.order > order) return;
      if (
        head.order === order &&
        head.dimension === dimension &&
        head.entity === entity &&
        head.key.equals(wanted)
      )
        visit(page, start);
      start += head.size;
    }
  }

  /** Visits the name of every row, a row of several parts several times. */
  eachKey(visit: (dimension: number, entity: number, key: string) => void): void {
    for (let p = 0; p < this.pages; p += 1) {
      const page = this.page(p);
      for (let start = 0; start + HEAD_BYTES <= page.length; ) {
        const head = readHead(page, start);
        visit(head.dimension, head.entity, head.key.toString('utf8'));
        start += head.size;
      }
    }
  }

  #pageOf(order: number): number {
    let low = 0;
    let high = this.#firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#firsts[middle] ?? 0) <= order) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #mayHold(order: number): boolean {
    const bits = this.#filter.length * 8;
    if (bits === 0) return false;
    for (let i = 0; i < FILTER_PROBES; i += 1) {
      const bit = probe(order, i, bits);
      if (((this.#filter[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0) return false;
    }
    return true;
  }
}

type Visit = (page: Buffer, start: number) => void;

/** The i-th bit of a row in the filter. */
export function probe(order: number, i: number, bits: number): number {
  const low = order % 0x4000000;
  const high = Math.floor(order / 0x4000000);
  const mixed =
    Math.imul(low ^ Math.imul(i + 1, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(high + i * 7919, 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 15)) >>> 0) % bits;
}

function at(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.from(new ArrayBuffer(Math.max(0, length)));
  if (readSync(fd, bytes, 0, bytes.length, position) !== length) throw mismatch('it is not whole');
  return bytes;
}
