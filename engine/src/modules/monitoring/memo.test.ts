import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { memoCodes } from './memo.ts';

const cases = readFileSync(new URL('memo.cases.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','));

test.each(cases)('"%s" speaks of "%s"', (note = '', codes = '') => {
  expect(memoCodes(note).join(' ')).toBe(codes);
});
