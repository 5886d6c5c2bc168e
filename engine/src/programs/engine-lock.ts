import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Failure } from '../kernel/failure.ts';
import type { Connection } from '../platform/database.ts';

/**
 * One engine decides on a database: it holds a lock of PostgreSQL's for as long as its session lives. The lock is let go
 * by whatever ends the process, so nothing has to be cleaned up by hand.
 */
export interface EngineLock {
  /** Settles with `engine.already_running` when the session was lost and another engine took the lock meanwhile. */
  readonly lost: Promise<Failure>;
  release(): Promise<void>;
}

export interface EngineLockOptions {
  /** How long to wait for a predecessor to leave. */
  readonly waitMs?: number;
  readonly log?: (line: string) => void;
}

/** Locks of the engine: 4780 migrations, 4781 entry types, 4782 sealer, 4783 the engine itself, 4784 its commits. */
const LOCK = 4783;
const RETRY_MS = 200;

/**
 * Takes the lock, then ends sessions of a predecessor that may still be committing: what the new engine reads at its start
 * must not change behind it. When the session is lost the lock is taken again as soon as PostgreSQL answers.
 * Failure (`operator`): `engine.already_running`.
 */
export async function holdEngineLock(
  connection: Connection,
  options: EngineLockOptions = {},
): Promise<EngineLock> {
  let held = await take(connection, options.waitMs ?? 10_000);
  await endLeftovers(held);
  let released = false;
  const lost = new Promise<Failure>((resolve) => {
    const watch = (session: pg.Client): void => {
      session.once('end', () => void again());
    };
    const again = async (): Promise<void> => {
      while (!released) {
        try {
          const session = await take(connection, 2000);
          options.log?.('took the lock of the database again');
          if (released) return await session.end();
          held = session;
          return watch(session);
        } catch (error) {
          if (error instanceof Failure) return resolve(error);
          await sleep(RETRY_MS, undefined, { ref: false });
        }
      }
    };
    watch(held);
  });
  return {
    lost,
    release: async () => {
      released = true;
      await held.end().catch(() => undefined);
    },
  };
}

async function take(connection: Connection, waitMs: number): Promise<pg.Client> {
  const session = new pg.Client({ ...connection, keepAlive: true, application_name: 'atalaya engine' });
  session.on('error', () => undefined);
  await session.connect();
  try {
    for (const deadline = Date.now() + waitMs; ; await sleep(RETRY_MS)) {
      const { rows } = await session.query<{ held: boolean }>(`select pg_try_advisory_lock(${LOCK}) as held`);
      if (rows[0]?.held === true) return session;
      if (Date.now() >= deadline) throw await alreadyRunning(session, connection);
    }
  } catch (error) {
    await session.end().catch(() => undefined);
    throw error;
  }
}

async function alreadyRunning(session: pg.Client, connection: Connection): Promise<Failure> {
  const { rows } = await session.query<{ pid: number; since: string; host: string | null }>(
    `select a.pid, to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since, host(a.client_addr) as host
     from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.objid = ${LOCK} and l.granted
       and l.database = (select oid from pg_database where datname = current_database())`,
  );
  const [holder] = rows;
  const who =
    holder === undefined ? '' : ` (session ${holder.pid} since ${holder.since}${from(holder.host)})`;
  return new Failure(
    'operator',
    'engine.already_running',
    `Another Atalaya works on the database ${connection.database}${who}: one engine decides at a time. Stop it, or give this one a database of its own.`,
  );
}

const from = (host: string | null): string => (host === null ? '' : ` from ${host}`);

/** Commits of an engine that is gone: ended, and waited for. */
async function endLeftovers(session: pg.Client): Promise<void> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(20)) {
    const { rowCount } = await session.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'atalaya decisions'`,
    );
    if (rowCount === 0) return;
  }
  throw new Failure(
    'operator',
    'engine.already_running',
    'a commit of an engine that is gone does not come to an end: look for sessions named "atalaya decisions" in pg_stat_activity',
  );
}
