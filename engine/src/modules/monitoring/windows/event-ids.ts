import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { Recent } from '../../../kernel/recent.ts';
import type { IdPage } from '../base-file.ts';

/**
 * Event ids as numbers in the order of arrival, kept as bytes outside the garbage collector's sight. Full pages can be
 * moved to a file and are read again when one of their ids is asked for; a page is let go when every event on it is older
 * than anything a window can ask for.
 */
const PAGE_BITS = 9;
const PAGE = 1 << PAGE_BITS;
/** Full pages that stay in memory behind the newest, and pages read back: the events of one window lie far apart. */
const RECENT = 64;
const CACHED = 512;

interface Page {
  bytes: Buffer;
  /** End of each id in `bytes`. */
  readonly ends: Uint32Array;
  newest: number;
}

export class EventIds {
  readonly #pages: (Page | null)[] = [];
  readonly #onDisk: (IdPage | null)[] = [];
  readonly #cache = new Recent<number, Page>(CACHED);
  #file: { readonly fd: number; end: number } | null = null;
  #count = 0;

  /** References given so far; the next one. */
  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    let sum = 0;
    const add = (page: Page | null): void => {
      if (page !== null) sum += page.bytes.length + PAGE * 4;
    };
    this.#pages.forEach(add); // passes over what a snapshot left unread
    for (const page of this.#cache.values()) add(page);
    return sum;
  }

  add(id: string, at: number): number {
    const ref = this.#count;
    const i = ref & (PAGE - 1);
    let page = this.#pages[ref >>> PAGE_BITS] ?? null;
    if (page === null) {
      page = { bytes: Buffer.allocUnsafe(PAGE * 32), ends: new Uint32Array(PAGE), newest: at };
      this.#pages[ref >>> PAGE_BITS] = page;
    }
    const start = i === 0 ? 0 : (page.ends[i - 1] ?? 0);
    const most = start + id.length * 3;
    if (most > page.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(page.bytes.length * 2, most));
      page.bytes.copy(grown, 0, 0, start);
      page.bytes = grown;
    }
    page.ends[i] = start + page.bytes.write(id, start);
    if (at > page.newest) page.newest = at;
    this.#count = ref + 1;
    return ref;
  }

  /** The id behind a reference, or null when it was let go. */
  get(ref: number): string | null {
    if (ref >= this.#count || ref < 0) return null;
    const number = ref >>> PAGE_BITS;
    const page = this.#pages[number] ?? this.#cache.get(number) ?? this.#read(number);
    if (page === null) return null;
    const i = ref & (PAGE - 1);
    return page.bytes.toString('utf8', i === 0 ? 0 : (page.ends[i - 1] ?? 0), page.ends[i] ?? 0);
  }

  #read(number: number): Page | null {
    const place = this.#onDisk[number];
    if (this.#file === null || place === undefined || place === null) return null;
    const page = decode(this.#file.fd, place);
    this.#cache.set(number, page);
    return page;
  }

  /** Forgets every reference from `count` on. Pages on disk are never that new. */
  truncate(count: number): void {
    this.#count = count;
    const pages = (count + PAGE - 1) >>> PAGE_BITS;
    if (this.#pages.length > pages) this.#pages.length = pages;
  }

  /** Lets full pages go whose events all happened at or before `cutoff`. */
  release(cutoff: number): void {
    const full = this.#count >>> PAGE_BITS;
    for (let p = 0; p < full; p += 1) {
      const page = this.#pages[p];
      if (page !== undefined && page !== null && page.newest <= cutoff) this.#pages[p] = null;
      if ((this.#onDisk[p]?.newest ?? Number.POSITIVE_INFINITY) <= cutoff) {
        this.#onDisk[p] = null;
        this.#cache.delete(p);
      }
    }
  }

  /** Moves the next full page below `refs` to the file; false when there is none. */
  moveOne(path: string, refs: number): boolean {
    const full = refs >>> PAGE_BITS;
    for (let p = this.#onDisk.length; p < full; p += 1) {
      const page = this.#pages[p] ?? null;
      if (page === null) {
        this.#onDisk[p] = null;
        continue;
      }
      this.#file ??= { fd: openSync(path, 'w+', 0o600), end: 0 };
      const bytes = encode(page);
      writeSync(this.#file.fd, bytes, 0, bytes.length, this.#file.end);
      this.#onDisk[p] = {
        offset: this.#file.end,
        bytes: bytes.length,
        sum: crc32(bytes),
        newest: page.newest,
      };
      this.#file.end += bytes.length;
      const past = p - RECENT;
      if (past >= 0) this.#pages[past] = null;
      return true;
    }
    return false;
  }

  /** Pages that lie in the file. */
  get moved(): readonly (IdPage | null)[] {
    return this.#onDisk;
  }

  /** The page that `refs` ends in, as bytes. */
  tail(refs: number): Buffer {
    const page = this.#pages[refs >>> PAGE_BITS] ?? null;
    const many = refs & (PAGE - 1);
    if (page === null || many === 0) return Buffer.alloc(0);
    return Buffer.concat([
      Buffer.from(new Uint32Array(page.ends.subarray(0, many)).buffer),
      page.bytes.subarray(0, page.ends[many - 1] ?? 0),
    ]);
  }

  /** Fills an empty table from what a snapshot tells. */
  restore(path: string, pages: readonly (IdPage | null)[], tail: Buffer, refs: number, newest: number): void {
    if (this.#count > 0) throw new Error('event ids are restored into an empty table');
    this.#onDisk.push(...pages);
    const end = Math.max(0, ...pages.map((page) => (page === null ? 0 : page.offset + page.bytes)));
    if (pages.length > 0) this.#file = { fd: openSync(path, 'r+'), end };
    this.#count = refs & ~(PAGE - 1);
    const many = refs & (PAGE - 1);
    for (let i = 0, start = many * 4; i < many; i += 1) {
      const stop = many * 4 + tail.readUInt32LE(i * 4);
      this.add(tail.toString('utf8', start, stop), newest);
      start = stop;
    }
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file.fd);
    this.#file = null;
  }
}

function encode(page: Page): Buffer {
  const ends = Buffer.from(page.ends.buffer, page.ends.byteOffset, page.ends.byteLength);
  return Buffer.concat([ends, page.bytes.subarray(0, page.ends[PAGE - 1] ?? 0)]);
}

function decode(fd: number, { offset, bytes, sum, newest }: IdPage): Page {
  const read = Buffer.alloc(bytes);
  if (readSync(fd, read, 0, bytes, offset) !== bytes || crc32(read) !== sum)
    throw new Error('the file of event ids is not what was written');
  const ends = new Uint32Array(PAGE);
  for (let i = 0; i < PAGE; i += 1) ends[i] = read.readUInt32LE(i * 4);
  return { bytes: read.subarray(PAGE * 4), ends, newest };
}
