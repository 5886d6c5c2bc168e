import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BacktestView } from '@atalaya/contract/backtests.ts';
import { type Client, createClient } from '@atalaya/contract/client.gen.ts';
import type { GoingLive } from '@atalaya/contract/rule-sets.ts';
import { createWorld } from '@atalaya/world/world.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { allRuleSets } from '../modules/monitoring/rule-sets/queries.ts';
import { asSystem } from '../platform/database.ts';
import { createLog } from '../platform/log.ts';
import { windowDigests } from './from-zero.ts';
import { openHouse } from './house.ts';
import { openTestHouse, type TestHouse } from './testing/house.ts';
import { type Colleague, signedIn } from './testing/staff.ts';

/** The life of a rule-set through the API: draft, check by another person, backtest, shadow, live, and the way back. */
let product: TestHouse;
let analyst: Colleague;
let officer: Colleague;
let events: object[];
let draft: string;
let shipped: string;

// Threads behind a person's work are the last to run on a busy machine.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const FILE = '990-first-big-deposit.yaml';
const NEW = `id: first-big-deposit
number: 990
family: transactions
typology: first_big_deposit
title: { es: Depósito grande, pt: Depósito grande, en: Big deposit }
explanation:
  es: Un depósito de {param.least} o más.
  pt: Um depósito de {param.least} ou mais.
  en: A deposit of {param.least} or more.
reason:
  es: Depositó {event.value_usd}; el mínimo es {param.least}.
  pt: Depositou {event.value_usd}; o mínimo é {param.least}.
  en: Deposited {event.value_usd}; the least is {param.least}.
sources: [A scenario of this test]
severity: low
outcome: review
applies_to: [deposit]
parameters:
  least: { value: 400, unit: usd, min: 50, max: 5000 } # to be changed
when: event.value_usd >= param.least
suppress: { per: [customer.id], for: 7d }
examples:
  - { name: a deposit of 9000, expect: fires, events: [{ at: 0, type: deposit, event.value_usd: 9000 }] }
  - { name: a deposit of 9, expect: silent, events: [{ at: 0, type: deposit, event.value_usd: 9 }] }
  - { name: a deposit of no price, expect: silent, events: [{ at: 0, type: deposit, event.value_usd: null }] }
`;

const send = async (path: string, values: readonly object[]): Promise<string> => {
  const reply = await fetch(`${product.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.key}`, 'content-type': 'application/x-ndjson' },
    body: values.map((value) => JSON.stringify(value)).join('\n'),
  });
  return reply.text();
};

beforeAll(async () => {
  product = await openTestHouse();
  analyst = await signedIn(product, 'Ana', 'analyst');
  officer = await signedIn(product, 'Omar', 'officer');
  const start = new Date(Date.now() - 20 * 86_400_000).toISOString();
  const world = createWorld({
    seed: 'rule-sets',
    customers: 60,
    start,
    days: 18,
    criminals: ['24', '31', '42'],
  });
  const people = [...world.customers()].map(({ reference, input }) => ({ reference, ...input }));
  expect(await send('/v1/customers/batch', people)).not.toContain('"problem"');
  const reply = await fetch(`${product.url}/v1/prices`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ prices: [...world.prices(world.starts)].slice(0, 5000) }),
  });
  expect(reply.status).toBe(200);
  events = [...world.arrivals()].map((arrival) => arrival.event);
  expect(await send('/v1/events/batch', events.slice(0, -300))).not.toContain('"problem"');
});
afterAll(() => product?.close().catch(() => undefined));

const finished = async (id: string): Promise<BacktestView> => {
  for (;;) {
    const view = await analyst.api.getBacktest({ params: { id } });
    if (view.state !== 'waiting' && view.state !== 'running') return view;
    await sleep(50);
  }
};

const wentLive = async (id: string): Promise<GoingLive | undefined> => {
  for (;;) {
    const { going_live: going } = await officer.api.getRuleSet({ params: { id } });
    if (going === undefined || going.phase === 'done' || going.phase === 'failed') return going;
    await sleep(30);
  }
};

