import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { Failure } from '../../../kernel/failure.ts';

const CHUNK = 1 << 20;
const LONGEST = 255;
/** So many mebibytes of names are kept in memory; beyond, a name is one read. */
const PAGES_MAX = 256;

const hashOf = (bytes: Uint8Array): number => {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x7feb352d);
  return (hash ^ (hash >>> 15)) >>> 0;
};

/**
 * Numbers for names, on the disk: a length byte and the name, one after the other. In memory are where each begins, a
 * table of hashes (some 20 bytes a name) and the first 256 MiB of the names themselves. A hash is a hint; the name itself is compared.
 */
export class NameTable {
  readonly #fd: number;
  #starts: Float64Array = new Float64Array(1024);
  #slots = new Uint32Array(4096);
  #hashes: Uint32Array = new Uint32Array(1024);
  #count = 0;
  #bytes = 0;
  #pending: Buffer = Buffer.alloc(CHUNK + LONGEST + 1);
  #used = 0;
  readonly #scratch = Buffer.alloc(LONGEST + 1);
  /** The first pages of the file, kept in memory. */
  readonly #pages: Buffer[] = [];

  constructor(path: string) {
    this.#fd = openSync(path, 'a+');
    this.#load();
  }

  get size(): number {
    return this.#count;
  }

  /** Failure: tracing.name_too_long. */
  number(name: string): number {
    const bytes = Buffer.from(name, 'latin1');
    if (bytes.length > LONGEST)
      throw new Failure('caller', 'tracing.name_too_long', 'an address has more than 255 bytes');
    const hash = hashOf(bytes);
    const slot = this.#slotOf(bytes, hash);
    const known = this.#slots[slot] ?? 0;
    if (known > 0) return known - 1;
    if (this.#used > CHUNK) this.#flush();
    this.#pending[this.#used] = bytes.length;
    bytes.copy(this.#pending, this.#used + 1);
    this.#used += bytes.length + 1;
    return this.#note(slot, hash, bytes.length);
  }

  find(name: string): number | undefined {
    const bytes = Buffer.from(name, 'latin1');
    const known = this.#slots[this.#slotOf(bytes, hashOf(bytes))] ?? 0;
    return known === 0 ? undefined : known - 1;
  }

  name(number: number): string {
    return number < 0 || number >= this.#count ? '' : this.#bytesOf(number).toString('latin1');
  }

  /** Forgets the names from this number on. */
  cut(count: number): void {
    if (count >= this.#count) return;
    this.#flush();
    ftruncateSync(this.#fd, this.#starts[count] ?? 0);
    this.#slots = new Uint32Array(4096);
    this.#count = 0;
    this.#bytes = 0;
    this.#load();
  }

  flush = (): void => this.#flush();

  close(): void {
    this.#flush();
    closeSync(this.#fd);
  }

  #note(slot: number, hash: number, length: number): number {
    if (this.#count + 1 >= this.#starts.length) {
      this.#starts = grown(new Float64Array(this.#starts.length * 2), this.#starts);
      this.#hashes = grown(new Uint32Array(this.#starts.length), this.#hashes);
    }
    this.#hashes[this.#count] = hash;
    this.#starts[this.#count] = this.#bytes;
    this.#bytes += length + 1;
    this.#slots[slot] = this.#count + 1;
    this.#count += 1;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return this.#count - 1;
  }

  #slotOf(bytes: Buffer, hash: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const known = this.#slots[slot] ?? 0;
      if (known === 0) return slot;
      if (this.#hashes[known - 1] === hash && this.#bytesOf(known - 1).equals(bytes)) return slot;
    }
  }

  #bytesOf(number: number): Buffer {
    const start = this.#starts[number] ?? 0;
    const flushed = this.#bytes - this.#used;
    if (start >= flushed) {
      const at = start - flushed;
      return this.#pending.subarray(at + 1, at + 1 + (this.#pending[at] ?? 0));
    }
    const page = this.#pages[Math.floor(start / CHUNK)];
    const at = (start % CHUNK) + 1;
    const end = at + (page?.[at - 1] ?? LONGEST);
    if (page !== undefined && end <= CHUNK) return page.subarray(at, end);
    readSync(this.#fd, this.#scratch, 0, LONGEST + 1, start);
    return this.#scratch.subarray(1, 1 + (this.#scratch[0] ?? 0));
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#count; number += 1) {
      let slot = (this.#hashes[number] ?? 0) & mask;
      while ((slots[slot] ?? 0) > 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }

  #flush(): void {
    let written = 0;
    while (written < this.#used) written += writeSync(this.#fd, this.#pending, written, this.#used - written);
    this.#keep(this.#pending.subarray(0, this.#used), this.#bytes - this.#used);
    this.#used = 0;
  }

  #keep(bytes: Buffer, from: number): void {
    for (let done = 0; done < bytes.length; ) {
      const number = Math.floor((from + done) / CHUNK);
      if (number >= PAGES_MAX) return;
      this.#pages[number] ??= Buffer.alloc(CHUNK);
      done += bytes.copy(this.#pages[number], (from + done) % CHUNK, done);
    }
  }

  /** Reads the whole file once; a name cut off in the middle is dropped. */
  #load(): void {
    const size = fstatSync(this.#fd).size;
    const buffer = Buffer.alloc(CHUNK);
    const mask = (): number => this.#slots.length - 1;
    let at = 0;
    while (at < size) {
      const read = readSync(this.#fd, buffer, 0, CHUNK, at);
      let next = 0;
      while (next < read && next + 1 + (buffer[next] ?? 0) <= read) {
        const length = buffer[next] ?? 0;
        const hash = hashOf(buffer.subarray(next + 1, next + 1 + length));
        let slot = hash & mask();
        while ((this.#slots[slot] ?? 0) > 0) slot = (slot + 1) & mask();
        this.#note(slot, hash, length);
        next += length + 1;
      }
      if (next === 0) break;
      this.#keep(buffer.subarray(0, next), at);
      at += next;
    }
    ftruncateSync(this.#fd, this.#bytes);
  }
}

function grown<A extends Float64Array | Uint32Array>(larger: A, from: A): A {
  larger.set(from);
  return larger;
}
