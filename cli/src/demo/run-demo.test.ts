import type { Event } from '@atalaya/contract/activity.ts';
import { afterEach, expect, test } from 'vitest';
import { type FakeApi, type FakeApiOptions, type Fault, startFakeApi } from './exchange-api.fixture.ts';
import { type DemoOptions, demoWorld, runDemo } from './run-demo.ts';

const now = Date.parse('2026-11-20T18:40:00Z');
const patience = { first_ms: 1, longest_ms: 20, total_ms: 10_000 };
const open: FakeApi[] = [];

/** The demo and its server read the same clock: a fixed one where only a history is told. */
async function fake(options: FakeApiOptions = {}): Promise<FakeApi> {
  const api = await startFakeApi({ now: () => now, ...options });
  open.push(api);
  return api;
}

const settings = (api: FakeApi, more: Partial<DemoOptions> = {}): DemoOptions => ({
  url: api.url,
  apiKey: 'key',
  seed: 'demo',
  customers: 150,
  historyDays: 12,
  rate: 0,
  log: () => undefined,
  patience,
  now: () => now,
  ...more,
});

/** What the server must know after a demo's history: every event once, in the order it happened. */
function expected(api: FakeApi): string[] {
  const world = demoWorld(settings(api), now);
  return Array.from(world.events(world.begins, new Date(now).toISOString()), ({ event }) =>
    JSON.stringify(event),
  );
}

const told = (api: FakeApi): string[] => Array.from(api.events.values(), (event) => JSON.stringify(event));

afterEach(async () => {
  await Promise.all(open.splice(0).map((api) => api.close()));
});

test('tells list, customers, prices and the whole history in order, over a kept connection', async () => {
  const api = await fake();
  const lines: string[] = [];
  const summary = await runDemo(settings(api, { log: (line) => lines.push(line) }));
  expect(told(api)).toEqual(expected(api));
  expect(api.events.size).toBeGreaterThan(1_000);
  expect(api.customers.size).toBe(150);
  const header = api.lists[0]?.text.split('\n')[0]?.split(',') ?? [];
  expect(header.length).toBeGreaterThan(5);
  for (const column of Object.values(api.lists[0]?.mapping ?? {})) expect(header).toContain(column);
  expect(summary.events).toBe(api.events.size);
  expect([summary.refused, summary.repeated]).toEqual([0, 0]);
  expect(api.sockets).toBeLessThanOrEqual(3);
  expect(lines.join('\n')).toMatch(/patterns caught: 0 of \d+/);
});

test('prices are told once each, and every event can be valued', async () => {
  const api = await fake();
  await runDemo(settings(api));
  const keys = api.prices.map(({ asset, currency, at }) => `${asset}/${currency} ${at}`);
  expect(new Set(keys).size).toBe(keys.length);
  const first = new Map<string, string>();
  for (const { asset, currency, at } of api.prices) {
    if (currency === 'USD' && !first.has(asset)) first.set(asset, at);
  }
  for (const event of api.events.values()) {
    if (event.type === 'login' || event.asset === 'USD') continue;
    expect((first.get(event.asset) ?? '9') <= event.occurred_at, event.asset).toBe(true);
  }
});

test.each<[string, Fault]>([
  ['the server is busy', 'busy'],
  ['the connection breaks before the server heard', 'unheard'],
  ['the connection breaks in the middle of the answer', 'cut'],
  ['the server did its work and the answer is lost', 'hang-up'],
])('nothing is lost or doubled when %s', async (_, fault) => {
  const api = await fake({
    fault: (path, request) => (request % 2 === 1 && path !== '/v1/scenarios' ? fault : undefined),
  });
  const again: string[] = [];
  const summary = await runDemo(settings(api, { log: (line) => again.push(line) }));
  expect(told(api)).toEqual(expected(api));
  expect(summary.events).toBe(api.events.size);
  expect(summary.refused).toBe(0);
  expect(again.filter((line) => line.includes('asking again')).length).toBeGreaterThan(3);
  const heard = fault === 'cut' || fault === 'hang-up';
  expect(summary.repeated > 0).toBe(heard);
});

test('a server that never answers ends the demo when patience ends', async () => {
  const api = await fake({ fault: () => 'busy' });
  const short = { first_ms: 1, longest_ms: 5, total_ms: 60 };
  await expect(runDemo(settings(api, { patience: short }))).rejects.toMatchObject({ code: 'unavailable' });
});

test('a refused key ends the demo at once; a key with fewer rights does not', async () => {
  const strict = await fake({ key: 'another' });
  await expect(runDemo(settings(strict))).rejects.toMatchObject({ status: 401 });
  expect(Object.values(strict.requests)).toEqual([1]);
  const narrow = await fake({ mayImportLists: false, mayReadScenarios: false });
  const lines: string[] = [];
  const summary = await runDemo(settings(narrow, { log: (line) => lines.push(line), language: 'es' }));
  expect(summary.scenarios.every((one) => one.caught_by_own === null)).toBe(true);
  expect(lines.join('\n')).toContain('la lista no se importó (auth.denied)');
  expect(narrow.events.size).toBeGreaterThan(1_000);
});