test('the first start makes the shipped scenarios live, and decisions carry their version', async () => {
  const { items, live } = await analyst.api.listRuleSets();
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ id: live, number: 1, state: 'live', origin: 'shipped', problems: 0 });
  shipped = live;
  const { version } = await product.ask<{ version: string }>(
    `select distinct convert_from(bytes, 'UTF8')::jsonb #>> '{data,rule_set}' as version from journal.entry
     where type in ('decisions.decided', 'decisions.flagged')`,
  );
  expect(version).toBe(items[0]?.version);
});

test('the page of a scenario has every bound, what differs by risk or country, and once per what', async () => {
  const view = await analyst.api.getScenario({ params: { id: 'rapid-in-out' } });
  const of = (name: string) => view.parameters.find((one) => one.name === name);
  expect(of('window')).toMatchObject({ value: '60m', min: '10m', max: '24h', overrides: [] });
  expect(of('min_value')).toMatchObject({
    value: 3000,
    overrides: [
      { tier: 'high', value: 1000 },
      { tier: 'critical', value: 1000 },
    ],
  });
  expect(view.suppress).toEqual({ per: ['customer.id'], for: '1d' });
  expect(view.aggregates[2]).toEqual({
    name: 'sensible_trades',
    measure: 'count',
    key: ['customer.id'],
    events: ['trade', 'p2p_order'],
    where: '!has(price.loss) || price.loss <= param.loss',
    within: 'window',
    others: [],
  });
  const region = await analyst.api.getScenario({ params: { id: 'blocked-region' } });
  expect(region.parameters[0]).toMatchObject({
    value: 'IR, KP',
    source: expect.any(String) as string,
    overrides: [
      { jurisdiction: 'US', value: 'CU, IR, KP' },
      { jurisdiction: 'US', until: '2025-07-01' },
    ],
  });
});

test('a draft is saved with what is wrong with it, where it is wrong, and cannot be submitted so', async () => {
  const made = await analyst.api.createRuleSet({ body: { from: 'live', note: 'big deposits' } });
  draft = made.id;
  expect(made).toMatchObject({ state: 'draft', number: 2, problems: 0, parent: shipped });
  const params = { id: draft, file: FILE };
  const broken = NEW.replace('event.value_usd >= param', 'event.value_uds >= param');
  const saved = await analyst.api.putRuleSetScenario({ params, body: { text: broken } });
  const line = broken.split('\n').findIndex((one) => one.includes('value_uds')) + 1;
  expect(saved.problem_list[0]).toMatchObject({ file: FILE, line, column: 13 });
  expect(saved.items.find(({ file }) => file === FILE)).toMatchObject({ change: 'added', problems: 1 });
  expect(saved.version).toBeUndefined();
  await expect(
    analyst.api.submitRuleSet({ params: { id: draft }, body: { reason: 'done' } }),
  ).rejects.toMatchObject({ code: 'rule_sets.has_problems' });
  await expect(
    analyst.api.putRuleSetScenario({ params, body: { text: 'x', replaces: 'another' } }),
  ).rejects.toMatchObject({ code: 'rule_sets.changed_meanwhile' });
  const mended = await analyst.api.putRuleSetScenario({ params, body: { text: NEW } });
  expect(mended.problem_list).toEqual([]);
  const twin = { ...params, file: '991-twin.yaml' };
  const twice = await analyst.api.putRuleSetScenario({ params: twin, body: { text: NEW } });
  expect(twice.problem_list.map(({ message }) => message)).toEqual([
    `id first-big-deposit is taken by ${FILE}`,
    `number 990 is taken by ${FILE}`,
  ]);
  expect(await analyst.api.removeRuleSetScenario({ params: twin })).toMatchObject({ problems: 0 });
});

