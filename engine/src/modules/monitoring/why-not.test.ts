import { describe, expect, test } from 'vitest';
import { bindRuleSet, gatherFacts } from './detection.ts';
import type { FactValue } from './facts/definition.ts';
import { factAt, factSlot } from './facts/dictionary.ts';
import { blankObservation } from './observation.ts';
import { compileRuleSet, type Rule, type RuleSet } from './rule-set.ts';
import type { Frame } from './rules/code.ts';
import { readScenarios } from './scenario.ts';
import { readScenarioFiles } from './testing/catalogue.ts';
import { condition, randomValue, SPOKEN, seeded } from './testing/conditions.ts';
import { type Change, type NearMiss, whyNot, whyNotFromRecord } from './why-not.ts';
import { WindowStore } from './window-store.ts';

const texts = (text: string) => `{ es: '${text}', pt: '${text}', en: '${text}' }`;

/** A scenario with everything random conditions speak of. */
const scenarioWith = (when: string): string => `
id: example-of-why-not
number: 900
family: transactions
typology: none_at_all
title: ${texts('x')}
explanation: ${texts('x')}
reason: ${texts('{window.a} {window.b} {window.n} {window.then} {param.low} {param.high} {param.ratio} {param.words} {param.span}')}
sources: [none]
severity: low
outcome: review
applies_to: [deposit, withdrawal, trade, login]
parameters:
  low: { value: 100, unit: usd, min: 0, max: 100000 }
  high: { value: 10000, unit: usd, min: 0, max: 100000 }
  ratio: { value: 80, unit: percent, min: 0, max: 500 }
  words: { value: [scam, mixer], unit: text }
  span: { value: 1d, unit: duration, min: 1m, max: 30d }
windows:
  a: { measure: sum, of: event.value_usd, key: [customer.id], events: [deposit], within: span }
  b: { measure: max, of: event.value_usd, key: [customer.id], events: [deposit], within: span }
  n: { measure: count, key: [customer.id], events: [deposit], within: span }
  then: { measure: mean_time, of: event.value_usd, key: [customer.id], events: [deposit], within: span }
when: '${when.replaceAll("'", "''")}'
suppress: { per: [customer.id], for: 1d }
examples:
  - { name: first, expect: fires, events: [{ at: 0, type: deposit }] }
  - { name: second, expect: silent, events: [{ at: 0, type: deposit }] }
  - { name: third, expect: silent, events: [{ at: 0, type: deposit }] }
`;

const only = (when: string): RuleSet => compileRuleSet([{ path: 'one.yaml', text: scenarioWith(when) }]);

/** Facts by name, windows as `window.a`; what is absent is not known. */
function frameOf(rule: Rule, world: ReadonlyMap<string, FactValue>): Frame {
  const facts = new Map([...world].map(([name, value]) => [factSlot(name), value]));
  const windows = new Map(rule.windows.map(({ name, slot }) => [slot, world.get(`window.${name}`)]));
  return {
    profile: 0,
    fact: (slot) => facts.get(slot) ?? null,
    window: (slot) => {
      const value = windows.get(slot);
      return typeof value === 'number' ? value : null;
    },
  };
}

/** The rule over the facts as changed; shares nothing with what looked for the changes. */
function firesWith(rule: Rule, frame: Frame, changes: readonly Change[]): boolean {
  const facts = new Map<number, FactValue>();
  const windows = new Map<number, number>();
  for (const { name, to } of changes) {
    const window = rule.windows.find((one) => `window.${one.name}` === name);
    if (window !== undefined) windows.set(window.slot, Number(to));
    else {
      const slot = factSlot(name) ?? -1;
      const isList = factAt(slot).type === 'list<string>';
      const value = isList
        ? String(to)
            .split(',')
            .filter((item) => item !== '')
        : to;
      facts.set(slot, value);
    }
  }
  return (
    rule.when({
      profile: frame.profile,
      fact: (slot) => (facts.has(slot) ? (facts.get(slot) ?? null) : frame.fact(slot)),
      window: (slot) => (windows.has(slot) ? (windows.get(slot) ?? null) : frame.window(slot)),
    }) === true
  );
}

