import { Range } from './range.ts';
import type { Entry } from './slab.ts';
import { type Bag, CountBag, OrderBag, Sliding } from './sliding.ts';
import { slabOf } from './sums.ts';

/** Distinct values and percentiles: scanned in short runs, followed by sliding bags in long lists. */

const SCAN_MAX = 256;
const scratchRange = new Range();
let seen = new Uint32Array(1024);
let round = 0;
let sorted = new Float64Array(SCAN_MAX);

/** Number of different known words. */
export function distinctOf(range: Range, column: number): number {
  const sliding = slide(
    range,
    `distinct:${column}`,
    () => new CountBag(),
    (entry) => entry.words[column] || Number.NaN,
  );
  if (sliding === null) return scanDistinct(range, column);
  const { bag } = sliding;
  if (range.without < 0) return bag.distinct;
  const mine = slabOf(range).word(column, range.without);
  return bag.distinct - (mine !== 0 && bag.count(mine) === 1 ? 1 : 0);
}

function scanDistinct(range: Range, column: number): number {
  const slab = slabOf(range);
  if (round === 0xffffffff) {
    seen.fill(0);
    round = 0;
  }
  round += 1;
  let distinct = 0;
  range.each((offset) => {
    const word = slab.word(column, offset);
    if (word === 0) return true;
    if (word >= seen.length) grow(word);
    if (seen[word] !== round) {
      seen[word] = round;
      distinct += 1;
    }
    return true;
  });
  return distinct;
}

function grow(word: number): void {
  const grown = new Uint32Array(Math.max(seen.length * 2, word + 1));
  grown.set(seen);
  seen = grown;
}

/** Nearest-rank percentile (rank in basis points, 1-10,000) of the known values; null when there is none. */
export function percentileOf(range: Range, column: number, rank: number): number | null {
  const sliding = slide(
    range,
    `order:${column}`,
    () => new OrderBag(),
    (entry) => entry.numbers[column] ?? Number.NaN,
  );
  if (sliding === null) return scanPercentile(range, column, rank);
  const { bag } = sliding;
  const mine = range.without < 0 ? Number.NaN : slabOf(range).number(column, range.without);
  if (!Number.isNaN(mine)) bag.remove(mine);
  const found = bag.size === 0 ? null : bag.nth(placeOf(rank, bag.size));
  if (!Number.isNaN(mine)) bag.add(mine);
  return found;
}

const placeOf = (rank: number, size: number): number =>
  Math.min(size, Math.max(1, Math.ceil((rank * size) / 10_000))) - 1;

function scanPercentile(range: Range, column: number, rank: number): number | null {
  const slab = slabOf(range);
  if (range.count > sorted.length) sorted = new Float64Array(range.count * 2);
  let size = 0;
  range.each((offset) => {
    const value = slab.number(column, offset);
    if (!Number.isNaN(value)) {
      sorted[size] = value;
      size += 1;
    }
    return true;
  });
  if (size === 0) return null;
  return sorted.subarray(0, size).sort()[placeOf(rank, size)] ?? null;
}

/**
 * The bag that follows this window of this list, moved to it, forwards or (for a late event) backwards; null when
 * scanning is the cheaper way: short runs, runs cut by `latest`, and late events far from where the bag stands.
 */
function slide<B extends Bag>(
  range: Range,
  what: string,
  make: () => B,
  pick: (entry: Entry) => number,
): Sliding<B> | null {
  const { chain, series, from, to } = range;
  if (chain === null || series === null || Number.isNaN(from) || range.count <= SCAN_MAX) return null;
  const key = `${what}:${to - from}`;
  // A key names one kind of bag: what is found under it was made by the same `make`.
  let sliding = chain.bags.get(key) as Sliding<B> | undefined;
  if (sliding === undefined) {
    sliding = new Sliding(make(), pick);
    sliding.from = from;
    sliding.to = from;
    chain.bags.set(key, sliding);
  }
  const between = (low: number, high: number) =>
    scratchRange.set(series, range.handle, Math.min(low, high), Math.max(low, high));
  const apart = between(sliding.from, from).count + between(sliding.to, to).count;
  if (apart > range.count && to < sliding.to) return null;
  const { bag } = sliding;
  const move = (low: number, high: number, add: boolean) => {
    between(low, high).each((offset) => {
      const value = pick(series.slab.read(offset));
      if (!Number.isNaN(value)) {
        if (add) bag.add(value);
        else bag.remove(value);
      }
      return true;
    });
  };
  if (apart > range.count || from >= sliding.to || to <= sliding.from) {
    bag.clear();
    move(from, to, true);
  } else {
    move(sliding.to, to, to > sliding.to);
    move(sliding.from, from, from < sliding.from);
  }
  sliding.from = from;
  sliding.to = to;
  return sliding;
}
