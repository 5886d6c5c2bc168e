import { type BlockStats, CountStats } from './block-stats.ts';
import { BLOCK_MAX, CLASSES, type Entry, type Slab } from './slab.ts';
import type { Sliding } from './sliding.ts';

const LARGEST = CLASSES - 1;

/** A list too long for one block: full-size blocks in time order, with totals and sliding bags that follow changes. */
export class Chain {
  readonly starts: number[] = [];
  readonly lengths: number[] = [];
  /** Time of the first entry of each block. */
  readonly firsts: number[] = [];
  readonly counts: CountStats;
  readonly stats = new Map<string, BlockStats>();
  readonly bags = new Map<string, Sliding>();
  length = 0;
  readonly #slab: Slab;

  /** Takes over a full block of the largest class. */
  constructor(slab: Slab, start: number, length: number) {
    this.#slab = slab;
    this.starts.push(start);
    this.lengths.push(length);
    this.firsts.push(slab.at(start));
    this.length = length;
    this.counts = new CountStats(this);
  }

  /** The block that holds, or would hold, an entry with this time and reference. */
  blockOf(at: number, ref: number): number {
    let low = 0;
    let high = this.firsts.length - 1;
    if ((this.firsts[high] ?? 0) < at) return high;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const first = this.firsts[middle] ?? 0;
      if (first < at || (first === at && this.#slab.ref(this.starts[middle] ?? 0) <= ref)) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  insert(entry: Entry): void {
    let b = this.blockOf(entry.at, entry.ref);
    if ((this.lengths[b] ?? 0) === BLOCK_MAX) b = this.#makeRoom(b, entry);
    const start = this.starts[b] ?? 0;
    const length = this.lengths[b] ?? 0;
    const i = this.#slab.countUpTo(start, length, entry.at, entry.ref);
    this.#slab.move(start + i, start + i + 1, length - i);
    this.#slab.write(start + i, entry);
    this.lengths[b] = length + 1;
    if (i === 0) this.firsts[b] = entry.at;
    this.length += 1;
    this.#touched(b);
    if (this.bags.size > 0) for (const bag of this.bags.values()) bag.entered(entry);
  }

  /** Splits a full block, or opens a new one when the entry goes to the very end. Returns the block to insert into. */
  #makeRoom(b: number, entry: Entry): number {
    const start = this.starts[b] ?? 0;
    const fresh = this.#slab.allocate(LARGEST);
    const last = b === this.starts.length - 1;
    const atEnd = last && this.#slab.countUpTo(start, BLOCK_MAX, entry.at, entry.ref) === BLOCK_MAX;
    const kept = atEnd ? BLOCK_MAX : BLOCK_MAX / 2;
    this.#slab.move(start + kept, fresh, BLOCK_MAX - kept);
    this.lengths[b] = kept;
    this.starts.splice(b + 1, 0, fresh);
    this.lengths.splice(b + 1, 0, BLOCK_MAX - kept);
    this.firsts.splice(b + 1, 0, atEnd ? entry.at : this.#slab.at(fresh));
    this.#spliced(b, 1, 2);
    return atEnd ? b + 1 : this.blockOf(entry.at, entry.ref);
  }

  /** Takes an entry out; null when it is not here. */
  remove(at: number, ref: number): Entry | null {
    const b = this.blockOf(at, ref);
    const start = this.starts[b] ?? 0;
    const length = this.lengths[b] ?? 0;
    const i = this.#slab.countUpTo(start, length, at, ref) - 1;
    if (i < 0 || this.#slab.at(start + i) !== at || this.#slab.ref(start + i) !== ref) return null;
    const entry = this.#slab.read(start + i);
    this.#slab.move(start + i + 1, start + i, length - i - 1);
    this.length -= 1;
    this.lengths[b] = length - 1;
    if (length === 1) this.#dropBlock(b);
    else {
      if (i === 0) this.firsts[b] = this.#slab.at(start);
      this.#touched(b);
    }
    for (const bag of this.bags.values()) bag.left(entry);
    return entry;
  }

  #dropBlock(b: number): void {
    if (this.starts.length === 1) {
      this.#touched(b);
      return;
    }
    this.#slab.release(this.starts[b] ?? 0, LARGEST);
    this.starts.splice(b, 1);
    this.lengths.splice(b, 1);
    this.firsts.splice(b, 1);
    this.#spliced(b, 1, 0);
  }

  #touched(b: number): void {
    this.counts.touch(b);
    if (this.stats.size > 0) for (const stats of this.stats.values()) stats.touch(b);
  }

  #spliced(b: number, removed: number, added: number): void {
    this.counts.splice(b);
    for (const stats of this.stats.values()) stats.splice(b, removed, added);
  }
}
