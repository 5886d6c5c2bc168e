import { createWorld } from '@atalaya/world/world.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rebuildWindows, replayDecisions, windowDigests } from './from-zero.ts';
import { openTestHouse, type TestHouse } from './testing/house.ts';

/** What is in memory and what was decided, made again from the journal alone. */
let product: TestHouse;

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
  const start = new Date(Date.now() - 10 * 86_400_000).toISOString();
  const world = createWorld({ seed: 'from-zero', customers: 150, start, days: 9 });
  const people = [...world.customers()].map(({ reference, input }) => ({ reference, ...input }));
  expect(await send('/v1/customers/batch', people)).not.toContain('"problem"');
  const events = [...world.arrivals()].map((arrival) => arrival.event);
  expect(await send('/v1/events/batch', events)).not.toContain('"problem"');
});
afterAll(() => product?.close());

test('the windows in memory are those the journal gives, and looking at them leaves them as they are', async () => {
  const { foundation, deciding } = product.house;
  const before = deciding.monitor.store.digest();
  const { live, rebuilt } = await windowDigests(foundation, deciding.monitor);
  expect(live).toBe(rebuilt);
  expect(deciding.monitor.store.digest()).toBe(before);
  expect(deciding.monitor.store.memory().entries).toBeGreaterThan(100);
});

test('every decision made again from zero comes to the same facts and findings', async () => {
  const { foundation, deciding } = product.house;
  const replay = await replayDecisions(foundation, deciding.monitor.ruleSet);
  const { n } = await product.ask<{ n: number }>('select count(*) as n from decisions.decision');
  expect(replay).toEqual({ decisions: n, replayed: n, differing: [] });
  const { found } = await product.ask<{ found: number }>(
    "select count(*) as found from journal.entry where type = 'decisions.flagged'",
  );
  expect(found).toBeGreaterThan(0);
});

test('an event that only memory has, and a decision that says otherwise, are found', async () => {
  const { foundation, deciding } = product.house;
  const other = await rebuildWindows(foundation, deciding.monitor.ruleSet);
  const { reference } = await product.ask<{ reference: string }>(
    "select reference from decisions.decision where outcome <> 'allow' order by id limit 1",
  );
  const superuser = new pg.Client(product.connection);
  await superuser.connect();
  await superuser.query(
    `with gone as (delete from decisions.decision where id = (select id from decisions.decision order by id desc limit 1) returning 1),
       said as (update journal.entry set bytes = convert_to(replace(convert_from(bytes, 'UTF8'), '"facts":{', '"facts":{"0.forged":1,'), 'UTF8')
         where number = (select entry from decisions.decision where reference = $1) returning 1)
     select (select count(*) from gone) + (select count(*) from said) as n`,
    [reference],
  );
  await superuser.end();
  const less = await rebuildWindows(foundation, deciding.monitor.ruleSet);
  expect(less.store.digest()).not.toBe(other.store.digest());
  expect((await replayDecisions(foundation, deciding.monitor.ruleSet)).differing).toContain(reference);
});
