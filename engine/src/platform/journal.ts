import { canonicalBytes } from '../kernel/canonical.ts';
import { Failure } from '../kernel/failure.ts';
import { formatInstant, type Instant, instantOf } from '../kernel/instant.ts';
import { leafHash } from '../kernel/merkle.ts';
import { DEPLOYMENT, rows, type Tx } from './database.ts';
import { applyState, type StateBinding } from './journal-state.ts';
import { sealFor, type Vault } from './vault.ts';

/**
 * The one write path. A verb records an entry; the state rows that the entry type binds are written by the same call in
 * the same transaction, so that state is what the entries say. Format: docs/concepts/journal-format.md.
 */
export interface EntryType<_Data extends object = object, _Personal extends object = object> {
  readonly type: string;
  readonly schema: number;
  readonly state: readonly StateBinding[];
}

export const entryType = <Data extends object, Personal extends object = never>(
  definition: EntryType,
): EntryType<Data, Personal> => definition as EntryType<Data, Personal>;

export interface NewEntry<Data extends object, Personal extends object = object> {
  readonly entity: string;
  /** `usr_…`, `key_…` or `system:<program>`. */
  readonly actor: string;
  readonly subject: string;
  readonly data: Data;
  /** Sealed with this person's key; the hash covers the sealed box only. */
  readonly personal?: { readonly person: string; readonly content: Personal };
  readonly at?: Instant;
}

export interface Recorded {
  readonly number: number;
  readonly at: Instant;
  readonly leafHash: Buffer;
}

/** The entry as hashed. `at` is RFC 3339 text; member order is given by the canonical form. */
export interface EntryBody {
  readonly v: 1;
  readonly type: string;
  readonly schema: number;
  readonly entity: string;
  readonly actor: string;
  readonly subject: string;
  readonly at: string;
  readonly data: object;
  readonly sealed?: readonly { readonly person: string; readonly box: string }[];
}

export interface Journal {
  record<D extends object, P extends object>(
    tx: Tx,
    type: EntryType<D, P>,
    entry: NewEntry<D, P>,
  ): Promise<Recorded>;
  /** Many entries of one type in order; all or nothing with the transaction. */
  recordMany<D extends object, P extends object>(
    tx: Tx,
    type: EntryType<D, P>,
    entries: readonly NewEntry<D, P>[],
  ): Promise<readonly Recorded[]>;
}

interface Prepared {
  readonly body: EntryBody;
  readonly bytes: Buffer;
  readonly leaf: Buffer;
  readonly at: Instant;
}

const INSERT = `
  insert into journal.entry (entity, type, schema, actor, subject, at, bytes, leaf_hash)
  select e.entity, $1, $2, e.actor, e.subject, e.at, e.bytes, e.leaf
  from unnest($3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::bytea[], $8::bytea[])
    with ordinality as e (entity, actor, subject, at, bytes, leaf, position)
  order by e.position
  returning number`;

