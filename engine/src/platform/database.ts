import pg from 'pg';
import { Failure } from '../kernel/failure.ts';
import type { Instant } from '../kernel/instant.ts';

/**
 * PostgreSQL behind small verbs. Two roles: `atalaya_app` sees only the obliged entities of its scope (row-level
 * security); `atalaya_system` is for readers behind the reply (sealer, alert reader, state load) and sees all.
 */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password?: string;
  readonly ssl?: boolean;
}

/** Whose rows a transaction may see and write. */
export interface Scope {
  readonly entities: readonly string[];
}

/** Entity of records that belong to the deployment itself (entry types, lists, obliged entities). */
export const DEPLOYMENT = '*';

export interface Database {
  readonly connection: Connection;
  readonly app: pg.Pool;
  readonly system: pg.Pool;
  close(): Promise<void>;
}

/** A transaction; only `write` and `read` hand one out. */
export type Tx = Pick<pg.ClientBase, 'query'>;

const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`bigint beyond 2^53: ${text}`);
  return value;
});
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => Date.parse(text) as Instant);
types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export function connectionOf(url: string): Connection {
  const parsed = new URL(url);
  if (!/^postgres(ql)?:$/.test(parsed.protocol))
    throw new Failure('operator', 'config.database_url', 'DATABASE_URL must begin with postgres://');
  return {
    host: parsed.searchParams.get('host') ?? decodeURIComponent(parsed.hostname),
    port: Number(parsed.port || 5432),
    user: decodeURIComponent(parsed.username || 'postgres'),
    database: decodeURIComponent(parsed.pathname.slice(1) || 'postgres'),
    ...(parsed.password === '' ? {} : { password: decodeURIComponent(parsed.password) }),
    ...(parsed.searchParams.get('sslmode') === 'require' ? { ssl: true } : {}),
  };
}

const poolOf = (connection: Connection, role: string, max: number): pg.Pool => {
  const pool = new pg.Pool({
    ...connection,
    types,
    max,
    options: `-c role=${role} -c timezone=UTC -c statement_timeout=60000`,
    application_name: `atalaya ${role}`,
  });
  survive(pool);
  return pool;
};

/**
 * A connection that dies tells so twice: its query fails, and its client emits an error that would end the process where
 * nobody listens. The query reports; the next one opens a new connection.
 */
export function survive(pool: pg.Pool): void {
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
}

/** What pg and its pool say without a code where there is no connection, or none any more. */
const NO_CONNECTION =
  /^(Connection terminated|timeout e|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after)/;
const NO_SERVER: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT']);

/**
 * PostgreSQL did not answer, or does no more: starting, stopping, overfull or gone. Says nothing of what was asked, which may
 * have been done when the answer was lost. Codes: SQLSTATE classes 08 and 53, 57P01 to 57P05.
 */
export function isUnanswered(error: Error): boolean {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (code === null) return NO_CONNECTION.test(error.message);
  return /^(08|53|57P0)/.test(code) || NO_SERVER.has(code);
}

export function openDatabase(connection: Connection, sizes = { app: 12, system: 6 }): Database {
  const app = poolOf(connection, 'atalaya_app', sizes.app);
  const system = poolOf(connection, 'atalaya_system', sizes.system);
  return { connection, app, system, close: async () => void (await Promise.all([app.end(), system.end()])) };
}

async function transaction<T>(pool: pg.Pool, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

const scoped = (scope: Scope): string => {
  for (const entity of scope.entities)
    if (!/^(\*|ent_[0-9A-Z]{26})$/i.test(entity))
      throw new Failure('operator', 'database.scope', `bad entity ${entity}`);
  return `; set local atalaya.entities = '${scope.entities.join(',')}'`;
};

/** One read-write transaction that sees only the scope's entities. */
export const write = <T>(db: Database, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> =>
  transaction(db.app, `begin${scoped(scope)}`, work);

/** Ends what only read: nobody waits for it, there is nothing that could still fail. */
function letGo(client: pg.PoolClient): void {
  client.query('commit').then(
    () => client.release(),
    (error: Error) => client.release(error),
  );
}

/** One read-only snapshot of the scope's entities. */
export async function read<T>(db: Database, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  const begin = `begin transaction isolation level repeatable read read only${scoped(scope)}`;
  const client = await db.app.connect();
  try {
    await client.query(begin);
    return await work(client);
  } finally {
    letGo(client);
  }
}

/** A transaction across all entities, for programs and not for people. */
export const asSystem = <T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> =>
  transaction(db.system, 'begin', work);

/** Rows of a query, typed by the caller who wrote the SQL. */
export async function rows<T extends object>(
  tx: Tx,
  sql: string,
  values: readonly unknown[] = [],
): Promise<T[]> {
  const result = await tx.query<T & pg.QueryResultRow>(sql, [...values]);
  return result.rows;
}

export async function one<T extends object>(
  tx: Tx,
  sql: string,
  values: readonly unknown[] = [],
): Promise<T | undefined> {
  return (await rows<T>(tx, sql, values))[0];
}
