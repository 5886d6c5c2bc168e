import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

const FLUSH_BYTES = 1 << 20;

/** A file of records that only grows at its end, or is cut back to an earlier length. Written in large pieces. */
export class LogFile {
  readonly recordBytes: number;
  readonly #fd: number;
  readonly #pending: Buffer;
  #flushed: number;
  #used = 0;

  /** Whatever is not a whole record at the end is the trace of a stop in the middle of a write: it is cut off. */
  constructor(path: string, recordBytes: number) {
    this.recordBytes = recordBytes;
    this.#fd = openSync(path, 'a+');
    this.#flushed = Math.floor(fstatSync(this.#fd).size / recordBytes) * recordBytes;
    ftruncateSync(this.#fd, this.#flushed);
    this.#pending = Buffer.alloc(FLUSH_BYTES + recordBytes);
  }

  /** Records, those not yet on the disk included. */
  get length(): number {
    return (this.#flushed + this.#used) / this.recordBytes;
  }

  /** Room for one record at the end, to be filled in at once. */
  add(): { readonly buffer: Buffer; readonly at: number } {
    if (this.#used > FLUSH_BYTES) this.flush();
    const at = this.#used;
    this.#used += this.recordBytes;
    this.#pending.fill(0, at, this.#used);
    return { buffer: this.#pending, at };
  }

  flush(): void {
    let written = 0;
    while (written < this.#used) written += writeSync(this.#fd, this.#pending, written, this.#used - written);
    this.#flushed += this.#used;
    this.#used = 0;
  }

  /** Reads records into the buffer; answers how many there were. */
  read(into: Buffer, from: number, count: number): number {
    this.flush();
    const bytes = Math.min(count, this.length - from) * this.recordBytes;
    let read = 0;
    while (read < bytes) read += readSync(this.#fd, into, read, bytes - read, from * this.recordBytes + read);
    return bytes / this.recordBytes;
  }

  /** Every record from a place on, in pieces. */
  *scan(from: number, to = this.length): Generator<{ readonly buffer: Buffer; readonly at: number }> {
    const piece = Math.floor(FLUSH_BYTES / this.recordBytes);
    const buffer = Buffer.alloc(piece * this.recordBytes);
    for (let next = from; next < to; ) {
      const count = this.read(buffer, next, Math.min(piece, to - next));
      for (let record = 0; record < count; record += 1) yield { buffer, at: record * this.recordBytes };
      next += count;
    }
  }

  cut(length: number): void {
    this.flush();
    this.#flushed = length * this.recordBytes;
    ftruncateSync(this.#fd, this.#flushed);
  }

  close(): void {
    this.flush();
    closeSync(this.#fd);
  }
}
