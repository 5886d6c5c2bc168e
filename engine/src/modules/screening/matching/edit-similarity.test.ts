import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editBudget, editDistance, editSimilarity } from './edit-similarity.ts';

/** Optimal string alignment written plainly from its definition. */
function plainDistance(left: string, right: string): number {
  const cost: number[][] = Array.from({ length: left.length + 1 }, (_, i) =>
    Array.from({ length: right.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number): number => cost[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= left.length; i += 1) {
    for (let j = 1; j <= right.length; j += 1) {
      let best = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (left[i - 1] === right[j - 1] ? 0 : 1),
      );
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        best = Math.min(best, at(i - 2, j - 2) + 1);
      const row = cost[i];
      if (row !== undefined) row[j] = best;
    }
  }
  return at(left.length, right.length);
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });

describe('editDistance', () => {
  it('is the plain distance up to the limit, and one more beyond it', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 4 }), (left, right, limit) => {
        expect(editDistance(left, right, limit)).toBe(Math.min(plainDistance(left, right), limit + 1));
      }),
      { numRuns: 2_000 },
    );
  });

  it('counts a swap of neighbours as one edit', () => {
    expect(editDistance('garcia', 'gracia', 3)).toBe(1);
    expect(editDistance('quirolga', 'quirogla', 3)).toBe(1);
  });

  it('answers for words longer than its rows', () => {
    expect(editDistance('a'.repeat(60), 'b'.repeat(60), 3)).toBe(4);
    expect(editDistance('a'.repeat(60), 'a'.repeat(61), 3)).toBeLessThanOrEqual(1);
  });
});

describe('editSimilarity', () => {
  it('is symmetric, 1 only for equal words, 0 beyond the budget', () => {
    fc.assert(
      fc.property(word, word, (left, right) => {
        const similarity = editSimilarity(left, right);
        expect(editSimilarity(right, left)).toBe(similarity);
        expect(similarity === 1).toBe(left === right);
        const budget = editBudget(Math.max(left.length, right.length));
        if (plainDistance(left, right) > budget) expect(similarity).toBe(0);
        else expect(similarity).toBeGreaterThan(0.5);
      }),
    );
  });
});
