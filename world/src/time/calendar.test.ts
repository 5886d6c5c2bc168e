import fc from 'fast-check';
import { expect, test } from 'vitest';
import { civilDayAt, dateText, instantText, isPayday } from './calendar.ts';
import { reportingThresholdMxn } from './reporting-threshold.ts';

test('instants are written as the language writes them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (ms) => {
      expect(instantText(ms)).toBe(new Date(ms).toISOString());
      expect(dateText(ms)).toBe(new Date(ms).toISOString().slice(0, 10));
    }),
  );
});

test('a civil day begins at midnight where people live', () => {
  const day = civilDayAt(Date.parse('2026-11-22T04:30:00Z'), 'MX');
  expect(instantText(day.start_ms)).toBe('2026-11-21T06:00:00.000Z');
  expect([day.year, day.month, day.day, day.weekday, day.last_of_month]).toEqual([2026, 11, 21, 6, 30]);
  expect(instantText(civilDayAt(Date.parse('2026-11-22T04:30:00Z'), 'BR').start_ms)).toBe(
    '2026-11-22T03:00:00.000Z',
  );
});

test.each([
  ['MX', '2026-09-16', true],
  ['MX', '2026-11-16', true],
  ['MX', '2026-11-20', false],
  ['MX', '2026-02-02', true],
  ['MX', '2026-03-16', true],
  ['BR', '2026-09-07', true],
  ['CO', '2026-07-20', true],
  ['AR', '2026-07-09', true],
  ['AR', '2026-07-10', false],
])('holiday in %s on %s: %s', (country, date, expected) => {
  expect(civilDayAt(Date.parse(`${date}T18:00:00Z`), country).holiday).toBe(expected);
});

test.each([
  ['2026-01-15', true],
  ['2026-01-30', true],
  ['2026-01-31', false],
  ['2026-02-13', true],
  ['2026-02-27', true],
  ['2026-04-15', true],
  ['2026-05-29', true],
  ['2026-06-15', true],
  ['2026-06-16', false],
  ['2026-12-31', true],
])('quincena in Mexico on %s: %s', (date, expected) => {
  const day = civilDayAt(Date.parse(`${date}T18:00:00Z`), 'MX');
  expect(isPayday(day, 'MX')).toBe(expected);
});

test('every month pays twice', () => {
  const days = Array.from({ length: 365 }, (_, n) =>
    civilDayAt(Date.parse('2026-01-01T18:00:00Z') + n * 86_400_000, 'MX'),
  );
  for (let month = 1; month <= 12; month += 1) {
    expect(days.filter((day) => day.month === month && isPayday(day, 'MX')).length).toBe(2);
  }
});

test.each([
  ['2024-03-01', 70_027.65],
  ['2025-07-16', 72_975.3],
  ['2025-07-17', 23_759.4],
  ['2026-01-31', 23_759.4],
  ['2026-02-01', 24_635.1],
])('the reporting threshold on %s is %d MXN', (date, mxn) => {
  expect(reportingThresholdMxn(date)).toBe(mxn);
});
