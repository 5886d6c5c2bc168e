import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runScenarioExamples } from '@atalaya/engine/modules/monitoring/examples.ts';
import { createLog } from '@atalaya/engine/platform/log.ts';
import { createTestDatabase, type TestDatabase } from '@atalaya/engine/platform/testing/database.ts';
import { furnish } from '@atalaya/engine/programs/demo-house.ts';
import { type House, openHouse } from '@atalaya/engine/programs/house.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outputsOf, type ShellBlock, scriptOf, shellBlocks } from './shell-blocks.ts';

const root = join(import.meta.dirname, '../..');
const home = mkdtempSync(join(tmpdir(), 'atalaya-documents-'));
const documents = [
  'README.md',
  ...['docs/start', 'docs/how-to', 'docs/operating', 'docs/concepts'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
];

/** The house as `npm start` furnishes it, without its exchange: the documents' commands are the exchange. */
let database: TestDatabase;
let house: House;
let port = '';

beforeAll(async () => {
  database = await createTestDatabase();
  house = await openHouse({ connection: database.config, home, log: createLog('silent') });
  const url = await house.listen('127.0.0.1', 0);
  port = new URL(url).port;
  writeFileSync(join(home, 'postgres.json'), JSON.stringify(database.config));
  await furnish(house, url);
}, 120_000);

afterAll(async () => {
  await house.close();
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

function runScript(script: string): Promise<{ code: number | null; out: string; err: string }> {
  const bin = join(root, 'node_modules/.bin');
  const child = spawn('bash', ['-s'], {
    cwd: root,
    env: {
      ...process.env,
      PATH: `${bin}:${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
      PORT: port,
      ATALAYA_HOME: home,
      LANG: 'C',
    },
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  child.stdin.end(script);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

function expectAnswer({ line, answers }: ShellBlock, output: string): void {
  if (answers?.kind === 'json') {
    const printed: unknown = JSON.parse(output.slice(output.search(/^\{/m)));
    expect(printed, `line ${line}`).toMatchObject(JSON.parse(answers.content) as object);
  }
  if (answers?.kind === 'text')
    for (const wanted of answers.content.split('\n').filter((one) => one.trim() !== ''))
      expect(output, `line ${line}`).toContain(wanted.trim());
}

describe('commands of the documents', () => {
  const withCommands = documents
    .map((path) => ({ path, blocks: shellBlocks(readFileSync(join(root, path), 'utf8')) }))
    .filter(({ blocks }) => blocks.length > 0);

  test.each(withCommands)('$path does what it says', { timeout: 120_000 }, async ({ path, blocks }) => {
    const { code, out, err } = await runScript(scriptOf(blocks));
    const outputs = outputsOf(out);
    const last = blocks[outputs.length - 1];
    expect(code, `${path}:${last?.line}\n${outputs.at(-1)}\n${err}`).toBe(0);
    for (const [i, block] of blocks.entries()) expectAnswer(block, outputs[i] ?? '');
  });

  test('the README is among them', () => {
    expect(withCommands.map(({ path }) => path)).toContain('README.md');
  });
});

test('the scenario of "write a scenario" holds, and so do its examples', () => {
  const path = 'docs/how-to/write-a-scenario.md';
  const [, text = ''] = /^```yaml\n([\s\S]*?)^```$/m.exec(readFileSync(join(root, path), 'utf8')) ?? [];
  const report = runScenarioExamples([{ path, text }]);
  expect(report.results.map(({ example, message }) => [example, message])).toEqual([
    ['four withdrawals in one day', ''],
    ['three are not enough', ''],
    ['four, one of them the day before', ''],
  ]);
});
