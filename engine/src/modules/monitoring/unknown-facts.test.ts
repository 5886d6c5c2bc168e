import { describe, expect, test } from 'vitest';
import { BoundRuleSet } from './detection/bound.ts';
import { factsOf } from './detection/facts.ts';
import { detect, verdicts } from './detection.ts';
import { FACTS, factAt, factSlot } from './facts/dictionary.ts';
import { blankObservation, type Observation } from './observation.ts';
import { compileRuleSet, type Rule, type RuleSet } from './rule-set.ts';
import { readScenarios, type Scenario } from './scenario.ts';
import { readScenarioFiles } from './testing/catalogue.ts';
import { WindowStore } from './window-store.ts';

/**
 * What each scenario makes of a fact that is not known: it stays silent, unless its condition says what else is enough
 * (`||`, `? :`) or what holds without the fact (`has`).
 */
const scenarios = readScenarios(readScenarioFiles());

const told = (ruleSet: RuleSet, observations: readonly Observation[]) => {
  const store = new WindowStore(ruleSet.requiredSeries, { latenessMs: 0 });
  const bound = new BoundRuleSet(ruleSet, store);
  let last: { fired: boolean; verdict: string } = { fired: false, verdict: '' };
  for (const observation of observations) {
    store.begin();
    const facts = factsOf(bound, store.observe(observation));
    const fired = detect(facts, ruleSet).length > 0;
    last = { fired, verdict: verdicts(facts, ruleSet)[0]?.verdict ?? 'no rule' };
    store.commit();
  }
  return last;
};

/** Facts the condition names itself, outside has() and beside no alternative. */
function required({ shape }: Scenario): readonly string[] {
  const condition = shape.when.replace(/\s+/g, ' ');
  if (/\|\||\?/.test(condition)) return [];
  const asked = new Set([...condition.matchAll(/has\(([a-z]+\.[a-z_]+)\)/g)].map((match) => match[1]));
  const named = [...condition.matchAll(/\b([a-z]+\.[a-z_]+)\b/g)].map((match) => match[1] ?? '');
  return [...new Set(named)].filter((name) => factSlot(name) !== undefined && !asked.has(name));
}

/** A fact that is always told, or that has no value of its own to take away. */
const ALWAYS = new Set([
  'event.type',
  'event.at',
  'event.rail',
  'event.direction',
  'event.status',
  'customer.kind',
  'customer.id',
]);

describe.each(scenarios.map((scenario) => [scenario.shape.number, scenario.shape.id, scenario] as const))(
  '%i %s',
  (_, __, scenario) => {
    const ruleSet = compileRuleSet([scenario]);
    const [rule] = ruleSet.rules as readonly [Rule];

    test('is silent when nothing is known of an event', () => {
      for (const type of rule.appliesTo) {
        const blank = blankObservation({
          eventId: 'e',
          entity: 'x',
          type,
          at: Date.UTC(2026, 5, 1),
          customer: 'c',
        });
        expect(told(ruleSet, [blank]).fired, type).toBe(false);
      }
    });

    const firing = scenario.examples.find((example) => example.expect === 'fires');
    test.each(required(scenario).filter((name) => !ALWAYS.has(name)))(
      'is silent when %s is not known',
      (name) => {
        const { write } = factAt(factSlot(name) ?? -1);
        if (write === undefined || firing === undefined) return;
        const observations = structuredClone(firing.observations) as Observation[];
        const last = observations.at(-1);
        if (last !== undefined) write(last, null);
        expect(told(ruleSet, observations).fired).toBe(false);
      },
    );

    test('says which facts it rests on, and all are of the dictionary', () => {
      const names = new Set(FACTS.map((fact) => fact.name));
      for (const { name } of rule.facts) expect(names.has(name), name).toBe(true);
      expect(rule.facts.length + rule.windows.length).toBeGreaterThan(0);
    });
  },
);

test('no fact tells nationality, birth place, sex, ethnicity, language or religion', () => {
  const forbidden = /national|birth|ethnic|religio|language|gender|\bsex\b|\brace\b|citizen|passport/i;
  expect(
    FACTS.filter(({ name, meaning }) => forbidden.test(`${name} ${meaning}`)).map(({ name }) => name),
  ).toEqual([]);
  for (const { shape } of scenarios) {
    const logic = JSON.stringify([shape.when, shape.windows ?? {}, Object.keys(shape.parameters)]);
    expect(logic, shape.id).not.toMatch(forbidden);
    // Where somebody lives tells a foreign counterparty from a local one, and nothing else.
    expect(logic.replaceAll('counterparty.country != customer.country', ''), shape.id).not.toMatch(
      /customer\.country/,
    );
  }
});
