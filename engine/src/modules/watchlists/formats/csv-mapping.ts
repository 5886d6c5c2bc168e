/**
 * How the columns of any CSV become a listing: `{ columns: { name: 'Nombre', reference: 'Folio', kind: '=person' } }`.
 * A text names a column by its heading (without regard to case, accents and surrounding blanks), a number by its
 * position from 1, and a text that starts with `=` is a constant for every row. `identifier:<type>` keys give
 * identity numbers: `identifier:rfc`.
 */
import { Failure, type FailureDetail } from '../../../kernel/failure.ts';
import type { TextEncodingName } from './list-file.ts';

export const CSV_FIELDS = [
  'reference',
  'name',
  'given',
  'paternal',
  'maternal',
  'kind',
  'aliases',
  'weak_aliases',
  'birth_date',
  'nationality',
  'country',
  'address',
  'program',
  'remarks',
  'status',
  'active',
  'listed_on',
  'delisted_on',
  'wallet',
  'asset',
  'network',
  'tags',
  'position',
  'position_country',
  'level',
  'since',
  'until',
  'related_to',
  'relation',
  'share',
  'target',
] as const;
export type CsvField = (typeof CSV_FIELDS)[number];

export interface CsvMapping {
  columns: Partial<Record<CsvField | `identifier:${string}`, string | number>>;
  delimiter?: ',' | ';' | '\t' | '|';
  encoding?: TextEncodingName | 'auto';
  /** 1-based line of the header; 0 when there is none (columns by position). Found by its headings when not given. */
  headerRow?: number;
  /** What separates several values in one cell (aliases, birth dates, identifiers); `;` when not given. */
  separator?: string;
  /** Headings other than reference and name may be absent. */
  lenient?: true;
}

/**
 * Politically exposed persons: one row per office or relation of a person, joined by `reference`. Ours, since no issuer
 * of Latin America publishes a common form; headings are the field names.
 */
export const PEP_MAPPING: CsvMapping = {
  lenient: true,
  columns: {
    kind: '=person',
    ...Object.fromEntries(
      [
        'reference',
        'name',
        'aliases',
        'birth_date',
        'nationality',
        'position',
        'position_country',
        'level',
        'since',
        'until',
        'related_to',
        'relation',
        'remarks',
      ].map((field) => [field, field]),
    ),
  },
};

const DELIMITERS: Record<string, CsvMapping['delimiter']> = {
  ',': ',',
  ';': ';',
  '|': '|',
  '\t': '\t',
  tab: '\t',
};
const ENCODINGS: Record<string, CsvMapping['encoding']> = {
  auto: 'auto',
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'windows-1252': 'windows-1252',
  'utf-16le': 'utf-16le',
};

const isField = (key: string): key is CsvField => CSV_FIELDS.some((field) => field === key);
const isIdentifier = (key: string): key is `identifier:${string}` =>
  /^identifier:[a-z][a-z0-9_]{1,30}$/.test(key);

/**
 * A mapping from the flat form of the API: `{ name: 'Nombre', 'identifier:rfc': 'RFC', kind: '=person',
 * delimiter: ';', encoding: 'iso-8859-1', header_row: '3' }`. Errors: `watchlists.mapping_invalid` naming the key.
 */
export function readCsvMapping(flat: Readonly<Record<string, string>>): CsvMapping {
  const mapping: CsvMapping = { columns: {} };
  const details: FailureDetail[] = [];
  const refuse = (field: string, message: string) => details.push({ field, message });
  for (const [key, given] of Object.entries(flat)) {
    if (key === 'delimiter') {
      mapping.delimiter = DELIMITERS[given] ?? undefined;
      if (mapping.delimiter === undefined) refuse(key, 'one of , ; | tab');
    } else if (key === 'encoding') {
      mapping.encoding = ENCODINGS[given.toLowerCase()];
      if (mapping.encoding === undefined) refuse(key, `one of ${Object.keys(ENCODINGS).join(', ')}`);
    } else if (key === 'header_row') {
      mapping.headerRow = Number(given);
      if (!/^\d{1,3}$/.test(given)) refuse(key, 'a line number, 0 for no header');
    } else if (key === 'separator') mapping.separator = given;
    else if (isField(key) || isIdentifier(key))
      mapping.columns[key] = /^\d+$/.test(given) ? Number(given) : given;
    else refuse(key, 'not a field of a listing');
  }
  ensureCsvMapping(mapping, details);
  return mapping;
}

/** Errors: `watchlists.mapping_invalid`. */
export function ensureCsvMapping(mapping: CsvMapping, found: readonly FailureDetail[] = []): void {
  const details = [...found];
  const { columns } = mapping;
  if (columns.name === undefined && columns.paternal === undefined && columns.wallet === undefined) {
    details.push({ field: 'name', message: 'a mapping needs name, or paternal, or wallet' });
  }
  if (mapping.separator === '') details.push({ field: 'separator', message: 'must not be empty' });
  if (details.length === 0) return;
  throw new Failure('caller', 'watchlists.mapping_invalid', 'the mapping of columns cannot be used', details);
}