test('one figure is changed in place, out of bounds is told, and the changes can be read', async () => {
  const params = { id: draft, file: FILE };
  const figure = { ...params, name: 'least' };
  const wild = await analyst.api.setRuleSetParameter({ params: figure, body: { value: 9999 } });
  expect(wild.problem_list[0]?.message).toBe('parameter least is above its max');
  const none = await analyst.api.setRuleSetParameter({ params: figure, body: { value: 100 } });
  expect(none.problem_list).toEqual([]);
  const { text } = await analyst.api.getRuleSetScenario({ params });
  expect(text).toBe(NEW.replace('value: 400', 'value: 100'));
  await expect(
    analyst.api.setRuleSetParameter({ params: { ...figure, name: 'most' }, body: { value: 1 } }),
  ).rejects.toMatchObject({ code: 'rule_sets.unknown_parameter' });
  const changes = await officer.api.getRuleSetChanges({ params: { id: draft } });
  expect(changes.files).toEqual([{ file: FILE, change: 'added', after: text }]);
  expect(changes.parameters).toEqual([{ scenario: 'first-big-deposit', parameter: 'least', after: '100' }]);
});

test('who wrote it does not check it, and who checks agrees with what was read', async () => {
  const params = { id: draft };
  const sent = await analyst.api.submitRuleSet({ params, body: { reason: 'ready' } });
  expect(sent.can).toContain('check');
  const check = { agree: true, content: sent.content, reason: 'read' };
  await expect(analyst.api.checkRuleSet({ params, body: check })).rejects.toMatchObject({
    code: 'auth.denied',
  });
  const both = await signedIn(product, 'Berta', 'officer', 'analyst');
  const own = await both.api.createRuleSet({ body: { from: draft, note: 'mine' } });
  const mine = await both.api.submitRuleSet({ params: { id: own.id }, body: { reason: 'ready' } });
  await expect(
    both.api.checkRuleSet({ params: { id: own.id }, body: { ...check, content: mine.content } }),
  ).rejects.toMatchObject({ code: 'auth.second_person' });
  await both.api.discardRuleSet({ params: { id: own.id }, body: { reason: 'only to try' } });
  await expect(
    officer.api.checkRuleSet({ params, body: { ...check, content: 'other' } }),
  ).rejects.toMatchObject({ code: 'rule_sets.changed_meanwhile' });
  expect(await officer.api.checkRuleSet({ params, body: check })).toMatchObject({ state: 'checked' });
  await expect(
    analyst.api.setRuleSetParameter({
      params: { id: draft, file: FILE, name: 'least' },
      body: { value: 60 },
    }),
  ).rejects.toMatchObject({ code: 'rule_sets.transition_refused' });
});

test('a copy does not make it somebody else’s work, nor does a key that one made oneself', async () => {
  const chief = await signedIn(product, 'Carla', 'officer', 'admin');
  const written = async (api: Client, note: string): Promise<string> => {
    const { id } = await api.createRuleSet({ body: { from: 'live', note } });
    const file = '034-rapid-in-out.yaml';
    await api.setRuleSetParameter({ params: { id, file, name: 'window' }, body: { value: '59m' } });
    return id;
  };
  const submitted = async (api: Client, id: string) => {
    const { content } = await api.submitRuleSet({ params: { id }, body: { reason: 'ready' } });
    return { params: { id }, body: { agree: true, content, reason: 'read' } };
  };
  const refused = { code: 'auth.second_person' };

  const hers = await written(chief.api, 'hers');
  const copy = await analyst.api.createRuleSet({ body: { from: hers, note: 'a copy' } });
  const asCopied = await submitted(analyst.api, copy.id);
  await expect(chief.api.checkRuleSet(asCopied)).rejects.toMatchObject(refused);

  const { secret } = await chief.api.createApiKey({
    body: { name: 'ci', entity: product.entity, permissions: ['monitoring:read', 'monitoring:write'] },
  });
  const ci = createClient({ baseUrl: product.url, headers: () => ({ authorization: `Bearer ${secret}` }) });
  const byKey = await written(ci, 'by a key');
  const asWritten = await submitted(ci, byKey);
  await expect(chief.api.checkRuleSet(asWritten)).rejects.toMatchObject(refused);
  expect(await officer.api.checkRuleSet(asWritten)).toMatchObject({ state: 'checked' });
  await expect(
    chief.api.goLive({ params: { id: byKey }, body: { reason: 'now', without_backtest: true } }),
  ).rejects.toMatchObject(refused);

  for (const id of [hers, copy.id])
    await analyst.api.discardRuleSet({ params: { id }, body: { reason: 'only to try' } });
  await officer.api.retireRuleSet({ params: { id: byKey }, body: { reason: 'only to try' } });
});

