import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { Failure } from '../../kernel/failure.ts';
import { findBinaryPackage } from './binaries.ts';
import { ensureCluster, refuseForeignData, writeConfiguration } from './cluster.ts';
import { type Exclusive, holdExclusively } from './exclusive.ts';
import { type Ending, type Launched, launch, untilReady } from './launch.ts';
import { endOrphans, endPostmaster, livePostmaster, readPostmasterFile } from './postmaster.ts';
import { chooseRunner, type RunAs } from './run-as.ts';
import { makeSocketDir, removeSocketDir } from './socket-dir.ts';

export interface EmbeddedOptions {
  /** Folder of all data (`ATALAYA_HOME`); made when missing. PostgreSQL lives in `<home>/postgres`, its log in `<home>/postgres.log`. */
  readonly home: string;
  readonly log?: (line: string) => void;
  /** How long to wait for another Atalaya to leave the same home, default 10 s. */
  readonly waitMs?: number;
  /** Throw-away database of the test-suite: fast and NOT durable. Never for anything else. */
  readonly disposable?: boolean;
  /** Only this way of running as root is tried (see run-as.ts); by default the first that works. */
  readonly runAs?: RunAs;
}

export interface EmbeddedConnection {
  /** The socket's folder. */
  readonly host: string;
  readonly port: number;
  readonly user: 'postgres';
  readonly database: string;
}

export interface EmbeddedPostgres {
  readonly socketDir: string;
  readonly port: number;
  readonly user: 'postgres';
  readonly database: 'atalaya';
  readonly connection: EmbeddedConnection;
  readonly pid: number;
  readonly runAs: RunAs;
  /** Settles when the server ends without `stop()`; call `stop()` and `startEmbedded` again to recover. */
  readonly died: Promise<Ending>;
  /** Fast shutdown: clients are cut off, everything is written; then frees the home. May be called twice, and on a dead server. */
  stop(): Promise<void>;
}

const port = 5432;

/**
 * Starts the PostgreSQL that ships with the npm package, on a private Unix socket, as root or as an ordinary user.
 * Ends a server left over by a killed parent first. Failures (`operator`): `postgres.in_use` when another live process has
 * this home, `postgres.home`, `postgres.not_owner`, `postgres.not_a_cluster`, `postgres.version`, `postgres.no_binaries`,
 * `postgres.cannot_run`, `postgres.initdb_failed`, `postgres.start_failed`.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const home = openHome(options.home);
  const lock = await holdExclusively(home, options.waitMs ?? 10_000);
  if ('heldBy' in lock) {
    throw new Failure(
      'operator',
      'postgres.in_use',
      `Another Atalaya (process ${lock.heldBy}) is using ${home}: stop it, or set ATALAYA_HOME to another folder.`,
    );
  }
  try {
    return await startLocked(home, lock, options);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Where the embedded server of `home` listens right now; undefined when none runs. For tools that only read. */
export function runningEmbedded(home: string): EmbeddedConnection | undefined {
  const running = livePostmaster(join(resolve(home), 'postgres'));
  return running?.ready ? connectionTo(running.socketDir, 'atalaya') : undefined;
}

async function startLocked(
  home: string,
  lock: Exclusive,
  options: EmbeddedOptions,
): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined);
  const disposable = options.disposable ?? false;
  const dataDir = join(home, 'postgres');
  refuseForeignData(dataDir);
  const runner = chooseRunner(findBinaryPackage(), home, options.runAs);
  const leftSocketDir = readPostmasterFile(dataDir)?.socketDir;
  await endOrphans(dataDir, log);
  if (leftSocketDir !== undefined) removeSocketDir(leftSocketDir, home);
  await ensureCluster(dataDir, runner, disposable, log);
  const socketDir = makeSocketDir(home, runner.uid);
  writeConfiguration(dataDir, runner.uid, { socketDir, disposable });
  const server = launch(runner, home, dataDir);
  try {
    await untilReady(server, connectionTo(socketDir, 'postgres'), log);
    await ensureDatabase(socketDir);
  } catch (error) {
    await endPostmaster(server.pid, dataDir);
    removeSocketDir(socketDir, home);
    throw error;
  }
  return handleOf(server, { home, dataDir, socketDir, runAs: runner.runAs, lock });
}

interface Place {
  readonly home: string;
  readonly dataDir: string;
  readonly socketDir: string;
  readonly runAs: RunAs;
  readonly lock: Exclusive;
}

function handleOf(server: Launched, place: Place): EmbeddedPostgres {
  const { home, dataDir, socketDir, runAs, lock } = place;
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    if (server.ended() === undefined) await endPostmaster(server.pid, dataDir);
    await server.exit;
    removeSocketDir(socketDir, home);
    await lock.release();
  };
  const died = new Promise<Ending>((settle) => {
    void server.exit.then((ending) => stopping ?? settle(ending));
  });
  return {
    socketDir,
    port,
    user: 'postgres',
    database: 'atalaya',
    connection: connectionTo(socketDir, 'atalaya'),
    pid: server.pid,
    runAs,
    died,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

const connectionTo = (host: string, database: string): EmbeddedConnection => ({
  host,
  port,
  user: 'postgres',
  database,
});

function openHome(home: string): string {
  const path = resolve(home);
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK | constants.X_OK);
    return path;
  } catch (cause) {
    throw new Failure(
      'operator',
      'postgres.home',
      `The data folder ${path} cannot be made or written: set ATALAYA_HOME to a folder of your own.`,
      [],
      cause,
    );
  }
}

async function ensureDatabase(socketDir: string): Promise<void> {
  const client = new pg.Client(connectionTo(socketDir, 'postgres'));
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'atalaya'");
    if (rowCount === 0) await client.query('create database atalaya');
  } finally {
    await client.end();
  }
}
