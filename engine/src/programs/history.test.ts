import type { BatchLine, Decision } from '@atalaya/contract/decisions.ts';
import type { ReplayView } from '@atalaya/contract/explain.ts';
import { createWorld } from '@atalaya/world/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { replayDecisions, windowDigests } from './from-zero.ts';
import { openTestHouse, type TestHouse } from './testing/house.ts';

/** An exchange begins with its history: what happened a year ago is judged as it would have been then. */
const DAY = 86_400_000;
const BEGAN = Date.now() - 400 * DAY;

let product: TestHouse;
let answers: Decision[] = [];

async function send(path: string, values: readonly object[]): Promise<string> {
  const reply = await fetch(`${product.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.key}`, 'content-type': 'application/x-ndjson' },
    body: values.map((value) => JSON.stringify(value)).join('\n'),
  });
  const text = await reply.text();
  if (!reply.ok || text.includes('"problem"')) throw new Error(text.slice(0, 500));
  return text;
}

const decide = async (events: readonly object[]): Promise<Decision[]> =>
  (await send('/v1/events/batch', events))
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as Extract<BatchLine, { decision: Decision }>).decision);

/** The n-th cash deposit of three of a like size, below the threshold. */
const deposit = (customer: string, day: number, n: number) => ({
  id: `${customer}-${day}-${n}`,
  occurred_at: new Date(BEGAN + day * DAY + n * 60_000).toISOString(),
  customer,
  type: 'deposit',
  asset: 'MXN',
  amount: '22000',
  value: { currency: 'MXN', amount: '22000' },
  rail: 'bank',
});

const structuring = (customer: string, day: number) => [1, 2, 3].map((n) => deposit(customer, day, n));
const fired = (decision: Decision | undefined): string[] =>
  (decision?.reasons ?? []).map(({ scenario }) => scenario);

beforeAll(async () => {
  product = await openTestHouse();
  const world = createWorld({
    seed: 'history',
    customers: 150,
    start: new Date(BEGAN).toISOString(),
    days: 20,
  });
  const people = [...world.customers()].map(({ reference, input }) => ({ reference, ...input }));
  await send('/v1/customers/batch', [
    ...people,
    ...['ana', 'beto'].map((reference) => ({
      reference,
      kind: 'person',
      country: 'MX',
      name: { given: reference, paternal: 'Prueba' },
    })),
  ]);
  answers = await decide([...world.arrivals()].map(({ event }) => event));
});
afterAll(() => product?.close());

test('scenarios with windows judge the history', async () => {
  const criminals = answers.filter((answer) => fired(answer).length > 0).length;
  expect(criminals).toBeGreaterThan(0);
  const [, , third] = await decide(structuring('ana', 31));
  expect(fired(third)).toContain('sub-threshold-structuring');
});

test('a start finds the windows as they were left', async () => {
  const before = product.house.deciding.monitor.store.digest();
  await product.restart();
  expect(product.house.deciding.monitor.store.digest()).toBe(before);
  const { live, rebuilt } = await windowDigests(product.house.foundation, product.house.deciding.monitor);
  expect(live).toBe(rebuilt);
});

test('what happens today ends it: the past that is told later sees no windows any more', async () => {
  await decide([deposit('ana', 400, 0)]);
  const [, , third] = await decide(structuring('beto', 31));
  expect(fired(third)).not.toContain('sub-threshold-structuring');
});

test('every decision is made again to the byte, one by one and all of them', async () => {
  const { foundation, deciding } = product.house;
  const all = await replayDecisions(foundation, deciding.monitor.ruleSet);
  expect(all.differing).toEqual([]);
  expect(all.replayed).toBe(all.decisions);
  const flagged = answers.filter((answer) => fired(answer).length > 0).slice(-5);
  for (const { decision_id } of flagged) {
    const reply = await fetch(`${product.url}/v1/events/${decision_id}/replay`, {
      headers: { authorization: `Bearer ${product.key}` },
    });
    expect((await reply.json()) as ReplayView).toMatchObject({ verdict: 'identical' });
  }
});
