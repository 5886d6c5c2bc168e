import { assetOf } from '@atalaya/contract/assets.ts';
import type { Language } from '@atalaya/contract/schema.ts';
import { sayCode, type Vocabulary } from '@atalaya/contract/words.ts';
import { groupedDecimal } from '../../../kernel/money.ts';

/**
 * Units of facts, window values and parameters. Values are always integers in the smallest unit: US cents, minor units
 * of the local currency, milliseconds, basis points (`percent`, `times`), degrees × 10,000.
 * Two values can be compared or added only when their units have the same dimension.
 */
export const UNITS = [
  'usd',
  'local',
  'duration',
  'instant',
  'percent',
  'times',
  'count',
  'years',
  'km_h',
  'degrees',
  'score',
  'text',
  'flag',
] as const;
export type Unit = (typeof UNITS)[number];

/** Units a parameter may have: a person writes them in whole or decimal figures. */
export const PARAMETER_UNITS = [
  'usd',
  'duration',
  'percent',
  'times',
  'count',
  'years',
  'km_h',
  'score',
  'text',
] as const;
export type ParameterUnit = (typeof PARAMETER_UNITS)[number];

export type Dimension = Exclude<Unit, 'percent' | 'times'> | 'ratio';

export const dimensionOf = (unit: Unit): Dimension =>
  unit === 'percent' || unit === 'times' ? 'ratio' : unit;

const DECIMALS: Partial<Record<Unit, number>> = { usd: 2, local: 2, percent: 2, times: 4, degrees: 4 };
const DECIMAL = /^(-?)(\d{1,15})(?:\.(\d{1,6}))?$/;
const DURATION = /^(-?)(?:(\d{1,4})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?$/;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The integer of a figure as people write it (`99.9` percent is 9990, `1d12h` is 129,600,000 ms); null when it is not one. */
export function parseFigure(figure: string, unit: Unit): number | null {
  if (unit === 'duration') return parseDuration(figure);
  const match = DECIMAL.exec(figure);
  if (match === null) return null;
  const [, sign, whole = '', fraction = ''] = match;
  const decimals = DECIMALS[unit] ?? 0;
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > decimals) return null;
  const value = Number(whole + kept.padEnd(decimals, '0'));
  if (!Number.isSafeInteger(value)) return null;
  return sign === '-' && value !== 0 ? -value : value;
}

function parseDuration(figure: string): number | null {
  const match = DURATION.exec(figure);
  if (match === null || figure === '' || figure === '-') return null;
  const [, sign, d = '0', h = '0', m = '0', s = '0'] = match;
  const value = Number(d) * DAY + Number(h) * HOUR + Number(m) * MINUTE + Number(s) * SECOND;
  return sign === '-' && value !== 0 ? -value : value;
}

const UNKNOWN: Record<Language, string> = { es: 'sin dato', pt: 'sem dado', en: 'not known' };
const YES: Record<Language, [string, string]> = { es: ['sí', 'no'], pt: ['sim', 'não'], en: ['yes', 'no'] };
const TIMES: Record<Language, string> = { es: 'veces', pt: 'vezes', en: 'times' };

/** A figure in its smallest unit as a decimal for a person to read; `trim`: without zeros at its end. */
function decimal(value: number, decimals: number, language: Language, trim: boolean): string {
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  let fraction = decimals === 0 ? '' : digits.slice(-decimals);
  if (trim) fraction = fraction.replace(/0+$/, '');
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return `${value < 0 ? '-' : ''}${groupedDecimal(text, language)}`;
}

const SPANS: readonly [number, Record<Language, [string, string]>][] = [
  [DAY, { es: ['día', 'días'], pt: ['dia', 'dias'], en: ['day', 'days'] }],
  [HOUR, { es: ['h', 'h'], pt: ['h', 'h'], en: ['h', 'h'] }],
  [MINUTE, { es: ['min', 'min'], pt: ['min', 'min'], en: ['min', 'min'] }],
  [SECOND, { es: ['s', 's'], pt: ['s', 's'], en: ['s', 's'] }],
];

/** The two largest parts of a duration; up to 48 hours is told in hours. */
function span(value: number, language: Language): string {
  let rest = Math.abs(value);
  const parts: string[] = [];
  for (const [size, words] of SPANS) {
    if (size === DAY && rest <= 2 * DAY) continue;
    const many = Math.floor(rest / size);
    rest -= many * size;
    if (many > 0) parts.push(`${many} ${words[language][many === 1 ? 0 : 1]}`);
    if (parts.length === 2) break;
  }
  return `${value < 0 ? '-' : ''}${parts.length === 0 ? '0 s' : parts.join(' ')}`;
}

/**
 * A value for a person to read, in the same bytes wherever it runs. `currency` is that of `local` amounts; codes are told in
 * the words of `vocabulary`, and stand as they are without one.
 */
export function formatValue(
  value: number | string | boolean | readonly string[] | null,
  unit: Unit,
  language: Language,
  currency: string | null,
  vocabulary?: Vocabulary | 'any',
): string {
  const said = (code: string): string =>
    vocabulary === undefined ? code : sayCode(code, vocabulary, language);
  if (value === null) return UNKNOWN[language];
  if (typeof value === 'string') return said(value);
  if (typeof value === 'boolean') return YES[language][value ? 0 : 1];
  if (typeof value !== 'number') return value.map(said).join(', ');
  switch (unit) {
    case 'usd':
      return `${decimal(value, 2, language, false)} USD`;
    case 'local': {
      const decimals = assetOf(currency ?? '')?.decimals ?? 2;
      return `${decimal(value, decimals, language, false)} ${currency ?? ''}`.trimEnd();
    }
    case 'duration':
      return span(value, language);
    case 'instant':
      return new Date(value).toISOString();
    case 'percent':
      return `${decimal(value, 2, language, true)} %`;
    case 'times':
      return `${decimal(value, 4, language, true)} ${TIMES[language]}`;
    case 'degrees':
      return decimal(value, 4, language, true);
    case 'km_h':
      return `${decimal(value, 0, language, false)} km/h`;
    default:
      return decimal(value, 0, language, false);
  }
}
