import { existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setOwner } from './cluster.ts';

/** `sun_path` holds 107 bytes, and PostgreSQL adds `/.s.PGSQL.5432`. */
const socketDirBytesMax = 107 - '/.s.PGSQL.5432'.length;

/** Inside home where the path is short enough, else in the temporary folder; private to the server's user either way. */
export function makeSocketDir(home: string, uid: number): string {
  const inHome = join(home, 'socket');
  const fits = Buffer.byteLength(inHome) <= socketDirBytesMax;
  if (fits) {
    rmSync(inHome, { recursive: true, force: true });
    mkdirSync(inHome, { mode: 0o700 });
  }
  const temporary = Buffer.byteLength(tmpdir()) + 20 <= socketDirBytesMax ? tmpdir() : '/tmp';
  const path = fits ? inHome : mkdtempSync(join(temporary, 'atalaya-pg-'));
  setOwner(path, uid);
  return path;
}

/** Only folders of the two shapes made above are removed, whatever a `postmaster.pid` may say. */
export function removeSocketDir(path: string, home: string): void {
  const ours = path === join(home, 'socket') || basename(path).startsWith('atalaya-pg-');
  if (ours && existsSync(path) && lstatSync(path).isDirectory())
    rmSync(path, { recursive: true, force: true });
}
