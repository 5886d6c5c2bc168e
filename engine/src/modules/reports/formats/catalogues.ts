import { parse as parseCsv } from 'csv-parse/sync';
import { Failure, type FailureDetail } from '../../../kernel/failure.ts';
import { type CalendarDate, isDate } from '../../../kernel/instant.ts';

/** A code of an authority's catalogue. `symbol`: our own word for it (BTC, MXN, passport, first digits of a CLABE). */
export interface CatalogueEntry {
  readonly catalogue: string;
  readonly code: string;
  readonly description: string;
  readonly symbol: string;
  readonly valid_from: CalendarDate;
  readonly valid_to?: CalendarDate;
  readonly source: string;
}

/** Entries by catalogue. A catalogue without entries has not been imported. */
export type Catalogues = ReadonlyMap<string, readonly CatalogueEntry[]>;

export const CATALOGUE_COLUMNS = [
  'catalogue',
  'code',
  'description',
  'symbol',
  'valid_from',
  'valid_to',
  'source',
] as const;

const invalid = (message: string, details: readonly FailureDetail[]): Failure =>
  new Failure('caller', 'reports.catalogue_invalid', message, details);

function readTable(csv: string): string[][] {
  try {
    return parseCsv(csv, { bom: true, relax_column_count: true, skip_empty_lines: true, trim: true });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw invalid(`the catalogue file is not CSV: ${message}`, [{ message }]);
  }
}

function readEntry(
  cells: readonly string[],
  row: number,
  faults: FailureDetail[],
): CatalogueEntry | undefined {
  const [catalogue = '', code = '', description = '', symbol = '', from = '', to = '', source = ''] = cells;
  const before = faults.length;
  const fault = (field: string, message: string): number => faults.push({ field, row, message });
  if (cells.length !== CATALOGUE_COLUMNS.length) fault('', `expected ${CATALOGUE_COLUMNS.length} columns`);
  if (catalogue === '') fault('catalogue', 'is empty');
  if (code === '') fault('code', 'is empty');
  if (source === '') fault('source', 'is empty: say where the code was read');
  const ends = to === '' ? undefined : to;
  if (ends !== undefined && !isDate(ends)) fault('valid_to', 'is not a day, YYYY-MM-DD');
  if (!isDate(from)) fault('valid_from', 'is not a day, YYYY-MM-DD');
  if (faults.length > before || !isDate(from)) return undefined;
  const validTo = ends !== undefined && isDate(ends) ? { valid_to: ends } : {};
  return { catalogue, code, description, symbol, valid_from: from, ...validTo, source };
}

/**
 * Reads catalogues from CSV with the header of CATALOGUE_COLUMNS. A file with only the header gives no catalogue.
 * Failure (caller): reports.catalogue_invalid, every fault with its column and its 1-based line; nothing is read then.
 */
export function parseCatalogues(csv: string): Catalogues {
  const [header = [], ...rows] = readTable(csv);
  if (header.join(',') !== CATALOGUE_COLUMNS.join(',')) {
    const message = `the first line must be ${CATALOGUE_COLUMNS.join(',')}`;
    throw invalid(message, [{ row: 1, message }]);
  }
  const faults: FailureDetail[] = [];
  const catalogues = new Map<string, CatalogueEntry[]>();
  for (const [index, cells] of rows.entries()) {
    const entry = readEntry(cells, index + 2, faults);
    if (entry === undefined) continue;
    const known = catalogues.get(entry.catalogue);
    if (known === undefined) catalogues.set(entry.catalogue, [entry]);
    else known.push(entry);
  }
  const first = faults[0];
  if (first !== undefined) throw invalid(`line ${first.row}: ${first.field} ${first.message}`, faults);
  return catalogues;
}

const inForce = (entry: CatalogueEntry, date: CalendarDate): boolean =>
  entry.valid_from <= date && (entry.valid_to === undefined || date <= entry.valid_to);

export const isImported = (catalogues: Catalogues, catalogue: string): boolean =>
  (catalogues.get(catalogue)?.length ?? 0) > 0;

/** The entry of a code in force on a day. */
export const entryOf = (
  catalogues: Catalogues,
  catalogue: string,
  code: string,
  date: CalendarDate,
): CatalogueEntry | undefined =>
  catalogues.get(catalogue)?.find((entry) => entry.code === code && inForce(entry, date));

/** The entry for a word of ours in force on a day. */
export const entryForSymbol = (
  catalogues: Catalogues,
  catalogue: string,
  symbol: string,
  date: CalendarDate,
): CatalogueEntry | undefined =>
  symbol === ''
    ? undefined
    : catalogues.get(catalogue)?.find((entry) => entry.symbol === symbol && inForce(entry, date));
