import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  type CalendarDate,
  civilDate,
  civilTime,
  daysBetween,
  formatInstant,
  instantOf,
  isInstant,
  parseDate,
  parseInstant,
  startOfDay,
  weekdayOf,
} from './instant.ts';

const EARLIEST = Date.parse('0000-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');
const anyInstant = fc.integer({ min: EARLIEST, max: LATEST }).map(instantOf);
const recentInstant = fc.integer({ min: 0, max: Date.parse('2100-01-01T00:00:00Z') }).map(instantOf);
const anyDate = fc
  .integer({ min: EARLIEST, max: LATEST })
  .map((ms) => parseDate(new Date(ms).toISOString().slice(0, 10)));
const ZONES = [
  'UTC',
  'America/Mexico_City',
  'America/Tijuana',
  'America/Sao_Paulo',
  'America/Santiago',
  'America/Asuncion',
  'America/Havana',
  'America/Caracas',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
];
const anyZone = fc.constantFrom(...ZONES);

describe('parseInstant', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2026-02-28T23:59:59.999Z', Date.UTC(2026, 1, 28, 23, 59, 59, 999)],
    ['2026-02-28T23:59:59.9999999Z', Date.UTC(2026, 1, 28, 23, 59, 59, 999)],
    ['2026-02-28T23:59:59.5Z', Date.UTC(2026, 1, 28, 23, 59, 59, 500)],
    ['2026-02-28T18:00:00-06:00', Date.UTC(2026, 2, 1)],
    ['2026-03-01T05:45:00+05:45', Date.UTC(2026, 2, 1)],
    ['2026-03-01T00:00:00-00:00', Date.UTC(2026, 2, 1)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['1969-12-31T23:59:59.999Z', -1],
    ['0000-01-01T00:00:00Z', EARLIEST],
  ])('%s', (text, ms) => {
    expect(parseInstant(text)).toBe(ms);
  });

  it.each([
    ['2026-02-28T23:59:59', 'no zone'],
    ['2026-02-28', 'no time'],
    ['2026-02-28 23:59:59Z', 'a space'],
    ['2026-02-28t23:59:59z', 'lower case'],
    ['2026-02-29T00:00:00Z', 'no such day'],
    ['1900-02-29T00:00:00Z', 'no such day'],
    ['2026-04-31T00:00:00Z', 'no such day'],
    ['2026-13-01T00:00:00Z', 'no such month'],
    ['2026-00-01T00:00:00Z', 'no such month'],
    ['2026-01-00T00:00:00Z', 'no such day'],
    ['2026-01-01T24:00:00Z', 'no such hour'],
    ['2026-01-01T00:60:00Z', 'no such minute'],
    ['2016-12-31T23:59:60Z', 'a leap second'],
    ['2026-01-01T00:00:00+24:00', 'no such offset'],
    ['2026-01-01T00:00:00+05:60', 'no such offset'],
    ['2026-01-01T00:00:00+0500', 'an offset without its colon'],
    ['2026-01-01T00:00:00.Z', 'a point without digits'],
    ['2026-01-01T00:00:00,5Z', 'a comma'],
    ['+12026-01-01T00:00:00Z', 'too late'],
    ['0000-01-01T00:00:00+00:01', 'too early'],
    ['9999-12-31T23:59:59-00:01', 'too late'],
    ['2026-01-01T00:00:00Z\n', 'a line end'],
    ['', 'nothing'],
  ])('refuses "%s": %s', (text) => {
    expect(() => parseInstant(text)).toThrow(
      expect.objectContaining({ kind: 'caller', code: 'instant.malformed' }),
    );
  });

  it('agrees with the runtime on every offset', () => {
    const offset = fc.tuple(
      fc.constantFrom('+', '-'),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
    );
    const two = (n: number): string => String(n).padStart(2, '0');
    fc.assert(
      fc.property(recentInstant, offset, (instant, [sign, hours, minutes]) => {
        const text = `${new Date(instant).toISOString().slice(0, -1)}${sign}${two(hours)}:${two(minutes)}`;
        expect(parseInstant(text)).toBe(Date.parse(text));
      }),
    );
  });
});

describe('formatInstant', () => {
  it('writes what the runtime writes, and parseInstant reads it back', () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        expect(formatInstant(instant)).toBe(new Date(instant).toISOString());
        expect(parseInstant(formatInstant(instant))).toBe(instant);
      }),
      { numRuns: 1000 },
    );
  });

  it('sorts as the instants do', () => {
    fc.assert(
      fc.property(anyInstant, anyInstant, (a, b) => {
        expect(formatInstant(a) < formatInstant(b)).toBe(a < b);
      }),
    );
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, LATEST + 1, EARLIEST - 1])('%s is no instant', (ms) => {
    expect(isInstant(ms)).toBe(false);
    expect(() => instantOf(ms)).toThrow(expect.objectContaining({ code: 'instant.malformed' }));
  });
});

