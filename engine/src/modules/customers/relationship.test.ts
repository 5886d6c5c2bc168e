import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RELATIONSHIP_STATES } from '@atalaya/contract/customers.ts';
import { describe, expect, test } from 'vitest';
import { nextRelationship, type RelationshipState } from './relationship.ts';

const [, ...lines] = readFileSync(join(import.meta.dirname, 'relationship.cases.csv'), 'utf8')
  .trim()
  .split('\n');
const cases = lines.map((line) => {
  const [now = '', wanted = '', allowed = '', note = ''] = line.split(',');
  return { now: now as RelationshipState, wanted: wanted as RelationshipState, allowed, note };
});

describe('the relationship', () => {
  test.each(cases)('$now → $wanted: $allowed ($note)', ({ now, wanted, allowed }) => {
    if (allowed === 'yes') expect(nextRelationship(now, wanted)).toBe(wanted);
    else
      expect(() => nextRelationship(now, wanted)).toThrow(
        expect.objectContaining({ code: 'customers.transition_refused' }),
      );
  });

  test('every pair has a case', () => {
    const pairs = RELATIONSHIP_STATES.flatMap((now) =>
      RELATIONSHIP_STATES.map((wanted) => `${now} ${wanted}`),
    );
    expect(cases.map(({ now, wanted }) => `${now} ${wanted}`).sort()).toEqual(pairs.sort());
  });
});
