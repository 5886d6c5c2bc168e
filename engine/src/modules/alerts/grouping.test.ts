import type { Reason } from '@atalaya/contract/decisions.ts';
import { describe, expect, it } from 'vitest';
import { formatInstant, instantOf } from '../../kernel/instant.ts';
import type { FeedEntry } from '../../platform/feed.ts';
import { TRIAGE_HOURS } from './alert.ts';
import { addFindings, groupFindings, opensCase } from './grouping.ts';
import { texts } from './testing/house.ts';

const T = Date.parse('2026-03-01T12:00:00Z');
const entry = (
  number: number,
  event: string,
  customer: string,
  findings: readonly Partial<Reason>[],
  value: number | null = 100,
): FeedEntry => ({
  number,
  body: {
    v: 1,
    type: 'decisions.flagged',
    schema: 1,
    entity: 'ent_a',
    actor: 'key_a',
    subject: event,
    at: formatInstant(instantOf(T + number * 1000)),
    data: {
      customer,
      value_usd: value,
      asset: 'USDT',
      findings: findings.map((one) => ({
        scenario: 's1',
        severity: 'low',
        outcome: 'review',
        title: texts('t'),
        text: texts('x'),
        values: [],
        ...one,
      })),
    },
  },
});

describe('findings', () => {
  it('group by customer and scenario, an event once in each', () => {
    const groups = groupFindings([
      entry(1, 'evt_1', 'cus_1', [{}, { scenario: 's2' }]),
      entry(2, 'evt_2', 'cus_2', [{}]),
      entry(3, 'evt_3', 'cus_1', [{ severity: 'high' }, { severity: 'low' }]),
    ]);
    expect(groups.map(({ customer, scenario, found }) => [customer, scenario, found.length])).toEqual([
      ['cus_1', 's1', 2],
      ['cus_1', 's2', 1],
      ['cus_2', 's1', 1],
    ]);
  });

  it('add up: count, value, assets, the worst severity, and a due time that never moves later', () => {
    const [first] = groupFindings([entry(1, 'evt_1', 'c', [{}]), entry(2, 'evt_2', 'c', [{}], null)]);
    const [more] = groupFindings([entry(9, 'evt_3', 'c', [{ severity: 'critical' }])]);
    if (first === undefined || more === undefined) throw new Error('no group');
    const one = addFindings(undefined, first);
    expect(one).toMatchObject({ findings: 2, value_usd: 100, severity: 'low', assets: ['USDT'] });
    expect(one.due_at).toBe(formatInstant(instantOf(T + 1000 + TRIAGE_HOURS.low * 3_600_000)));
    const before = {
      ...one,
      due_at: instantOf(Date.parse(one.due_at)),
      last_finding_at: instantOf(Date.parse(one.last_finding_at)),
    };
    const two = addFindings(before, more);
    expect(two).toMatchObject({ findings: 3, value_usd: 200, severity: 'critical' });
    expect(two.due_at).toBe(formatInstant(instantOf(T + 9000 + TRIAGE_HOURS.critical * 3_600_000)));
    expect(addFindings({ ...before, severity: 'critical', due_at: instantOf(T) }, more).due_at).toBe(
      formatInstant(instantOf(T)),
    );
  });

  it.each([
    [{ outcome: 'hold' as const }, true],
    [{ outcome: 'block' as const }, true],
    [{ severity: 'critical' as const }, true],
    [{ severity: 'high' as const, outcome: 'review' as const }, false],
  ])('%o opens a case: %s', (finding, opens) => {
    const [group] = groupFindings([entry(1, 'evt_1', 'c', [finding])]);
    expect(group !== undefined && opensCase(group)).toBe(opens);
  });
});
