import { Failure } from './failure.ts';
import { type Day, dayNumber, dayOf, daysInMonth, isDay, weekday } from './gregorian.ts';

declare const proven: unique symbol;
/** A point in time: whole milliseconds since 1970-01-01T00:00:00Z, in the years 0000 to 9999 of UTC. */
export type Instant = number & { readonly [proven]: 'Instant' };
/** A day of the calendar, `YYYY-MM-DD`, without a zone. */
export type CalendarDate = string & { readonly [proven]: 'CalendarDate' };

/** What a clock on the wall of a zone shows. `weekday`: 1 Monday to 7 Sunday. `offset_ms`: local minus UTC. */
export interface CivilTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly weekday: number;
  readonly offset_ms: number;
}

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

const EARLIEST = dayNumber(0, 1, 1) * DAY;
const LATEST = dayNumber(10_000, 1, 1) * DAY - 1;

const TWO = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
const THREE = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, '0'));

const dateText = (year: number, month: number, day: number): CalendarDate =>
  `${String(year).padStart(4, '0')}-${TWO[month]}-${TWO[day]}` as CalendarDate;

const malformed = (text: string, why: string): Failure =>
  new Failure('caller', 'instant.malformed', `"${text.slice(0, 40)}" is not an instant: ${why}`);

/** True for a whole number of milliseconds in range. */
export const isInstant = (value: number): value is Instant =>
  Number.isInteger(value) && value >= EARLIEST && value <= LATEST;

/** The instant at whole milliseconds since 1970. Failure: instant.malformed (not whole, or out of range). */
export function instantOf(ms: number): Instant {
  if (!isInstant(ms)) throw malformed(String(ms), 'not whole milliseconds of the years 0000 to 9999');
  return ms;
}

/**
 * The instant of an RFC 3339 text with a mandatory zone (`Z` or an offset), upper-case `T` and `Z`, a day that exists
 * and a time below 24:00:00. Digits beyond the millisecond are cut off, never rounded up, so that no instant moves into
 * a later period; a leap second (`:60`) is refused because no whole millisecond since 1970 names it.
 * Failure: instant.malformed.
 */
export function parseInstant(text: string): Instant {
  const match = RFC3339.exec(text);
  if (match === null) throw malformed(text, 'expected YYYY-MM-DDThh:mm:ss[.sss] and Z or ±hh:mm');
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  const hour = Number(match[4]);
  const minute = Number(match[5]);
  const second = Number(match[6]);
  if (!isDay(year, month, day)) throw malformed(text, 'there is no such day');
  if (hour > 23 || minute > 59 || second > 59) throw malformed(text, 'there is no such time of day');
  const fraction = match[7];
  const ms = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'));
  const time = dayNumber(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second * SECOND + ms;
  if (match[8] === undefined) return time as Instant;
  const offsetHours = Number(match[9]);
  const offsetMinutes = Number(match[10]);
  if (offsetHours > 23 || offsetMinutes > 59) throw malformed(text, 'there is no such offset');
  const offset = offsetHours * HOUR + offsetMinutes * MINUTE;
  const shifted = match[8] === '-' ? time + offset : time - offset;
  if (!isInstant(shifted)) throw malformed(text, 'outside the years 0000 to 9999');
  return shifted;
}

let shownDay = Number.NaN;
let shownDayText = '';

/** `YYYY-MM-DDThh:mm:ss.sssZ`, always 24 characters. */
export function formatInstant(instant: Instant): string {
  const number = Math.floor(instant / DAY);
  if (number !== shownDay) {
    const { year, month, day } = dayOf(number);
    shownDayText = dateText(year, month, day);
    shownDay = number;
  }
  const rest = instant - number * DAY;
  const minutes = Math.floor(rest / MINUTE);
  const seconds = Math.floor(rest / SECOND);
  const hour = TWO[Math.floor(rest / HOUR)];
  return `${shownDayText}T${hour}:${TWO[minutes % 60]}:${TWO[seconds % 60]}.${THREE[rest % 1000]}Z`;
}

/** Offsets change at whole quarters of an hour of UTC, so one is remembered for each quarter asked about. */
const QUARTER = 15 * MINUTE;
const REMEMBERED_QUARTERS_MAX = 50_000;
/** More spellings than there are zones: names come from callers and Intl takes them in any case. */
const REMEMBERED_ZONES_MAX = 1_000;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly offsets_ms: Map<number, number>;
}

const zones = new Map<string, Zone>();