test('a text is tried over the latest events as it stands', async () => {
  const { text } = await analyst.api.getRuleSetScenario({ params: { id: draft, file: FILE } });
  const tried = await analyst.api.tryScenario({ body: { text, events: 5000 } });
  expect(tried.problems).toEqual([]);
  expect(tried.examples.every(({ passed }) => passed)).toBe(true);
  expect(tried.events).toBeGreaterThan(100);
  expect(tried.findings).toBeGreaterThan(10);
  expect(tried.alerts).toBeLessThan(tried.findings);
  expect(tried.hits[0]?.reason).toMatchObject({ scenario: 'first-big-deposit' });
  expect(tried.live_findings).toBeUndefined();
  const wrong = await analyst.api.tryScenario({ body: { text: `${text}\nnonsense: 1\n` } });
  expect(wrong.problems[0]).toMatchObject({ message: expect.stringContaining('nonsense') as string });
});

test('without a backtest against live it does not go live; a backtest counts what live found', async () => {
  const params = { id: draft };
  await expect(officer.api.goLive({ params, body: { reason: 'now' } })).rejects.toMatchObject({
    code: 'rule_sets.not_backtested',
  });
  const { lastDay } = await product.ask<{ lastDay: string }>(
    `select to_char(max(occurred_at) - interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "lastDay" from decisions.decision`,
  );
  const short = await analyst.api.startBacktest({
    body: { rule_set: draft, against: 'live', from: lastDay },
  });
  expect(await finished(short.id)).toMatchObject({ state: 'done' });
  await expect(officer.api.goLive({ params, body: { reason: 'now' } })).rejects.toMatchObject({
    code: 'rule_sets.backtest_too_short',
  });
  const started = await analyst.api.startBacktest({ body: { rule_set: draft, against: 'live' } });
  const done = await finished(started.id);
  expect(done).toMatchObject({ state: 'done', against: shipped });
  const result = await officer.api.getBacktestResult({ params: { id: started.id } });
  expect(done.evaluate).toBe('changed');
  const { scenarios } = await officer.api.getRuleSet({ params: { id: shipped } });
  expect(result.evaluation).toEqual({ mode: 'changed', evaluated: 1, recorded: scenarios, versions: 1 });
  const found = await product.ask<{ n: number; flagged: number; events: number }>(
    `select (select count(*) from decisions.decision d, jsonb_array_elements_text(d.scenarios)) as n,
       (select count(*) from decisions.decision where scenarios <> '[]') as flagged, (select count(*) from decisions.decision) as events`,
  );
  expect(result.events).toBe(found.events);
  expect(result.against).toMatchObject({ findings: found.n, flagged_events: found.flagged });
  expect(result.diff?.alerts.gained).toBeGreaterThan(0);
  expect(result.diff?.scenarios.map(({ scenario }) => scenario)).toEqual(['first-big-deposit']);
  expect(result.diff?.examples[0]).toMatchObject({ change: 'gained', scenario: 'first-big-deposit' });
  // A tenth of an hour is what is told.
  expect(result.side.analyst_hours).toBe(Math.round((result.side.alerts * 15) / 6) / 10);
});

