import { describe, expect, test } from 'vitest';
import { canonicalText } from '../../kernel/canonical.ts';
import { factsFromRecord } from './detection/facts.ts';
import { bindRuleSet, detect, detectFromFacts, gatherFacts, verdicts, windowEvents } from './detection.ts';
import { blankObservation, type Observation } from './observation.ts';
import { isPersonalFact } from './personal.ts';
import { compileRuleSet, explanationOf } from './rule-set.ts';
import { readScenarioFiles } from './testing/catalogue.ts';
import { randomWorld } from './testing/random-world.ts';
import { WindowStore } from './window-store.ts';

const HOUR = 3_600_000;
const DAY = 86_400_000;
const files = readScenarioFiles();
const ruleSet = compileRuleSet(files);

function newWorld(rules = ruleSet) {
  const store = new WindowStore(rules.requiredSeries, { latenessMs: 30 * DAY });
  return { store, bound: bindRuleSet(rules, store) };
}

const structuring = (eventId: string, at: number): Observation => ({
  ...blankObservation({ eventId, entity: 'one', type: 'deposit', at, customer: 'cus-1' }),
  jurisdiction: { code: 'MX', reportThresholdLocal: 2_463_510, feeThresholdLocal: null },
  localCurrency: 'MXN',
  rail: 'bank',
  valueLocal: 2_200_000,
});

describe('facts stored with a decision', () => {
  test('give the same findings byte for byte, over 3,000 random events and every scenario', () => {
    const { store, bound } = newWorld();
    const fired = new Set<string>();
    const world = randomWorld({ seed: 11, customers: 40, stepMs: 400_000, lateOneIn: 8 });
    for (let n = 0; n < 3000; n += 1) {
      store.begin();
      const facts = gatherFacts(bound, store.observe(world.next().value));
      const findings = detect(facts, ruleSet);
      const record = facts.record();
      const { open, personal } = facts.recordTexts();
      store.commit();
      const told = { ...JSON.parse(open), ...JSON.parse(personal ?? '{}') };
      expect([canonicalText(JSON.parse(open)), canonicalText(told)]).toEqual([open, canonicalText(record)]);
      expect(Object.keys(JSON.parse(personal ?? '{}')).every(isPersonalFact)).toBe(true);
      expect(Object.keys(JSON.parse(open)).some(isPersonalFact)).toBe(false);
      expect(canonicalText(detectFromFacts(record, ruleSet))).toBe(canonicalText(findings));
      for (const finding of findings) fired.add(finding.scenario);
    }
    expect(fired.size).toBeGreaterThan(12);
  });

  test('are only what was asked, plus what selects the parameters', () => {
    const { store, bound } = newWorld();
    store.begin();
    const facts = gatherFacts(bound, store.observe(structuring('e1', DAY)));
    expect(facts.record()).toEqual({
      'event.at': DAY,
      'event.type': 'deposit',
      'jurisdiction.code': 'MX',
      'customer.risk': null,
    });
    detect(facts, ruleSet);
    expect(facts.record()).toMatchObject({ 'event.value_local': 2_200_000, '31.operations': 1 });
    expect(facts.record()).not.toHaveProperty(['ip.anonymizer']);
  });

  test('of another rule-set are refused rather than guessed', () => {
    expect(() =>
      detectFromFacts(
        { 'event.at': 1, 'event.type': 'deposit', 'jurisdiction.code': 'MX', 'customer.risk': null },
        ruleSet,
      ),
    ).toThrow(expect.objectContaining({ code: 'facts.incomplete' }));
  });
});

describe('a finding', () => {
  const { store, bound } = newWorld();
  store.begin();
  store.observe(structuring('e1', 10 * DAY));
  store.observe(structuring('e2', 11 * DAY));
  const observed = store.observe(structuring('e3', 12 * DAY));
  const findings = detect(gatherFacts(bound, observed), ruleSet);
  const finding = findings.find(({ number }) => number === 31);

  test('tells why in three languages, with figures as people write them', () => {
    expect(finding?.text).toEqual({
      es: '3 operaciones en 7 días, cada una entre 80 % y 99.9 % del umbral de 24,635.10 MXN; suman 66,000.00 MXN.',
      pt: '3 operações em 7 dias, cada uma entre 80 % e 99,9 % do limite de 24.635,10 MXN; somam 66.000,00 MXN.',
      en: '3 operations within 7 days, each between 80 % and 99.9 % of the threshold of 24,635.10 MXN; they add up to 66,000.00 MXN.',
    });
  });

  test('carries every fact, window with its bounds, and parameter', () => {
    expect(finding?.values).toEqual([
      { name: 'event.value_local', kind: 'fact', value: 2_200_000, unit: 'local' },
      { name: 'jurisdiction.report_threshold_local', kind: 'fact', value: 2_463_510, unit: 'local' },
      { name: 'window.operations', kind: 'aggregate', value: 3, unit: 'count', from: 5 * DAY, to: 12 * DAY },
      {
        name: 'window.total',
        kind: 'aggregate',
        value: 6_600_000,
        unit: 'local',
        from: 5 * DAY,
        to: 12 * DAY,
      },
      { name: 'window.above', kind: 'aggregate', value: 0, unit: 'count', from: -18 * DAY, to: 12 * DAY },
      { name: 'param.min_operations', kind: 'parameter', value: 3, unit: 'count', min: 2, max: 20 },
      { name: 'param.window', kind: 'parameter', value: 7 * DAY, unit: 'duration', min: HOUR, max: 30 * DAY },
      {
        name: 'param.history',
        kind: 'parameter',
        value: 30 * DAY,
        unit: 'duration',
        min: 7 * DAY,
        max: 180 * DAY,
      },
      { name: 'param.band_low', kind: 'parameter', value: 8000, unit: 'percent', min: 5000, max: 9900 },
      { name: 'param.band_high', kind: 'parameter', value: 9990, unit: 'percent', min: 9000, max: 9999 },
    ]);
    expect(finding?.suppression).toEqual({ key: 'sub-threshold-structuring:cus-1', forMs: 7 * DAY });
  });

  test('can show the events inside its windows, newest first', () => {
    if (finding === undefined) throw new Error('nothing fired');
    expect(windowEvents(bound, observed, finding, 2)).toEqual([
      { name: 'window.operations', ids: ['e3', 'e2'], total: 3 },
      { name: 'window.total', ids: ['e3', 'e2'], total: 3 },
      { name: 'window.above', ids: [], total: 0 },
    ]);
  });
});

