import { expect, it } from 'vitest';
import { amountOf, lengthOf } from './story-texts.ts';

it.each([
  ['13466.670501', 'USDT', '13,466.670501 USDT', '13.466,670501 USDT'],
  ['1000000', 'MXN', '1,000,000 MXN', '1.000.000 MXN'],
  ['0.01914765', 'BTC', '0.01914765 BTC', '0,01914765 BTC'],
])('an amount of %s %s is written as readers write it', (amount, asset, es, pt) => {
  expect(amountOf(amount, asset)).toEqual({ es, pt, en: es });
});

it.each([
  [48 * 3_600_000, '48 h'],
  [12 * 3_600_000 - 400, '12 h'],
  [25 * 60_000, '25 min'],
  [-5, '0 min'],
])('a hold of %i ms is told as %s', (ms, told) => {
  expect(lengthOf(ms).es).toBe(told);
});
