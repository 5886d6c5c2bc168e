import { BigStats, ColumnStats, type Total, totalOf } from './block-stats.ts';
import { dot, toSafe } from './exact.ts';
import type { Range } from './range.ts';
import type { Slab } from './slab.ts';

/** Exact totals over a run of entries: at most two partial blocks are read, whole blocks come from prefix totals. */

export interface Sum {
  /** A bigint where a number would not be exact. */
  readonly sum: number | bigint;
  /** Entries whose value is known. */
  readonly known: number;
}

/** The columns behind a range that has been set. */
export function slabOf(range: Range): Slab {
  if (range.series === null) throw new Error('the range was never set');
  return range.series.slab;
}

const statsOf = (range: Range, column: number): ColumnStats | null => {
  const { chain } = range;
  if (chain === null) return null;
  const key = `total:${column}`;
  const made = chain.stats.get(key);
  if (made instanceof ColumnStats) return made;
  const stats = new ColumnStats(chain, slabOf(range), column);
  chain.stats.set(key, stats);
  return stats;
};

const slice = (range: Range, column: number, b: number): Float64Array => {
  const begin = range.begin(b);
  return slabOf(range).numbersOf(column, begin, range.end(b) - begin);
};

const partOf = (range: Range, column: number, b: number): Total => {
  const begin = range.begin(b);
  return totalOf(slabOf(range), column, begin, range.end(b) - begin);
};

export function sumOf(range: Range, column: number): Sum {
  if (range.count === 0) return { sum: 0, known: 0 };
  const total = partOf(range, column, range.loBlock);
  if (range.hiBlock > range.loBlock) {
    const right = partOf(range, column, range.hiBlock);
    const stats = statsOf(range, column);
    const middle = stats?.between(range.loBlock + 1, range.hiBlock);
    total.sum += right.sum + (middle?.sum ?? 0);
    total.known += right.known + (middle?.known ?? 0);
    total.exact &&= right.exact && (middle?.exact ?? true) && Number.isSafeInteger(total.sum);
  }
  return total.exact
    ? { sum: total.sum, known: total.known }
    : { sum: bigSum(range, column), known: total.known };
}

function bigSum(range: Range, column: number): number | bigint {
  let sum = 0n;
  const slab = slabOf(range);
  range.each((offset) => {
    const value = slab.number(column, offset);
    if (!Number.isNaN(value)) sum += BigInt(value);
    return true;
  });
  return toSafe(sum) ?? sum;
}

/** Smallest or largest known value; null when none is known. */
export function extremeOf(range: Range, column: number, largest: boolean): number | null {
  let best: number | null = null;
  const offer = (value: number) => {
    if (!Number.isNaN(value) && (best === null || (largest ? value > best : value < best))) best = value;
  };
  if (range.count === 0) return null;
  for (const value of slice(range, column, range.loBlock)) offer(value);
  if (range.hiBlock > range.loBlock) {
    for (const value of slice(range, column, range.hiBlock)) offer(value);
    const stats = statsOf(range, column);
    for (let b = range.loBlock + 1; b < range.hiBlock; b += 1) {
      const block = stats?.block(b);
      if (block !== undefined) offer(largest ? block.most : block.least);
    }
  }
  return best;
}

/** Σ value², exactly. */
export function squaresOf(range: Range, column: number): bigint {
  const slab = slabOf(range);
  return productsOf(range, `squares:${column}`, (begin, length) => {
    const values = slab.numbersOf(column, begin, length);
    return dot(values, values);
  });
}

/** Σ value · time, exactly. */
export function momentsOf(range: Range, column: number): bigint {
  const slab = slabOf(range);
  return productsOf(range, `moments:${column}`, (begin, length) =>
    dot(slab.numbersOf(column, begin, length), slab.timesOf(begin, length)),
  );
}

type Products = (begin: number, length: number) => bigint;

function productsOf(range: Range, key: string, total: Products): bigint {
  if (range.count === 0) return 0n;
  const partial = (b: number) => total(range.begin(b), range.end(b) - range.begin(b));
  const { chain } = range;
  if (chain === null || range.hiBlock === range.loBlock) return partial(range.loBlock);
  let stats = chain.stats.get(key);
  if (!(stats instanceof BigStats)) {
    stats = new BigStats(chain.starts.length, (b) => total(chain.starts[b] ?? 0, chain.lengths[b] ?? 0));
    chain.stats.set(key, stats);
  }
  const middle = stats instanceof BigStats ? stats.between(range.loBlock + 1, range.hiBlock) : 0n;
  return partial(range.loBlock) + middle + partial(range.hiBlock);
}
