import { expect, test } from 'vitest';
import { formatAmount, formatBytes, formatDollars, formatPercent } from './numbers.ts';
import { formatDate, formatExact, formatMoment, formatSpan, urgencyOf, zoneName } from './times.ts';
import { initials, shorten } from './words.ts';

test.each([
  ['1234567.5', 'es', 2, '1,234,567.50'],
  ['1234567.5', 'pt', 2, '1.234.567,50'],
  ['0.00000001', 'es', 0, '0.00000001'],
  ['1.500000', 'en', 0, '1.5'],
  ['999', 'pt', 0, '999'],
  [
    '123456789012345678901234567890.123456789012345678',
    'en',
    0,
    '123,456,789,012,345,678,901,234,567,890.123456789012345678',
  ],
  ['-42.10', 'es', 2, '−42.10'],
  ['not a number', 'es', 2, 'not a number'],
] as const)('amount %s in %s', (amount, language, fraction, shown) => {
  expect(formatAmount(amount, language, fraction)).toBe(shown);
});

test.each([
  ['12499.49', '12,499'],
  ['12499.50', '12,500'],
  ['0', '0'],
])('dollars %s', (value, shown) => {
  expect(formatDollars(value, 'es')).toBe(shown);
});

test('times are shown in the zone of the entity, not of the machine', () => {
  const now = new Date('2026-11-22T20:00:00Z');
  expect(formatMoment('2026-11-22T15:14:42.123Z', 'es', 'America/Mexico_City', now)).toBe('22 nov 09:14');
  expect(formatMoment('2025-01-02T03:00:00Z', 'pt', 'America/Sao_Paulo', now)).toContain('2025');
  expect(formatExact('2026-11-22T15:14:42.123Z', 'es', 'America/Mexico_City')).toContain('09:14:42');
  expect(zoneName('es', 'America/Mexico_City', now)).toBe('GMT-6');
});

test('a calendar date has no zone', () => {
  expect(formatDate('2026-01-01', 'es')).toContain('1 ene');
});

test.each([
  [45_000, '45 s'],
  [59 * 60_000, '59 min'],
  [-5 * 3_600_000, '5 h'],
  [47 * 3_600_000, '47 h'],
  [72 * 3_600_000, '3 d'],
])('span of %d ms', (ms, shown) => {
  expect(formatSpan(ms)).toBe(shown);
});

test.each([
  [-1, 'overdue'],
  [3_600_000, 'soon'],
  [7 * 3_600_000, 'today'],
  [48 * 3_600_000, 'later'],
] as const)('%d ms left is %s', (ms, urgency) => {
  expect(urgencyOf(ms)).toBe(urgency);
});

test('bytes, hashes and names', () => {
  expect(formatBytes(1_500_000, 'en')).toBe('1.5 MB');
  expect(formatBytes(0, 'en')).toContain('0');
  expect(shorten('TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE')).toBe('TQn9Y2…bLSE');
  expect(shorten('0f78cb39513c38278197', 6, 0)).toBe('0f78cb…');
  expect(shorten('short')).toBe('short');
  expect(initials('María de la Luz Ñandú')).toBe('ML');
});

test('a share that is there is never told as nothing', () => {
  expect(formatPercent(0.977, 'es')).toBe('97.7%');
  expect(formatPercent(0.0003, 'es')).toBe('< 0.1%');
  expect(formatPercent(0.0003, 'pt')).toBe('< 0,1%');
  expect(formatPercent(0, 'en')).toBe('0%');
});
