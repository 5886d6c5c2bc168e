import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createNameLikeness } from './name-likeness.ts';

const [, ...lines] = readFileSync(join(import.meta.dirname, 'name-likeness.cases.csv'), 'utf8')
  .trim()
  .split('\n');
const cases = lines.map((line) => {
  const [left = '', right = '', least = '', most = '', note = ''] = line.split(',');
  return { left, right, least: Number(least), most: Number(most), note };
});

const nameLikeness = createNameLikeness();

describe('the likeness of two names', () => {
  test.each(cases)('$left | $right: $note', ({ left, right, least, most }) => {
    const likeness = nameLikeness(left, right);
    expect(likeness).toBeGreaterThanOrEqual(least);
    expect(likeness).toBeLessThanOrEqual(most);
    expect(nameLikeness(right, left)).toBe(likeness);
    expect(nameLikeness(left, right)).toBe(likeness);
  });
});