function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    const zone: Zone = { format, offsets_ms: new Map() };
    if (zones.size >= REMEMBERED_ZONES_MAX) zones.clear();
    zones.set(name, zone);
    return zone;
  } catch (cause) {
    throw new Failure(
      'caller',
      'instant.zone_unknown',
      `"${name.slice(0, 60)}" is not a time zone`,
      [],
      cause,
    );
  }
}

function readOffset(format: Intl.DateTimeFormat, instant: number): number {
  const whole = Math.floor(instant / SECOND) * SECOND;
  const parts = new Map(format.formatToParts(whole).map((part) => [part.type, part.value]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const year = parts.get('era') === 'B' || parts.get('era') === 'BC' ? 1 - part('year') : part('year');
  const local =
    dayNumber(year, part('month'), part('day')) * DAY +
    part('hour') * HOUR +
    part('minute') * MINUTE +
    part('second') * SECOND;
  return local - whole;
}

function offsetAt(instant: number, zoneName: string): number {
  const zone = zoneOf(zoneName);
  const quarter = Math.floor(instant / QUARTER);
  const known = zone.offsets_ms.get(quarter);
  if (known !== undefined) return known;
  if (zone.offsets_ms.size >= REMEMBERED_QUARTERS_MAX) zone.offsets_ms.clear();
  const offset = readOffset(zone.format, quarter * QUARTER);
  zone.offsets_ms.set(quarter, offset);
  return offset;
}

/** The time on the wall clock of an IANA zone such as `America/Mexico_City`. Failure: instant.zone_unknown. */
export function civilTime(instant: Instant, zone: string): CivilTime {
  const offset_ms = offsetAt(instant, zone);
  const local = instant + offset_ms;
  const number = Math.floor(local / DAY);
  const rest = local - number * DAY;
  return {
    ...dayOf(number),
    hour: Math.floor(rest / HOUR),
    minute: Math.floor(rest / MINUTE) % 60,
    second: Math.floor(rest / SECOND) % 60,
    millisecond: rest % 1000,
    weekday: weekday(number),
    offset_ms,
  };
}

/** The day of an instant on the wall calendar of an IANA zone. Failure: instant.zone_unknown. */
export function civilDate(instant: Instant, zone: string): CalendarDate {
  const { year, month, day } = dayOf(Math.floor((instant + offsetAt(instant, zone)) / DAY));
  return dateText(year, month, day);
}

/**
 * The first instant whose day in the zone is `date` (midnight, or the end of the gap where midnight is skipped).
 * Failure: instant.zone_unknown.
 */
export function startOfDay(date: CalendarDate, zone: string): Instant {
  const midnight = numberOfDate(date) * DAY;
  const before = midnight - offsetAt(midnight - DAY, zone);
  const after = midnight - offsetAt(midnight + DAY, zone);
  const early = Math.min(before, after);
  const late = Math.max(before, after);
  for (let at = early; at < late; at += QUARTER) {
    if (at + offsetAt(at, zone) >= midnight) return at as Instant;
  }
  return late as Instant;
}

function partsOfDate(date: CalendarDate): Day {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

function numberOfDate(date: CalendarDate): number {
  const { year, month, day } = partsOfDate(date);
  return dayNumber(year, month, day);
}

export function isDate(text: string): text is CalendarDate {
  const match = DATE.exec(text);
  return match !== null && isDay(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** A `YYYY-MM-DD` that exists in the calendar. Failure: date.malformed. */
export function parseDate(text: string): CalendarDate {
  if (isDate(text)) return text;
  throw new Failure('caller', 'date.malformed', `"${text.slice(0, 40)}" is not a day (YYYY-MM-DD)`);
}

function inRange(year: number, month: number, day: number): CalendarDate {
  if (year < 0 || year > 9999)
    throw new Failure('caller', 'date.malformed', 'the day is outside the years 0000 to 9999');
  return dateText(year, month, day);
}

/** The same day of the month `months` later (or earlier), or the last day of that month where it is shorter. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const { year, month, day } = partsOfDate(date);
  const count = year * 12 + month - 1 + months;
  const toYear = Math.floor(count / 12);
  const toMonth = count - toYear * 12 + 1;
  return inRange(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  const { year, month, day } = dayOf(numberOfDate(date) + days);
  return inRange(year, month, day);
}

/** Whole days from one date to another; negative when `to` is earlier. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number =>
  numberOfDate(to) - numberOfDate(from);

/** 1 Monday to 7 Sunday. */
export const weekdayOf = (date: CalendarDate): number => weekday(numberOfDate(date));
