import { Failure } from '../../../kernel/failure.ts';
import type { CalendarDate } from '../../../kernel/instant.ts';
import { readRows, readYamlDocument } from './read-table.ts';

/**
 * `checked`: against a schema or by running it; `source`: a published source was read; `unverified`: practice or
 * hearsay, to be compared with the primary text; `own`: a choice of ours.
 */
export const CONFIDENCES = ['checked', 'source', 'unverified', 'own'] as const;

/** A threshold, deadline, unit or default, in force from `valid_from` to `valid_to`, both days included. */
export interface DatedParameter {
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  readonly valid_from: CalendarDate;
  readonly valid_to?: CalendarDate;
  readonly source: string;
  readonly confidence: (typeof CONFIDENCES)[number];
}

/** Rows by key, oldest first. */
export type DatedParameters = ReadonlyMap<string, readonly DatedParameter[]>;

const startsAfter = (row: DatedParameter, before: DatedParameter): boolean =>
  before.valid_to !== undefined && before.valid_to < row.valid_from;

function ensureNoOverlap(file: string, key: string, rows: readonly DatedParameter[]): void {
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    if (before === undefined || startsAfter(row, before)) continue;
    const message = `${key}: the row from ${row.valid_from} begins while the one from ${before.valid_from} is in force`;
    throw new Failure('operator', 'reports.table_invalid', `${file}: ${message}`, [{ field: key, message }]);
  }
}

/**
 * Reads a parameters file: a mapping with a list `parameters`.
 * Failure (operator): reports.table_invalid for a cell that is missing or not text, and for two rows of one key that
 * are in force on the same day.
 */
export function parseParameters(file: string, yaml: string): DatedParameters {
  const document = readYamlDocument(file, yaml);
  const rows = readRows(file, document.get('parameters'), new Map(), (row): DatedParameter => {
    const validTo = row.optionalDate('valid_to');
    return {
      key: row.text('key'),
      value: row.text('value'),
      unit: row.text('unit'),
      valid_from: row.date('valid_from'),
      ...(validTo === undefined ? {} : { valid_to: validTo }),
      source: row.text('source'),
      confidence: row.oneOf('confidence', CONFIDENCES),
    };
  });
  const byKey = new Map<string, DatedParameter[]>();
  for (const row of rows) byKey.set(row.key, [...(byKey.get(row.key) ?? []), row]);
  for (const [key, each] of byKey) {
    each.sort((left, right) => (left.valid_from < right.valid_from ? -1 : 1));
    ensureNoOverlap(file, key, each);
  }
  return byKey;
}

/** The row of a key in force on a day, if there is one. */
export const findParameter = (
  parameters: DatedParameters,
  key: string,
  date: CalendarDate,
): DatedParameter | undefined =>
  parameters
    .get(key)
    ?.find((row) => row.valid_from <= date && (row.valid_to === undefined || date <= row.valid_to));

/** The row of a key in force on a day. Failure (operator): reports.parameter_missing. */
export function parameterAt(parameters: DatedParameters, key: string, date: CalendarDate): DatedParameter {
  const row = findParameter(parameters, key, date);
  if (row !== undefined) return row;
  throw new Failure('operator', 'reports.parameter_missing', `no row of ${key} is in force on ${date}`, [
    { field: key, message: `add a row that covers ${date}` },
  ]);
}

/** A whole number. Failures (operator): reports.parameter_missing, reports.table_invalid when it is not one. */
export function wholeAt(parameters: DatedParameters, key: string, date: CalendarDate): number {
  const { value } = parameterAt(parameters, key, date);
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new Failure('operator', 'reports.table_invalid', `${key} must be a whole number, not "${value}"`);
}