export function createJournal(vault: Vault, now: () => Instant = () => instantOf(Date.now())): Journal {
  const prepare = <D extends object, P extends object>(
    type: EntryType<D, P>,
    entry: NewEntry<D, P>,
    keys: ReadonlyMap<string, Buffer>,
  ): Prepared => {
    const at = entry.at ?? now();
    const body: EntryBody = {
      v: 1,
      type: type.type,
      schema: type.schema,
      entity: entry.entity,
      actor: entry.actor,
      subject: entry.subject,
      at: formatInstant(at),
      data: withoutUndefined(entry.data),
      ...(entry.personal === undefined ? {} : { sealed: [boxOf(type, entry.subject, entry.personal, keys)] }),
    };
    const bytes = canonicalBytes(body);
    return { body, bytes, leaf: leafHash(bytes), at };
  };

  const recordMany: Journal['recordMany'] = async (tx, type, entries) => {
    if (entries.length === 0) return [];
    const keys = await vault.keysOf(tx, personsOf(entries));
    const prepared = entries.map((entry) => prepare(type, entry, keys));
    const inserted = await rows<{ number: number }>(tx, INSERT, [
      type.type,
      type.schema,
      entries.map((entry) => entry.entity),
      entries.map((entry) => entry.actor),
      entries.map((entry) => entry.subject),
      prepared.map((one) => formatInstant(one.at)),
      prepared.map((one) => one.bytes),
      prepared.map((one) => one.leaf),
    ]);
    const numbers = inserted.map((row) => row.number).sort((left, right) => left - right);
    const recorded = prepared.map((one, i) => ({ number: numbers[i] ?? 0, at: one.at, leafHash: one.leaf }));
    await applyState(
      tx,
      type.state,
      prepared.map((one, i) => ({
        number: numbers[i] ?? 0,
        body: one.body,
        ...(entries[i]?.personal === undefined
          ? {}
          : { personal: withoutUndefined(entries[i].personal.content) }),
      })),
    );
    return recorded;
  };

  return {
    recordMany,
    async record(tx, type, entry) {
      const [recorded] = await recordMany(tx, type, [entry]);
      if (recorded === undefined)
        throw new Failure('operator', 'journal.not_recorded', `${type.type} was not recorded`);
      return recorded;
    },
  };
}

function personsOf(entries: readonly NewEntry<object, object>[]) {
  const persons = new Map<string, { entity: string; person: string }>();
  for (const { entity, personal } of entries)
    if (personal !== undefined) persons.set(personal.person, { entity, person: personal.person });
  return [...persons.values()];
}

function boxOf(
  type: EntryType,
  subject: string,
  personal: { readonly person: string; readonly content: object },
  keys: ReadonlyMap<string, Buffer>,
): { person: string; box: string } {
  const key = keys.get(personal.person);
  if (key === undefined) throw new Failure('operator', 'vault.key_missing', `no key for ${personal.person}`);
  const content = canonicalBytes(withoutUndefined(personal.content));
  return { person: personal.person, box: sealFor(key, content, type.type, subject) };
}

/** Absent members are left out on purpose and at one place; anything else undefined is refused by the canonical form. */
export function withoutUndefined<T extends object>(value: T): T {
  if (Array.isArray(value))
    return value.map((item) => (isObject(item) ? withoutUndefined(item) : item)) as unknown as T;
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => [name, isObject(member) ? withoutUndefined(member) : member]);
  return Object.fromEntries(entries) as T;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const typeDeclared = entryType<{ type: string; schema: number; state: readonly StateBinding[] }>({
  type: 'journal.type_declared',
  schema: 1,
  state: [
    {
      table: 'journal.entry_type',
      op: 'insert',
      key: { type: '/data/type', schema: '/data/schema' },
      set: { state: '/data/state', entity: '/entity' },
    },
  ],
});

/** Makes the journal self-describing: every entry type says, as an entry, what state it writes. */
export async function declareEntryTypes(
  tx: Tx,
  journal: Journal,
  types: readonly EntryType[],
): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(4781)');
  const known = await rows<{ type: string; schema: number; state: unknown }>(
    tx,
    'select type, schema, state from journal.entry_type',
  );
  const declared = new Map(
    known.map((row) => [`${row.type}/${row.schema}`, canonicalBytes(row.state).toString()]),
  );
  for (const { type, schema, state } of [typeDeclared, ...types]) {
    const before = declared.get(`${type}/${schema}`);
    if (before === undefined)
      await journal.record(tx, typeDeclared, {
        entity: DEPLOYMENT,
        actor: 'system:start',
        subject: type,
        data: { type, schema, state },
      });
    else if (before !== canonicalBytes(state).toString())
      throw new Failure(
        'operator',
        'journal.type_changed',
        `entry type ${type} changed its state binding without a new schema number`,
      );
  }
}
