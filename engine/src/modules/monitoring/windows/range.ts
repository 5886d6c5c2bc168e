import type { Chain } from './chain.ts';
import type { Series } from './series.ts';

/**
 * A run of entries of one list: from block `loBlock`, entry `lo`, up to but without block `hiBlock`, entry `hi`.
 * One object is used again and again; finding both ends costs two binary searches.
 */
export class Range {
  series: Series | null = null;
  handle = 0;
  chain: Chain | null = null;
  loBlock = 0;
  lo = 0;
  hiBlock = 0;
  hi = 0;
  count = 0;
  /** The window (from, to]; `from` is NaN once keepLatest has cut it. */
  from = 0;
  to = 0;
  /** Offset of the present event's entry when it was left out, else -1. */
  without = -1;
  #start = 0;
  #length = 0;

  /** The entries with from < at ≤ to. `handle` 0 is the empty list. */
  set(series: Series, handle: number, from: number, to: number): this {
    this.series = series;
    this.handle = handle;
    this.chain = series.chainOf(handle);
    this.#start = handle === 0 ? 0 : series.startOf(handle);
    this.#length = handle === 0 ? 0 : series.lengthOf(handle);
    this.from = from;
    this.to = to;
    this.without = -1;
    const chain = this.chain;
    if (chain === null) {
      this.loBlock = 0;
      this.hiBlock = 0;
      this.lo = this.#length === 0 ? 0 : series.slab.countUpTo(this.#start, this.#length, from);
      this.hi = this.#length === 0 ? 0 : series.slab.countUpTo(this.#start, this.#length, to);
      this.count = this.hi - this.lo;
      return this;
    }
    this.loBlock = chain.blockOf(from, 0xffffffff);
    this.lo = series.slab.countUpTo(this.start(this.loBlock), this.length(this.loBlock), from);
    this.hiBlock = chain.blockOf(to, 0xffffffff);
    this.hi = series.slab.countUpTo(this.start(this.hiBlock), this.length(this.hiBlock), to);
    this.count = chain.counts.before(this.hiBlock) + this.hi - chain.counts.before(this.loBlock) - this.lo;
    return this;
  }

  start(b: number): number {
    return this.chain === null ? this.#start : (this.chain.starts[b] ?? 0);
  }

  length(b: number): number {
    return this.chain === null ? this.#length : (this.chain.lengths[b] ?? 0);
  }

  /** Leaves out the newest entry when it is that of the present event. */
  leaveOut(ref: number): this {
    if (this.count === 0) return this;
    const last = this.last();
    if (this.series?.slab.ref(last) !== ref) return this;
    this.without = last;
    this.hi -= 1;
    this.count -= 1;
    return this;
  }

  /** Keeps only the newest `many`. */
  keepLatest(many: number): this {
    if (this.count <= many) return this;
    let b = this.hiBlock;
    let rest = many;
    let there = this.hi;
    while (rest > there) {
      rest -= there;
      b -= 1;
      there = this.length(b);
    }
    this.loBlock = b;
    this.lo = there - rest;
    this.count = many;
    this.from = Number.NaN;
    return this;
  }

  /** Offset of the newest entry; only when count > 0. */
  last(): number {
    if (this.hi > 0) return this.start(this.hiBlock) + this.hi - 1;
    return this.start(this.hiBlock - 1) + this.length(this.hiBlock - 1) - 1;
  }

  /** Offset of the oldest entry; only when count > 0. */
  first(): number {
    if (this.lo < this.length(this.loBlock)) return this.start(this.loBlock) + this.lo;
    return this.start(this.loBlock + 1);
  }

  /** First and end offset of block `b` within the run. */
  begin(b: number): number {
    return this.start(b) + (b === this.loBlock ? this.lo : 0);
  }

  end(b: number): number {
    return this.start(b) + (b === this.hiBlock ? this.hi : this.length(b));
  }

  /** Calls `visit` for every entry, oldest first, until it says false. */
  each(visit: (offset: number) => boolean): void {
    for (let b = this.loBlock; b <= this.hiBlock; b += 1) {
      const end = this.end(b);
      for (let offset = this.begin(b); offset < end; offset += 1) if (!visit(offset)) return;
    }
  }

  /** Calls `visit` for every entry, newest first, until it says false. */
  eachBack(visit: (offset: number) => boolean): void {
    for (let b = this.hiBlock; b >= this.loBlock; b -= 1) {
      const begin = this.begin(b);
      for (let offset = this.end(b) - 1; offset >= begin; offset -= 1) if (!visit(offset)) return;
    }
  }
}