describe('civil time', () => {
  it('shows what the clocks of Mexico City show, which have not changed in summer since 2022', () => {
    expect(civilTime(parseInstant('2026-07-01T05:30:15.250Z'), 'America/Mexico_City')).toEqual({
      year: 2026,
      month: 6,
      day: 30,
      hour: 23,
      minute: 30,
      second: 15,
      millisecond: 250,
      weekday: 2,
      offset_ms: -6 * 3_600_000,
    });
    expect(civilTime(parseInstant('2022-07-01T05:30:00Z'), 'America/Mexico_City').hour).toBe(0);
  });

  it('agrees with the runtime, and the offset leads back', () => {
    fc.assert(
      fc.property(recentInstant, anyZone, (instant, timeZone) => {
        const shown = civilTime(instant, timeZone);
        const text = new Date(instant).toLocaleString('sv-SE', { timeZone });
        const two = (n: number): string => String(n).padStart(2, '0');
        const date = `${shown.year}-${two(shown.month)}-${two(shown.day)}`;
        expect(`${date} ${two(shown.hour)}:${two(shown.minute)}:${two(shown.second)}`).toBe(text);
        expect(civilDate(instant, timeZone)).toBe(date);
        expect(new Date(instant + shown.offset_ms).toISOString().slice(0, 10)).toBe(date);
        expect(weekdayOf(civilDate(instant, timeZone))).toBe(shown.weekday);
      }),
      { numRuns: 500 },
    );
  });

  it('is exact on both sides of a change of the clocks', () => {
    const change = parseInstant('2026-04-05T03:00:00Z');
    expect(civilTime(change, 'America/Santiago').hour).toBe(23);
    expect(civilTime(instantOf(change - 1), 'America/Santiago').hour).toBe(23);
    expect(civilTime(instantOf(change - 1), 'America/Santiago').offset_ms).toBe(-3 * 3_600_000);
    expect(civilTime(change, 'America/Santiago').offset_ms).toBe(-4 * 3_600_000);
  });

  it.each(['Mexico', '', 'America/Nowhere'])('refuses the zone "%s"', (zone) => {
    expect(() => civilTime(instantOf(0), zone)).toThrow(
      expect.objectContaining({ kind: 'caller', code: 'instant.zone_unknown' }),
    );
  });

  it('begins each day at its first instant', () => {
    fc.assert(
      fc.property(recentInstant, anyZone, (instant, zone) => {
        const date = civilDate(instant, zone);
        const start = startOfDay(date, zone);
        expect(civilDate(start, zone)).toBe(date);
        expect(civilDate(instantOf(start - 1), zone) < date).toBe(true);
        expect(start <= instant).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['2026-11-22', 'America/Mexico_City', '2026-11-22T06:00:00.000Z'],
    // Midnight does not exist where the clocks go forward at midnight.
    ['2025-09-07', 'America/Santiago', '2025-09-07T04:00:00.000Z'],
    // Midnight is shown twice in Havana when the clocks go back at one: the first counts.
    ['2025-11-02', 'America/Havana', '2025-11-02T04:00:00.000Z'],
  ])('%s in %s begins at %s', (date, zone, expected) => {
    expect(formatInstant(startOfDay(parseDate(date), zone))).toBe(expected);
  });
});

describe('calendar dates', () => {
  it.each(['2026-02-29', '2026-2-01', '2026-06-31', '20260601', '2026-06-01T00:00:00Z', '', '2026-06-01\n'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseDate(text)).toThrow(
        expect.objectContaining({ kind: 'caller', code: 'date.malformed' }),
      );
    },
  );

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-11-15', 2, '2027-01-15'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-05-31', 0, '2026-05-31'],
    ['2016-02-29', 120, '2026-02-28'],
  ])('%s and %i months is %s', (date, months, expected) => {
    expect(addMonths(parseDate(date), months)).toBe(expected);
  });

  it('adds months that keep the day or end the month', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -600, max: 600 }), (date, months) => {
        fc.pre(date > '0100' && date < '9900');
        const moved = addMonths(date, months);
        expect(parseDate(moved)).toBe(moved);
        if (moved.slice(8) !== date.slice(8)) expect(addDays(moved, 1).slice(8)).toBe('01');
        const count = (d: CalendarDate): number => Number(d.slice(0, 4)) * 12 + Number(d.slice(5, 7));
        expect(count(moved) - count(date)).toBe(months);
      }),
    );
  });

  it('counts days as it adds them', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -40_000, max: 40_000 }), (date, days) => {
        fc.pre(date > '0200' && date < '9800');
        expect(daysBetween(date, addDays(date, days))).toBe(days);
        expect(addDays(date, days) < date).toBe(days < 0);
      }),
    );
    expect(weekdayOf(parseDate('2026-11-22'))).toBe(7);
    expect(weekdayOf(parseDate('1969-12-29'))).toBe(1);
  });

  it('refuses to leave the calendar', () => {
    expect(() => addMonths(parseDate('9999-12-01'), 1)).toThrow(
      expect.objectContaining({ code: 'date.malformed' }),
    );
    expect(() => addDays(parseDate('0000-01-01'), -1)).toThrow(
      expect.objectContaining({ code: 'date.malformed' }),
    );
  });
});
