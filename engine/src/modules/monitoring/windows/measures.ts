import { distanceKm, speedKmh } from '../facts/places.ts';
import { floorDivide, rootOf, toSafe } from './exact.ts';
import type { Range } from './range.ts';
import { distinctOf, percentileOf } from './ranks.ts';
import { extremeOf, momentsOf, slabOf, squaresOf, sumOf } from './sums.ts';

/**
 * What can be asked of a run of entries. `column` is the place of a fact among the numbers or words of its series.
 * Every answer is an integer or null (not known). Cost, for k entries in a list of n, over 128 entries:
 * count, sum, mean, deviation, variation, mean_time O(log n + 256); min, max O(n/128); first, last, since_* O(log n);
 * distinct, percentile: what entered and left since the last look forward, O(k) for a late event;
 * interval_variation, rising_run, top_speed O(k) (rules cap them with `latest`).
 */
export type Measure =
  | { readonly kind: 'count' | 'since_first' | 'since_last' | 'interval_variation' }
  | {
      readonly kind:
        | 'sum'
        | 'mean'
        | 'min'
        | 'max'
        | 'deviation'
        | 'variation'
        | 'first'
        | 'last'
        | 'mean_time'
        | 'percentile'
        | 'rising_run';
      readonly column: number;
    }
  | { readonly kind: 'distinct'; readonly column: number }
  | { readonly kind: 'top_speed'; readonly latitude: number; readonly longitude: number };

/**
 * The answer for a run. `at` is the present event's time; `factor` the parameter of percentile (rank, basis points)
 * and rising_run (growth, basis points).
 */
export function measure(range: Range, what: Measure, at: number, factor: number): number | null {
  switch (what.kind) {
    case 'count':
      return range.count;
    case 'sum':
      return safe(sumOf(range, what.column).sum);
    case 'mean':
      return mean(range, what.column);
    case 'min':
      return extremeOf(range, what.column, false);
    case 'max':
      return extremeOf(range, what.column, true);
    case 'deviation':
      return deviation(range, what.column);
    case 'variation':
      return variation(range, what.column);
    case 'mean_time':
      return meanTime(range, what.column);
    case 'first':
      return range.count === 0 ? null : known(slabOf(range).number(what.column, range.first()));
    case 'last':
      return range.count === 0 ? null : known(slabOf(range).number(what.column, range.last()));
    case 'since_first':
      return range.count === 0 ? null : at - slabOf(range).at(range.first());
    case 'since_last':
      return range.count === 0 ? null : at - slabOf(range).at(range.last());
    case 'distinct':
      return distinctOf(range, what.column);
    case 'percentile':
      return percentileOf(range, what.column, factor);
    case 'interval_variation':
      return intervalVariation(range);
    case 'rising_run':
      return risingRun(range, what.column, factor);
    case 'top_speed':
      return topSpeed(range, what.latitude, what.longitude);
  }
}

const known = (value: number): number | null => (!Number.isNaN(value) ? value : null);

const safe = (value: number | bigint): number | null => (typeof value === 'number' ? value : toSafe(value));

/** Mean of the known values, rounded down. */
function mean(range: Range, column: number): number | null {
  const { sum, known: many } = sumOf(range, column);
  if (many === 0) return null;
  if (typeof sum === 'number') return floorDivide(sum, many);
  const n = BigInt(many);
  return toSafe((sum - (((sum % n) + n) % n)) / n);
}

/** n²·variance = n·Σv² - (Σv)², exactly; null when nothing is known. */
function spread(range: Range, column: number): { n: bigint; sum: bigint; spread: bigint } | null {
  const { sum, known: many } = sumOf(range, column);
  if (many === 0) return null;
  const n = BigInt(many);
  const total = BigInt(sum);
  return { n, sum: total, spread: n * squaresOf(range, column) - total * total };
}

/** Population standard deviation, rounded down. */
function deviation(range: Range, column: number): number | null {
  const found = spread(range, column);
  return found === null ? null : toSafe(rootOf(found.spread) / found.n);
}

/** Standard deviation over mean in basis points, rounded down; null unless the sum is positive. */
function variation(range: Range, column: number): number | null {
  const found = spread(range, column);
  if (found === null || found.sum <= 0n) return null;
  return toSafe(rootOf(found.spread * 100_000_000n) / found.sum);
}

/** Mean event time weighted by value, ms rounded down; null unless the sum is positive. */
function meanTime(range: Range, column: number): number | null {
  const { sum } = sumOf(range, column);
  return sum <= 0 ? null : toSafe(momentsOf(range, column) / BigInt(sum));
}

/** Variation of the times between neighbours, basis points; null for fewer than two intervals or no time at all. */
function intervalVariation(range: Range): number | null {
  if (range.count < 3) return null;
  const slab = slabOf(range);
  let previous = Number.NaN;
  let sum = 0n;
  let squares = 0n;
  range.each((offset) => {
    const at = slab.at(offset);
    if (!Number.isNaN(previous)) {
      const interval = BigInt(at - previous);
      sum += interval;
      squares += interval * interval;
    }
    previous = at;
    return true;
  });
  if (sum === 0n) return null;
  return toSafe(rootOf((BigInt(range.count - 1) * squares - sum * sum) * 100_000_000n) / sum);
}

/** Entries in the run that ends with the newest and in which each value is at least factor times the one before. */
function risingRun(range: Range, column: number, factor: number): number {
  const slab = slabOf(range);
  let later = Number.NaN;
  let length = 0;
  range.eachBack((offset) => {
    const value = slab.number(column, offset);
    if (Number.isNaN(value)) return false;
    if (length > 0 && BigInt(later) * 10_000n < BigInt(value) * BigInt(factor)) return false;
    later = value;
    length += 1;
    return true;
  });
  return length;
}

/** Fastest travel between neighbours whose places are known, km/h; null for fewer than two such entries. */
function topSpeed(range: Range, latitude: number, longitude: number): number | null {
  const slab = slabOf(range);
  let lat = Number.NaN;
  let lon = Number.NaN;
  let at = 0;
  let fastest: number | null = null;
  range.each((offset) => {
    const nextLat = slab.number(latitude, offset);
    const nextLon = slab.number(longitude, offset);
    if (Number.isNaN(nextLat) || Number.isNaN(nextLon)) return true;
    const nextAt = slab.at(offset);
    if (!Number.isNaN(lat)) {
      fastest = Math.max(fastest ?? 0, speedKmh(distanceKm(lat, lon, nextLat, nextLon), nextAt - at));
    }
    lat = nextLat;
    lon = nextLon;
    at = nextAt;
    return true;
  });
  return fastest;
}
