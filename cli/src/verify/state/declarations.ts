import { canonicalOf, isJsonObject, type Json, type JsonObject } from '../canonical.ts';
import type { Snapshot } from '../database.ts';
import { ENTRY_COLUMNS, readEntry } from '../entries.ts';
import type { Findings } from '../findings.ts';

/** How entries of a type write a table, as an entry of type `journal.type_declared` says it. */
export interface DeclaredBinding {
  readonly table: string;
  readonly op: 'insert' | 'upsert' | 'update' | 'delete';
  readonly key: Readonly<Record<string, string>>;
  readonly set: Readonly<Record<string, string>>;
  readonly each: string | undefined;
}

export const DECLARATION = 'journal.type_declared';

export const typeKey = (type: string, schema: number): string => `${type}/${schema}`;

export interface Declarations {
  /** By `type/schema`. */
  readonly bindings: ReadonlyMap<string, readonly DeclaredBinding[]>;
  /** Tables of declarations that cannot be trusted: they are not held against their entries. */
  readonly untrusted: ReadonlySet<string>;
}

const OPS = ['insert', 'upsert', 'update', 'delete'] as const;

function pointers(value: Json | undefined): Record<string, string> | undefined {
  if (value === undefined) return {};
  if (!isJsonObject(value)) return undefined;
  const found: Record<string, string> = {};
  for (const [column, pointer] of Object.entries(value)) {
    if (typeof pointer !== 'string' || !/^(\/|$)/.test(pointer)) return undefined;
    found[column] = pointer;
  }
  return found;
}

function binding(value: Json): DeclaredBinding | undefined {
  if (!isJsonObject(value)) return undefined;
  const { table, each } = value;
  const op = OPS.find((one) => one === value.op);
  const [key, set] = [pointers(value.key), pointers(value.set)];
  if (typeof table !== 'string' || op === undefined || key === undefined || set === undefined)
    return undefined;
  if (Object.keys(key).length === 0 || !(each === undefined || typeof each === 'string')) return undefined;
  return { table, op, key, set, each };
}

interface Told {
  readonly name: string;
  readonly bindings: readonly DeclaredBinding[];
  readonly text: string;
}

function told(data: JsonObject): Told | undefined {
  const { type, schema, state } = data;
  if (typeof type !== 'string' || typeof schema !== 'number' || !Array.isArray(state)) return undefined;
  const bindings = state.map(binding).filter((one) => one !== undefined);
  if (bindings.length !== state.length) return undefined;
  return { name: typeKey(type, schema), bindings, text: canonicalOf(state) };
}

/** Reads every declaration. What is wrong with one is told by the pass over all entries; here it only loses its say. */
export async function readDeclarations(
  snapshot: Snapshot,
  suspects: ReadonlySet<string>,
  findings: Findings,
): Promise<Declarations> {
  const bindings = new Map<string, readonly DeclaredBinding[]>();
  const texts = new Map<string, string>();
  const untrusted = new Set<string>();
  const sql = `select ${ENTRY_COLUMNS} from journal.entry where type = $1 order by number`;
  for await (const row of snapshot.stream(sql, [DECLARATION])) {
    const { entry, faults } = readEntry(row);
    const number = row.number ?? '';
    const data = entry?.body.data;
    const declared = isJsonObject(data) ? told(data) : undefined;
    if (declared === undefined) {
      if (faults.length === 0) {
        findings.add('state_differs', `entry ${number} declares no type that can be read`, { entry: number });
      }
      continue;
    }
    const { name } = declared;
    if (faults.length > 0 || suspects.has(number))
      for (const { table } of declared.bindings) untrusted.add(table);
    const before = texts.get(name);
    if (before === undefined) {
      texts.set(name, declared.text);
      bindings.set(name, declared.bindings);
    } else if (before !== declared.text && faults.length === 0) {
      findings.add('state_differs', `entry ${number} declares ${name} otherwise than an earlier one`, {
        entry: number,
      });
    }
  }
  return { bindings, untrusted };
}