test('in shadow it finds at no effect, and says what it gains against live', async () => {
  const params = { id: draft };
  await analyst.api.setShadow({ params, body: { action: 'start', reason: 'see it run' } });
  while (!(await analyst.api.getShadow({ params })).running) await sleep(20);
  const alerts = 'select count(*) as n from decisions.shadow_finding';
  expect((await product.ask<{ n: number }>(alerts)).n).toBe(0);
  expect(await send('/v1/events/batch', events.slice(-300, -100))).not.toContain('"problem"');
  const { n } = await product.ask<{ n: number }>(
    'select count(*) as n from decisions.decision where entry > (select began_after from decisions.shadow_progress)',
  );
  let view = await analyst.api.getShadow({ params });
  while (view.behind > 0) {
    await sleep(50);
    view = await analyst.api.getShadow({ params });
  }
  expect(n).toBeGreaterThan(100);
  expect(view.events).toBe(n);
  const live = await product.ask<{ n: number }>(
    `select count(*) as n from decisions.decision d, jsonb_array_elements_text(d.scenarios)
     where d.entry > (select began_after from decisions.shadow_progress)`,
  );
  expect(view.live.findings).toBe(live.n);
  const gained = view.scenarios.filter((one) => one.gained + one.lost > 0);
  expect(gained.map(({ scenario, lost }) => [scenario, lost])).toEqual([['first-big-deposit', 0]]);
  expect(view.examples[0]).toMatchObject({ change: 'gained', scenario: 'first-big-deposit' });
});

test('it goes live between two commits while events come in, and decisions carry it from then on', async () => {
  const params = { id: draft };
  const coming = send('/v1/events/batch', events.slice(-100));
  await officer.api.goLive({ params, body: { reason: 'gains what we miss' } });
  expect(await wentLive(draft)).toMatchObject({ phase: 'done' });
  expect(await coming).not.toContain('"problem"');
  const { items, live } = await analyst.api.listRuleSets();
  expect(live).toBe(draft);
  expect(items.find(({ id }) => id === shipped)).toMatchObject({ state: 'retired' });
  const { foundation, deciding } = product.house;
  expect(deciding.monitor.version).toBe(items.find(({ id }) => id === draft)?.version);
  const digests = await windowDigests(foundation, deciding.monitor);
  expect(digests.live).toBe(digests.rebuilt);
});

test('the one before can go live again, without another backtest', async () => {
  const deposit = events.find((one) => 'type' in one && one.type === 'deposit');
  const told = { ...deposit, id: 'by-the-draft', occurred_at: new Date().toISOString() };
  expect(await send('/v1/events/batch', [told])).toContain('"by-the-draft"');
  await officer.api.goLive({ params: { id: shipped }, body: { reason: 'too many alerts' } });
  expect(await wentLive(shipped)).toMatchObject({ phase: 'done' });
  const view = await officer.api.getRuleSet({ params: { id: shipped } });
  expect(view.state).toBe('live');
  expect(view.history.map(({ action }) => action)).toEqual([
    'rule_set_went_live',
    'rule_set_went_live',
    'rule_set_drafted',
  ]);
});