test('codes are told in words of each language', () => {
  const { store, bound } = newWorld();
  store.begin();
  const bought = blankObservation({
    eventId: 'e1',
    entity: 'one',
    type: 'withdrawal',
    at: DAY,
    customer: 'cus-1',
  });
  const observed = store.observe({
    ...bought,
    rail: 'crypto',
    valueUsd: 50_000,
    screening: { ...bought.screening, tags: ['chemical_vendor'] },
    memo: ['cas_number'],
  });
  const finding = detect(gatherFacts(bound, observed), ruleSet).find(({ number }) => number === 69);
  expect(finding?.text.es).toContain('etiquetas vendedor químico; concepto número CAS;');
  expect(finding?.text.pt).toContain('etiquetas vendedor químico; descrição número CAS;');
  expect(finding?.text.en).toContain('tags chemical vendor; note CAS number;');
  const rule = ruleSet.rules.find(({ number }) => number === 61);
  if (rule === undefined) throw new Error('not found');
  expect(explanationOf(ruleSet, rule, 'MX', null, DAY).es).toContain('estudiante, hogar, sin empleo');
});

describe('the events behind a window that asks for likeness', () => {
  test('are those that are alike', () => {
    const { store, bound } = newWorld();
    store.begin();
    const paid = (eventId: string, customer: string, valueLocal: number): Observation => ({
      ...blankObservation({ eventId, entity: 'one', type: 'withdrawal', at: 20 * DAY, customer }),
      rail: 'crypto',
      wallet: { address: 'example-fear', custody: null, ownership: null },
      valueUsd: 110_000,
      valueLocal,
    });
    store.observe(paid('e1', 'c1', 2_000_000));
    store.observe(paid('e2', 'c2', 2_010_000));
    store.observe(paid('e3', 'c3', 900_000));
    const observed = store.observe(paid('e4', 'c4', 1_995_000));
    const finding = detect(gatherFacts(bound, observed), ruleSet).find(({ number }) => number === 74);
    if (finding === undefined) throw new Error('nothing fired');
    expect(windowEvents(bound, observed, finding, 10)).toContainEqual({
      name: 'window.payers',
      ids: ['e4', 'e2', 'e1'],
      total: 3,
    });
  });
});

describe('what is not known', () => {
  test('fires nothing, and is told', () => {
    const { store, bound } = newWorld();
    store.begin();
    const facts = gatherFacts(
      bound,
      store.observe(
        blankObservation({ eventId: 'e1', entity: 'one', type: 'withdrawal', at: DAY, customer: 'c' }),
      ),
    );
    expect(detect(facts, ruleSet)).toEqual([]);
    const told = verdicts(factsFromRecord(facts.record(), ruleSet), ruleSet);
    expect(told).toContainEqual({
      scenario: 'listed-destination',
      verdict: 'undecided',
      unknown: ['screening.wallet_listed'],
    });
    expect(told.find(({ scenario }) => scenario === 'broker-account')?.verdict).toBe('silent');
  });

  test('is what a window is when its key is not known', () => {
    const { store, bound } = newWorld();
    store.begin();
    const facts = gatherFacts(bound, store.observe({ ...structuring('e1', DAY), type: 'login' }));
    detect(facts, ruleSet);
    expect(facts.record()).toMatchObject({ '56.on_device': null });
  });
});

describe('entities', () => {
  test('never share a window', () => {
    const { store, bound } = newWorld();
    store.begin();
    for (const [i, entity] of ['two', 'two', 'one'].entries()) {
      const observed = store.observe({ ...structuring(`e${i}`, (10 + i) * DAY), entity });
      if (entity === 'one') expect(detect(gatherFacts(bound, observed), ruleSet)).toEqual([]);
    }
  });
});

describe('a reversed event', () => {
  test('no longer counts, and its reversal enters no window', () => {
    const { store, bound } = newWorld();
    const original = structuring('e2', 11 * DAY);
    store.begin();
    store.observe(structuring('e1', 10 * DAY));
    store.observe(original);
    expect(store.retract(original)).toBe(true);
    store.observe({ ...structuring('e3', 11 * DAY + 1), reverses: 'e2' });
    const facts = gatherFacts(bound, store.observe(structuring('e4', 12 * DAY)));
    expect(detect(facts, ruleSet).filter(({ number }) => number === 31)).toEqual([]);
    expect(facts.record()).toMatchObject({ '31.operations': 2 });
    expect(store.retract(original)).toBe(false);
  });
});
