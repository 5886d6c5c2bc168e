import type { Texts } from '@atalaya/contract/schema.ts';
import { parse as parseYaml } from 'yaml';
import { Failure, type FailureDetail } from '../../../kernel/failure.ts';
import { type CalendarDate, isDate } from '../../../kernel/instant.ts';

/**
 * Reading of the tables that compliance people edit. Every cell is text: a YAML number would pass through a float, so
 * it is refused and the reader is told to quote it.
 */
export type Row = ReadonlyMap<string, unknown>;

const refuse = (file: string, details: readonly FailureDetail[]): Failure =>
  new Failure(
    'operator',
    'reports.table_invalid',
    `${file}: ${details[0]?.message ?? 'cannot be read'}`,
    details,
  );

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The top-level mapping of a YAML text. Failure (operator): reports.table_invalid. */
export function readYamlDocument(file: string, yaml: string): Row {
  let document: unknown;
  try {
    document = parseYaml(yaml);
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw refuse(file, [{ message }]);
  }
  if (!isRecord(document)) throw refuse(file, [{ message: 'expected a mapping' }]);
  return new Map(Object.entries(document));
}

/** A reader of one row that collects what is wrong with it instead of stopping at the first. */
export interface RowReader {
  text(name: string): string;
  optionalText(name: string): string | undefined;
  oneOf<const T extends readonly string[]>(name: string, words: T): T[number];
  date(name: string): CalendarDate;
  optionalDate(name: string): CalendarDate | undefined;
  texts(name: string): Texts;
}

function readerOf(row: Row, number: number, faults: FailureDetail[]): RowReader {
  const fault = (field: string, message: string): void => {
    faults.push({ field, row: number, message: `row ${number}, ${field}: ${message}` });
  };
  const optionalText = (name: string): string | undefined => {
    const value = row.get(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') return value;
    fault(name, 'must be text; put it in quotes');
    return undefined;
  };
  const text = (name: string): string => {
    const value = row.get(name);
    if (value === undefined || value === null || value === '') fault(name, 'is missing');
    return optionalText(name) ?? '';
  };
  const day = (name: string, value: string): CalendarDate => {
    if (isDate(value)) return value;
    fault(name, 'must be a day, YYYY-MM-DD');
    return '0001-01-01' as CalendarDate;
  };
  return {
    text,
    optionalText,
    oneOf(name, words) {
      const value = text(name);
      const word = words.find((each) => each === value);
      if (word === undefined) fault(name, `must be one of ${words.join(', ')}`);
      return word ?? words[0] ?? '';
    },
    date: (name) => day(name, text(name)),
    optionalDate(name) {
      const value = optionalText(name);
      return value === undefined || value === '' ? undefined : day(name, value);
    },
    texts(name) {
      const value = row.get(name);
      const languages = isRecord(value) ? value : {};
      const inLanguage = (language: keyof Texts): string => {
        const found = languages[language];
        if (typeof found === 'string' && found !== '') return found;
        fault(`${name}.${language}`, 'is missing');
        return '';
      };
      return { es: inLanguage('es'), pt: inLanguage('pt'), en: inLanguage('en') };
    },
  };
}

/**
 * Reads a list of rows; with any fault in any row nothing is read.
 * Failure (operator): reports.table_invalid, every fault with its field and its 1-based row.
 */
export function readRows<T>(
  file: string,
  list: unknown,
  defaults: Row,
  read: (reader: RowReader, number: number) => T,
): T[] {
  if (!Array.isArray(list)) throw refuse(file, [{ message: 'expected a list of rows' }]);
  const faults: FailureDetail[] = [];
  const rows = list.map((each: unknown, index) => {
    if (!isRecord(each)) faults.push({ row: index + 1, message: `row ${index + 1}: expected a mapping` });
    const row = new Map([...defaults, ...Object.entries(isRecord(each) ? each : {})]);
    return read(readerOf(row, index + 1, faults), index + 1);
  });
  if (faults.length > 0) throw refuse(file, faults);
  return rows;
}
