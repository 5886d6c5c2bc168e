import { canonicalOf, type Json } from './canonical.ts';

/**
 * How a column's value compares with a value of an entry: both are brought to one comparable text. `undefined` means
 * that the value cannot stand in such a column; SQL NULL, a missing member and JSON null are all `null`.
 */
export type Comparable = string | null | undefined;

export interface ColumnType {
  readonly ofRow: (text: string) => Comparable;
  readonly ofEntry: (value: Json) => Comparable;
  /** How the column is read: a jsonb of it, or its text. */
  readonly select: (column: string) => string;
}

const UTC = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?(?:Z|\+00)$/;
const INSTANT =
  /^(\d{4,})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?([+-]\d{2}(?::?\d{2})?(?::?\d{2})?)$/;

const withFraction = (seconds: string, fraction: string | undefined): string => {
  const digits = fraction?.replace(/0+$/, '') ?? '';
  return digits === '' ? seconds : `${seconds}.${digits}`;
};

/**
 * The same text for the same instant: `2026-11-22T15:14:42.5` in UTC. Takes an RFC 3339 instant or a timestamptz as
 * PostgreSQL prints it; undefined when it is neither.
 */
export function instantText(text: string): string | undefined {
  const utc = UTC.exec(text);
  if (utc !== null) return withFraction(`${utc[1]}T${utc[2]}`, utc[3]);
  const parts = INSTANT.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone = ''] = parts;
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /^([+-])(\d{2}):?(\d{2})?:?(\d{2})?$/.exec(zone) ?? [];
  const offset = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * (sign === '-' ? -1 : 1);
  const when = new Date(0);
  when.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  when.setUTCHours(Number(hour), Number(minute), Number(second) - offset);
  return Number.isNaN(when.getTime()) ? undefined : withFraction(when.toISOString().slice(0, -5), fraction);
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;

/** A decimal without what does not change its value: leading and trailing zeros, exponent, minus zero. */
export function plainDecimal(text: string): string | undefined {
  const [, sign = '', whole, fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const shift = Number(exponent);
  const moved = shift >= 0 ? fraction.padEnd(shift, '0') : fraction;
  const digits = shift >= 0 ? whole : whole.padStart(-shift + 1, '0');
  const point = shift >= 0 ? whole.length + shift : digits.length + shift;
  const all = digits + moved;
  const integer = all.slice(0, point).replace(/^0+(?=\d)/, '') || '0';
  const rest = all.slice(point).replace(/0+$/, '');
  const plain = rest === '' ? integer : `${integer}.${rest}`;
  return plain === '0' ? '0' : sign + plain;
}

const quotedColumn = (column: string): string => `${column}::text`;

const text: ColumnType = {
  ofRow: (row) => row,
  ofEntry: (value) => (typeof value === 'string' ? value : undefined),
  select: quotedColumn,
};

const decimal: ColumnType = {
  ofRow: (row) => plainDecimal(row) ?? row,
  ofEntry: (value) =>
    typeof value === 'number' || typeof value === 'string' ? plainDecimal(String(value)) : undefined,
  select: quotedColumn,
};

const boolean: ColumnType = {
  ofRow: (row) => row,
  ofEntry: (value) => (typeof value === 'boolean' ? String(value) : undefined),
  select: quotedColumn,
};

const instant: ColumnType = {
  ofRow: (row) => instantText(row) ?? row,
  ofEntry: (value) => (typeof value === 'string' ? instantText(value) : undefined),
  select: quotedColumn,
};

const date: ColumnType = {
  ofRow: (row) => row,
  ofEntry: (value) => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined),
  select: quotedColumn,
};

/** Numbers in entries are safe integers, so a fraction or an exponent in the row is already another value. */
const hasOtherNumbers = (row: string): boolean =>
  /\d[.eE]|\d{17}/.test(row.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""'));

function jsonOfRow(row: string): Comparable {
  if (hasOtherNumbers(row)) return row;
  const value: Json = JSON.parse(row);
  return value === null ? null : canonicalOf(value);
}

const json: ColumnType = { ofRow: jsonOfRow, ofEntry: canonicalOf, select: quotedColumn };

const array: ColumnType = {
  ofRow: jsonOfRow,
  ofEntry: (value) => (Array.isArray(value) ? canonicalOf(value) : undefined),
  select: (column) => `to_jsonb(${column})::text`,
};

const BY_NAME: Readonly<Record<string, ColumnType>> = {
  text,
  varchar: text,
  bpchar: text,
  uuid: text,
  int2: decimal,
  int4: decimal,
  int8: decimal,
  numeric: decimal,
  float8: decimal,
  bool: boolean,
  timestamptz: instant,
  date,
  json,
  jsonb: json,
  _text: array,
  _int4: array,
  _int8: array,
  _bool: array,
};

/** The comparison of a PostgreSQL type by its internal name; undefined when the format knows none. */
export const columnType = (name: string): ColumnType | undefined =>
  Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;

/** What a member of an entry comes to in such a column. */
export const comparable = (type: ColumnType, value: Json | undefined): Comparable =>
  value === undefined || value === null ? null : type.ofEntry(value);