function missOf(when: string, world: Record<string, FactValue>): NearMiss {
  const ruleSet = only(when);
  const [rule] = ruleSet.rules;
  if (rule === undefined) throw new Error('no rule');
  const frame = frameOf(rule, new Map(Object.entries({ 'event.type': 'deposit', 'event.at': 0, ...world })));
  const [miss] = whyNot(frame, ruleSet, { limit: 1 }).nearest;
  if (miss === undefined) throw new Error('it fired');
  return miss;
}

describe('a scenario that did not fire', () => {
  test('8,200 against a threshold of 10,000 is 82 %, and 1,800 more would have been enough', () => {
    const miss = missOf('event.value_usd >= param.high && event.rail == "cash"', {
      'event.value_usd': 820_000,
      'event.rail': 'cash',
    });
    expect(miss.nearness).toBe(8200);
    expect(miss.conjuncts).toMatchObject([
      { text: 'event.value_usd >= param.high', met: false, nearness: 8200 },
      { text: 'event.rail == "cash"', met: true, nearness: 10_000 },
    ]);
    expect(miss.changes).toEqual([
      { name: 'event.value_usd', kind: 'fact', unit: 'usd', from: 820_000, to: 1_000_000 },
    ]);
  });

  test('names what is not known', () => {
    const miss = missOf('event.value_usd >= param.high && window.n > 1', { 'window.n': 0 });
    expect(miss.conjuncts[0]).toMatchObject({ met: null, nearness: 0, unknown: ['event.value_usd'] });
    expect(miss.conjuncts[1]).toMatchObject({ met: false, unknown: [] });
  });

  test('says what together would have been enough when nothing alone is', () => {
    const miss = missOf('event.value_usd >= param.high && event.rail == "cash"', {
      'event.value_usd': 500_000,
      'event.rail': 'bank',
    });
    expect(miss.changes).toEqual([]);
    expect(miss.together).toEqual([
      { name: 'event.value_usd', kind: 'fact', unit: 'usd', from: 500_000, to: 1_000_000 },
      { name: 'event.rail', kind: 'fact', unit: 'text', from: 'bank', to: 'cash' },
    ]);
  });

  test('finds a band that doubling steps would jump over', () => {
    const miss = missOf('event.value_usd > param.high && event.value_usd < param.high + 1 + 1 + 1', {
      'event.value_usd': 5,
    });
    expect(miss.changes).toMatchObject([{ name: 'event.value_usd', to: 1_000_001 }]);
  });

  test.each([
    ['window.n > 0', 0, 0],
    ['window.n > 1', 1, 5000],
    ['window.n > 1 + 1 + 1', 3, 7500],
    ['window.n < 1 + 1 + 1', 3, 6667],
    ['window.n == 0', 4, 0],
    ['window.n != 0', 0, 0],
    ['!(window.n <= 0)', 0, 0],
  ])('%s with %d is %d of 10,000: nothing at all is not nearly there', (when, n, nearness) => {
    expect(missOf(when, { 'window.n': n }).nearness).toBe(nearness);
  });

  test('moments are measured by how long ago they are', () => {
    const now = Date.UTC(2026, 0, 10);
    const miss = missOf('window.then > event.at - param.span', {
      'event.at': now,
      'window.then': now - 2 * 86_400_000,
    });
    expect(miss.nearness).toBe(5000);
  });

  test('an alternative is as near as its nearest, a denial as what it denies', () => {
    const world = { 'event.value_usd': 500_000, 'window.a': 900_000, 'window.n': 4 };
    expect(missOf('event.value_usd >= param.high || window.a >= param.high', world).nearness).toBe(9000);
    expect(missOf('!(event.value_usd < param.high || window.n > 1)', world).nearness).toBe(2500);
  });
});

