import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { atalaya } from '../atalaya.ts';

/** The command as a person runs it: block 0 of Bitcoin, whose hash everybody knows. */
const GENESIS =
  '0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c0101000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'atalaya-inspect-'));
  writeFileSync(join(folder, 'genesis.hex'), GENESIS);
  writeFileSync(join(folder, 'cut.hex'), GENESIS.slice(0, 400));
  writeFileSync(
    join(folder, 'pack.yaml'),
    'title: t\ncreator: c\ncurrency: BTC\nconfidence: ownership\nsource: https://example.test\ntags:\n- address: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa\n  label: Origen\n  category: miner\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]) {
  let out = '';
  let err = '';
  const code = await atalaya(
    ['chain', 'inspect', ...args, '--home', folder],
    {},
    {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      terminal: false,
    },
  );
  return { code, out, err };
}

test('prints ids and hits with their source as JSON, without a service', async () => {
  const { code, out } = await run(join(folder, 'genesis.hex'), '--tags', join(folder, 'pack.yaml'));
  expect(code).toBe(0);
  const [report] = JSON.parse(out).reports;
  expect(report).toMatchObject({
    hash: '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f',
    transactions: [{ txid: '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b' }],
    hits: [{ label: 'Origen', source: 'https://example.test', confidence: 100 }],
    coinjoins: [],
  });
});

test('a block that is cut off is told with its code', async () => {
  const { code, out, err } = await run(join(folder, 'cut.hex'), '--lang', 'es');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/terminan antes de tiempo.*\[chain\.truncated\]/);
});

test('no file, or one that is not there, is a wrong command', async () => {
  expect((await run()).code).toBe(2);
  expect((await run(join(folder, 'absent'))).code).toBe(2);
});
