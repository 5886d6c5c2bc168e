import { type Json, type JsonObject, resolvePointer } from '../canonical.ts';
import type { TextRow } from '../database.ts';
import type { Entry } from '../entries.ts';
import { comparable } from '../values.ts';
import { type Binding, type Cell, type TablePlan, UNREADABLE } from './plan.ts';

/** One row that an entry writes. */
export interface Write {
  readonly binding: Binding;
  /** By position of the column; a column that is not named is absent. */
  readonly key: ReadonlyMap<number, Cell>;
  readonly set: ReadonlyMap<number, Cell>;
}

/** `opaque`: what the entry writes is decided inside a box that could not be opened. */
export interface Writes {
  readonly writes: readonly Write[];
  readonly opaque: boolean;
}

interface Source {
  readonly body: JsonObject;
  readonly personal: Json | undefined;
  /** The entry has a box, but it did not open. */
  readonly unopened: boolean;
  readonly item: Json | undefined;
  readonly itemUnreadable: boolean;
}

const under = (pointer: string, member: string): string | undefined => {
  if (pointer === `/${member}`) return '';
  return pointer.startsWith(`/${member}/`) ? pointer.slice(member.length + 1) : undefined;
};

function lookUp(source: Source, pointer: string): Json | undefined | typeof UNREADABLE {
  const inBox = under(pointer, 'personal');
  if (inBox !== undefined) return source.unopened ? UNREADABLE : resolvePointer(source.personal, inBox);
  const inItem = under(pointer, 'item');
  if (inItem !== undefined) return source.itemUnreadable ? UNREADABLE : resolvePointer(source.item, inItem);
  return resolvePointer(source.body, pointer);
}

function cells(binding: Binding, from: Binding['key'], source: Source): Map<number, Cell> {
  return new Map(
    from.map(([at, pointer]) => {
      const value = lookUp(source, pointer);
      const type = binding.table.columns[at]?.type;
      return [at, value === UNREADABLE || type === undefined ? UNREADABLE : comparable(type, value)];
    }),
  );
}

/** The rows that an entry writes by one binding. `personal` is the opened box. */
export function writesOf(binding: Binding, entry: Entry, personal: Json | undefined): Writes {
  const source: Source = {
    body: entry.body,
    personal,
    unopened: entry.body.sealed !== undefined && personal === undefined,
    item: undefined,
    itemUnreadable: false,
  };
  const write = (from: Source): Write => ({
    binding,
    key: cells(binding, binding.key, from),
    set: cells(binding, binding.set, from),
  });
  if (binding.each === undefined) return sealedKeys([write(source)]);
  const items = lookUp(source, binding.each);
  if (items === UNREADABLE) return { writes: [], opaque: true };
  if (!Array.isArray(items)) return { writes: [], opaque: false };
  return sealedKeys(items.map((item) => write({ ...source, item })));
}

/** A row whose key is inside a closed box cannot be told from another. */
function sealedKeys(writes: readonly Write[]): Writes {
  const known = writes.filter(({ key }) => ![...key.values()].includes(UNREADABLE));
  return { writes: known, opaque: known.length < writes.length };
}

/** A row of a table in comparable form. */
export interface FoundRow {
  readonly cells: readonly (string | null)[];
  readonly entry: string | null;
}

export function foundRow(table: TablePlan, row: TextRow): FoundRow {
  const cells = table.columns.map(({ type }, i) => {
    const text = row[`c${i}`] ?? null;
    return text === null ? null : (type.ofRow(text) ?? text);
  });
  return { cells, entry: row.entry ?? null };
}

/** Text that tells rows of a table apart. */
export const identityOf = (table: TablePlan, cell: (at: number) => Cell): string =>
  JSON.stringify(
    table.identity.map((at) => {
      const value = cell(at);
      return value === UNREADABLE ? null : value;
    }),
  );

/** The key of a row as people read it. */
export const keyText = (table: TablePlan, cell: (at: number) => Cell): string =>
  JSON.stringify(
    Object.fromEntries(
      table.identity.map((at) => {
        const column = table.columns[at];
        const value = cell(at);
        return [
          column?.name ?? '',
          column?.personal === true || value === UNREADABLE ? '(sealed)' : (value ?? null),
        ];
      }),
    ),
  );
