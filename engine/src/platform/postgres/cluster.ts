import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../../kernel/failure.ts';
import { type Runner, spawnAs } from './run-as.ts';
import { hostBasedAuthentication, postgresSettings, type SettingsInput } from './settings.ts';

const majorVersion = '18';

/**
 * Makes sure `dataDir` holds a cluster this binary can open, owned by the one who will run it. A new one is made in a
 * folder beside it and renamed when complete, so an interrupted first start leaves nothing half-made behind.
 */
export async function ensureCluster(
  dataDir: string,
  runner: Runner,
  disposable: boolean,
  log: (line: string) => void,
): Promise<void> {
  removeHalfMade(dataDir);
  if (!existsSync(dataDir)) return createCluster(dataDir, runner, disposable, log);
  const version = readVersion(dataDir);
  if (version === undefined) {
    throw new Failure(
      'operator',
      'postgres.not_a_cluster',
      `${dataDir} exists but holds no PostgreSQL data: move it away, or choose another ATALAYA_HOME.`,
    );
  }
  if (version !== majorVersion) {
    throw new Failure(
      'operator',
      'postgres.version',
      `${dataDir} was written by PostgreSQL ${version}, this is ${majorVersion}: move the data with pg_dump of the old version.`,
    );
  }
  takeOwnership(dataDir, runner.uid);
}

/** Writes the configuration; an operator's `operator.conf` in the same folder is left alone. */
export function writeConfiguration(dataDir: string, uid: number, input: SettingsInput): void {
  writeOwned(join(dataDir, 'postgresql.conf'), postgresSettings(input), uid);
  writeOwned(join(dataDir, 'pg_hba.conf'), hostBasedAuthentication, uid);
}

/**
 * Megabytes of a segment of the write-ahead log. Whoever commits fills a new one with zeros first: 16 MB, the usual size,
 * held up that commit, and every decision behind it, for 40 to 120 ms. Smaller ones still are renamed, each with a flush,
 * by the thousand after a checkpoint.
 */
const WAL_SEGMENTS = '--wal-segsize=4';

async function createCluster(
  dataDir: string,
  runner: Runner,
  disposable: boolean,
  log: (line: string) => void,
): Promise<void> {
  const half = `${dataDir}.new-${process.pid}`;
  log('creating the database files');
  mkdirSync(half, { mode: 0o700 });
  setOwner(half, runner.uid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const args = [
    '-D',
    half,
    '--username=postgres',
    ...locale,
    '--data-checksums',
    '--auth=trust',
    '--no-instructions',
    WAL_SEGMENTS,
  ];
  await run(runner, runner.binaries.initdb, disposable ? [...args, '--no-sync'] : args);
  renameSync(half, dataDir);
  syncFolder(dirname(dataDir));
}

function run(runner: Runner, file: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const child = spawnAs(runner.runAs, file, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/' });
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-4000);
      });
    child.on('error', (cause) =>
      reject(
        new Failure(
          'operator',
          'postgres.initdb_failed',
          `initdb did not start: ${cause.message}`,
          [],
          cause,
        ),
      ),
    );
    child.on('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Failure(
            'operator',
            'postgres.initdb_failed',
            `initdb failed (${code}): ${said.trim().split('\n').slice(-5).join(' · ')}`,
          ),
        );
    });
  });
}

function removeHalfMade(dataDir: string): void {
  const prefix = `${dataDir}.new-`;
  for (const name of readdirSync(dirname(dataDir))) {
    const path = join(dirname(dataDir), name);
    if (path.startsWith(prefix)) rmSync(path, { recursive: true, force: true });
  }
}

function readVersion(dataDir: string): string | undefined {
  const file = join(dataDir, 'PG_VERSION');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** Refuses, before anything is touched, data this user may not have. */
export function refuseForeignData(dataDir: string): void {
  const user = process.getuid?.() ?? 0;
  const owner = existsSync(dataDir) ? lstatSync(dataDir).uid : user;
  if (user === 0 || owner === user) return;
  throw new Failure(
    'operator',
    'postgres.not_owner',
    `${dataDir} belongs to another user (uid ${owner}): start as that user, or choose another ATALAYA_HOME.`,
  );
}

/** Files change hands when the machine changes its mind about how root may run PostgreSQL (see run-as.ts). */
function takeOwnership(dataDir: string, uid: number): void {
  if (lstatSync(dataDir).uid === uid) return;
  for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
    lchownSync(join(entry.parentPath, entry.name), uid, uid);
  }
  chownSync(dataDir, uid, uid);
}

/** Root hands a file to `uid`; an ordinary user's files are his own already. */
export function setOwner(path: string, uid: number): void {
  if (process.getuid?.() === 0 && uid !== 0) chownSync(path, uid, uid);
}

function writeOwned(path: string, text: string, uid: number): void {
  writeFileSync(path, text, { mode: 0o600 });
  chmodSync(path, 0o600);
  setOwner(path, uid);
}

function syncFolder(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
