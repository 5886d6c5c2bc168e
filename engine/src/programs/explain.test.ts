import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ReplayView, WhyNotView, WindowContents } from '@atalaya/contract/explain.ts';
import { createWorld } from '@atalaya/world/world.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JournalReplay, replayJournal } from '../modules/decisions/replay-journal.ts';
import { openTestHouse, type TestHouse } from './testing/house.ts';

const ATALAYA = join(import.meta.dirname, '../../../cli/src/main.ts');

/** Decisions explained and made again from the journal alone, over the world of the demonstration. */
let product: TestHouse;

async function ask<T>(path: string): Promise<T> {
  const reply = await fetch(`${product.url}${path}`, { headers: { authorization: `Bearer ${product.key}` } });
  expect(reply.status, path).toBe(200);
  return (await reply.json()) as T;
}

const send = async (path: string, values: readonly object[]): Promise<void> => {
  const reply = await fetch(`${product.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.key}`, 'content-type': 'application/x-ndjson' },
    body: values.map((value) => JSON.stringify(value)).join('\n'),
  });
  expect(await reply.text()).not.toContain('"problem"');
};

async function replayed(range = {}): Promise<JournalReplay> {
  const { foundation, deciding } = product.house;
  const { ruleSet } = deciding.monitor;
  let last: JournalReplay | undefined;
  const ruleSetOf = (version: string) => (version === ruleSet.version ? ruleSet : null);
  for await (const soFar of replayJournal({ ...foundation, ruleSetOf }, range)) last = soFar;
  if (last === undefined) throw new Error('nothing was replayed');
  return last;
}

/** Deposits of one person, one of them reversed, one corrected. */
function takenBack(customer: string): object[] {
  const at = (minutes: number): string => new Date(Date.now() - 86_400_000 + minutes * 60_000).toISOString();
  const deposit = (n: number, more: object = {}) => ({
    id: `back-${n}`,
    occurred_at: at(n),
    customer,
    type: 'deposit',
    asset: 'MXN',
    amount: '22000',
    value: { currency: 'MXN', amount: '22000' },
    rail: 'bank',
    origin: { device: 'a-shared-device' },
    ...more,
  });
  return [
    deposit(1),
    deposit(2),
    deposit(3, { reverses: 'back-1' }),
    deposit(4),
    deposit(5, { corrects: 'back-2', amount: '21000' }),
    deposit(6),
    deposit(7),
  ];
}

const ids = async (where: string, limit = 40): Promise<string[]> => {
  const { found } = await product.ask<{ found: string[] }>(
    `select coalesce(array_agg(id), '{}') as found from (select id from decisions.decision where ${where} order by md5(id) limit ${limit}) d`,
  );
  return found;
};

beforeAll(async () => {
  product = await openTestHouse();
  const start = new Date(Date.now() - 8 * 86_400_000).toISOString();
  const world = createWorld({ seed: 'explain', customers: 120, start, days: 4 });
  const people = [...world.customers()].map(({ reference, input }) => ({ reference, ...input }));
  await send('/v1/customers/batch', people);
  const events = [...world.arrivals()].map((arrival) => arrival.event);
  // Every seventh comes late, after the next three hundred.
  const late = events.filter((_, i) => i % 7 === 0);
  const shuffled = events
    .filter((_, i) => i % 7 !== 0)
    .flatMap((event, i) => (i % 300 === 299 ? [event, ...late.splice(0, 50)] : [event]));
  await send('/v1/events/batch', [...shuffled, ...late, ...takenBack(String(people[0]?.reference))]);
}, 120_000);
afterAll(() => product?.close());

