import { compileRuleSet } from '@atalaya/engine/modules/monitoring/rule-set.ts';
import { CATEGORY_NAMES } from '@atalaya/engine/modules/tracing/tags/categories.ts';
import { scenarioFiles } from '@atalaya/engine/programs/scenario-files.ts';
import { SCHEMES } from '@atalaya/world/criminals/schemes.ts';
import { describe, expect, test } from 'vitest';
import { runWorld } from './world-run.ts';

const ruleSet = compileRuleSet(scenarioFiles());
const suspicions = ruleSet.rules.filter((rule) => rule.report === null);
const criminals = new Set(SCHEMES.map((scheme) => Number(scheme.scenario)));
const committed = suspicions.filter((rule) => criminals.has(rule.number));

/** Tags that the taxonomy of tracing has no word for: lists of tags give them as they are. */
const OWN_TAGS = [
  'ad_platform',
  'chemical_vendor',
  'coinbase_reward',
  'mixer',
  'no_kyc_exchange',
  'reported',
  'unlicensed_exchange',
];

describe('the catalogue', () => {
  test('has at least seventy-five live scenarios, each with a criminal in the world who commits it', () => {
    expect(committed.length).toBeGreaterThanOrEqual(75);
    const free = suspicions.filter((rule) => !criminals.has(rule.number));
    expect(free.map((rule) => rule.id)).toEqual([]);
  });

  test('knows every word its rules look for in tags', () => {
    const known = new Set([...CATEGORY_NAMES, ...OWN_TAGS]);
    for (const { id, parameters } of ruleSet.rules)
      for (const { name, table } of parameters)
        if (name === 'tags' || name === 'signals')
          for (const words of table)
            expect(
              [words].flat().filter((word) => !known.has(String(word))),
              id,
            ).toEqual([]);
  });
});

describe('a world of honest people and criminals', () => {
  const run = runWorld(ruleSet, { seed: 'catalogue', customers: 700, days: 75 });

  test.each(committed.map((rule) => [rule.number, rule.id] as const))(
    '%i %s catches its criminal',
    (number) => {
      const so = run.caught.get(number);
      expect(so?.committed).toBeGreaterThan(0);
      expect(so?.found).toBeGreaterThan(0);
    },
  );

  test('alerts for less than one honest customer in a hundred within thirty days', () => {
    expect(run.honest).toBeGreaterThan(500);
    expect(
      run.alerted / run.honest,
      JSON.stringify(run.falseAlerts.map(({ scenario, text }) => [scenario, text])),
    ).toBeLessThan(0.01);
  });
});
