import { createWorld } from '@atalaya/world/world.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { windowDigests } from './from-zero.ts';
import { openTestHouse, type TestHouse } from './testing/house.ts';

/** The session that commits is ended again and again in a burst of events: nothing is lost, doubled or half there. */
let product: TestHouse;
beforeAll(async () => {
  product = await openTestHouse();
});
afterAll(() => product?.close());

const post = (path: string, body: string, type: string): Promise<Response> =>
  fetch(`${product.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.key}`, 'content-type': type },
    body,
  });

/** Sent until it is answered with a decision, as an exchange would. */
async function decided(event: object): Promise<{ id: string; tries: number }> {
  for (let tries = 1; ; tries += 1) {
    const reply = await post('/v1/events', JSON.stringify(event), 'application/json');
    const answer = (await reply.json()) as { decision_id?: string; code?: string };
    if (reply.ok && answer.decision_id !== undefined) return { id: answer.decision_id, tries };
    if (reply.status !== 503) throw new Error(`${reply.status} ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const SESSION = `from pg_stat_activity
  where datname = current_database() and application_name = 'atalaya decisions' and wait_event_type = 'Lock'`;

/** Ends the session while it waits in the midst of a commit, with groups behind it. */
async function endInCommit(): Promise<void> {
  const client = new pg.Client(product.connection);
  await client.connect();
  await client.query('begin');
  await client.query('lock table decisions.decision in access exclusive mode');
  await expect
    .poll(async () => (await client.query(`select 1 ${SESSION}`)).rowCount, { timeout: 60_000 })
    .toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await client.query(`select pg_terminate_backend(pid) ${SESSION}`);
  await client.end();
}

test('a burst of events goes on over lost sessions; every event is decided once, and the windows are those of the journal', async () => {
  const start = new Date(Date.now() - 5 * 86_400_000).toISOString();
  const world = createWorld({ seed: 'commits-lost', customers: 150, start, days: 4 });
  const people = [...world.customers()].map(({ reference, input }) =>
    JSON.stringify({ reference, ...input }),
  );
  expect((await post('/v1/customers/batch', people.join('\n'), 'application/x-ndjson')).ok).toBe(true);
  // Sent side by side: one that takes another back could come before it.
  const events = [...new Map([...world.arrivals()].map(({ event }) => [event.id, event])).values()]
    .filter((event) => event.reverses === undefined && event.corrects === undefined)
    .slice(0, 900);
  expect(events).toHaveLength(900);
  const answers: { id: string; tries: number }[] = [];
  let next = 0;
  const sender = async (): Promise<void> => {
    for (let event = events[next++]; event !== undefined; event = events[next++])
      answers.push(await decided(event));
  };
  const senders = Promise.all(Array.from({ length: 24 }, sender));
  for (const many of [100, 300, 500, 700]) {
    await expect.poll(() => answers.length, { timeout: 60_000 }).toBeGreaterThan(many);
    await endInCommit();
  }
  await senders;
  expect(answers.filter(({ tries }) => tries > 1).length).toBeGreaterThan(3);
  expect(new Set(answers.map(({ id }) => id)).size).toBe(events.length);
  expect(
    await product.ask(
      `select (select count(*) from decisions.decision) as decisions,
              (select count(*) from journal.entry where type in ('decisions.decided', 'decisions.flagged')) as entries`,
    ),
  ).toEqual({ decisions: events.length, entries: events.length });
  const { foundation, deciding } = product.house;
  const { live, rebuilt } = await windowDigests(foundation, deciding.monitor);
  expect(live).toBe(rebuilt);
}, 120_000);
