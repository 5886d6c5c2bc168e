import { quoted, type Snapshot, type TextRow } from '../database.ts';
import type { Findings } from '../findings.ts';
import { type ColumnType, columnType } from '../values.ts';
import type { Declarations, DeclaredBinding } from './declarations.ts';

/** What the verifier cannot know: a member inside a box that does not open, or a default it cannot work out. */
export const UNREADABLE = Symbol('unreadable');
/** A column's value in comparable form; undefined: the entry says what cannot stand in the column. */
export type Cell = string | null | undefined | typeof UNREADABLE;

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** What the column holds when no entry has set it. */
  readonly initial: Cell;
  /** Some entry type fills it from a sealed box: its values are not shown. */
  readonly personal: boolean;
}

export interface TablePlan {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Positions of the columns that tell one row from another. */
  readonly identity: readonly number[];
  /** Only inserted into: can be compared in the order of entries. */
  readonly insertOnly: boolean;
  /** Reads all rows: columns in their order, then `entry`. */
  readonly select: string;
}

export interface Binding {
  readonly table: TablePlan;
  readonly op: DeclaredBinding['op'];
  /** Position of the column, and the pointer that fills it. */
  readonly key: readonly (readonly [number, string])[];
  readonly set: readonly (readonly [number, string])[];
  readonly each: string | undefined;
  readonly personal: boolean;
}

export interface Plan {
  readonly tables: readonly TablePlan[];
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  /** What is not held against the entries, and why. */
  readonly notChecked: readonly string[];
}

const isPersonal = (pointer: string): boolean => /^\/personal(\/|$)/.test(pointer);
const pointersOf = ({ key, set, each }: DeclaredBinding): string[] => [
  ...Object.values(key),
  ...Object.values(set),
  ...(each === undefined ? [] : [each]),
];

/** Whether the column takes something from a box, directly or through an element of a sealed list. */
const fillsPersonally = (binding: DeclaredBinding, column: string): boolean => {
  const pointer = binding.set[column] ?? binding.key[column];
  if (pointer === undefined) return false;
  return isPersonal(pointer) || (pointer.startsWith('/item') && isPersonal(binding.each ?? ''));
};

/** Looks the declared tables and columns up in the database. */
export async function planState(
  snapshot: Snapshot,
  declarations: Declarations,
  findings: Findings,
): Promise<Plan> {
  const byTable = new Map<string, DeclaredBinding[]>();
  for (const bindings of declarations.bindings.values()) {
    for (const binding of bindings) {
      byTable.set(binding.table, [...(byTable.get(binding.table) ?? []), binding]);
    }
  }
  const notChecked: string[] = [];
  const tables = new Map<string, TablePlan>();
  for (const [name, bindings] of [...byTable].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (declarations.untrusted.has(name)) {
      notChecked.push(`table ${name}: a declaration that writes it cannot be trusted`);
      continue;
    }
    const plan = await planTable(snapshot, name, bindings, findings, notChecked);
    if (plan !== undefined) tables.set(name, plan);
  }
  const bindings = new Map(
    [...declarations.bindings].map(([type, declared]) => [
      type,
      declared.flatMap((one) => bindingOf(one, tables.get(one.table))),
    ]),
  );
  notChecked.push(...(await tablesOutside(snapshot, byTable)));
  return { tables: [...tables.values()], bindings, notChecked };
}

function bindingOf(declared: DeclaredBinding, table: TablePlan | undefined): Binding[] {
  if (table === undefined) return [];
  const placed = (pointers: Readonly<Record<string, string>>): [number, string][] =>
    Object.entries(pointers).flatMap(([column, pointer]) => {
      const at = table.columns.findIndex(({ name }) => name === column);
      return at < 0 ? [] : [[at, pointer]];
    });
  const personal = pointersOf(declared).some(isPersonal);
  const { op, each } = declared;
  return [{ table, op, key: placed(declared.key), set: placed(declared.set), each, personal }];
}

