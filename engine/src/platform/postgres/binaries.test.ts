import { mkdirSync, mkdtempSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareBinaries } from './binaries.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atalaya-binaries-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A package as npm unpacks it without install scripts: links missing, and here the mode bits too. */
function makePackage(): string {
  const root = join(folder, 'package');
  for (const path of ['bin', 'lib']) mkdirSync(join(root, 'native', path), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{"version":"18.4.0"}');
  for (const path of ['bin/postgres', 'bin/initdb', 'lib/libpq.so.5.18'])
    writeFileSync(join(root, 'native', path), '', { mode: 0o644 });
  const links = ['libpq.so', 'libpq.so.5'].map((name) => ({
    source: 'native/lib/libpq.so.5.18',
    target: `native/lib/${name}`,
  }));
  writeFileSync(join(root, 'native', 'pg-symlinks.json'), JSON.stringify(links));
  return root;
}

const isExecutable = (path: string): boolean => (statSync(path).mode & 0o111) !== 0;

test('makes the links and mode bits in the package, and again is fine', () => {
  const root = makePackage();
  for (const binaries of [prepareBinaries(root, folder), prepareBinaries(root, folder)]) {
    expect(binaries).toEqual({
      postgres: join(root, 'native/bin/postgres'),
      initdb: join(root, 'native/bin/initdb'),
      version: '18.4.0',
    });
  }
  expect(['libpq.so', 'libpq.so.5'].map((name) => readlinkSync(join(root, 'native/lib', name)))).toEqual([
    'libpq.so.5.18',
    'libpq.so.5.18',
  ]);
  expect(isExecutable(join(root, 'native/bin/initdb'))).toBe(true);
});

test('copies to the home on request and leaves the package as it was', () => {
  const root = makePackage();
  const { postgres, version } = prepareBinaries(root, join(folder, 'home'), true);
  const copy = join(folder, 'home', 'postgres-binaries', version);
  expect(postgres).toBe(join(copy, 'native/bin/postgres'));
  expect(readlinkSync(join(copy, 'native/lib/libpq.so'))).toBe('libpq.so.5.18');
  expect([isExecutable(postgres), isExecutable(join(root, 'native/bin/postgres'))]).toEqual([true, false]);
});
