import { expect, it } from 'vitest';
import { createRates } from './rates.ts';

it('tells the times of the last minute only: what an import took is forgotten after it', () => {
  let now = 1_000_000;
  const rates = createRates(() => now);
  for (let n = 0; n < 500; n += 1) rates.note(300);
  expect(rates.read()).toMatchObject({ p50: 300, p99: 300 });
  for (let second = 0; second < 61; second += 1) {
    now += 1_000;
    rates.note(2);
  }
  expect(rates.read()).toEqual({ perSecond: 1, p50: 2, p99: 2 });
  now += 120_000;
  expect(rates.read()).toEqual({ perSecond: 0, p50: 0, p99: 0 });
});
