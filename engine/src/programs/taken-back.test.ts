import type { BatchLine, Decision } from '@atalaya/contract/decisions.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customerNames } from '../modules/customers/queries.ts';
import { resolveHold } from '../modules/decisions/holds.ts';
import { blankObservation } from '../modules/monitoring/observation.ts';
import { replayDecisions, windowDigests } from './from-zero.ts';
import { openTestHouse, type TestHouse } from './testing/house.ts';

/** Events that reverse and correct others, holds that are rejected, transfers between customers: later facts change. */
let product: TestHouse;
const now = Date.now();
const at = (minutes: number): string => new Date(now - 3 * 86_400_000 + minutes * 60_000).toISOString();

async function post(path: string, type: string, body: string): Promise<string> {
  const reply = await fetch(`${product.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.key}`, 'content-type': type },
    body,
  });
  return reply.text();
}

const send = async (...events: readonly object[]): Promise<BatchLine[]> =>
  (
    await post(
      '/v1/events/batch',
      'application/x-ndjson',
      events.map((event) => JSON.stringify(event)).join('\n'),
    )
  )
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as BatchLine);

const problemOf = (line: BatchLine | undefined): string =>
  line !== undefined && 'problem' in line ? line.problem.code : 'none';

function decisionOf(line: BatchLine | undefined): Decision {
  if (line === undefined || !('decision' in line)) throw new Error(JSON.stringify(line));
  return line.decision;
}

let made = 0;
/** A cash deposit: three of a like size below the threshold are structuring. */
function deposit(customer: string, more: object = {}) {
  made += 1;
  return {
    id: `e-${made}`,
    occurred_at: at(made),
    customer,
    type: 'deposit',
    asset: 'MXN',
    amount: '22000',
    value: { currency: 'MXN', amount: '22000' },
    rail: 'bank',
    ...more,
  };
}

const fired = ({ reasons }: Decision): string[] => reasons.map(({ scenario }) => scenario);

beforeAll(async () => {
  product = await openTestHouse();
  const people = ['ana', 'beto', 'carla', 'dora', 'eva', 'fer', 'gus', 'held'].map((reference) => ({
    reference,
    kind: 'person',
    country: 'MX',
    name: { given: reference, paternal: 'Prueba' },
  }));
  const text = people.map((one) => JSON.stringify(one)).join('\n');
  expect(await post('/v1/customers/batch', 'application/x-ndjson', text)).not.toContain('"problem"');
});
afterAll(() => product?.close());

describe('an event that reverses another', () => {
  test('takes it out of what is counted, and is not judged itself', async () => {
    const [one, two, three] = [deposit('ana'), deposit('ana'), deposit('ana')];
    expect(fired(decisionOf((await send(one, two, three))[2]))).toContain('sub-threshold-structuring');
    const [first, second, third] = [deposit('beto'), deposit('beto'), deposit('beto')];
    const back = deposit('beto', { reverses: second.id });
    const lines = await send(first, second, back);
    expect(decisionOf(lines[2])).toMatchObject({ decision: 'allow', reasons: [] });
    expect(fired(decisionOf((await send(third))[0]))).not.toContain('sub-threshold-structuring');
  });

  test('is refused when there is nothing to reverse, when it is another’s, and the second time', async () => {
    const mine = deposit('carla');
    await send(mine);
    const wrong = await send(
      deposit('carla', { reverses: 'never-seen' }),
      deposit('dora', { reverses: mine.id }),
      deposit('carla', { reverses: mine.id, corrects: mine.id }),
    );
    expect(wrong.map(problemOf)).toEqual([
      'activity.unknown_original',
      'activity.original_of_other_customer',
      'request.invalid',
    ]);
    const twice = await send(
      deposit('carla', { reverses: mine.id }),
      deposit('carla', { corrects: mine.id }),
    );
    // Whichever of the two is looked up first.
    expect(twice.map(problemOf).sort()).toEqual(['activity.already_taken_back', 'none']);
    expect(problemOf((await send(deposit('carla', { reverses: mine.id })))[0])).toBe(
      'activity.already_taken_back',
    );
    const itself = deposit('carla');
    expect(problemOf((await send({ ...itself, reverses: itself.id }))[0])).toBe('activity.unknown_original');
  });

  test('is in the journal once, beside its decision', async () => {
    const { n, taken } = await product.ask<{ n: number; taken: number }>(
      `select (select count(*) from journal.entry where type = 'decisions.event_taken_back') as n,
         (select count(*) from decisions.taken_back) as taken`,
    );
    expect(n).toBe(2);
    expect(taken).toBe(2);
  });
});

