import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Real nodes from the npm registry, in a folder of their own: they are no dependency of the product and stand in no lock file.
 * Scripts of packages are not run; anvil comes as the package that holds its program for this machine.
 */
const ANVIL = `@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
const PACKAGES = [`${ANVIL}@1.7.1`, 'bcoin@1.0.2', 'solc@0.8.37'];

export interface NodePackages {
  readonly anvil: string;
  /** Loads bcoin and solc. */
  readonly load: NodeJS.Require;
  readonly folder: string;
}

/** `ATALAYA_LIVE_NODES`, else a folder among the temporary ones. */
const cacheFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  env.ATALAYA_LIVE_NODES ?? join(tmpdir(), 'atalaya-live-nodes');

const anvilOf = (folder: string): string => join(folder, 'node_modules', ANVIL, 'bin', 'anvil');

/** The folder that holds the nodes, where they are there already; else why not, as tests that need them say. */
export function liveNodes(): { readonly found: string | undefined; readonly missing: string } {
  const folder = cacheFolder();
  const whole = [anvilOf(folder), ...['bcoin', 'solc'].map((name) => join(folder, 'node_modules', name))];
  return {
    found: whole.every((path) => existsSync(path)) ? folder : undefined,
    missing: 'anvil, bcoin and solc are not installed; `node tools/live-nodes/main.ts` fetches them',
  };
}

export const packagesIn = (folder: string): NodePackages => ({
  anvil: anvilOf(folder),
  load: createRequire(join(folder, 'node_modules', 'none.js')),
  folder,
});

/** Fetches the nodes where they are not there yet. Throws with npm's last words where they cannot be had. */
export async function fetchNodes(): Promise<NodePackages> {
  const { found } = liveNodes();
  if (found !== undefined) return packagesIn(found);
  const folder = cacheFolder();
  mkdirSync(folder, { recursive: true });
  const options = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawn('npm', ['install', '--prefix', folder, ...options, ...PACKAGES], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text) => {
    said = `${said}${text}`.slice(-2000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0 || liveNodes().found === undefined)
    throw new Error(`the nodes could not be fetched: ${said.trim() || `npm ended with ${code}`}`);
  return packagesIn(folder);
}
