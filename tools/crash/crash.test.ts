import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Prepared, prepareHome } from './home.ts';
import { DEEDS, planOf } from './plan.ts';
import { runSeed } from './seed.ts';

/** A few seeds of the crash test, on durable databases of their own; `node tools/crash/crash.ts --seeds 50` runs more. */
const PATIENCE_MS = 400_000;
/** Between them every blow but the single kills: SIGTERM (14), server and PostgreSQL at once (31), the server twice (46). */
const SEEDS = [14, 31, 46];
let prepared: Prepared;

beforeAll(async () => {
  prepared = await prepareHome();
}, PATIENCE_MS);
afterAll(() => prepared?.remove());

describe('nothing acknowledged is lost, nothing is decided twice, state is what the journal says', () => {
  test.each(SEEDS)('seed %i', { timeout: PATIENCE_MS }, async (seed) => {
    const { faults, acknowledged, events } = await runSeed(prepared, seed);
    expect(faults).toEqual([]);
    expect(acknowledged).toBe(events);
  });
});

test('the same seed gives the same plan, and the plans cover every blow', () => {
  const plans = Array.from({ length: 50 }, (_, seed) => planOf(seed, 10_000));
  expect(plans).toEqual(Array.from({ length: 50 }, (_, seed) => planOf(seed, 10_000)));
  expect(new Set(plans.flatMap((plan) => plan.steps.map((step) => step.deed)))).toEqual(new Set(DEEDS));
});
