import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWorld } from '@atalaya/world/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { windowDigests } from './from-zero.ts';
import { openTestHouse, type TestHouse } from './testing/house.ts';

/** A start of the engine from a snapshot of the windows and the journal since is a start from zero, only quicker. */
let product: TestHouse;
let events: object[];

async function send(path: string, values: readonly object[]): Promise<string> {
  const reply = await fetch(`${product.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.key}`, 'content-type': 'application/x-ndjson' },
    body: values.map((value) => JSON.stringify(value)).join('\n'),
  });
  return reply.text();
}

const snapshots = (): string[] =>
  readdirSync(join(product.home, 'windows'))
    .filter((name) => name.endsWith('.windows'))
    .sort();

async function expectAsFromZero(): Promise<void> {
  const { live, rebuilt } = await windowDigests(product.house.foundation, product.house.deciding.monitor);
  expect(live).toBe(rebuilt);
}

beforeAll(async () => {
  product = await openTestHouse();
  const start = new Date(Date.now() - 6 * 86_400_000).toISOString();
  const world = createWorld({ seed: 'snapshots', customers: 150, start, days: 4 });
  const people = [...world.customers()].map(({ reference, input }) => ({ reference, ...input }));
  expect(await send('/v1/customers/batch', people)).not.toContain('"problem"');
  events = [...world.arrivals()].map((arrival) => arrival.event).slice(0, 900);
  expect(await send('/v1/events/batch', events.slice(0, 400))).not.toContain('"problem"');
});
afterAll(() => product?.close());

test('a snapshot is taken while decisions go on, and idle windows leave memory', async () => {
  const { keeper, monitor } = product.house.deciding;
  const [made] = await Promise.all([keeper.snapshot(), send('/v1/events/batch', events.slice(400, 500))]);
  expect(made?.rows).toBeGreaterThan(100);
  await keeper.snapshot();
  monitor.store.evictAll();
  expect(keeper.report()).toMatchObject({ entries: 0, bytes_on_disk: expect.any(Number) });
  expect(await send('/v1/events/batch', events.slice(500, 600))).not.toContain('"problem"');
  expect(keeper.report().brought_back).toBeGreaterThan(10);
  await expectAsFromZero();
});

test('the next start begins with the snapshot and takes the rest from the journal', async () => {
  const { journal } = (await product.house.deciding.keeper.snapshot()) ?? { journal: 0 };
  expect(await send('/v1/events/batch', events.slice(600, 700))).not.toContain('"problem"');
  await product.restart();
  expect(product.house.deciding.keeper.report().snapshot_journal).toBe(journal);
  expect(product.house.deciding.monitor.entry).toBeGreaterThan(journal);
  await expectAsFromZero();
});

test('two are kept; a spoilt one is passed over for the older, and without any all comes from the journal', async () => {
  expect(snapshots()).toHaveLength(2);
  const [older = '', newer = ''] = snapshots();
  const path = join(product.home, 'windows', newer);
  const bytes = readFileSync(path);
  bytes[bytes.length >>> 1] = (bytes[bytes.length >>> 1] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  await product.restart();
  expect(product.house.deciding.keeper.report().snapshot_journal).toBe(Number.parseInt(older, 10));
  await expectAsFromZero();
  for (const name of snapshots()) writeFileSync(join(product.home, 'windows', name), 'gone');
  await product.restart();
  expect(product.house.deciding.keeper.report().snapshot_journal).toBe(0);
  await expectAsFromZero();
});

test('everybody known is read into memory behind the first decisions', async () => {
  expect(await product.house.deciding.acquainting.done).toBe(150);
  const { size, bytes } = product.house.deciding.book;
  expect(size).toBe(150);
  expect(bytes).toBeGreaterThan(0);
});
