import {
  addDays,
  addMonths,
  type CalendarDate,
  civilTime,
  type Instant,
  isDate,
} from '../../../../kernel/instant.ts';

export const MEXICO_CITY = 'America/Mexico_City';

const asDate = (text: string): CalendarDate | undefined => (isDate(text) ? text : undefined);

/** `20260301` as a date; undefined when there is no such day. */
export const dateOfCompact = (text: string): CalendarDate | undefined =>
  /^\d{8}$/.test(text) ? asDate(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`) : undefined;

/** The day of AAAAMMDDhhmmss; undefined when there is no such day. */
export const dayOfTime = (text: string): CalendarDate | undefined =>
  /^\d{14}$/.test(text) ? dateOfCompact(text.slice(0, 8)) : undefined;

/** The first day of AAAAMM. */
export const monthStart = (month: string): CalendarDate | undefined => dateOfCompact(`${month}01`);

/** The last day of AAAAMM. */
export function monthEnd(month: string): CalendarDate | undefined {
  const first = monthStart(month);
  return first === undefined ? undefined : addDays(addMonths(first, 1), -1);
}

/** Whole years from a birth date to a day. */
export function ageOn(birth: CalendarDate, day: CalendarDate): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

/** AAAAMMDDhhmmss on the wall clock of Mexico City; seconds are cut, never rounded up. */
export function mexicoCityTime(instant: Instant): string {
  const { year, month, day, hour, minute, second } = civilTime(instant, MEXICO_CITY);
  return `${pad(year, 4)}${pad(month)}${pad(day)}${pad(hour)}${pad(minute)}${pad(second)}`;
}