test('what was recorded and what is evaluated again are the same, though two versions decided', async () => {
  expect(await send('/v1/events/batch', events.slice(0, 40))).toContain('"repeated":true');
  const [first] = (await analyst.api.listBacktests({ query: { rule_set: draft } })).items;
  const { against } = await officer.api.getBacktestResult({ params: { id: first?.id ?? '' } });
  const most = against?.scenarios.sort((a, b) => b.alerts - a.alerts)[0];
  expect(most?.alerts).toBeGreaterThan(0);
  const without = await analyst.api.createRuleSet({ body: { from: 'live', note: 'one less' } });
  const { items } = await analyst.api.getRuleSet({ params: { id: without.id } });
  const file = items.find(({ id }) => id === most?.scenario)?.file ?? '';
  await analyst.api.removeRuleSetScenario({ params: { id: without.id, file } });

  const resultOf = async (rule_set: string, evaluate: 'changed' | 'all', from: object) => {
    const { id } = await analyst.api.startBacktest({
      body: { rule_set, against: 'live', evaluate, ...from },
    });
    expect(await finished(id)).toMatchObject({ state: 'done', evaluate });
    const result = await officer.api.getBacktestResult({ params: { id } });
    const { seconds: _, events_per_second: __, warm_up_events: ___, evaluation, ...figures } = result;
    return { evaluation, figures };
  };
  const latest = { from: new Date(Date.now() - 12 * 86_400_000).toISOString() };
  for (const { rule_set, evaluated, from } of [
    { rule_set: without.id, evaluated: 0, from: {} },
    { rule_set: draft, evaluated: 1, from: latest },
  ]) {
    const [taken, all] = [await resultOf(rule_set, 'changed', from), await resultOf(rule_set, 'all', from)];
    const scenarios = items.length + evaluated;
    const recorded = scenarios - evaluated;
    expect(taken.evaluation).toEqual({ mode: 'changed', evaluated, recorded, versions: 2 });
    expect(all.evaluation).toEqual({ mode: 'all', evaluated: scenarios, recorded: 0 });
    expect(taken.figures).toEqual(all.figures);
    const { gained = 0, lost = 0 } = taken.figures.diff?.alerts ?? {};
    expect(gained + lost).toBeGreaterThan(0);
    expect(taken.figures.diff?.examples.length).toBeGreaterThan(0);
  }
  await analyst.api.discardRuleSet({ params: { id: without.id }, body: { reason: 'only to compare' } });
});

const verified = async () => {
  await product.settled();
  const { host, port, user, database } = product.connection;
  const url = `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
  const verify = join(import.meta.dirname, '../../../cli/src/main.ts');
  const run = spawnSync(process.execPath, [verify, 'verify', '--json', '--home', product.home], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: url },
  });
  return JSON.parse(run.stdout) as { ok: boolean; problems: unknown[] };
};

test('everything that was done is what the journal says, by the verifier that shares no code', async () => {
  expect(await verified()).toMatchObject({ ok: true, problems: [] });
});

test('a decision is made again by the rule-set it was made by, however many went live since', async () => {
  const { version } = await product.ask<{ version: string }>(
    'select version from monitoring.rule_set where id = $1',
    [draft],
  );
  await asSystem(product.house.foundation.db, (tx) =>
    tx.query(
      `insert into monitoring.rule_set (id, entity, number, state, origin, note, author, created_at, content, version,
         scenarios, problems, live_since, entry)
       select 'rul_since' || n, entity, 1000 + n, 'retired', origin, note, author, created_at, content, 'v' || n,
         scenarios, problems, now(), entry from monitoring.rule_set, generate_series(1, 30) n where id = $1`,
      [draft],
    ),
  );
  await product.restart();
  const call = async (what: string) => {
    const reply = await fetch(`${product.url}/v1/events/by-the-draft/${what}`, {
      headers: { authorization: `Bearer ${product.key}` },
    });
    return reply.json() as Promise<unknown>;
  };
  expect(await call('replay')).toMatchObject({ verdict: 'identical', rule_set: version });
  expect(await call('windows')).toMatchObject({ rule_set: version });
  expect(await call('why-not')).toMatchObject({ rule_set: version, decided_by: version });
});

test('a restart comes back with the live version, its windows, and the drafts', async () => {
  const { deciding } = product.house;
  const before = { version: deciding.monitor.version, digest: deciding.monitor.store.digest() };
  await product.house.close();
  const again = await openHouse({
    connection: product.connection,
    home: product.home,
    log: createLog('silent'),
  });
  try {
    expect(again.deciding.monitor.version).toBe(before.version);
    expect(again.deciding.monitor.store.digest()).toBe(before.digest);
    const states = await asSystem(again.foundation.db, allRuleSets);
    expect(states.filter(({ state }) => state !== 'retired')).toMatchObject([{ id: shipped, state: 'live' }]);
  } finally {
    await again.close();
  }
});
