import type { Entry } from './slab.ts';

/**
 * What is inside a moving window of a long list, kept up to date as the window moves forward and as late entries come
 * and go, so that *distinct* and *percentile* cost what changed and not what the window holds.
 */
export interface Bag {
  add(value: number): void;
  remove(value: number): void;
  clear(): void;
}

/** How many of each value: distinct values. */
export class CountBag implements Bag {
  readonly #counts = new Map<number, number>();

  get distinct(): number {
    return this.#counts.size;
  }

  count(value: number): number {
    return this.#counts.get(value) ?? 0;
  }

  add(value: number): void {
    this.#counts.set(value, this.count(value) + 1);
  }

  remove(value: number): void {
    const left = this.count(value) - 1;
    if (left > 0) this.#counts.set(value, left);
    else this.#counts.delete(value);
  }

  clear(): void {
    this.#counts.clear();
  }
}

const RUN_MAX = 512;

/** Values in order, in runs of at most 512: rank in O(√n). */
export class OrderBag implements Bag {
  #runs: number[][] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The value with that many smaller or equal ones before it, from 0. */
  nth(rank: number): number {
    let rest = rank;
    for (const run of this.#runs) {
      if (rest < run.length) return run[rest] ?? Number.NaN;
      rest -= run.length;
    }
    return Number.NaN;
  }

  add(value: number): void {
    this.#size += 1;
    const r = this.#runOf(value);
    const run = this.#runs[r];
    if (run === undefined) {
      this.#runs.push([value]);
      return;
    }
    run.splice(placeIn(run, value), 0, value);
    if (run.length > RUN_MAX) this.#runs.splice(r + 1, 0, run.splice(RUN_MAX / 2));
  }

  remove(value: number): void {
    const r = this.#runOf(value);
    const run = this.#runs[r];
    if (run === undefined) return;
    const i = placeIn(run, value);
    if (run[i] !== value) return;
    run.splice(i, 1);
    this.#size -= 1;
    if (run.length === 0) this.#runs.splice(r, 1);
  }

  clear(): void {
    this.#runs = [];
    this.#size = 0;
  }

  /** The first run whose last value is not below the value, or the last run. */
  #runOf(value: number): number {
    let low = 0;
    let high = this.#runs.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const run = this.#runs[middle];
      if ((run?.[run.length - 1] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return Math.max(low, 0);
  }
}

/** Where the first value that is not below stands, or would. */
function placeIn(run: readonly number[], value: number): number {
  let low = 0;
  let high = run.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((run[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A bag tied to a window (from, to] of one list. `pick` gives the entry's value, or NaN when it has none. */
export class Sliding<B extends Bag = Bag> {
  readonly bag: B;
  from = 0;
  to = 0;
  readonly #pick: (entry: Entry) => number;

  constructor(bag: B, pick: (entry: Entry) => number) {
    this.bag = bag;
    this.#pick = pick;
  }

  entered(entry: Entry): void {
    if (entry.at <= this.from || entry.at > this.to) return;
    const value = this.#pick(entry);
    if (!Number.isNaN(value)) this.bag.add(value);
  }

  left(entry: Entry): void {
    if (entry.at <= this.from || entry.at > this.to) return;
    const value = this.#pick(entry);
    if (!Number.isNaN(value)) this.bag.remove(value);
  }
}
