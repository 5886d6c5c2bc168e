import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@atalaya/engine/platform/testing/database.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atalaya as runCommand } from '../../cli/src/atalaya.ts';
import { verifyBundle } from '../../cli/src/verify/bundle.ts';
import type { Problem } from '../../cli/src/verify/findings.ts';
import { readLogKey } from '../../cli/src/verify/note.ts';
import { leafOf, type SyntheticJournal, writeJournal } from './journal.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'atalaya-bundle-'));
const whole = join(folder, 'whole.ndjson');
let test: TestDatabase;
let journal: SyntheticJournal;

async function atalaya(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const code = await runCommand(
    args,
    { ATALAYA_HOME: folder },
    {
      out: (text) => {
        said.out += text;
      },
      err: (text) => {
        said.err += text;
      },
      terminal: false,
    },
  );
  return { code, ...said };
}

beforeAll(async () => {
  test = await createTestDatabase();
  journal = await writeJournal(test.config, 450);
  const { host, port, user, database } = test.config;
  writeFileSync(join(folder, 'postgres.json'), JSON.stringify({ host, port, user, database }));
  writeFileSync(join(folder, 'log.vkey'), `${journal.key}\n`);
  writeFileSync(join(folder, 'checkpoints.log'), journal.log);
  expect(await atalaya('export', '--out', whole)).toMatchObject({ code: 0, err: '' });
});
afterAll(async () => {
  await test?.drop();
  rmSync(folder, { recursive: true, force: true });
});

type Line = Record<string, never> & {
  entry?: {
    number: number;
    actor: string;
    bytes: string;
    leaf_hash: string;
    leaf_index: number;
    proof: string[];
  };
  checkpoint?: string;
  verifier_key?: string;
};

/** The bundle with a damage done to its lines. */
function damaged(change: (lines: Line[]) => Line[] | undefined): string {
  const lines: Line[] = readFileSync(whole, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const file = join(folder, 'damaged.ndjson');
  writeFileSync(file, (change(lines) ?? lines).map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}

const entryOf = (lines: readonly Line[], at: number) => {
  const entry = lines[at]?.entry;
  if (entry === undefined) throw new Error(`line ${at} is no entry`);
  return entry;
};

const DAMAGES: readonly [string, (lines: Line[]) => Line[] | undefined, Partial<Problem>][] = [
  [
    'bytes changed',
    (lines) => {
      const entry = entryOf(lines, 50);
      entry.bytes = Buffer.from(`${Buffer.from(entry.bytes, 'base64')} `).toString('base64');
      return undefined;
    },
    { kind: 'content_changed' },
  ],
  [
    'bytes changed together with the leaf hash',
    (lines) => {
      const entry = entryOf(lines, 50);
      const bytes = Buffer.from(
        Buffer.from(entry.bytes, 'base64').toString().replace('system:test', 'system:tesd'),
      );
      entry.actor = 'system:tesd';
      [entry.bytes, entry.leaf_hash] = [bytes.toString('base64'), leafOf(bytes).toString('hex')];
      return undefined;
    },
    { kind: 'link_broken' },
  ],
  [
    'a column changed',
    (lines) => {
      entryOf(lines, 50).actor = 'usr_other';
      return undefined;
    },
    { kind: 'content_changed' },
  ],
  [
    'a hash of a proof changed',
    (lines) => {
      entryOf(lines, 50).proof[2] = '00'.repeat(32);
      return undefined;
    },
    { kind: 'link_broken' },
  ],
  [
    'a leaf index moved',
    (lines) => {
      entryOf(lines, 50).leaf_index += 1;
      return undefined;
    },
    { kind: 'link_broken' },
  ],
  ['an entry twice', (lines) => [...lines.slice(0, 51), ...lines.slice(50)], { kind: 'link_broken' }],
  [
    'the checkpoint of another size',
    (lines) =>
      lines.map((line) =>
        line.checkpoint === undefined
          ? line
          : { ...line, checkpoint: line.checkpoint.replace(/\n\d/, '\n9') },
      ) as Line[],
    { kind: 'signature_invalid' },
  ],
  ['the end cut off', (lines) => lines.slice(0, -1), { kind: 'signature_invalid' }],
  ['something behind the checkpoint', (lines) => [...lines, ...lines.slice(-2)], { kind: 'link_broken' }],
];

describe('a bundle', () => {
  it('holds every sealed entry and verifies offline', async () => {
    const report = await verifyBundle(whole, readLogKey(journal.key));
    expect(report.problems).toEqual([]);
    expect(report).toMatchObject({ ok: true, entries: journal.sealed, leaves_between: 0, key_from: 'given' });
    expect(report.checkpoint?.size).toBe(journal.sealed);
  });

  it('can be of a range, and says which leaves are not in it', async () => {
    const part = join(folder, 'part.ndjson');
    expect((await atalaya('export', '--out', part, '--from', '100', '--to', '140')).code).toBe(0);
    const kept = readFileSync(part, 'utf8').trim().split('\n');
    expect(kept).toHaveLength(41 + 2 - 1); // number 128 is a gap
    writeFileSync(part, `${kept.filter((_, i) => i !== 5).join('\n')}\n`);
    const report = await verifyBundle(part, undefined);
    expect(report).toMatchObject({ ok: true, entries: 39, from: 100, to: 140, key_from: 'bundle' });
    expect(report.leaves_between).toBeGreaterThan(0);
  });

  it.each(DAMAGES)('that was damaged is found out: %s', async (_, change, says) => {
    const report = await verifyBundle(damaged(change), readLogKey(journal.key));
    expect(report.ok).toBe(false);
    expect(report.problems).toContainEqual(expect.objectContaining(says));
    expect(new Set(report.problems.map(({ kind }) => kind))).toEqual(new Set([says.kind]));
  });

  it('signed by another key than the one given is refused', async () => {
    const other = journal.key.replace('atalaya/test', 'atalaya/tes2');
    expect((await atalaya('verify', '--bundle', whole, '--key', other)).code).toBe(2);
    const key = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
    const { code, out } = await atalaya('verify', '--bundle', whole, '--key', key, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out).counts).toEqual({ signature_invalid: 2 });
  });
});

describe('the commands', () => {
  it('verify the database that the data folder names', async () => {
    const { code, out } = await atalaya('verify', '--json');
    expect(JSON.parse(out)).toMatchObject({ ok: true, entries: journal.entries, boxes: { opened: 0 } });
    expect(code).toBe(0);
    writeFileSync(join(folder, 'checkpoints.other'), '');
    const other = await atalaya(
      'verify',
      '--checkpoints',
      join(folder, 'checkpoints.other'),
      '--lang',
      'es',
      '--no-state',
    );
    expect(other.code).toBe(1);
    expect(other.out).toContain('checkpoint_missing · falta un punto de control · 1');
  });

  it('verify a bundle for people', async () => {
    const { code, out } = await atalaya('verify', '--bundle', whole);
    expect(code).toBe(0);
    expect(out).toContain('✓ Everything recomputed agrees.');
    expect(out).toContain('bundle’s own word');
  });
});
