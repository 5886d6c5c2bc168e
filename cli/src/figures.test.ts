import { expect, test } from 'vitest';
import { figureText } from './figures.ts';

test.each([
  [297_840, 'usd', '2978.40 USD'],
  [8_550, 'percent', '85.5 %'],
  [15_000, 'times', '1.5 ×'],
  [97_230_000, 'duration', '1d3h30s'],
  [-5_400_000, 'duration', '-1h30m'],
  [250, 'duration', '250ms'],
  [0, 'instant', '1970-01-01T00:00:00.000Z'],
  [3, 'count', '3'],
  [3, undefined, '3'],
  [120_050, 'local', '120050 local'],
  ['cash', 'text', 'cash'],
  [true, 'flag', 'true'],
  [null, 'usd', '—'],
] as const)('%s in %s is %s', (value, unit, text) => {
  expect(figureText(value, unit)).toBe(text);
});
