/**
 * Dates as issuers write them. Calendar days are ISO `YYYY-MM-DD` texts; nothing here knows a zone or a clock.
 */
import type { BirthDate } from '../listing.ts';

const MONTHS: Record<string, number> = {};
for (const names of [
  'january february march april may june july august september october november december',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro',
]) {
  names.split(' ').forEach((name, index) => {
    MONTHS[name] = index + 1;
    MONTHS[name.slice(0, 3)] = index + 1;
  });
}
Object.assign(MONTHS, { sept: 9, setiembre: 9 });

/** Month number of an English, Spanish or Portuguese name or abbreviation, with or without a full stop. */
const monthOf = (text: string): number | undefined =>
  MONTHS[
    text
      .normalize('NFKD')
      .replace(/[^\p{L}]/gu, '')
      .toLowerCase()
  ];

const pad = (value: number): string => String(value).padStart(2, '0');

export const lastDay = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

/** ISO day, or undefined when the numbers are no day between 1800 and 2100. */
export function isoDay(year: number, month: number, day: number): string | undefined {
  if (!(year >= 1800 && year <= 2100 && month >= 1 && month <= 12 && day >= 1)) return undefined;
  return day > lastDay(year, month) ? undefined : `${year}-${pad(month)}-${pad(day)}`;
}

interface Span {
  from: string;
  to: string;
}

const span = (from: string | undefined, to: string | undefined): Span | undefined =>
  from === undefined || to === undefined || from > to ? undefined : { from, to };

export function yearSpan(from: number, to = from): Span | undefined {
  return span(isoDay(from, 1, 1), isoDay(to, 12, 31));
}

const monthSpan = (year: number, month: number): Span | undefined =>
  month < 1 || month > 12
    ? undefined
    : span(isoDay(year, month, 1), isoDay(year, month, lastDay(year, month)));

const daySpan = (year: number, month: number, day: number): Span | undefined => {
  const iso = isoDay(year, month, day);
  return span(iso, iso);
};

/** One date without a range: `1962`, `Mar 1962`, `27 Oct 1950`, `1950-10-27`, `27/10/1950`. */
function readSpan(text: string): Span | undefined {
  const iso = /^(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:T.*|Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  if (iso) {
    const [year, month, day] = [Number(iso[1]), Number(iso[2]), iso[3]];
    return day === undefined ? monthSpan(year, month) : daySpan(year, month, Number(day));
  }
  if (/^\d{4}$/.test(text)) return yearSpan(Number(text));
  const numeric = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  if (numeric) return daySpan(Number(numeric[3]), Number(numeric[2]), Number(numeric[1]));
  const words = /^(?:(\d{1,2})(?:\s+de)?\s+)?(\p{L}{3,10})\.?,?(?:\s+del?)?\s+(\d{4})$/u.exec(text);
  const month = words?.[2] === undefined ? undefined : monthOf(words[2]);
  if (words === null || month === undefined) return undefined;
  const year = Number(words[3]);
  return words[1] === undefined ? monthSpan(year, month) : daySpan(year, month, Number(words[1]));
}

const CIRCA = /^(?:circa|c\.|ca\.?|approximately|approx\.?|about)\s*/i;

/**
 * A birth date from an issuer's words: any of the single forms, `1962 to 1963`, `between 1962 and 1963`, `1962-1963`,
 * each with or without `circa`. Day-first where the text is only numbers. Undefined when it cannot be read.
 */
export function readBirthDate(text: string, circa = false): BirthDate | undefined {
  const trimmed = text.trim();
  const plain = trimmed.replace(CIRCA, '').replace(/^between\s+/i, '');
  const approximate = circa || CIRCA.test(trimmed);
  const whole = readSpan(plain);
  if (whole !== undefined) return { ...whole, circa: approximate, text: trimmed };
  const range = /^(.+?)\s*(?:\s(?:to|and|a|y|e|-|–)\s|(?<=\d{4})[-–](?=\d{4}))\s*(.+)$/.exec(plain);
  if (range === null) return undefined;
  const from = readSpan(range[1] ?? '');
  const to = readSpan(range[2] ?? '');
  if (from === undefined || to === undefined || from.from > to.to) return undefined;
  return { from: from.from, to: to.to, circa: approximate, text: trimmed };
}

/** A single calendar day; `order` says how purely numeric dates with slashes are read. */
export function readDay(
  text: string | undefined,
  order: 'day-first' | 'month-first' = 'day-first',
): string | undefined {
  const trimmed = text?.trim() ?? '';
  const numeric = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(trimmed);
  if (numeric && order === 'month-first')
    return isoDay(Number(numeric[3]), Number(numeric[1]), Number(numeric[2]));
  const read = readSpan(trimmed);
  return read !== undefined && read.from === read.to ? read.from : undefined;
}

/**
 * Birth date inside a Mexican RFC (13 characters) or CURP, where it is certain. An RFC has two digits for the year;
 * taxpayers are adults, so 00-05 is read as this century and everything else as the last.
 */
export function birthDateOfRfc(rfc: string): BirthDate | undefined {
  const match = /^[A-ZÑ&]{4}(\d{2})(\d{2})(\d{2})[A-Z0-9]{3}$/.exec(rfc);
  if (match === null) return undefined;
  const year = Number(match[1]);
  const iso = isoDay(year <= 5 ? 2000 + year : 1900 + year, Number(match[2]), Number(match[3]));
  return iso === undefined
    ? undefined
    : { from: iso, to: iso, circa: false, text: `RFC ${match[1]}${match[2]}${match[3]}` };
}
