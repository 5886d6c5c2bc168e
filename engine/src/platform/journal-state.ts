import { Failure } from '../kernel/failure.ts';
import type { Tx } from './database.ts';

/**
 * How an entry writes state, as data: which table, which row, which columns from which member of the entry. The same
 * data stands in the journal (`journal.type_declared`), so that a verifier who shares no code can fold the entries.
 */
export interface StateBinding {
  readonly table: string;
  readonly op: 'insert' | 'upsert' | 'update' | 'delete';
  /** column → RFC 6901 pointer into the entry; `/personal/…` into its opened box, `/item/…` into the `each` element. */
  readonly key: Readonly<Record<string, string>>;
  readonly set: Readonly<Record<string, string>>;
  /** Repeats the binding for every element of this array. */
  readonly each?: string;
}

export interface BoundEntry {
  readonly number: number;
  readonly body: object;
  readonly personal?: object;
}

type Row = Record<string, unknown>;

/** Writes the state of entries of one type, one statement per binding. */
export async function applyState(
  tx: Tx,
  bindings: readonly StateBinding[],
  entries: readonly BoundEntry[],
): Promise<void> {
  for (const binding of bindings) {
    const rows = entries.flatMap((entry) => rowsOf(binding, entry));
    if (rows.length === 0) continue;
    const result = await tx.query(statementOf(binding), [JSON.stringify(rows)]);
    const strict = binding.op !== 'delete' && binding.each === undefined;
    if (strict && result.rowCount !== rows.length)
      throw new Failure(
        'conflict',
        'journal.state_missing',
        `${binding.op} on ${binding.table} met ${result.rowCount} of ${rows.length} rows`,
      );
  }
}

function rowsOf(binding: StateBinding, entry: BoundEntry): Row[] {
  const root = { ...entry.body, ...(entry.personal === undefined ? {} : { personal: entry.personal }) };
  if (binding.each === undefined) return [rowOf(binding, root, entry.number)];
  const items = at(root, binding.each);
  return Array.isArray(items) ? items.map((item) => rowOf(binding, { ...root, item }, entry.number)) : [];
}

function rowOf(binding: StateBinding, root: object, number: number): Row {
  const row: Row = {};
  for (const [column, pointer] of Object.entries(binding.key)) row[column] = at(root, pointer);
  for (const [column, pointer] of Object.entries(binding.set)) row[column] = at(root, pointer);
  row.entry = number;
  return row;
}

/** RFC 6901; a missing member is null. */
export function at(root: unknown, pointer: string): unknown {
  let value: unknown = root;
  for (const token of tokensOf(pointer)) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as Record<string, unknown>)[token];
  }
  return value ?? null;
}

/** The pointers of bindings are few and read for every row. */
const taken = new Map<string, readonly string[]>();

function tokensOf(pointer: string): readonly string[] {
  const known = taken.get(pointer);
  if (known !== undefined) return known;
  const tokens = pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  taken.set(pointer, tokens);
  return tokens;
}

const statements = new WeakMap<StateBinding, string>();

function statementOf(binding: StateBinding): string {
  const known = statements.get(binding);
  if (known !== undefined) return known;
  const made = buildStatement(binding);
  statements.set(binding, made);
  return made;
}

const quoted = (name: string): string => {
  if (!/^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/.test(name)) throw new Error(`not a plain SQL name: ${name}`);
  return name
    .split('.')
    .map((part) => `"${part}"`)
    .join('.');
};

function buildStatement({ table, op, key, set }: StateBinding): string {
  const keys = Object.keys(key).map(quoted);
  const sets = [...Object.keys(set).map(quoted), '"entry"'];
  const source = `jsonb_populate_recordset(null::${quoted(table)}, $1::jsonb) as r`;
  const match = keys.map((column) => `t.${column} = r.${column}`).join(' and ');
  if (op === 'delete') return `delete from ${quoted(table)} t using ${source} where ${match}`;
  if (op === 'update')
    return `update ${quoted(table)} t set ${sets.map((c) => `${c} = r.${c}`).join(', ')} from ${source} where ${match}`;
  const columns = [...keys, ...sets];
  const insert = `insert into ${quoted(table)} as t (${columns.join(', ')}) select ${columns.map((c) => `r.${c}`).join(', ')} from ${source}`;
  if (op === 'insert') return insert;
  return `${insert} on conflict (${keys.join(', ')}) do update set ${sets.map((c) => `${c} = excluded.${c}`).join(', ')}`;
}