async function planTable(
  snapshot: Snapshot,
  name: string,
  bindings: readonly DeclaredBinding[],
  findings: Findings,
  notChecked: string[],
): Promise<TablePlan | undefined> {
  const stored = await storedColumns(snapshot, name);
  if (!stored.has('entry')) {
    const what = stored.size === 0 ? 'is not there' : 'has no column entry';
    findings.add('state_differs', `table ${name} ${what}`, { table: name });
    return undefined;
  }
  const makers = bindings.filter(({ op }) => op === 'insert' || op === 'upsert');
  const keys = new Set(
    (makers.length > 0 ? makers : bindings).map(({ key }) => Object.keys(key).sort().join('\n')),
  );
  if (keys.size > 1) {
    notChecked.push(`table ${name}: its declarations name different keys`);
    return undefined;
  }
  const identity = [...keys].flatMap((key) => key.split('\n'));
  const named = new Set([
    ...identity,
    ...bindings.flatMap(({ key, set }) => [...Object.keys(key), ...Object.keys(set)]),
  ]);
  const columns: Column[] = [];
  for (const column of named) {
    const found = stored.get(column);
    const type = columnType(found?.type ?? '');
    if (found === undefined) {
      findings.add('state_differs', `column ${name}.${column} is not there`, { table: name, column });
    } else if (type === undefined) notChecked.push(`column ${name}.${column}: type ${found.type}`);
    else {
      const personal = bindings.some((binding) => fillsPersonally(binding, column));
      columns.push({ name: column, type, initial: initialOf(found.default, type), personal });
    }
  }
  const places = identity.map((column) => columns.findIndex((one) => one.name === column));
  if (places.includes(-1)) return undefined;
  const outside = [...stored.keys()].filter((column) => column !== 'entry' && !named.has(column));
  if (outside.length > 0) notChecked.push(`table ${name}: no entry writes ${outside.join(', ')}`);
  const list = columns.map((column, i) => `${column.type.select(quoted(column.name))} as c${i}`).join(', ');
  return {
    name,
    columns,
    identity: places,
    insertOnly: bindings.every(({ op }) => op === 'insert'),
    select: `select ${list}, entry::text as entry from ${quoted(name)}`,
  };
}

interface StoredColumn {
  readonly type: string;
  readonly default: string | null;
}

async function storedColumns(snapshot: Snapshot, table: string): Promise<Map<string, StoredColumn>> {
  const rows = await snapshot.query(
    `select a.attname as name, coalesce(b.typname, case t.typtype when 'e' then 'text' end, t.typname) as type,
            pg_get_expr(d.adbin, d.adrelid) as default
     from pg_attribute a join pg_type t on t.oid = a.atttypid
     left join pg_type b on b.oid = nullif(t.typbasetype, 0)
     left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [quoted(table)],
  );
  return new Map(rows.map((row) => [row.name ?? '', { type: row.type ?? '', default: row.default ?? null }]));
}

/** A column that is not set holds its default, where that is a plain constant. */
function initialOf(expression: string | null, type: ColumnType): Cell {
  if (expression === null) return null;
  const quotedText = /^'((?:[^']|'')*)'(?:::[a-z ]+)?$/.exec(expression)?.[1];
  if (quotedText !== undefined) return type.ofRow(quotedText.replaceAll("''", "'"));
  if (/^-?\d+(\.\d+)?$|^(true|false)$/.test(expression)) return type.ofRow(expression);
  return /^NULL(::.*)?$/i.test(expression) ? null : UNREADABLE;
}

/** Tables that no declaration names, so that nobody takes silence for a check. */
async function tablesOutside(snapshot: Snapshot, declared: ReadonlyMap<string, unknown>): Promise<string[]> {
  const rows = await snapshot.query(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     order by 1`,
  );
  const proof = ['journal.entry', 'journal.tile', 'journal.checkpoint'];
  const outside = rows
    .map((row: TextRow) => row.name ?? '')
    .filter((name) => !declared.has(name) && !proof.includes(name));
  return outside.length === 0 ? [] : [`tables outside the journal: ${outside.join(', ')}`];
}
