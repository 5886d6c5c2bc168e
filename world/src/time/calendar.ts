export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** A day as people live it where they are. `start_ms` is its midnight in UTC milliseconds. */
export interface CivilDay {
  readonly start_ms: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  readonly last_of_month: number;
  readonly holiday: boolean;
}

/**
 * Hours from UTC of each country's most populous zone. None of the four moves its clocks any more (Mexico since 30
 * October 2022, Brazil since 2019, Argentina since 2009, Colombia since 1993), so a fixed offset is exact.
 */
const OFFSET_HOURS: Readonly<Record<string, number>> = { MX: -6, BR: -3, AR: -3, CO: -5 };

export const offsetOf = (country: string): number => (OFFSET_HOURS[country] ?? -6) * HOUR;

/** Public holidays with a fixed date, `month-day`. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  MX: ['1-1', '5-1', '9-16', '12-25'],
  BR: ['1-1', '4-21', '5-1', '9-7', '10-12', '11-2', '11-15', '11-20', '12-25'],
  AR: ['1-1', '3-24', '4-2', '5-1', '5-25', '7-9', '12-8', '12-25'],
  CO: ['1-1', '5-1', '7-20', '8-7', '12-8', '12-25'],
};

/** Mexican holidays kept on a Monday: month, and which Monday of it (Ley Federal del Trabajo, art. 74). */
const MEXICAN_MONDAYS: readonly (readonly [number, number])[] = [
  [2, 1],
  [3, 3],
  [11, 3],
];

function isHoliday(country: string, month: number, day: number, weekday: number): boolean {
  if (FIXED[country]?.includes(`${month}-${day}`)) return true;
  if (country !== 'MX' || weekday !== 1) return false;
  return MEXICAN_MONDAYS.some(([m, nth]) => m === month && Math.ceil(day / 7) === nth);
}

/** The civil day of a country that holds an instant. */
export function civilDayAt(ms: number, country: string): CivilDay {
  const offset = offsetOf(country);
  const start = Math.floor((ms + offset) / DAY) * DAY;
  const date = new Date(start);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + 1;
  const day = date.getUTCDate();
  const weekday = ((date.getUTCDay() + 6) % 7) + 1;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return {
    start_ms: start - offset,
    year,
    month,
    day,
    weekday,
    last_of_month: last,
    holiday: isHoliday(country, month, day, weekday),
  };
}

export const isWorkday = (day: CivilDay): boolean => day.weekday <= 5 && !day.holiday;

/**
 * Quincena: wages are paid on the 15th and on the last day of the month, on the working day before when that is not
 * one. True on the day the money arrives.
 */
export function isPayday(day: CivilDay, country: string): boolean {
  if (!isWorkday(day)) return false;
  for (let ahead = 0; ahead < 4; ahead += 1) {
    const later = ahead === 0 ? day : civilDayAt(day.start_ms + ahead * DAY, country);
    if (ahead > 0 && isWorkday(later)) return false;
    if (later.day === 15 || later.day === later.last_of_month) return true;
  }
  return false;
}

const TWO = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const DAY_TEXTS = new Map<number, string>();

function dayText(day: number): string {
  const known = DAY_TEXTS.get(day);
  if (known !== undefined) return known;
  if (DAY_TEXTS.size > 1_000) DAY_TEXTS.clear();
  const text = new Date(day * DAY).toISOString().slice(0, 10);
  DAY_TEXTS.set(day, text);
  return text;
}

/** `YYYY-MM-DD` of the UTC day that holds an instant. */
export const dateText = (ms: number): string => dayText(Math.floor(ms / DAY));

/** RFC 3339 in UTC with milliseconds. The texts of days are kept, since events of a day come together. */
export function instantText(ms: number): string {
  const day = Math.floor(ms / DAY);
  const rest = ms - day * DAY;
  const hour = Math.floor(rest / HOUR);
  const minute = Math.floor(rest / MINUTE) % 60;
  const second = Math.floor(rest / SECOND) % 60;
  const milli = rest % SECOND;
  const thousandths = milli < 10 ? `00${milli}` : milli < 100 ? `0${milli}` : milli;
  return `${dayText(day)}T${TWO[hour]}:${TWO[minute]}:${TWO[second]}.${thousandths}Z`;
}