describe('replay', () => {
  test('live = replay to the byte: the whole journal in one pass', async () => {
    const { n } = await product.ask<{ n: number }>('select count(*) as n from decisions.decision');
    expect(await replayed()).toMatchObject({
      decisions: n,
      identical: n,
      different: 0,
      not_replayable: {},
      differing: [],
    });
  });

  test('the same through the door, in a thread beside the one that decides', async () => {
    const reply = await fetch(`${product.url}/v1/replay`, {
      headers: { authorization: `Bearer ${product.key}` },
    });
    const lines = (await reply.text()).trim().split('\n');
    const { n } = await product.ask<{ n: number }>('select count(*) as n from decisions.decision');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      done: true,
      decisions: n,
      identical: n,
      different: 0,
    });
  });

  test('a part of it: what came before is only taken into the windows', async () => {
    const { from, to, n } = await product.ask<{ from: number; to: number; n: number }>(
      `select (max(entry) * 2 / 3)::int as from, (max(entry) * 5 / 6)::int as to,
         (select count(*) from decisions.decision e where e.entry between (max(d.entry) * 2 / 3)::int and (max(d.entry) * 5 / 6)::int) as n
       from decisions.decision d`,
    );
    expect(n).toBeGreaterThan(50);
    expect(await replayed({ from, to })).toMatchObject({ decisions: n, identical: n });
  });

  test('one decision: only the entries that share a key with it are read', async () => {
    const chosen = [...(await ids("scenarios <> '[]'")), ...(await ids("scenarios = '[]'", 20))];
    expect(chosen.length).toBeGreaterThan(30);
    const { n } = await product.ask<{ n: number }>('select count(*) as n from decisions.decision');
    for (const id of chosen) {
      const view = await ask<ReplayView>(`/v1/events/${id}/replay`);
      expect(view).toMatchObject({ verdict: 'identical', thorough: false, differences: [] });
      expect(view.entries_read).toBeLessThan(n / 2);
      expect(view.sha256.made).toBe(view.sha256.stored);
    }
    for (const id of ['back-4', 'back-5', 'back-7'])
      expect(await ask<ReplayView>(`/v1/events/${id}/replay`)).toMatchObject({ verdict: 'identical' });
    const [id] = chosen;
    expect(await ask<ReplayView>(`/v1/events/${id}/replay?thorough=true`)).toMatchObject({
      verdict: 'identical',
      thorough: true,
    });
  });
});

describe('the events inside a window', () => {
  test('are those the decision counted', async () => {
    let looked = 0;
    for (const id of await ids("scenarios <> '[]'", 15)) {
      const { windows } = await ask<{ windows: WindowContents[] }>(`/v1/events/${id}/windows?limit=500`);
      const { decision } = await ask<{ decision: { reasons: { scenario: string; values: object[] }[] } }>(
        `/v1/events/${id}`,
      );
      for (const window of windows) {
        const told = decision.reasons
          .find(({ scenario }) => scenario === window.scenario)
          ?.values.find((value) => 'name' in value && value.name === window.name);
        expect(told).toMatchObject({ value: window.value, from: window.from, to: window.to });
        if (window.measure === 'count') expect(window.total).toBe(window.value);
        expect(window.events.length).toBe(window.total);
        for (const event of window.events) {
          expect(Date.parse(event.occurred_at)).toBeGreaterThan(Date.parse(window.from));
          expect(Date.parse(event.occurred_at)).toBeLessThanOrEqual(Date.parse(window.to));
        }
        looked += 1;
      }
    }
    expect(looked).toBeGreaterThan(10);
  });
});

describe('why not', () => {
  test('an event that was let through: the nearest scenarios, what blocked them, what would have fired them', async () => {
    let changes = 0;
    for (const id of await ids("scenarios = '[]' and type in ('deposit', 'withdrawal')", 10)) {
      const view = await ask<WhyNotView>(`/v1/events/${id}/why-not`);
      expect(view).toMatchObject({ basis: 'journal', fired: [] });
      expect(view.nearest.length).toBe(5);
      const order = view.nearest.map(({ nearness }) => nearness);
      expect(order).toEqual([...order].sort((a, b) => b - a));
      for (const miss of view.nearest) {
        expect(miss.conditions.some(({ met }) => met !== true)).toBe(true);
        changes += miss.changes.length + (miss.together?.length ?? 0);
      }
    }
    expect(changes).toBeGreaterThan(20);
  });

  test('what fired is not asked why not', async () => {
    const [id] = await ids("scenarios <> '[]'", 1);
    const { decision } = await ask<{ decision: { reasons: { scenario: string }[] } }>(`/v1/events/${id}`);
    const { fired, nearest } = await ask<WhyNotView>(`/v1/events/${id}/why-not?limit=50`);
    expect(fired).toEqual(decision.reasons.map(({ scenario }) => scenario));
    expect(nearest.filter(({ scenario }) => fired.includes(scenario))).toEqual([]);
  });
});

