import type { ImportMapping } from '@atalaya/contract/imports.ts';
import { Failure } from '../../../kernel/failure.ts';
import { formatInstant, instantOf, parseInstant } from '../../../kernel/instant.ts';

/** A row of a file becomes the same JSON an exchange would have sent; from there every door is one. Pure. */
export interface RowReader {
  /** Columns the mapping names and the header lacks: the file is refused before any row. */
  read(cells: readonly string[], row: number): Record<string, unknown>;
}

const NUMBERS = new Set(['origin.latitude', 'origin.longitude']);
const TRUTHS = new Set(['origin.remote_access', 'origin.ip_shared', 'disputed', 'pep', 'licensed_exchanger']);
const TRUE_WORDS = new Set(['true', '1', 'yes', 'si', 'sí', 'sim']);
const AMOUNTS = /(^|\.)amount$|^quote_amount$/;

export function createRowReader(mapping: ImportMapping, header: readonly string[]): RowReader {
  const columns = Object.entries(mapping.columns).map(([member, column]) => {
    const index = header.indexOf(column);
    if (index < 0)
      throw new Failure('caller', 'imports.column_missing', `the file has no column ${column}`, [
        { field: column, message: `needed for ${member}; columns are ${header.join(', ')}` },
      ]);
    return { member, index };
  });
  return {
    read(cells, row) {
      const target: Record<string, unknown> = {};
      for (const [member, value] of Object.entries(mapping.constants ?? {}))
        place(target, member, cellValue(member, value));
      for (const { member, index } of columns) {
        const text = cells[index]?.trim() ?? '';
        if (text !== '') place(target, member, cellValue(member, text));
      }
      if (mapping.id_template !== undefined && target.id === undefined)
        target.id = mapping.id_template
          .replaceAll('{row}', String(row))
          .replaceAll(/\{([^}]+)\}/g, (_, name: string) => cells[header.indexOf(name)] ?? '');
      if (typeof target.occurred_at === 'string')
        target.occurred_at = timeOf(target.occurred_at, mapping.time);
      return target;
    },
  };
}

const MEMBER = /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/;
/** Names that every JavaScript object has of its own: a row must not reach them. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** What an import says of itself before its file comes. Failure: request.invalid, naming the field. */
export function ensureMapping(name: string, mapping: ImportMapping): void {
  const texts: [field: string, text: string][] = [['/name', name]];
  for (const part of ['columns', 'constants'] as const)
    for (const [member, text] of Object.entries(mapping[part] ?? {})) {
      const field = `/mapping/${part}/${member}`;
      if (!MEMBER.test(member) || member.split('.').some((step) => FORBIDDEN.has(step)))
        throw invalid(field, 'not a member of an event or a customer');
      texts.push([field, text]);
    }
  for (const [field, text] of texts)
    if (text.includes('\0') || !text.isWellFormed())
      throw invalid(field, 'holds characters that are no text');
}

const invalid = (field: string, message: string): Failure =>
  new Failure('caller', 'request.invalid', `${field}: ${message}`, [{ field, message }]);

function cellValue(member: string, text: string): unknown {
  if (NUMBERS.has(member)) return Number(text);
  if (TRUTHS.has(member)) return TRUE_WORDS.has(text.toLowerCase());
  return AMOUNTS.test(member) ? plainDecimal(text) : text;
}

/** `007.50` and `12.` are how programs print amounts; what is neither padding nor zeros stays and is judged later. */
const plainDecimal = (text: string): string => {
  const match = /^0*(\d+)(?:\.(\d*?)0*)?$/.exec(text);
  if (match === null) return text;
  return match[2] === undefined || match[2] === '' ? (match[1] ?? text) : `${match[1]}.${match[2]}`;
};

function place(target: Record<string, unknown>, member: string, value: unknown): void {
  const names = member.split('.');
  let node = target;
  for (const name of names.slice(0, -1)) {
    const next = node[name];
    if (typeof next === 'object' && next !== null) node = next as Record<string, unknown>;
    else {
      const made: Record<string, unknown> = {};
      node[name] = made;
      node = made;
    }
  }
  node[names.at(-1) ?? member] = value;
}

function timeOf(text: string, time: ImportMapping['time']): string {
  const format = time?.format ?? 'rfc3339';
  if (format === 'rfc3339') return text;
  const number = Number(text);
  if (text === '' || !Number.isFinite(number))
    throw new Failure('caller', 'imports.time_malformed', `${text} is not a number`, [
      { field: 'occurred_at', message: format },
    ]);
  if (format === 'epoch-ms') return formatInstant(instantOf(Math.round(number)));
  if (format === 'epoch-s') return formatInstant(instantOf(Math.round(number * 1000)));
  const start = parseInstant(time?.start ?? '2026-01-01T00:00:00Z');
  return formatInstant(instantOf(Math.round(start + number * (time?.step_seconds ?? 86_400) * 1000)));
}
