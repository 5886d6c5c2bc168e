import { closeSync, openSync, readFileSync, readSync, renameSync, writeSync } from 'node:fs';
import type { LogFile } from './log-file.ts';

/** What an index says of one movement: enough to follow it without a second read. */
export const ENTRY_BYTES = 28;

const PIECE = 1 << 16;

/** Writes entries of this index, sorted by pot: `potOf` places a record, `put` fills its entry. Two passes over the log. */
export function writeAdjacency(
  path: string,
  log: LogFile,
  pots: number,
  potOf: (buffer: Buffer, at: number, record: number) => number,
  put: (entry: Buffer, entryAt: number, buffer: Buffer, at: number, record: number) => void,
): void {
  const starts = new Uint32Array(pots + 1);
  let record = 0;
  for (const { buffer, at } of log.scan(0)) {
    const pot = potOf(buffer, at, record);
    if (pot >= 0) starts[pot + 1] = (starts[pot + 1] ?? 0) + 1;
    record += 1;
  }
  for (let pot = 0; pot < pots; pot += 1) starts[pot + 1] = (starts[pot + 1] ?? 0) + (starts[pot] ?? 0);
  const total = starts[pots] ?? 0;
  const next = starts.slice();
  const entries = Buffer.alloc(Math.max(1, total * ENTRY_BYTES));
  record = 0;
  for (const { buffer, at } of log.scan(0)) {
    const pot = potOf(buffer, at, record);
    if (pot >= 0) {
      const place = next[pot] ?? 0;
      next[pot] = place + 1;
      put(entries, place * ENTRY_BYTES, buffer, at, record);
    }
    record += 1;
  }
  writeWhole(`${path}.idx`, Buffer.from(starts.buffer));
  writeWhole(`${path}.bin`, entries.subarray(0, total * ENTRY_BYTES));
}

/** A stop in the middle leaves the old file as it was. */
function writeWhole(path: string, content: Buffer): void {
  const fd = openSync(`${path}.new`, 'w');
  for (let at = 0; at < content.length; )
    at += writeSync(fd, content, at, Math.min(1 << 24, content.length - at));
  closeSync(fd);
  renameSync(`${path}.new`, path);
}

/** Entries of a pot, read from the disk when asked for: one read for most pots. Only where each pot begins is in memory. */
export class Adjacency {
  readonly #starts: Uint32Array;
  readonly #fd: number;
  readonly #scratch = Buffer.alloc(PIECE * ENTRY_BYTES);

  constructor(path: string) {
    const index = readFileSync(`${path}.idx`);
    this.#starts = new Uint32Array(index.buffer, index.byteOffset, index.byteLength / 4);
    this.#fd = openSync(`${path}.bin`, 'r');
  }

  count(pot: number): number {
    return pot + 1 < this.#starts.length ? (this.#starts[pot + 1] ?? 0) - (this.#starts[pot] ?? 0) : 0;
  }

  /** Calls with each entry's place in a buffer that is overwritten afterwards. */
  each(pot: number, visit: (buffer: Buffer, at: number) => void): void {
    const count = this.count(pot);
    const start = this.#starts[pot] ?? 0;
    for (let done = 0; done < count; done += PIECE) {
      const bytes = Math.min(PIECE, count - done) * ENTRY_BYTES;
      readSync(this.#fd, this.#scratch, 0, bytes, (start + done) * ENTRY_BYTES);
      for (let at = 0; at < bytes; at += ENTRY_BYTES) visit(this.#scratch, at);
    }
  }

  close(): void {
    closeSync(this.#fd);
  }
}
