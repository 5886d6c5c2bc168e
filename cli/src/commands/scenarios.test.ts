import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BacktestResult } from '@atalaya/contract/backtests.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { atalaya } from '../atalaya.ts';

/** `atalaya scenarios test` and `diff` as CI runs them: folders and files, no server, no database. */
vi.setConfig({ testTimeout: 120_000 });

const SCENARIO = `id: big-deposit
number: 990
family: transactions
typology: big_deposit
title: { es: Depósito grande, pt: Depósito grande, en: Big deposit }
explanation: { es: 'De {param.least} o más.', pt: 'De {param.least} ou mais.', en: 'Of {param.least} or more.' }
reason: { es: 'Depositó {event.value_usd}.', pt: 'Depositou {event.value_usd}.', en: 'Deposited {event.value_usd}.' }
sources: [A scenario of this test]
severity: low
outcome: review
applies_to: [deposit]
parameters:
  least: { value: 400, unit: usd, min: 50, max: 5000 }
when: event.value_usd >= param.least
suppress: { per: [customer.id], for: 7d }
examples:
  - { name: a deposit of 9000, expect: fires, events: [{ at: 0, type: deposit, event.value_usd: 9000 }] }
  - { name: a deposit of 9, expect: silent, events: [{ at: 0, type: deposit, event.value_usd: 9 }] }
  - { name: a deposit of 10, expect: silent, events: [{ at: 0, type: deposit, event.value_usd: 10 }] }
`;

const home = mkdtempSync(join(tmpdir(), 'atalaya-scenarios-'));
const folder = (name: string, files: Readonly<Record<string, string>>): string => {
  mkdirSync(join(home, name));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(home, name, file), text);
  return join(home, name);
};

let before: string;
let after: string;
let broken: string;
let events: string;

beforeAll(() => {
  before = folder('before', { '990-big-deposit.yaml': SCENARIO });
  after = folder('after', { '990-big-deposit.yaml': SCENARIO.replace('value: 400', 'value: 100') });
  const wrong = SCENARIO.replace('event.value_usd >= param.least', 'event.value_usd >= param.laest');
  const untrue = SCENARIO.replace('id: big-deposit', 'id: other').replace('number: 990', 'number: 991');
  broken = folder('broken', {
    '990-big-deposit.yaml': wrong,
    '991-other.yaml': untrue.replace('event.value_usd: 9 }', 'event.value_usd: 9999 }'),
  });
  const deposit = (id: string, customer: string, day: number, amount: string) => ({
    id,
    type: 'deposit',
    customer,
    occurred_at: `2026-03-0${day}T10:00:00Z`,
    asset: 'USDT',
    amount,
    rail: 'crypto',
    wallet: { network: 'tron', address: `address-${customer}` },
  });
  const lines = [
    { price: { asset: 'USDT', currency: 'USD', price: '1', at: '2026-01-01T00:00:00Z' } },
    { event: deposit('e1', 'ana', 1, '150') },
    { event: deposit('e2', 'ana', 2, '160') },
    deposit('e3', 'bea', 3, '900'),
    deposit('e3', 'bea', 3, '900'),
    { event: { ...deposit('e4', 'bea', 4, '900'), amount: 'many' } },
  ];
  events = join(home, 'events.ndjson');
  writeFileSync(events, lines.map((line) => JSON.stringify(line)).join('\n'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const run = (...args: string[]) => runIn('en', ...args);

async function runIn(language: string, ...args: string[]) {
  let [out, err] = ['', ''];
  const code = await atalaya([...args, '--lang', language, '--home', home], process.env, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    terminal: false,
  });
  return { code, out, err };
}

test('good scenarios end with 0 and say how many examples ran', async () => {
  const { code, out } = await run('scenarios', 'test', before);
  expect(out).toContain('1 scenarios and 3 examples are well');
  expect(code).toBe(0);
});

test('broken ones end with 1, each problem with its file, line and column', async () => {
  const { code, out, err } = await run('scenarios', 'test', broken);
  expect(out).toContain(
    `${join(broken, '990-big-deposit.yaml')}:14:32: no parameter param.laest: did you mean param.least?`,
  );
  expect(out).toContain(
    `${join(broken, '991-other.yaml')}:18:13: example "a deposit of 9": fired on event 1`,
  );
  expect(err).toContain('2 problems; 2 scenarios');
  expect(code).toBe(1);
});

test('in Spanish, what is wrong is told in Spanish', async () => {
  const { out } = await runIn('es', 'scenarios', 'test', broken);
  expect(out).toContain(':14:32: no existe el parámetro param.laest: ¿quiso decir param.least?');
  expect(out).toContain(':18:13: ejemplo «a deposit of 9»: se cumplió en el evento 1');
});

test('a folder that is not there, or holds no scenario, is named; nothing else is said', async () => {
  const none = join(home, 'none');
  expect(await run('scenarios', 'test', none)).toMatchObject({
    code: 1,
    out: expect.stringContaining(`${none}:1:1: there is no such folder`) as string,
  });
  mkdirSync(join(home, 'empty'));
  expect(await run('scenarios', 'diff', before, join(home, 'empty'), '--events', events)).toMatchObject({
    code: 1,
    out: expect.stringContaining('empty:1:1: there is no file of a scenario') as string,
  });
});

test('a diff over a file of events tells what is gained, after suppression, and counts what it could not read', async () => {
  const { code, out, err } = await run('scenarios', 'diff', before, after, '--events', events, '--json');
  expect([code, err]).toEqual([0, '']);
  const told = JSON.parse(out) as { refused: number; result: BacktestResult };
  expect(told.refused).toBe(1);
  expect(told.result.events).toBe(3);
  expect(told.result.against).toMatchObject({ rule_set: 'before', findings: 1, alerts: 1 });
  expect(told.result.side).toMatchObject({ rule_set: 'after', findings: 3, alerts: 2, analyst_hours: 0.5 });
  expect(told.result.diff).toMatchObject({ alerts: { gained: 1, lost: 0, kept: 1 }, hours: 0.3 });
  expect(told.result.diff?.examples).toMatchObject([
    { change: 'gained', event_id: 'e1', customer_id: 'ana' },
  ]);
  const text = await run('scenarios', 'diff', before, after, '--events', events);
  expect(text.out).toContain('alerts: 1 → 2  (+1 −0');
  expect(text.out).toContain('+ big-deposit · e1 · ana · 2026-03-01T10:00');
  expect(text.err).toContain('1 lines could not be read');
});

test('a diff with a broken side says where and ends with 1', async () => {
  const { code, out } = await run('scenarios', 'diff', before, broken, '--events', events);
  expect(out).toContain('990-big-deposit.yaml:14:32');
  expect(code).toBe(1);
});
