import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { canonicalBytes } from '../../kernel/canonical.ts';
import { Failure } from '../../kernel/failure.ts';
import { leafHash } from '../../kernel/merkle.ts';
import { int4Array, int8Array, textArray, timestampArray } from '../../platform/binary-arrays.ts';
import type { Connection } from '../../platform/database.ts';
import type { EntryBody } from '../../platform/journal.ts';
import type { DecidedEntry } from './entry-text.ts';

/**
 * The group commit: events that arrived together become durable together, in one statement and one flush. It is the
 * write path of platform/journal.ts laid out by hand for the one place where speed decides; the state it writes is
 * declared by the same entry types, and the verifier and a test hold it to them.
 */
export interface PendingDecision {
  readonly entry: DecidedEntry;
  /** What is hashed and stored, and its leaf hash. */
  readonly bytes: Buffer;
  readonly leaf: Buffer;
}

/** Rows are read once, then written to the journal and to the state; entry numbers are drawn in the order of arrival. */
const STATEMENT = `
  with arrived as materialized (
    select nextval('journal.entry_number_seq') as number, e.*
    from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::int[], $9::int[], $10::text[],
        $11::text[], $12::text[], $13::text[], $14::timestamptz[], $15::text[], $16::text[], $17::bigint[], $18::text[],
        $19::text[], $20::text[], $21::text[], $22::text[])
      with ordinality as e (entity, entry_type, actor, id, at, start, length, reference, content, customer, type,
        occurred_at, asset, amount, value_usd, rail, network, address, outcome, scenarios, position)
  ), journaled as (
    insert into journal.entry (number, entity, type, schema, actor, subject, at, bytes, leaf_hash)
    overriding system value
    select number, entity, entry_type, 1, actor, id, at, substr($1::bytea, start, length),
           substr($2::bytea, (position::int - 1) * 32 + 1, 32)
    from arrived
  )
  insert into decisions.decision (id, entity, reference, content, customer, type, occurred_at, recorded_at, asset, amount,
    value_usd, rail, network, address, outcome, scenarios, entry)
  select id, entity, reference, content, customer, type, occurred_at, at, asset, amount, value_usd, rail, network, address,
    outcome, scenarios::jsonb, number
  from arrived
  returning id, entry`;

const HOLDS = `
  with journaled as (
    insert into journal.entry (entity, type, schema, actor, subject, at, bytes, leaf_hash)
    select e.entity, 'decisions.hold_placed', 1, e.actor, e.subject, e.at, e.bytes, e.leaf
    from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::bytea[], $6::bytea[])
      as e (entity, actor, subject, at, bytes, leaf)
    returning number, subject, at
  )
  insert into decisions.hold (id, entity, event, customer, state, placed_at, until, scenarios, entry)
  select h.id, h.entity, h.event, h.customer, 'held', j.at, h.until, h.scenarios, j.number
  from unnest($7::text[], $1::text[], $3::text[], $8::text[], $9::timestamptz[], $10::jsonb[])
    as h (id, entity, event, customer, until, scenarios)
  join journaled j on j.subject = h.event`;

const TAKEN_BACK = `
  with journaled as (
    insert into journal.entry (entity, type, schema, actor, subject, at, bytes, leaf_hash)
    select e.entity, 'decisions.event_taken_back', 1, e.actor, e.subject, e.at, e.bytes, e.leaf
    from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::bytea[], $6::bytea[])
      as e (entity, actor, subject, at, bytes, leaf)
    returning number, subject, at
  )
  insert into decisions.taken_back (event, entity, customer, kind, by_event, at, entry)
  select t.event, t.entity, t.customer, t.kind, t.by_event, j.at, j.number
  from unnest($3::text[], $1::text[], $7::text[], $8::text[], $9::text[]) as t (event, entity, customer, kind, by_event)
  join journaled j on j.subject = t.event`;

/** Held by the session that commits: another engine's, or our own before it was lost, cannot commit behind our back. */
const LOCK = 4784;
const LOCK_MS_MAX = 5000;

