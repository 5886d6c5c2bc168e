import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../kernel/failure.ts';

/** What a postmaster writes about itself into `postmaster.pid`. */
export interface PostmasterFile {
  readonly pid: number;
  readonly socketDir: string;
  readonly ready: boolean;
}

export function readPostmasterFile(dataDir: string): PostmasterFile | undefined {
  try {
    const lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    if (!Number.isInteger(pid) || pid <= 0) return undefined;
    return { pid, socketDir: lines[4] ?? '', ready: lines[7]?.trim() === 'ready' };
  } catch {
    return undefined;
  }
}

/** The postmaster's pid when one really runs on `dataDir`; a recycled pid or a zombie does not count. */
export function livePostmaster(dataDir: string): PostmasterFile | undefined {
  const file = readPostmasterFile(dataDir);
  return file !== undefined && isPostgresOn(file.pid, dataDir) ? file : undefined;
}

/**
 * Leaves nothing running on `dataDir` and no stale `postmaster.pid`. The postmaster of a killed server is ended in an
 * orderly way rather than taken over: a statement it still works on must not commit behind the back of the new server.
 * Call only while holding the folder's lock.
 */
export async function endOrphans(dataDir: string, log: (line: string) => void): Promise<void> {
  const orphan = livePostmaster(dataDir);
  if (orphan !== undefined) {
    log(`ending the PostgreSQL (pid ${orphan.pid}) of a server that is gone`);
    await endPostmaster(orphan.pid, dataDir);
  }
  const backends = processesIn(dataDir);
  if (backends.length > 0) {
    log(`ending ${backends.length} processes of a PostgreSQL that is gone`);
    for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
      for (const pid of processesIn(dataDir)) signalQuietly(pid, signal);
      if (await goneWithin(5000, () => processesIn(dataDir).length === 0)) break;
    }
  }
  rmSync(join(dataDir, 'postmaster.pid'), { force: true });
}

/** Fast shutdown (clients are cut off, everything is written), then harder when it does not come to an end. */
export async function endPostmaster(pid: number, dataDir: string): Promise<void> {
  const gone = (): boolean => !isPostgresOn(pid, dataDir);
  for (const [signal, ms] of [
    ['SIGINT', 60_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5000],
  ] as const) {
    signalQuietly(pid, signal);
    if (await goneWithin(ms, gone)) return;
  }
  throw new Failure(
    'operator',
    'postgres.in_use',
    `PostgreSQL (pid ${pid}) on ${dataDir} does not end: end it by hand, then start again.`,
  );
}

function isPostgresOn(pid: number, dataDir: string): boolean {
  if (process.platform === 'linux') return workingFolder(pid) === realpath(dataDir);
  try {
    const command = execFileSync('ps', ['-p', String(pid), '-o', 'command='], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return command.includes('postgres') && command.includes(dataDir);
  } catch {
    return false;
  }
}

/** Every process of PostgreSQL works inside its data directory. Linux only; elsewhere PostgreSQL's own check must do. */
function processesIn(dataDir: string): number[] {
  if (process.platform !== 'linux') return [];
  const folder = realpath(dataDir);
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter(
    (pid) => pid !== process.pid && workingFolder(pid) === folder && nameOf(pid) === 'postgres',
  );
}

/** Undefined for the dead, for zombies and for processes that are none of our business. */
function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function nameOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function realpath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // already gone
  }
}

async function goneWithin(ms: number, gone: () => boolean): Promise<boolean> {
  for (const deadline = Date.now() + ms; Date.now() < deadline; await sleep(20)) if (gone()) return true;
  return gone();
}
