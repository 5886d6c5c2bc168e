import { expect, test } from 'vitest';
import { formatFigure, formatWritten, scaled, unitOfFact } from './units.ts';

const es = {
  language: 'es',
  zone: 'America/Mexico_City',
  currency: 'MXN',
  words: { yes: 'sí', no: 'no', times: 'veces', day: 'día', days: 'días', years: 'años' },
} as const;
const pt = { ...es, language: 'pt', currency: 'BRL' } as const;

test.each([
  [1_175_000, 'usd', '11,750.00 USD'],
  [5, 'usd', '0.05 USD'],
  [-5, 'usd', '−0.05 USD'],
  [9_990, 'percent', '99.9 %'],
  [8_500, 'percent', '85 %'],
  [32_000, 'times', '3.2 veces'],
  [3_600_000, 'duration', '1 h'],
  [90 * 86_400_000 + 7_200_000, 'duration', '90 días 2 h'],
  [0, 'duration', '0 s'],
  [900, 'km_h', '900 km/h'],
  [194_326, 'degrees', '19.4326'],
  [63, 'years', '63 años'],
  [12_345, 'count', '12,345'],
  [12_345, undefined, '12,345'],
  ['tron', 'text', 'tron'],
  [true, 'flag', 'sí'],
  [null, 'usd', '—'],
] as const)('%s in %s', (value, unit, shown) => {
  expect(formatFigure(value, unit, es)).toBe(shown);
});

test.each([
  [85, 'percent', '85 %'],
  [0.1, 'percent', '0.1 %'],
  [3000, 'usd', '3,000.00 USD'],
  [1.5, 'times', '1.5 veces'],
  [3, 'count', '3'],
  ['60m', 'duration', '1 h'],
  ['180d', 'duration', '180 días'],
  ['1d12h', 'duration', '36 h'],
  ['student,homemaker', 'text', 'student, homemaker'],
] as const)('%s %s of a scenario', (value, unit, shown) => {
  expect(formatWritten(value, unit, es)).toBe(shown);
});

test('the separators and the currency are those of the reader and the entity', () => {
  expect(formatFigure(1_175_000, 'usd', pt)).toBe('11.750,00 USD');
  expect(formatFigure(99, 'local', pt)).toBe('0,99 BRL');
});

test('integers are scaled exactly', () => {
  expect(scaled(9_007_199_254_740_991, 2)).toBe('90071992547409.91');
  expect(scaled(7, 4)).toBe('0.0007');
});

test('a fact tells its unit by its name', () => {
  expect(unitOfFact('customer.monthly_volume_usd')).toBe('usd');
  expect(unitOfFact('customer.account_age')).toBe('duration');
  expect(unitOfFact('exposure.mixing_share')).toBe('percent');
  expect(unitOfFact('chain.bridge_time')).toBe('duration');
  expect(unitOfFact('chain.bridge_kept')).toBe('percent');
  expect(unitOfFact('wallet.address')).toBeUndefined();
});