test('a corrected event counts as it is told now', async () => {
  const [one, two, three] = [deposit('eva'), deposit('eva'), deposit('eva', { amount: '2200' })];
  const smaller = { ...three, value: { currency: 'MXN', amount: '2200' } };
  expect(fired(decisionOf((await send(one, two, smaller))[2]))).not.toContain('sub-threshold-structuring');
  const right = decisionOf((await send(deposit('eva', { corrects: three.id })))[0]);
  expect(fired(right)).toContain('sub-threshold-structuring');
});

test('a rejected hold leaves the windows', async () => {
  const entries = () => product.house.deciding.monitor.store.memory().entries;
  const { id } = await product.ask<{ id: string }>(
    "select id from customers.customer where reference = 'held'",
  );
  const wanted = JSON.stringify({ state: 'restricted', reason: 'prueba' });
  expect(await post(`/v1/customers/${id}/relationship`, 'application/json', wanted)).toContain('restricted');
  const before = entries();
  const { hold } = decisionOf((await send(deposit('held')))[0]);
  expect(hold?.state).toBe('held');
  expect(entries()).toBeGreaterThan(before);
  const { foundation, deciding } = product.house;
  const ports = { ...foundation, ...deciding, names: customerNames };
  const call = { scope: { entities: [product.entity] }, actor: 'usr_test' };
  const rejected = await resolveHold(ports, call, hold?.id ?? '', 'reject', 'prueba');
  expect(rejected.state).toBe('rejected');
  expect(entries()).toBe(before);
  expect(problemOf((await send(deposit('held', { reverses: `e-${made}` })))[0])).toBe(
    'activity.already_taken_back',
  );
});

test('an internal transfer is in the windows of who receives it', async () => {
  const { monitor } = product.house.deciding;
  const held = async (reference: string): Promise<number> => {
    const { id } = await product.ask<{ id: string }>(
      'select id from customers.customer where reference = $1',
      [reference],
    );
    const o = blankObservation({ eventId: '', entity: product.entity, type: 'login', at: now, customer: id });
    const customers = monitor.store.lists.dimensions.find((one) => one.keys > 0 && one.facts.length === 1);
    return customers?.find(o.entity, id) ?? -1;
  };
  expect(await held('gus')).toBe(-1);
  made += 1;
  const sent = {
    id: `e-${made}`,
    occurred_at: at(made),
    customer: 'fer',
    type: 'transfer',
    to_customer: 'gus',
    asset: 'USDT',
    amount: '900',
  };
  expect(decisionOf((await send(sent))[0]).decision).toBe('allow');
  expect(await held('fer')).toBeGreaterThanOrEqual(0);
  expect(await held('gus')).toBeGreaterThanOrEqual(0);
});

test('windows from the journal and decisions made again say the same', async () => {
  const { foundation, deciding } = product.house;
  const { live, rebuilt } = await windowDigests(foundation, deciding.monitor);
  expect(live).toBe(rebuilt);
  const replay = await replayDecisions(foundation, deciding.monitor.ruleSet);
  const { n } = await product.ask<{ n: number }>('select count(*) as n from decisions.decision');
  expect(replay).toEqual({ decisions: n, replayed: n, differing: [] });
});
