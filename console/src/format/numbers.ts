import { type Language, LOCALES } from './locale.ts';

const formats = new Map<string, Intl.NumberFormat>();
function formatOf(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language}${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(LOCALES[language], options);
    formats.set(key, format);
  }
  return format;
}

export const formatCount = (n: number, language: Language): string => formatOf(language, {}).format(n);

export const formatDecimal = (n: number, digits: number, language: Language): string =>
  formatOf(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(n);

/** To a tenth of a percent; what is there and smaller is told as less than that, never as nothing. */
export const formatPercent = (share: number, language: Language): string => {
  const format = formatOf(language, { style: 'percent', maximumFractionDigits: 1 });
  return share > 0 && share < 0.0005 ? `< ${format.format(0.001)}` : format.format(share);
};

export const formatBytes = (bytes: number, language: Language): string => {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = bytes < 1 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return formatOf(language, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(bytes / 1000 ** step);
};

const separatorsOf = (language: Language): { group: string; decimal: string } => {
  const parts = formatOf(language, { useGrouping: true, minimumFractionDigits: 1 }).formatToParts(1234567.5);
  const find = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return { group: find('group'), decimal: find('decimal') };
};

/**
 * A decimal text with the locale's separators; never through a float, so every digit that was recorded is shown.
 * `fraction` pads or (when the rest is zeros) trims the fraction: fiat shows 2, crypto what it has.
 */
export function formatAmount(amount: string, language: Language, fraction = 0): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (match === null) return amount;
  const [, sign = '', whole = '0', rest = ''] = match;
  const { group, decimal } = separatorsOf(language);
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, group);
  const kept = rest.replace(/0+$/, '').padEnd(fraction, '0');
  return `${sign === '-' ? '−' : ''}${grouped}${kept === '' ? '' : decimal + kept}`;
}

const FIAT = new Set(['MXN', 'USD', 'EUR', 'BRL', 'ARS', 'COP', 'PEN', 'UYU', 'BOB', 'CRC', 'GTQ', 'DOP']);
export const fractionOf = (asset: string): number => (FIAT.has(asset) ? 2 : 0);

/** US dollars rounded half up to whole dollars, for tables where the cents do not help. */
export function formatDollars(value: string, language: Language): string {
  const match = /^(-?)(\d+)(?:\.(\d))?/.exec(value);
  if (match === null) return value;
  const whole = BigInt(match[2] ?? '0') + (Number(match[3] ?? '0') >= 5 ? 1n : 0n);
  return formatAmount(`${match[1] ?? ''}${whole}`, language);
}
