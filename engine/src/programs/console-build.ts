import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const CONSOLE = join(ROOT, 'console');
const STAMP = join(CONSOLE, 'dist/.built-from');

/** What the pages are made of: names, sizes and times of their sources. */
function sourcesDigest(): string {
  const digest = createHash('sha256');
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      if (entry.name === 'node_modules' || entry.name === 'dist') continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else {
        const { size, mtimeMs } = statSync(path);
        digest.update(`${path} ${size} ${mtimeMs}\n`);
      }
    }
  };
  visit(CONSOLE);
  visit(join(ROOT, 'contract/src'));
  return digest.digest('hex');
}

/** Builds the console's pages when their sources changed since the last build; true when it built. */
export async function buildConsole(log: (line: string) => void): Promise<boolean> {
  const digest = sourcesDigest();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest) return false;
  log('building the pages');
  const child = spawn(
    process.execPath,
    [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: CONSOLE,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`building the pages failed (${code})`);
  writeFileSync(STAMP, digest);
  return true;
}
