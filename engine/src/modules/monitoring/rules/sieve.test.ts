import { expect, test } from 'vitest';
import { FACTS } from '../facts/dictionary.ts';
import { EventFacts } from '../facts/event-facts.ts';
import type { Observation } from '../observation.ts';
import { compileRuleSet } from '../rule-set.ts';
import { readScenarioFiles } from '../testing/catalogue.ts';
import { seeded, valueNear } from '../testing/conditions.ts';
import { randomWorld } from '../testing/random-world.ts';
import type { Frame } from './code.ts';
import { Sieve } from './sieve.ts';
import { testOf } from './truth.ts';

const ruleSet = compileRuleSet(readScenarioFiles());
const EVENTS = 800;
/** What is worked out of other things of the observation, and the type, by which sieves are kept. */
const LEFT_ALONE = ['event.type', 'event.digits', 'chain.collector_median'];

/** Events of a random world, half of them with facts put in as scenarios speak of them. */
function* events(seed: number): Generator<Observation> {
  const draw = seeded(seed);
  const world = randomWorld({ seed, customers: 40, stepMs: 600_000, lateOneIn: 9 });
  const figures = ruleSet.rules.flatMap((rule) =>
    rule.parameters.flatMap(({ table }): (number | string)[] => {
      const [value] = table;
      return typeof value === 'number' ? [value] : [...(value ?? [])];
    }),
  );
  for (let n = 0; n < EVENTS; n += 1) {
    const observation = structuredClone(world.next().value);
    for (const fact of n % 2 === 0 ? [] : FACTS) {
      if (LEFT_ALONE.includes(fact.name) || fact.write === undefined || draw(5) > 0) continue;
      fact.write(observation, valueNear(draw, fact.name, figures));
    }
    yield observation;
  }
}

/** Facts as they are, and for each window now this, now that. */
function frameOf(facts: EventFacts, n: number): Frame {
  return {
    profile: facts.profile,
    fact: (slot) => facts.fact(slot),
    window: (slot) => {
      const draw = seeded(n * 1000 + slot);
      return draw(5) === 0 ? null : draw(10 ** draw(8));
    },
  };
}

test('what a sieve leaves of an event passes where the whole tests pass: every scenario and every filter', {
  timeout: 120_000,
}, () => {
  const rules = new Map(
    [...ruleSet.byType].map(([type, those]) => [type, those.map((of) => ({ of: of.id, tree: of.fires }))]),
  );
  const filters = ruleSet.requiredSeries.map(({ id, filter }) => ({ of: id, tree: filter.tree }));
  const type = [FACTS.findIndex(({ name }) => name === 'event.type')];
  const sieves = new Map([...rules].map(([name, items]) => [name, new Sieve(items, ruleSet.profiles, type)]));
  const keeping = new Sieve(filters, ruleSet.profiles, []);
  const passed = { rules: 0, filters: 0, left: 0, all: 0 };
  let n = 0;
  for (const observation of events(20261123)) {
    n += 1;
    const facts = new EventFacts(observation);
    facts.use(ruleSet.profiles);
    const whole = (items: readonly { of: string; tree: Parameters<typeof testOf>[0] }[]): string[] => {
      const frame = frameOf(facts, n);
      passed.all += items.length;
      return items.flatMap(({ of, tree }) => (testOf(tree)(frame) ? [of] : []));
    };
    const sifted = (sieve: Sieve<string> | undefined): string[] => {
      const frame = frameOf(facts, n);
      const left = sieve?.at(facts) ?? [];
      passed.left += left.length;
      return left.flatMap(({ of, test: holds }) => (holds(frame) ? [of] : []));
    };
    const fired = sifted(sieves.get(observation.type));
    const kept = sifted(keeping);
    passed.rules += fired.length;
    passed.filters += kept.length;
    expect(kept).toEqual(whole(filters));
    expect(fired).toEqual(whole(rules.get(observation.type) ?? []));
  }
  expect(passed.rules).toBeGreaterThan(EVENTS / 10);
  expect(passed.filters).toBeGreaterThan(EVENTS);
  expect(passed.left).toBeLessThan(passed.all);
});

test('of what an observation has nothing of, no fact is known', () => {
  for (const observation of events(7))
    for (const group of ['exposure', 'chain'] as const) {
      const facts = new EventFacts({ ...observation, [group]: null });
      const known = FACTS.filter(
        ({ name }, slot) => name.startsWith(`${group}.`) && facts.fact(slot) !== null,
      );
      expect(known.map(({ name }) => name)).toEqual([]);
    }
});
