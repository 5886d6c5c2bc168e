import { parseDocument } from 'yaml';
import { Failure } from '../../../kernel/failure.ts';

/** A pack's text as texts: every scalar stays as it was written, so that `0x10` is an address and not sixteen. */
export interface PackText {
  readonly header: Readonly<Record<string, unknown>>;
  /** One per entry of the list, with the line it begins on. */
  readonly entries: readonly { readonly row: number; readonly fields: Readonly<Record<string, unknown>> }[];
}

const unreadable = (message: string, row?: number): Failure =>
  new Failure('caller', 'tags.unparseable', message, [{ ...(row === undefined ? {} : { row }), message }]);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseYaml(text: string, row: number): Record<string, unknown> {
  const document = parseDocument(text, { schema: 'failsafe', version: '1.1', uniqueKeys: false });
  const [error] = document.errors;
  if (error !== undefined)
    throw unreadable(`not YAML near line ${row}: ${error.message.split('\n')[0]}`, row);
  const value: unknown = document.toJS({ maxAliasCount: 50 }) ?? {};
  if (!isRecord(value)) throw unreadable(`line ${row} holds no fields`, row);
  return value;
}

const SIMPLE =
  /^([A-Za-z_][\w-]*):[ \t]+(?:'((?:[^']|'')*)'|"([^"\\]*)"|([^\s'"[\]{}|>&*!%#@`,?:-][^#:]*|[\w][^#:]*(?::\/\/[^#\s:]*)?))[ \t]*$/;

/** `key: value` of one plain or quoted scalar; undefined for whatever needs the whole grammar. */
function simpleField(line: string): readonly [string, string] | undefined {
  const [matched, key, single, double, plain] = SIMPLE.exec(line) ?? [];
  if (matched === undefined || key === undefined) return undefined;
  return [key, single?.replaceAll("''", "'") ?? double ?? plain?.trimEnd() ?? ''];
}

/** An entry of the list: its lines without the dash. Most are plain fields; the others go through the whole grammar. */
function readEntry(lines: readonly string[], row: number): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const line of lines) {
    if (line.trim() === '') continue;
    const field = simpleField(line);
    if (field === undefined) return parseYaml(lines.join('\n'), row);
    fields[field[0]] = field[1];
  }
  return fields;
}

/**
 * Splits a pack into its header and the entries of `list`, without building a tree of half a million nodes: entries begin with a dash
 * at one indentation. Failure: tags.unparseable, with the line.
 */
export function readPackText(text: string, list: 'tags' | 'actors'): PackText {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const begin = lines.findIndex((line) => line.trimEnd() === `${list}:`);
  if (begin < 0) throw unreadable(`there is no list of ${list}`);
  const dash = /^( *)- +/.exec(lines.slice(begin + 1).find((line) => line.trim() !== '') ?? '');
  if (dash === null) throw unreadable(`the list of ${list} has no entry`, begin + 2);
  const indent = dash[1] ?? '';
  const entries: { row: number; fields: Record<string, unknown> }[] = [];
  let open: string[] = [];
  let row = begin + 2;
  let at = begin + 1;
  const close = (): void => {
    if (open.length > 0) entries.push({ row, fields: readEntry(open, row) });
  };
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.startsWith(`${indent}- `)) {
      close();
      open = [line.slice(indent.length + 2).trimStart()];
      row = at + 1;
    } else if (line.trim() === '' || line.startsWith(`${indent} `)) open.push(line.slice(indent.length + 2));
    else if (!/^\s*#/.test(line)) break;
  }
  close();
  const header = [...lines.slice(0, begin), ...lines.slice(at)].filter(
    (line) => !/^(%|---|\.\.\.)/.test(line),
  );
  return { header: parseYaml(header.join('\n'), 1), entries };
}
