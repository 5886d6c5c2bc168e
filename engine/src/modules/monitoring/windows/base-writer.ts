import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import {
  BaseFile,
  type Description,
  FILTER_BITS,
  FILTER_PROBES,
  type Footer,
  MAGIC,
  PAGE_BYTES,
  probe,
  TRAILER_BYTES,
} from '../base-file.ts';
import { HEAD_BYTES, type PartHead, readHead } from './rows-on-disk.ts';

/** Where a changed row's part lies among what was handed over. */
interface Changed {
  readonly order: number;
  readonly bytes: Buffer;
  readonly start: number;
  readonly head: PartHead;
}

const BUFFER_BYTES = 1024 * 1024;

/**
 * Lays changed rows over an older snapshot and writes the two as a new one: under another name first, made durable, then
 * renamed. Runs in a thread of its own (base-writer-thread.ts) or, in tests and tools, in the caller's.
 */
export function writeBase(
  path: string,
  older: string | null,
  chunks: readonly Buffer[],
  tail: Buffer,
  description: Description,
  cutoff: number,
): void {
  const changed = chunks.flatMap(partsOf).sort((a, b) => a.order - b.order);
  const out = new Output(`${path}.part`);
  let next = 0;
  const upTo = (order: number): void => {
    for (let one = changed[next]; one !== undefined && one.order < order; one = changed[next]) {
      if (!one.head.gone) out.add(one.head, one.bytes.subarray(one.start, one.start + one.head.size));
      next += 1;
    }
  };
  const base = older === null ? null : BaseFile.open(older);
  for (let p = 0; p < (base?.pages ?? 0); p += 1) {
    const page = base?.page(p) ?? Buffer.alloc(0);
    for (let start = 0; start + HEAD_BYTES <= page.length; ) {
      const head = readHead(page, start);
      upTo(head.order);
      const isOver = head.newest <= cutoff || isReplaced(changed, next, head);
      if (!isOver) out.add(head, page.subarray(start, start + head.size));
      start += head.size;
    }
  }
  upTo(Number.POSITIVE_INFINITY);
  base?.close();
  out.finish(tail, description);
  renameSync(`${path}.part`, path);
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function partsOf(bytes: Buffer): Changed[] {
  const parts: Changed[] = [];
  for (let start = 0; start + HEAD_BYTES <= bytes.length; ) {
    const head = readHead(bytes, start);
    parts.push({ order: head.order, bytes, start, head });
    start += head.size;
  }
  return parts;
}

/** A newer version of the row stands among the changed ones. */
function isReplaced(changed: readonly Changed[], from: number, head: PartHead): boolean {
  for (let i = from; changed[i]?.order === head.order; i += 1) {
    const other = changed[i]?.head;
    if (other?.dimension === head.dimension && other.entity === head.entity && other.key.equals(head.key))
      return true;
  }
  return false;
}

class Output {
  readonly #fd: number;
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #buffered = 0;
  #written = 0;
  #page: Buffer[] = [];
  #pageBytes = 0;
  #first = 0;
  #last = Number.NaN;
  readonly #firsts: number[] = [];
  readonly #offsets: number[] = [];
  readonly #sums: number[] = [];
  readonly #orders: number[] = [];

  constructor(path: string) {
    this.#fd = openSync(path, 'w', 0o600);
    this.#write(MAGIC);
  }

  /** Rows of one hash stay on one page: a look-up reads one. */
  add(head: PartHead, bytes: Buffer): void {
    if (this.#pageBytes >= PAGE_BYTES && head.order !== this.#last) this.#endPage();
    if (this.#pageBytes === 0) this.#first = head.order;
    if (head.order !== this.#last) this.#orders.push(head.order);
    this.#last = head.order;
    this.#page.push(Buffer.from(bytes));
    this.#pageBytes += bytes.length;
  }

  #endPage(): void {
    if (this.#pageBytes === 0) return;
    const page = Buffer.concat(this.#page);
    this.#firsts.push(this.#first);
    this.#offsets.push(this.#written + this.#buffered);
    this.#sums.push(crc32(page));
    this.#write(page);
    this.#page = [];
    this.#pageBytes = 0;
  }

  #write(bytes: Buffer): void {
    if (this.#buffered + bytes.length > this.#buffer.length) this.#flush();
    if (bytes.length > this.#buffer.length) {
      for (let from = 0; from < bytes.length; ) from += writeSync(this.#fd, bytes, from);
      this.#written += bytes.length;
      return;
    }
    this.#buffered += bytes.copy(this.#buffer, this.#buffered);
  }

  #flush(): void {
    let from = 0;
    while (from < this.#buffered) from += writeSync(this.#fd, this.#buffer, from, this.#buffered - from);
    this.#written += this.#buffered;
    this.#buffered = 0;
  }

  finish(tail: Buffer, description: Description): void {
    this.#endPage();
    const start = this.#written + this.#buffered;
    const filter = filterOf(this.#orders);
    const footer: Footer = {
      description,
      rows: this.#orders.length,
      pages: this.#firsts.length,
      filterBytes: filter.length,
      tailBytes: tail.length,
    };
    const text = Buffer.from(JSON.stringify(footer));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    const numbers = Float64Array.from([...this.#firsts, ...this.#offsets, start]);
    const sums = Uint32Array.from(this.#sums);
    const end = Buffer.concat([
      Buffer.from(numbers.buffer),
      Buffer.from(sums.buffer),
      filter,
      tail,
      text,
      length,
    ]);
    const trailer = Buffer.alloc(TRAILER_BYTES);
    trailer.writeDoubleLE(start, 0);
    createHash('sha256').update(end).digest().copy(trailer, 8);
    MAGIC.copy(trailer, 40);
    this.#write(end);
    this.#write(trailer);
    this.#flush();
    fsyncSync(this.#fd);
    closeSync(this.#fd);
  }
}

function filterOf(orders: readonly number[]): Buffer {
  const filter = Buffer.alloc(Math.ceil((orders.length * FILTER_BITS) / 8));
  const bits = filter.length * 8;
  for (const order of orders)
    for (let i = 0; i < FILTER_PROBES; i += 1) {
      const bit = probe(order, i, bits);
      filter[bit >>> 3] = (filter[bit >>> 3] ?? 0) | (1 << (bit & 7));
    }
  return filter;
}