/** One connection of its own, so that a commit never waits for a pool. Failures are PostgreSQL's; the caller judges them. */
export class CommitConnection {
  readonly #connection: Connection;
  #client: pg.Client | null = null;
  #entities: ReadonlySet<string> = new Set();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Connects where no connection is. Once it resolves, whatever an earlier session was committing is there or never will
   * be. Failure: engine.already_running.
   */
  async open(): Promise<void> {
    if (this.#client !== null) return;
    const client = new pg.Client({
      ...this.#connection,
      options:
        '-c role=atalaya_app -c timezone=UTC -c statement_timeout=60000 -c plan_cache_mode=force_generic_plan',
      application_name: 'atalaya decisions',
    });
    client.on('error', () => void this.#drop(client));
    try {
      await client.connect();
      await takeLock(client);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.#entities = new Set();
    this.#client = client;
  }

  async #connected(entities: ReadonlySet<string>): Promise<pg.Client> {
    await this.open();
    const client = this.#client;
    if (client === null) throw new Error('the connection for commits was lost');
    if (![...entities].every((entity) => this.#entities.has(entity))) {
      const all = new Set([...this.#entities, ...entities]);
      await client.query("select set_config('atalaya.entities', $1, false)", [[...all].join(',')]);
      this.#entities = all;
    }
    return client;
  }

  #drop(client: pg.Client): void {
    if (this.#client === client) this.#client = null;
  }

  /** Journal numbers by event id. On any error nothing was written, unless the connection was lost: then ask again. */
  async commit(pending: readonly PendingDecision[]): Promise<Map<string, number>> {
    const client = await this.#connected(new Set(pending.map((one) => one.entry.entity)));
    try {
      const held = pending.filter((one) => one.entry.hold !== null);
      const back = pending.map((one) => one.entry).filter((one) => one.gathered.takes_back !== undefined);
      const isMore = held.length > 0 || back.length > 0;
      if (isMore) await client.query('begin');
      const result = await client.query<{ id: string; entry: string }>({
        name: 'decide',
        text: STATEMENT,
        values: valuesOf(pending),
      });
      if (held.length > 0)
        await client.query({ name: 'hold', text: HOLDS, values: holdValues(held.map((one) => one.entry)) });
      if (back.length > 0)
        await client.query({ name: 'back', text: TAKEN_BACK, values: takenBackValues(back) });
      if (isMore) await client.query('commit');
      return new Map(result.rows.map((row) => [row.id, Number(row.entry)]));
    } catch (error) {
      await client.query('rollback').catch(() => this.close());
      throw error;
    }
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }
}

async function takeLock(client: pg.Client): Promise<void> {
  for (const deadline = Date.now() + LOCK_MS_MAX; ; await sleep(20)) {
    const { rows } = await client.query<{ held: boolean }>(`select pg_try_advisory_lock(${LOCK}) as held`);
    if (rows[0]?.held === true) return;
    if (Date.now() >= deadline)
      throw new Failure(
        'operator',
        'engine.already_running',
        'another session commits decisions in this database',
      );
  }
}

function valuesOf(pending: readonly PendingDecision[]): unknown[] {
  const bytes = pending.map((one) => one.bytes);
  const starts: number[] = [];
  let start = 1;
  for (const one of bytes) {
    starts.push(start);
    start += one.length;
  }
  const entries = pending.map((one) => one.entry);
  return [
    Buffer.concat(bytes),
    Buffer.concat(pending.map((one) => one.leaf)),
    textArray(entries, (one) => one.entity),
    textArray(entries, (one) => one.type),
    textArray(entries, (one) => one.actor),
    textArray(entries, (one) => one.id),
    timestampArray(entries, (one) => one.recordedAt),
    int4Array(starts),
    int4Array(bytes.map((one) => one.length)),
    textArray(entries, (one) => one.reference),
    textArray(entries, (one) => one.columns.content),
    textArray(entries, (one) => one.columns.customer),
    textArray(entries, (one) => one.columns.type),
    timestampArray(entries, (one) => one.occurredAt),
    textArray(entries, (one) => one.columns.asset),
    textArray(entries, (one) => one.columns.amount),
    int8Array(entries, (one) => one.columns.value_usd),
    textArray(entries, (one) => one.columns.rail),
    textArray(entries, (one) => one.columns.network),
    textArray(entries, (one) => one.columns.address),
    textArray(entries, (one) => one.outcome),
    textArray(entries, (one) => one.scenarios),
  ];
}

function holdValues(held: readonly DecidedEntry[]): unknown[] {
  const bodies = held.map(holdBody).map(canonicalBytes);
  return [
    held.map((one) => one.entity),
    held.map((one) => one.actor),
    held.map((one) => one.id),
    held.map((one) => one.at),
    bodies,
    bodies.map(leafHash),
    held.map((one) => one.hold?.id),
    held.map((one) => one.columns.customer),
    held.map((one) => one.hold?.until),
    held.map((one) => one.scenarios),
  ];
}

const holdBody = (one: DecidedEntry): EntryBody => ({
  v: 1,
  type: 'decisions.hold_placed',
  schema: 1,
  entity: one.entity,
  actor: one.actor,
  subject: one.id,
  at: one.at,
  data: {
    customer: one.columns.customer,
    scenarios: JSON.parse(one.scenarios),
    hold: { id: one.hold?.id, until: one.hold?.until, state: 'held' },
  },
});

function takenBackValues(back: readonly DecidedEntry[]): unknown[] {
  const bodies = back.map(takenBackBody).map(canonicalBytes);
  return [
    back.map((one) => one.entity),
    back.map((one) => one.actor),
    back.map((one) => one.gathered.takes_back?.event),
    back.map((one) => one.at),
    bodies,
    bodies.map(leafHash),
    back.map((one) => one.columns.customer),
    back.map((one) => one.gathered.takes_back?.kind),
    back.map((one) => one.id),
  ];
}

const takenBackBody = ({ entity, actor, gathered, at, columns, id }: DecidedEntry): EntryBody => ({
  v: 1,
  type: 'decisions.event_taken_back',
  schema: 1,
  entity,
  actor,
  subject: gathered.takes_back?.event ?? '',
  at,
  data: { customer: columns.customer, kind: gathered.takes_back?.kind, by: id },
});
