import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Failure } from '../../kernel/failure.ts';
import { type Runner, spawnAs } from './run-as.ts';

const logBytesMax = 10_000_000;
/** SQLSTATE of "the database system is starting up" */
const cannotConnectNow = '57P03';

export type Ending = { code: number | null; signal: NodeJS.Signals | null };

export interface Launched {
  readonly pid: number;
  readonly exit: Promise<Ending>;
  ended(): Ending | undefined;
  /** Last lines this run wrote to the log. */
  lastWords(): string;
}

/** Own session, so that Ctrl-C in the terminal reaches Atalaya alone, which then stops PostgreSQL when it is done with it. */
export function launch(runner: Runner, home: string, dataDir: string): Launched {
  const logFile = join(home, 'postgres.log');
  if (existsSync(logFile) && statSync(logFile).size > logBytesMax) renameSync(logFile, `${logFile}.1`);
  const handle = openSync(logFile, 'a', 0o600);
  const from = statSync(logFile).size;
  const child = spawnAs(runner.runAs, runner.binaries.postgres, ['-D', dataDir], {
    detached: true,
    stdio: ['ignore', handle, handle],
    cwd: '/',
  });
  closeSync(handle);
  child.unref();
  let ending: Ending | undefined;
  const exit = exitOf(child).then((result) => {
    ending = result;
    return result;
  });
  const lastWords = (): string =>
    readFileSync(logFile).subarray(from).toString('utf8').trim().split('\n').slice(-4).join(' · ');
  return { pid: child.pid ?? 0, exit, ended: () => ending, lastWords };
}

function exitOf(child: ChildProcess): Promise<Ending> {
  return new Promise((settle) => {
    child.once('exit', (code, signal) => settle({ code, signal }));
    child.once('error', () => settle({ code: null, signal: null }));
  });
}

/** Settles when the server takes connections; recovery after a crash may take its time, a server that ends is a failure. */
export async function untilReady(
  server: Launched,
  connection: pg.ClientConfig,
  log: (line: string) => void,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    if (await answers(connection)) return;
    const ending = server.ended();
    if (ending !== undefined) {
      throw new Failure(
        'operator',
        'postgres.start_failed',
        `PostgreSQL did not start (${ending.signal ?? ending.code}): ${server.lastWords()}`,
      );
    }
    if (attempt % 150 === 149) log('PostgreSQL is still recovering');
    await sleep(20);
  }
}

async function answers(connection: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code !== cannotConnectNow) throw error;
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
