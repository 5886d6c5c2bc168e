import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { sameWords, splitName } from './party-names.ts';

const cases = parse(readFileSync(join(import.meta.dirname, 'party-names.cases.csv'), 'utf8'), {
  columns: true,
}) as Record<string, string>[];

describe('a name in one piece', () => {
  it.each(cases)('$name: $note', ({ name = '', given, paternal, maternal }) => {
    const split = splitName(name);
    expect([split.given, split.paternal, split.maternal ?? '']).toEqual([given, paternal, maternal]);
  });

  it.each([
    ['Rosa María Peña', 'PENA ROSA MARIA', true],
    ['Rosa Peña', 'Rosa Peña Luna', false],
    ['', 'Rosa', false],
  ])('%s and %s have the same words: %s', (left, right, same) => {
    expect(sameWords(left, right)).toBe(same);
  });
});
