import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Failure } from '../../../kernel/failure.ts';
import { leafHash } from '../../../kernel/merkle.ts';
import { int4Array, int8Array, textArray, timestampArray } from '../../../platform/binary-arrays.ts';
import type { Connection } from '../../../platform/database.ts';
import type { BesideRow, HoldRow, TakenBackRow } from './group.ts';
import type { Prepared } from './prepare.ts';

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
export class WritingSession {
  readonly #connection: Connection;
  #client: pg.Client | null = null;
  #entities: ReadonlySet<string> = new Set();
  #ended = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Connects where no connection is. Once it resolves, whatever an earlier session was committing is there or never will
   * be. Failure: engine.already_running.
   */
  async open(): Promise<void> {
    if (this.#client !== null) return;
    this.#ensureGoing();
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
      // Whoever ended it meanwhile found no connection to end.
      this.#ensureGoing();
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.#entities = new Set();
    this.#client = client;
  }

  #ensureGoing(): void {
    if (this.#ended) throw new Error('the session for commits was ended');
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

  /** Journal numbers by row. On any error nothing was written, unless the connection was lost: then ask again. */
  async commit(group: Prepared): Promise<number[]> {
    const { columns, holds, takenBack } = group;
    const client = await this.#connected(new Set(columns.entity));
    try {
      const isMore = holds.length > 0 || takenBack.length > 0;
      if (isMore) await client.query('begin');
      const result = await client.query<{ id: string; entry: string }>({
        name: 'decide',
        text: STATEMENT,
        values: valuesOf(group),
      });
      if (holds.length > 0) await client.query({ name: 'hold', text: HOLDS, values: holdValues(holds) });
      if (takenBack.length > 0)
        await client.query({ name: 'back', text: TAKEN_BACK, values: takenBackValues(takenBack) });
      if (isMore) await client.query('commit');
      const numbers = new Map(result.rows.map((row) => [row.id, Number(row.entry)]));
      return columns.id.map((id) => numbers.get(id) ?? 0);
    } catch (error) {
      await client.query('rollback').catch(() => this.#hangUp());
      throw error;
    }
  }

  /** For good: a connection that is being made is given up. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#hangUp();
  }

  async #hangUp(): Promise<void> {
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

function valuesOf({ columns, bytes, leaves }: Prepared): unknown[] {
  const starts: number[] = [];
  let start = 1;
  for (const one of bytes) {
    starts.push(start);
    start += one.length;
  }
  return [
    Buffer.concat(bytes),
    Buffer.concat(leaves),
    textArray(columns.entity),
    textArray(columns.entryType),
    textArray(columns.actor),
    textArray(columns.id),
    timestampArray(columns.at),
    int4Array(starts),
    int4Array(bytes.map((one) => one.length)),
    textArray(columns.reference),
    textArray(columns.content),
    textArray(columns.customer),
    textArray(columns.type),
    timestampArray(columns.occurredAt),
    textArray(columns.asset),
    textArray(columns.amount),
    int8Array(columns.valueUsd),
    textArray(columns.rail),
    textArray(columns.network),
    textArray(columns.address),
    textArray(columns.outcome),
    textArray(columns.scenarios),
  ];
}

/** Entity, actor, subject, time, bytes, leaf. */
function entryValues(beside: readonly BesideRow[]): unknown[] {
  const bodies = beside.map((one) => Buffer.from(one.text));
  return [
    beside.map((one) => one.entity),
    beside.map((one) => one.actor),
    beside.map((one) => one.subject),
    beside.map((one) => one.at),
    bodies,
    bodies.map(leafHash),
  ];
}

const holdValues = (held: readonly HoldRow[]): unknown[] => [
  ...entryValues(held),
  held.map((one) => one.id),
  held.map((one) => one.customer),
  held.map((one) => one.until),
  held.map((one) => one.scenarios),
];

const takenBackValues = (back: readonly TakenBackRow[]): unknown[] => [
  ...entryValues(back),
  back.map((one) => one.customer),
  back.map((one) => one.kind),
  back.map((one) => one.by),
];
