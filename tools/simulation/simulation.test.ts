import { afterAll, beforeAll, expect, test } from 'vitest';
import { Exchanges } from './exchange.ts';
import { DEEDS, planOf } from './plan.ts';
import { runSeed } from './run.ts';

/** A few seeds of the simulation; `node tools/simulation/simulate.ts --seeds 200` runs more. */
const PATIENCE_MS = 400_000;
const SEEDS = [2, 3, 6, 15];
let exchanges: Exchanges;

beforeAll(async () => {
  exchanges = await Exchanges.open();
}, PATIENCE_MS);
afterAll(() => exchanges?.close());

test.each(SEEDS)('seed %i holds', { timeout: PATIENCE_MS }, async (seed) => {
  const { faults, decided } = await runSeed(exchanges, seed);
  expect(faults).toEqual([]);
  expect(decided).toBeGreaterThan(50);
});

test('the same seed gives the same plan, and the plans cover everything that befalls', () => {
  const plans = Array.from({ length: 40 }, (_, seed) => planOf(seed, () => 1200));
  expect(plans).toEqual(Array.from({ length: 40 }, (_, seed) => planOf(seed, () => 1200)));
  expect(new Set(plans.flatMap(({ rounds }) => rounds.map(({ deed }) => deed)))).toEqual(
    new Set([...DEEDS, null]),
  );
});
