import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'atalaya-bootstrap-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A repository with one package of its own and, when asked, one that only a registry has. */
function makeRepository(name: string, remote = false): string {
  const root = join(folder, name);
  for (const path of ['tools', 'own', 'part']) mkdirSync(join(root, path), { recursive: true });
  copyFileSync(join(import.meta.dirname, 'bootstrap.mjs'), join(root, 'tools', 'bootstrap.mjs'));
  const dependencies = { own: 'file:own', ...(remote ? { left: '1.0.0' } : {}) };
  const part = { name: 'part', version: '1.0.0' };
  writeJson(join(root, 'package.json'), { name, version: '1.0.0', workspaces: ['part'], dependencies });
  writeJson(join(root, 'own', 'package.json'), { name: 'own', version: '1.0.0' });
  writeJson(join(root, 'part', 'package.json'), part);
  writeJson(join(root, 'package-lock.json'), {
    name,
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name, version: '1.0.0', workspaces: ['part'], dependencies },
      'node_modules/own': { resolved: 'own', link: true },
      'node_modules/part': { resolved: 'part', link: true },
      own: { version: '1.0.0' },
      part: { version: '1.0.0' },
      ...(remote
        ? { 'node_modules/left': { version: '1.0.0', integrity: `sha512-${'A'.repeat(86)}==` } }
        : {}),
    },
  });
  return root;
}

const writeJson = (path: string, value: unknown): void => writeFileSync(path, JSON.stringify(value, null, 2));

interface Outcome {
  code: number | null;
  said: string;
}

function bootstrap(root: string, env: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    let said = '';
    const unreachable = {
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_fetch_retries: '0',
      npm_config_cache: join(folder, 'cache'),
    };
    const child = spawn(process.execPath, [join(root, 'tools', 'bootstrap.mjs')], {
      env: { ...process.env, ...unreachable, ...env },
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    child.on('close', (code) => resolve({ code, said }));
  });
}

test('installs once, says so, and is silent afterwards', async () => {
  const root = makeRepository('fresh');
  const first = await bootstrap(root);
  expect(first.said).toMatch(/Installing the packages.*\nInstalled in \d+\.\d s\./);
  expect(first.code).toBe(0);
  expect(existsSync(join(root, 'node_modules', 'own'))).toBe(true);
  expect(await bootstrap(root)).toEqual({ code: 0, said: '' });
});

test('installs again when the lock file has changed or a package is gone, and not when it was done by hand', async () => {
  const root = join(folder, 'fresh');
  const lock = join(root, 'package-lock.json');
  rmSync(join(root, 'node_modules', 'own'));
  expect((await bootstrap(root)).said).toContain('Installed in');
  writeFileSync(lock, `${readFileSync(lock, 'utf8')}\n`);
  rmSync(join(root, 'node_modules', '.atalaya-stamp'));
  expect(await bootstrap(root)).toEqual({ code: 0, said: '' });
  expect(statSync(join(root, 'node_modules', '.atalaya-stamp')).size).toBe(64);
});

test('two at once: one installs, the other waits for it', async () => {
  const root = makeRepository('twice');
  const both = await Promise.all([bootstrap(root), bootstrap(root)]);
  expect(both.map((one) => one.code)).toEqual([0, 0]);
  expect(both.filter((one) => one.said.includes('Installing'))).toHaveLength(1);
});

test('a registry that cannot be reached, and a missing npm, are told by code', async () => {
  expect(await bootstrap(makeRepository('offline', true))).toMatchObject({
    code: 1,
    said: expect.stringContaining('(bootstrap.offline)'),
  });
  const withoutNpm = { PATH: '/nonexistent', npm_execpath: '', npm_node_execpath: '' };
  expect(await bootstrap(makeRepository('npmless'), withoutNpm)).toMatchObject({
    code: 1,
    said: expect.stringContaining('(bootstrap.no_npm)'),
  });
});
