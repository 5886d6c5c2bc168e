import { toSafe } from './exact.ts';
import type { Range } from './range.ts';
import { slabOf } from './sums.ts';

/** Which entries are like the present event: their number lies within `slack` of `value`. */
export interface Likeness {
  readonly column: number;
  readonly value: number;
  readonly slack: number;
}

export const isLike = (range: Range, offset: number, { column, value, slack }: Likeness): boolean =>
  Math.abs(slabOf(range).number(column, offset) - value) <= slack;

/** count, sum or distinct over the entries of a run that are like the present event. O(k). */
export function measureLike(
  range: Range,
  kind: 'count' | 'sum' | 'distinct',
  column: number,
  likeness: Likeness,
): number | null {
  const slab = slabOf(range);
  const words = new Set<number>();
  let count = 0;
  let sum = 0n;
  range.each((offset) => {
    if (!isLike(range, offset, likeness)) return true;
    count += 1;
    if (kind === 'distinct') {
      const word = slab.word(column, offset);
      if (word !== 0) words.add(word);
    } else if (kind === 'sum') {
      const amount = slab.number(column, offset);
      if (!Number.isNaN(amount)) sum += BigInt(amount);
    }
    return true;
  });
  if (kind === 'count') return count;
  return kind === 'distinct' ? words.size : toSafe(sum);
}