test('whatever is said to make it fire, makes it fire: 600 random conditions over random facts', () => {
  const draw = seeded(77);
  let [changed, combined] = [0, 0];
  for (let n = 0; n < 600; n += 1) {
    const ruleSet = only(condition(draw, 3));
    const [rule] = ruleSet.rules;
    if (rule === undefined) throw new Error('no rule');
    const world = new Map<string, FactValue>([['event.at', 0]]);
    for (const name of SPOKEN) world.set(name, randomValue(draw, name));
    for (const name of ['window.a', 'window.b', 'window.n']) world.set(name, randomValue(draw, name));
    world.set('event.type', 'deposit');
    const frame = frameOf(rule, world);
    for (const miss of whyNot(frame, ruleSet, { limit: 1 }).nearest) {
      expect(rule.when(frame)).not.toBe(true);
      expect(miss.nearness).toBeLessThan(10_000);
      for (const change of miss.changes) expect(firesWith(rule, frame, [change])).toBe(true);
      if (miss.together !== null) expect(firesWith(rule, frame, miss.together)).toBe(true);
      changed += miss.changes.length;
      combined += miss.together === null ? 0 : 1;
    }
  }
  expect(changed).toBeGreaterThan(200);
  expect(combined).toBeGreaterThan(10);
});

test('every near miss of the catalogue is told with its blocking condition and a change that fires', () => {
  let [misses, explained] = [0, 0];
  for (const scenario of readScenarios(readScenarioFiles())) {
    const ruleSet = compileRuleSet([scenario]);
    const [rule] = ruleSet.rules;
    for (const example of scenario.examples.filter(({ expect: wanted }) => wanted === 'silent')) {
      const store = new WindowStore(ruleSet.requiredSeries, { latenessMs: 0 });
      const bound = bindRuleSet(ruleSet, store);
      store.begin();
      const observed = example.observations.map((observation) => store.observe(observation)).at(-1);
      if (rule === undefined || observed === undefined) throw new Error('an example without events');
      const frame = gatherFacts(bound, observed);
      const [miss] = whyNot(frame, ruleSet, { limit: 1 }).nearest;
      if (miss === undefined) throw new Error(`${scenario.shape.id}: ${example.name} fired`);
      misses += 1;
      expect(miss.conjuncts.some(({ met }) => met !== true)).toBe(true);
      const ways = [
        ...miss.changes.map((change) => [change]),
        ...(miss.together === null ? [] : [miss.together]),
      ];
      for (const way of ways)
        expect(firesWith(rule, frame, way), `${scenario.shape.id}: ${example.name}`).toBe(true);
      if (ways.length > 0) explained += 1;
    }
  }
  expect(misses).toBeGreaterThan(90);
  expect(explained / misses).toBeGreaterThan(0.8);
});

test('a reversal is judged by no scenario: none is near, and none is said to have fired', () => {
  const ruleSet = only('event.value_usd > 0');
  const store = new WindowStore(ruleSet.requiredSeries, { latenessMs: 0 });
  const bound = bindRuleSet(ruleSet, store);
  const given = { entity: 'one', type: 'deposit', at: 1000, customer: 'c1' } as const;
  for (const reverses of [null, 'e1']) {
    store.begin();
    const observation = blankObservation({ ...given, eventId: reverses === null ? 'e1' : 'e2' });
    observation.valueUsd = 5;
    observation.reverses = reverses;
    const { fired, silent, nearest } = whyNot(gatherFacts(bound, store.observe(observation)), ruleSet, {
      limit: 3,
    });
    expect({ fired, silent, nearest }).toEqual({
      fired: reverses === null ? ['example-of-why-not'] : [],
      silent: 0,
      nearest: [],
    });
    store.commit();
  }
});

test('from the facts stored with a decision: what no rule asked for is not known', () => {
  const ruleSet = only('event.value_usd >= param.high && event.rail == "cash"');
  const record = {
    'event.at': 1,
    'event.type': 'deposit',
    'jurisdiction.code': 'MX',
    'customer.risk': null,
    'event.value_usd': 820_000,
  };
  const [miss] = whyNotFromRecord(record, ruleSet, { limit: 1 }).nearest;
  expect(miss?.conjuncts).toMatchObject([{ nearness: 8200 }, { met: null, unknown: ['event.rail'] }]);
});
