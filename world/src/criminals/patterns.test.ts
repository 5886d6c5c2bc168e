import { describe, expect, test } from 'vitest';
import { CHAIN_CHECKS } from '../testing/chain-checks.ts';
import { CONTACT_CHECKS } from '../testing/contact-checks.ts';
import { investigate } from '../testing/evidence.ts';
import { MONEY_CHECKS } from '../testing/money-checks.ts';
import { PARTY_CHECKS } from '../testing/party-checks.ts';
import { PROFILE_CHECKS } from '../testing/profile-checks.ts';
import { createWorld } from '../world.ts';
import { SCHEMES } from './schemes.ts';

const CHECKS = { ...MONEY_CHECKS, ...PARTY_CHECKS, ...CONTACT_CHECKS, ...PROFILE_CHECKS, ...CHAIN_CHECKS };

describe.each(['atalaya', 'second', 'third'])('world %s', (seed) => {
  const world = createWorld({ seed, customers: 300, start: '2026-09-01T00:00:00Z', days: 30 });
  const found = investigate(world, world.ends);

  test.each(SCHEMES.map((scheme) => [scheme.scenario, scheme.slug] as const))(
    'scenario %s: %s',
    (scenario) => {
      const patterns = found.get(scenario) ?? [];
      expect(patterns.map((evidence) => evidence.pattern)).toEqual([`${scenario}-0.0`]);
      for (const evidence of patterns) CHECKS[scenario]?.(evidence);
    },
  );
});

test('every scheme is checked', () => {
  expect(Object.keys(CHECKS).sort()).toEqual(SCHEMES.map((scheme) => scheme.scenario).sort());
});

test('schemes that can be repeated are, month after month', () => {
  const criminals = ['34', '79', '37'];
  const world = createWorld({
    seed: 'months',
    customers: 40,
    start: '2026-05-01T00:00:00Z',
    days: 120,
    criminals,
  });
  const found = investigate(world, world.ends);
  for (const scenario of ['34', '79']) {
    expect(found.get(scenario)?.length).toBeGreaterThanOrEqual(3);
    for (const evidence of found.get(scenario) ?? []) CHECKS[scenario]?.(evidence);
  }
  expect(found.get('37')).toHaveLength(1);
});

test('criminals have an ordinary life too', () => {
  const world = createWorld({ seed: 'hide', customers: 300, start: '2026-09-01T00:00:00Z', days: 30 });
  const camouflage = [...world.events()].filter(({ label }) => label.stage === 'camouflage');
  expect(new Set(camouflage.map(({ label }) => label.scenario)).size).toBeGreaterThan(15);
  expect(camouflage.every(({ label }) => label.pattern === undefined)).toBe(true);
});
