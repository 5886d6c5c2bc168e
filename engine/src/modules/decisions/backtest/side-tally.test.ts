import { expect, test } from 'vitest';
import type { Finding } from '../../monitoring/detection.ts';
import { blankObservation, type Observation } from '../../monitoring/observation.ts';
import { compileRuleSet } from '../../monitoring/rule-set.ts';
import { readScenarioFiles } from '../../monitoring/testing/catalogue.ts';
import { SegmentCounts } from './segments.ts';
import { SideTally } from './side-tally.ts';

const ruleSet = compileRuleSet(readScenarioFiles().slice(0, 2));
const [rule] = ruleSet.rules;

const found = (alert: boolean, more: Partial<Finding> = {}) => ({
  alert,
  finding: {
    scenario: rule?.id ?? '',
    outcome: 'hold',
    holdHours: 2,
    customerMessage: null,
    report: null,
    ...more,
  } as Finding,
});

const of = (customer: string, at: string, risk: Observation['customer']['riskRating'] = 'low') => {
  const made = blankObservation({
    eventId: `${customer}${at}`,
    entity: 'one',
    type: 'withdrawal',
    at: Date.parse(at),
    customer,
  });
  made.customer.riskRating = risk;
  return made;
};

test('what is counted: alerts and not findings cost hours; segments; quality of customers by how their cases ended', () => {
  const tally = new SideTally(ruleSet);
  const events = new SegmentCounts();
  const told: [Observation, ReturnType<typeof found>[]][] = [
    [of('ana', '2026-01-31T23:59:59Z'), [found(true), found(false, { scenario: ruleSet.rules[1]?.id })]],
    [of('ana', '2026-02-01T00:00:00Z'), [found(false)]],
    [of('bea', '2026-02-03T10:00:00Z', 'high'), [found(true)]],
    [
      of('dan', '2026-02-04T10:00:00Z'),
      [found(false, { outcome: 'allow', report: { amount: 1, threshold: 1 } })],
    ],
    [of('eva', '2026-02-05T10:00:00Z'), []],
  ];
  for (const [observation, findings] of told) {
    events.add(observation);
    tally.add(findings, observation);
  }
  const labels = new Map([
    ['ana', true],
    ['bea', false],
    ['cid', true],
    ['dan', false],
  ]);
  const side = tally.present({ name: 'x', judged: 5, events, minutesPerAlert: 30, labels });
  expect(side).toMatchObject({ findings: 5, alerts: 2, customers: 3, flagged_events: 4, analyst_hours: 1 });
  expect(side.outcomes).toEqual({ allow: 2, review: 0, hold: 3, block: 0 });
  expect(side.scenarios.map(({ findings, alerts, customers }) => [findings, alerts, customers])).toEqual([
    [4, 2, 3],
    [1, 0, 1],
  ]);
  const segment = (by: string, value: string) =>
    side.segments.find((one) => one.by === by && one.value === value);
  expect(segment('month', '2026-01')).toMatchObject({ events: 1, findings: 2, alerts: 1 });
  expect(segment('month', '2026-02')).toMatchObject({ events: 4, findings: 3, alerts: 1 });
  expect(segment('risk', 'high')).toMatchObject({ events: 1, findings: 1, alerts: 1, customers: 1 });
  // dan was only told of as a duty to report: nobody was suspected
  expect(side.quality).toEqual({
    labelled_customers: 4,
    true_customers: 2,
    alerted_true: 1,
    alerted_false: 1,
    precision: 0.5,
    recall: 0.5,
  });
});

test('without a case that ended nothing is said of quality', () => {
  const side = new SideTally(ruleSet).present({
    name: 'x',
    judged: 0,
    events: new SegmentCounts(),
    minutesPerAlert: 15,
    labels: new Map(),
  });
  expect(side.quality).toBeUndefined();
  expect(side.alerts).toBe(0);
});
