import type { Language } from './locale.ts';
import { formatAmount } from './numbers.ts';
import { formatExact } from './times.ts';

/**
 * Figures of facts, windows and parameters arrive as integers in the smallest unit: US cents, minor units of the local
 * currency, milliseconds, hundredths of a percent, ten-thousandths of a ratio or degree. Here they become words.
 */
export interface UnitWords {
  readonly yes: string;
  readonly no: string;
  readonly times: string;
  readonly day: string;
  readonly days: string;
  readonly years: string;
}

export interface UnitContext {
  readonly language: Language;
  readonly zone: string;
  /** The currency of `local` amounts. */
  readonly currency: string;
  readonly words: UnitWords;
}

export type Figure = string | number | boolean | null;

/** An integer of `decimals` places as decimal text, exactly. */
export function scaled(value: number, decimals: number): string {
  const digits = String(Math.abs(Math.trunc(value))).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
  return `${value < 0 ? '-' : ''}${whole}${fraction}`;
}

const DAY_MS = 86_400_000;
const PARTS = [
  [DAY_MS, ''],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
] as const;

/** The two largest parts of a duration; up to 48 hours is told in hours. */
function formatDuration(ms: number, words: UnitWords): string {
  let rest = Math.abs(ms);
  const parts: string[] = [];
  for (const [size, mark] of PARTS) {
    if (size === DAY_MS && rest <= 2 * DAY_MS) continue;
    const many = Math.floor(rest / size);
    rest -= many * size;
    if (many > 0) parts.push(`${many} ${mark === '' ? (many === 1 ? words.day : words.days) : mark}`);
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

export function formatFigure(value: Figure, unit: string | undefined, context: UnitContext): string {
  const { language, words } = context;
  if (value === null) return '—';
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'string') return value.replace(/,(?=\S)/g, ', ');
  const decimal = (decimals: number, fraction = 0): string =>
    formatAmount(scaled(value, decimals), language, fraction);
  switch (unit) {
    case 'usd':
      return `${decimal(2, 2)} USD`;
    case 'local':
      return `${decimal(2, 2)} ${context.currency}`;
    case 'duration':
      return formatDuration(value, words);
    case 'instant':
      return formatExact(new Date(value).toISOString(), language, context.zone);
    case 'percent':
      return `${decimal(2)} %`;
    case 'times':
      return `${decimal(4)} ${words.times}`;
    case 'degrees':
      return decimal(4);
    case 'km_h':
      return `${decimal(0)} km/h`;
    case 'years':
      return `${decimal(0)} ${words.years}`;
    default:
      return Number.isInteger(value) ? decimal(0) : formatAmount(String(value), language);
  }
}

/** A figure as a person wrote it in a scenario (`85` percent, `3000` usd, `60m`), not in smallest units. */
export function formatWritten(value: Figure, unit: string, context: UnitContext): string {
  if (typeof value === 'number') {
    const places = { usd: 2, local: 2, percent: 2, times: 4, degrees: 4 }[unit] ?? 0;
    return formatFigure(Math.round(value * 10 ** places), unit, context);
  }
  const span = unit === 'duration' && typeof value === 'string' ? DURATION.exec(value) : null;
  if (span === null) return formatFigure(value, unit, context);
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = span;
  const ms = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1_000;
  return formatFigure(ms, unit, context);
}
const DURATION = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/** The unit of a fact by its name: a decision records facts without their units. */
export function unitOfFact(name: string): string | undefined {
  if (/_usd$/.test(name)) return 'usd';
  if (/_local$/.test(name)) return 'local';
  if (/^chain\..*_(time|wait)$|_age$/.test(name)) return 'duration';
  if (/^exposure\..*_share$|^chain\.\w+_(passed|forwarded|kept|tainted)$/.test(name)) return 'percent';
  if (name === 'chain.collector_median') return 'usd';
  if (/\.at$/.test(name)) return 'instant';
  if (/^price\./.test(name)) return 'percent';
  if (/^customer\.age$/.test(name)) return 'years';
  if (/\.(latitude|longitude)$/.test(name)) return 'degrees';
  return undefined;
}
