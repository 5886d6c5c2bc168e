import { type Language, LOCALES } from './locale.ts';

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(
  language: Language,
  zone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(LOCALES[language], { timeZone: zone, hourCycle: 'h23', ...options });
    formats.set(key, format);
  }
  return format;
}

/** `22 nov 09:14`, with the year when it is not this one. */
export function formatMoment(instant: string, language: Language, zone: string, now = new Date()): string {
  const at = new Date(instant);
  const sameYear = at.getUTCFullYear() === now.getUTCFullYear();
  return formatOf(language, zone, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(sameYear ? {} : { year: 'numeric' }),
  })
    .format(at)
    .replace(',', '')
    .replace(/\bde\b ?/g, '');
}

/** Full, with seconds and zone: `22 de noviembre de 2026, 09:14:42 GMT-6`. */
export const formatExact = (instant: string, language: Language, zone: string): string =>
  formatOf(language, zone, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(instant));

export const formatClock = (instant: string, language: Language, zone: string): string =>
  formatOf(language, zone, { hour: '2-digit', minute: '2-digit' }).format(new Date(instant));

export const formatDay = (instant: string, language: Language, zone: string): string =>
  formatOf(language, zone, { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(instant));

/** A calendar date (`YYYY-MM-DD`) belongs to no zone. */
export const formatDate = (date: string, language: Language): string =>
  formatOf(language, 'UTC', { day: 'numeric', month: 'short', year: 'numeric' })
    .format(new Date(`${date}T00:00:00Z`))
    .replace(/\bde\b ?/g, '');

export const formatMonth = (month: string, language: Language): string =>
  formatOf(language, 'UTC', { month: 'long', year: 'numeric' }).format(new Date(`${month}-01T00:00:00Z`));

/** `GMT-6`: the zone every time on the screen is shown in. */
export function zoneName(language: Language, zone: string, at = new Date()): string {
  const parts = formatOf(language, zone, { timeZoneName: 'short', hour: '2-digit' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long between two instants, in its largest fitting unit: `45 min`, `5 h`, `3 d`. Always positive. */
export function formatSpan(ms: number): string {
  const span = Math.abs(ms);
  if (span < MINUTE_MS) return `${Math.floor(span / 1000)} s`;
  if (span < HOUR_MS) return `${Math.floor(span / MINUTE_MS)} min`;
  if (span < 48 * HOUR_MS) return `${Math.floor(span / HOUR_MS)} h`;
  return `${Math.floor(span / DAY_MS)} d`;
}

export const msUntil = (instant: string, now: number): number => new Date(instant).getTime() - now;

export type Urgency = 'overdue' | 'soon' | 'today' | 'later';
export function urgencyOf(ms: number): Urgency {
  if (ms < 0) return 'overdue';
  if (ms < 6 * HOUR_MS) return 'soon';
  if (ms < DAY_MS) return 'today';
  return 'later';
}
