import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../kernel/failure.ts';
import { DEFAULT_THRESHOLD } from '../match.ts';
import { baselineScore } from './parity/baselines.ts';
import { labelledPairs } from './parity/labelled-pairs.ts';
import { pairProbability } from './parity/pair-probability.ts';

const CONTENT = join(import.meta.dirname, '../../../../../content/screening/latam-names.csv');
const pairs = labelledPairs(readFileSync(CONTENT, 'utf8'));

function figures(isHit: (pair: (typeof pairs)[number]) => boolean) {
  const hits = pairs.filter(isHit);
  const right = hits.filter((pair) => pair.isMatch).length;
  return { precision: right / hits.length, recall: right / pairs.filter((pair) => pair.isMatch).length };
}

describe('content/screening/latam-names.csv', () => {
  it('has a thousand pairs of fictitious people and companies, with both answers', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(1_000);
    expect(pairs.filter((pair) => !pair.isMatch).length).toBeGreaterThan(400);
  });

  it('recall at least 97 %, precision at least 90 %; string measures fall behind', () => {
    const own = figures((pair) => pairProbability(pair) >= DEFAULT_THRESHOLD);
    expect(own.recall).toBeGreaterThanOrEqual(0.97);
    expect(own.precision).toBeGreaterThanOrEqual(0.9);
    const portal = figures((pair) => baselineScore('portal-parity', pair.left, pair.right) >= 0.94);
    expect(portal.recall).toBeLessThan(own.recall);
  });
});

describe('labelledPairs', () => {
  it.each([
    ['a column is missing', 'schema,name1,is_match\nPerson,Ana,true\n', '/rows/1'],
    [
      'an answer is neither',
      'schema,name1,name2,is_match\nPerson,Ana,Ana,true\nPerson,Ana,Eva,maybe\n',
      '/rows/3',
    ],
  ])('refuses a file where %s, by row', (_, text, field) => {
    let code: unknown;
    try {
      labelledPairs(text);
    } catch (error) {
      code = isFailure(error) ? { code: error.code, field: error.details?.[0]?.field } : error;
    }
    expect(code).toEqual({ code: 'screening.pairs_malformed', field });
  });
});
