import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Asset, assetOf } from '@atalaya/contract/assets.ts';
import { parse } from 'yaml';
import { Failure } from '../../kernel/failure.ts';
import { type CalendarDate, civilDate, type Instant, isDate } from '../../kernel/instant.ts';
import { parseAmount } from '../../kernel/money.ts';

/** Amounts from which the law asks for a report, in minor units of the jurisdiction's currency; null: none we rely on. */
export interface Thresholds {
  readonly report: number | null;
  /** From this fee charged, whatever the amount. */
  readonly fee: number | null;
}

/** A row of content/jurisdictions: what is in force from one day to another, both included. */
export interface DatedRow {
  readonly key: string;
  readonly value: string;
  readonly valid_from: CalendarDate;
  readonly valid_to: CalendarDate | null;
}

const CONTENT = join(import.meta.dirname, '../../../../content/jurisdictions');
const MEXICO_CITY = 'America/Mexico_City';

const refuse = (message: string): Failure => new Failure('operator', 'jurisdictions.table_invalid', message);

/** The rows of a file with a list `parameters`. Failure (operator): jurisdictions.table_invalid. */
export function readDatedRows(file: string, yaml: string): DatedRow[] {
  const document: unknown = parse(yaml);
  const list: unknown =
    typeof document === 'object' && document !== null && 'parameters' in document
      ? document.parameters
      : null;
  if (!Array.isArray(list)) throw refuse(`${file}: expected a list parameters`);
  return list.map((each: unknown, i) => {
    const row = new Map(Object.entries(typeof each === 'object' && each !== null ? each : {}));
    const text = (name: string): string => {
      const cell: unknown = row.get(name);
      if (typeof cell === 'string') return cell;
      throw refuse(`${file}: row ${i + 1}: ${name} must be text in quotes`);
    };
    const day = (name: string): CalendarDate => {
      const cell = text(name);
      if (isDate(cell)) return cell;
      throw refuse(`${file}: row ${i + 1}: ${name} must be a day, YYYY-MM-DD`);
    };
    const open =
      row.get('valid_to') === null || row.get('valid_to') === undefined || row.get('valid_to') === '';
    return {
      key: text('key'),
      value: text('value'),
      valid_from: day('valid_from'),
      valid_to: open ? null : day('valid_to'),
    };
  });
}

const valueOn = (table: readonly DatedRow[], key: string, day: CalendarDate): string | undefined =>
  table.find(
    (row) => row.key === key && row.valid_from <= day && (row.valid_to === null || day <= row.valid_to),
  )?.value;

const inCurrency = (code: string): Asset => {
  const asset = assetOf(code);
  if (asset === undefined) throw refuse(`no currency ${code}`);
  return asset;
};

/** A whole multiple of the daily UMA in force on the day, in centavos. */
function inUma(table: readonly DatedRow[], key: string, day: CalendarDate): number | null {
  const uma = valueOn(table, 'mx.uma.daily', day);
  const multiple = valueOn(table, key, day);
  if (uma === undefined || multiple === undefined) return null;
  return Number(parseAmount(uma, inCurrency('MXN')) * BigInt(multiple));
}

/** Mexico: multiples of the UMA of the operation's own day (it changes on 1 February, the multiples with the law). */
export const mexicanThresholds = (table: readonly DatedRow[], day: CalendarDate): Thresholds => ({
  report: inUma(table, 'mx.avi.threshold.operation', day),
  fee: inUma(table, 'mx.avi.threshold.fee', day),
});

interface OtherRow {
  readonly currency: string;
  readonly zone: string;
}

/** Where a jurisdiction's days begin, for those in content/jurisdictions/thresholds.yaml. */
const OTHERS: Readonly<Record<string, OtherRow>> = {
  CA: { currency: 'CAD', zone: 'America/Toronto' },
  US: { currency: 'USD', zone: 'America/New_York' },
};

const NONE: Thresholds = { report: null, fee: null };
const DAYS_KEPT_MAX = 5_000;

function byDay(zone: string, on: (day: CalendarDate) => Thresholds): (at: Instant) => Thresholds {
  const known = new Map<CalendarDate, Thresholds>();
  return (at) => {
    const day = civilDate(at, zone);
    const found = known.get(day) ?? on(day);
    if (known.size >= DAYS_KEPT_MAX) known.clear();
    known.set(day, found);
    return found;
  };
}

const fileOf = (path: string): DatedRow[] => readDatedRows(path, readFileSync(join(CONTENT, path), 'utf8'));

/**
 * The thresholds of a jurisdiction (ISO 3166-1 alpha-2) at an instant; both null where no source we rely on gives one.
 * Failure (operator): jurisdictions.table_invalid.
 */
export function thresholdsOf(jurisdiction: string): (at: Instant) => Thresholds {
  if (jurisdiction === 'MX') {
    const table = fileOf('mx/parameters.yaml');
    return byDay(MEXICO_CITY, (day) => mexicanThresholds(table, day));
  }
  const other = OTHERS[jurisdiction];
  if (other === undefined) return () => NONE;
  const table = fileOf('thresholds.yaml');
  return byDay(other.zone, (day) => {
    const report = valueOn(table, `${jurisdiction.toLowerCase()}.threshold.report`, day);
    return {
      report: report === undefined ? null : Number(parseAmount(report, inCurrency(other.currency))),
      fee: null,
    };
  });
}