describe('the command line', () => {
  const atalaya = (...args: string[]) =>
    promisify(execFile)(process.execPath, [ATALAYA, ...args], {
      env: { ...process.env, ATALAYA_URL: product.url, ATALAYA_KEY: product.key, LANG: 'en_US.UTF-8' },
    });

  test('replays one decision and the whole journal, and says why not', async () => {
    const [id = ''] = await ids("scenarios <> '[]'", 1);
    expect((await atalaya('replay', id)).stdout).toMatch(/^(IDENTICAL|IDÉNTICA): evt_/);
    const { n } = await product.ask<{ n: number }>('select count(*) as n from decisions.decision');
    const whole = JSON.parse((await atalaya('replay', '--all', '--json')).stdout) as object;
    expect(whole).toMatchObject({ done: true, decisions: n, identical: n, different: 0 });
    expect((await atalaya('why-not', id, '--limit', '2')).stdout.match(/%/g)?.length).toBeGreaterThan(2);
  });

  test('refuses what it does not understand', async () => {
    for (const args of [
      ['replay'],
      ['replay', 'x', '--all'],
      ['replay', '--all', '--from', '-1'],
      ['why-not'],
    ])
      await expect(atalaya(...args)).rejects.toMatchObject({ code: 2 });
  });
});

test('a decision that was tampered with is found, with the member that differs', async () => {
  const [id] = await ids("scenarios <> '[]'", 1);
  const { reference, entry } = await product.ask<{ reference: string; entry: number }>(
    'select reference, entry from decisions.decision where id = $1',
    [id],
  );
  const superuser = new pg.Client(product.connection);
  await superuser.connect();
  await superuser.query(
    `update journal.entry set bytes = convert_to(replace(convert_from(bytes, 'UTF8'), '"facts":{', '"facts":{"0.forged":1,'), 'UTF8')
     where number = $1`,
    [entry],
  );
  await superuser.end();
  expect(await ask<ReplayView>(`/v1/events/${id}/replay`)).toMatchObject({
    verdict: 'different',
    thorough: true,
    differences: [{ path: '/data/facts/0.forged', stored: '1' }],
  });
  expect(await replayed()).toMatchObject({ different: 1, differing: [{ journal: entry, reference }] });
});

test('of an erased person nothing can be made again, and a rule-set that is not known is said to be missing', async () => {
  const [id] = await ids("scenarios = '[]' and type = 'login'", 1);
  const { customer } = await product.ask<{ customer: string }>(
    'select customer from decisions.decision where id = $1',
    [id],
  );
  await product.ask(
    'with gone as (delete from vault.person_key where person = $1 returning 1) select count(*) from gone',
    [customer],
  );
  expect(await ask<ReplayView>(`/v1/events/${id}/replay`)).toMatchObject({
    verdict: 'not_replayable',
    because: 'person_erased',
  });
  expect(await ask<WhyNotView>(`/v1/events/${id}/why-not`)).toMatchObject({ basis: 'record' });
  const { foundation } = product.house;
  let last: JournalReplay | undefined;
  for await (const soFar of replayJournal({ ...foundation, ruleSetOf: () => null }, {})) last = soFar;
  expect(last?.not_replayable).toEqual({ rule_set_unavailable: last?.decisions });
});