test('the summary holds the answers against the truth', async () => {
  const isVoucher = (event: Event): boolean => event.type === 'deposit' && event.rail === 'voucher';
  const isFirstOf = new Set<string>();
  const reasons = (event: Event): string[] => {
    if (isVoucher(event)) return ['vouchers'];
    const honest = event.type === 'login' && isFirstOf.size < 1;
    if (honest) isFirstOf.add(event.customer);
    return honest ? ['nonsense'] : [];
  };
  const api = await fake({ reasons });
  const summary = await runDemo(settings(api));
  const vouchers = summary.scenarios.find((one) => one.scenario === '50');
  expect(vouchers).toEqual({ scenario: '50', patterns: 1, caught: 1, caught_by_own: 1 });
  const others = summary.scenarios.filter((one) => one.scenario !== '50');
  expect(others.length).toBeGreaterThan(20);
  expect(others.every((one) => one.patterns > 0 && one.caught_by_own === 0)).toBe(true);
  expect(summary.outcomes.review).toBe([...api.events.values()].filter(isVoucher).length + 1);
  expect(summary.honest.customers).toBeGreaterThan(20);
  expect(summary.honest.alerted).toBeLessThanOrEqual(1);
});

test('refused events are counted with their code and do not stop the demo', async () => {
  const api = await fake();
  const { customers } = api;
  const set = customers.set.bind(customers);
  let registered = 0;
  customers.set = (reference, input) => {
    registered += 1;
    return registered % 10 === 0 ? customers : set(reference, input);
  };
  const summary = await runDemo(settings(api));
  expect(summary.refused).toBeGreaterThan(20);
  expect(summary.problems).toEqual({ 'customers.unknown': summary.refused });
  expect(summary.events).toBe(api.events.size + summary.refused);
});

test('goes on live, one request per event, each customer told before their events', async () => {
  const started = Date.now();
  const api = await fake({
    now: Date.now,
    fault: (path, request) => (path === '/v1/events' && request % 9 === 0 ? 'hang-up' : undefined),
  });
  const summary = await runDemo(settings(api, { now: undefined, rate: 400, stopAfter: 250 }));
  expect(api.requests['/v1/events']).toBeGreaterThan(250);
  expect(summary.refused).toBe(0);
  expect(summary.events).toBe(api.events.size);
  expect(api.customers.size).toBeGreaterThan(150);
  const latest = [...api.events.values()].at(-1);
  expect(Date.parse(latest?.occurred_at ?? '')).toBeGreaterThanOrEqual(started);
});

test('stops when asked, after what was told is answered', async () => {
  const stopping = new AbortController();
  const api = await fake({
    now: Date.now,
    reasons: () => {
      if (api.requests['/v1/events'] === 20) stopping.abort();
      return [];
    },
  });
  const summary = await runDemo(settings(api, { now: undefined, rate: 300, signal: stopping.signal }));
  expect(summary.events).toBe(api.events.size);
  expect(api.requests['/v1/events']).toBeLessThan(120);
});

test('a second run goes on with the same world: only what happened since is told', async () => {
  const later = now + 3 * 86_400_000;
  const api = await fake({ now: () => later });
  const start = '2026-11-01T00:00:00Z';
  const world = { start, historyDays: 18 };
  await runDemo(settings(api, world));
  const before = api.events.size;
  const customers = api.customers.size;
  let past = 0;
  const historyTold = (): void => {
    past = api.events.size;
  };
  const again = await runDemo(settings(api, { ...world, resume: true, now: () => later, historyTold }));
  expect(past).toBe(api.events.size);
  expect(api.customers.size).toBe(customers);
  expect(again.refused).toBe(0);
  expect(again.repeated).toBeGreaterThan(0);
  expect(api.events.size - before).toBe(again.events - again.repeated);
  expect(api.events.size - before).toBeGreaterThan(100);
  expect(new Set(told(api)).size).toBe(api.events.size);
});

test('live again after a restart: other ids, other newcomers, nothing refused', async () => {
  const api = await fake({ now: Date.now });
  const start = new Date(Date.now() - 12 * 86_400_000).toISOString();
  const wishes = { start, now: undefined, rate: 400, stopAfter: 120 };
  expect((await runDemo(settings(api, wishes))).refused).toBe(0);
  const before = api.events.size;
  const again = await runDemo(settings(api, { ...wishes, resume: true }));
  expect(again.refused).toBe(0);
  // How much history lies between the two depends on the hour; what is live is new, every one of it.
  expect(api.events.size - before).toBe(again.events - again.repeated);
  expect(api.events.size - before).toBeGreaterThanOrEqual(wishes.stopAfter);
});

test('when it is asked to stop it does not wait for a server that is gone', async () => {
  const stopping = new AbortController();
  const api = await fake({
    now: Date.now,
    fault: (path, request) => {
      if (path !== '/v1/events' || request < 20) return undefined;
      stopping.abort();
      return 'unheard';
    },
  });
  const slow = { first_ms: 600_000, longest_ms: 600_000, total_ms: 6_000_000 };
  const summary = await runDemo(
    settings(api, { now: undefined, rate: 300, signal: stopping.signal, patience: slow }),
  );
  expect(summary.events).toBe(api.events.size);
});
