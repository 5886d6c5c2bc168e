import { Failure } from '../../../../kernel/failure.ts';
import {
  addDays,
  addMonths,
  type CalendarDate,
  civilDate,
  type Instant,
  instantOf,
  parseDate,
  startOfDay,
  weekdayOf,
} from '../../../../kernel/instant.ts';
import { type DatedParameters, parameterAt, wholeAt } from '../dated-parameters.ts';
import { MEXICO_CITY } from './aviso-dates.ts';

const HOUR_MS = 3_600_000;
const SATURDAY = 6;

/** When an aviso is due. `at`: the last millisecond; `nominal`: the day the law names, before any roll-over. */
export interface Deadline {
  readonly at: Instant;
  readonly day: CalendarDate;
  readonly nominal: CalendarDate;
  readonly source: string;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `09-16` is a day of every year; `1-monday-02` the first Monday of February. */
function holidayOf(rule: string, year: number): CalendarDate | undefined {
  const fixed = /^(\d\d)-(\d\d)$/.exec(rule);
  if (fixed !== null) return parseDate(`${two(year)}-${rule}`);
  const [, count, month] = /^([1-5])-monday-(\d\d)$/.exec(rule) ?? [];
  if (count === undefined || month === undefined) return undefined;
  const first = parseDate(`${year}-${month}-01`);
  const toMonday = (8 - weekdayOf(first)) % 7;
  return addDays(first, toMonday + (Number(count) - 1) * 7);
}

/** Saturday, Sunday, or a day of rest of the Federal Labour Law (parameters `mx.holiday.*`). */
export function isWorkingDay(parameters: DatedParameters, day: CalendarDate): boolean {
  if (weekdayOf(day) >= SATURDAY) return false;
  for (const [key, rows] of parameters) {
    if (!key.startsWith('mx.holiday.')) continue;
    const row = rows.find(
      ({ valid_from, valid_to }) => valid_from <= day && (valid_to === undefined || day <= valid_to),
    );
    if (row !== undefined && holidayOf(row.value, Number(day.slice(0, 4))) === day) return false;
  }
  return true;
}

function rollOver(parameters: DatedParameters, day: CalendarDate): CalendarDate {
  const { key, value } = parameterAt(parameters, 'mx.avi.deadline.non_working_day', day);
  const stepDays = { earlier: -1, later: 1, same: 0 }[value];
  if (stepDays === undefined) {
    throw new Failure(
      'operator',
      'reports.table_invalid',
      `${key} must be earlier, later or same, not "${value}"`,
    );
  }
  let rolled = day;
  while (stepDays !== 0 && !isWorkingDay(parameters, rolled)) rolled = addDays(rolled, stepDays);
  return rolled;
}

/**
 * When the aviso of a month (`YYYY-MM`), or its report in zeros, is due: the 17th of the following month, to the end of
 * that day in Mexico City, moved from a non-working day as the parameters say.
 * Failures: date.malformed; (operator) reports.parameter_missing, reports.table_invalid.
 */
export function monthlyDeadline(parameters: DatedParameters, month: string): Deadline {
  const next = addMonths(parseDate(`${month}-01`), 1);
  const dayOfMonth = wholeAt(parameters, 'mx.avi.deadline.monthly_day', next);
  const nominal = addDays(next, dayOfMonth - 1);
  const day = rollOver(parameters, nominal);
  const at = instantOf(startOfDay(addDays(day, 1), MEXICO_CITY) - 1);
  return { at, day, nominal, source: parameterAt(parameters, 'mx.avi.deadline.monthly_day', nominal).source };
}

/**
 * When the aviso of a suspicion, an attempt or a list match is due: 24 hours from when it was known, on any day.
 * Failures (operator): reports.parameter_missing, reports.table_invalid.
 */
export function urgentDeadline(parameters: DatedParameters, known: Instant): Deadline {
  const today = civilDate(known, MEXICO_CITY);
  const hours = wholeAt(parameters, 'mx.avi.deadline.urgent_hours', today);
  const at = instantOf(known + hours * HOUR_MS);
  const day = civilDate(at, MEXICO_CITY);
  return {
    at,
    day,
    nominal: day,
    source: parameterAt(parameters, 'mx.avi.deadline.urgent_hours', today).source,
  };
}
