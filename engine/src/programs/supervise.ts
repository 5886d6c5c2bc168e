import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Failure, isFailure } from '../kernel/failure.ts';
import type { Config } from '../platform/config.ts';
import type { Connection } from '../platform/database.ts';
import type { Logger } from '../platform/log.ts';
import { type ConnectedDatabase, startOrConnect } from '../platform/postgres/connect.ts';
import { type EngineLock, holdEngineLock } from './engine-lock.ts';
import { type House, openHouse } from './house.ts';

/** The house over a database that is started again when it dies, and that no other engine works on. */
export interface SupervisedHouse {
  readonly house: House;
  readonly connection: Connection;
  /** Settles when the house cannot go on: another engine took its database, or another program its data folder. */
  readonly fatal: Promise<Failure>;
  /** Takes no more, answers what was accepted, then stops the database. */
  end(): Promise<void>;
}

/** Failures (`operator`): those of `startOrConnect`, `holdEngineLock` and `openHouse`. */
export async function openSupervised(
  config: Pick<Config, 'home' | 'databaseUrl'>,
  log: Logger,
): Promise<SupervisedHouse> {
  const database = await superviseDatabase(config, log);
  let lock: EngineLock | undefined;
  try {
    lock = await holdEngineLock(database.connection, { log: (line) => log.warn(line) });
    const held = lock;
    const house = await openHouse({ connection: database.connection, home: config.home, log });
    return {
      house,
      connection: database.connection,
      fatal: Promise.race([database.fatal, held.lost]),
      async end() {
        await house.close();
        await held.release();
        await database.stop();
      },
    };
  } catch (error) {
    await lock?.release();
    await database.stop();
    throw error;
  }
}

export interface SupervisedDatabase {
  /** Stays good however often the server is started again. */
  readonly connection: Connection;
  readonly fatal: Promise<Failure>;
  stop(): Promise<void>;
}

const PAUSE_MS_MAX = 5000;
const RECOVERY_MS_MAX = 10_000;
/** No postmaster listens there. */
const NOBODY = new Set(['ENOENT', 'ECONNREFUSED']);
/** Nothing is won by trying again. */
const FINAL = new Set([
  'postgres.in_use',
  'postgres.not_owner',
  'postgres.not_a_cluster',
  'postgres.version',
]);

/** Starts or reaches the database; an embedded one that ends by itself is started again, as often as it takes. */
export async function superviseDatabase(
  config: Pick<Config, 'home' | 'databaseUrl'>,
  log: Logger,
  open: typeof startOrConnect = startOrConnect,
): Promise<SupervisedDatabase> {
  const start = (): Promise<ConnectedDatabase> => open({ ...config, log: (line) => log.info(line) });
  let running = await start();
  const { connection } = running;
  let stopping = false;
  let restarting: Promise<void> = Promise.resolve();

  const fatal = new Promise<Failure>((giveUp) => {
    const watch = (): void =>
      void running.died.then((ending) => {
        if (stopping) return;
        log.error({ ending }, 'PostgreSQL ended by itself; starting it again');
        restarting = again();
      });
    const again = async (): Promise<void> => {
      for (let pause = 50; !stopping; pause = Math.min(pause * 2, PAUSE_MS_MAX)) {
        try {
          await running.stop();
          running = await start();
          standIn(connection, running.connection);
          log.info('PostgreSQL is back');
          return watch();
        } catch (error) {
          if (isFailure(error) && FINAL.has(error.code)) return giveUp(error);
          log.error({ err: error }, 'PostgreSQL could not be started again; trying on');
          await sleep(pause);
        }
      }
    };
    watch();
  });

  if (running.kind === 'embedded') tellWhere(config.home, connection);
  return {
    connection,
    fatal,
    async stop() {
      stopping = true;
      await restarting;
      if (running.kind === 'embedded') await recovered(connection);
      await running.stop();
      removeStandIn(connection, running.connection);
    },
  };
}

/** PostgreSQL 18 that is asked to end while it recovers from a crash does not: it is let come to itself first. */
async function recovered(connection: Connection): Promise<void> {
  for (const deadline = Date.now() + RECOVERY_MS_MAX; Date.now() < deadline; await sleep(20)) {
    const client = new pg.Client({ ...connection, connectionTimeoutMillis: 2000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return;
    } catch (error) {
      if (error instanceof Error && 'code' in error && NOBODY.has(String(error.code))) return;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** For programs of the same machine that read the database while the house is open. */
function tellWhere(home: string, connection: Connection): void {
  writeFileSync(join(home, 'postgres.json'), JSON.stringify(connection), { mode: 0o600 });
}

/**
 * Where the data folder's path is too long for a socket, each start makes another socket folder; everybody in the house
 * knows the first one, so its name leads to the new one.
 */
function standIn(known: Connection, now: Connection): void {
  if (known.host === now.host) return;
  rmSync(known.host, { force: true });
  symlinkSync(now.host, known.host);
}

function removeStandIn(known: Connection, now: Connection): void {
  if (known.host !== now.host) rmSync(known.host, { force: true });
}
