import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { newDataKey } from '../kernel/sealing.ts';
import { asSystem, type Database, one, openDatabase, rows, write } from './database.ts';
import { type Feed, type FeedEntry, type Reader, startFeed } from './feed.ts';
import { createJournal, entryType, type Journal } from './journal.ts';
import { createLog } from './log.ts';
import { createTestDatabase, type TestDatabase } from './testing/database.ts';
import { createVault } from './vault.ts';

const rung = entryType<{ n: number }>({ type: 'test.rung', schema: 1, state: [] });
const ENTITY = 'ent_00000000000000000000000001';
const log = createLog('silent');

let test: TestDatabase;
let db: Database;
let journal: Journal;
let rings = 0;
const feeds: Feed[] = [];

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.config);
  journal = createJournal(createVault(newDataKey()));
});
afterEach(async () => {
  for (const feed of feeds.splice(0)) await feed.stop();
});
afterAll(async () => {
  await db.close();
  await test.drop();
});

async function ring(many: number): Promise<number[]> {
  const told: number[] = [];
  for (let i = 0; i < many; i += 1) {
    rings += 1;
    told.push(rings);
    await write(db, { entities: [ENTITY] }, (tx) =>
      journal.record(tx, rung, {
        entity: ENTITY,
        actor: 'usr_test',
        subject: `ring-${rings}`,
        data: { n: rings },
      }),
    );
  }
  return told;
}

const numbers = (entries: readonly FeedEntry[]): number[] =>
  entries.map(({ body }) => (body.data as { n: number }).n);

function start(...readers: Reader[]): Feed {
  const feed = startFeed(db, readers, log);
  feeds.push(feed);
  return feed;
}

/** Whatever other transaction of the server runs may hold the reader back for a moment. */
const until = (heard: readonly number[], wanted: readonly number[]) =>
  expect.poll(() => heard, { timeout: 30_000 }).toEqual(wanted);

it('works every entry once and in order, and goes on where it stopped', async () => {
  const heard: number[] = [];
  const reader: Reader = {
    name: 'once',
    types: [rung.type],
    handle: async (_tx, entries) => void heard.push(...numbers(entries)),
  };
  const first = await ring(3);
  const feed = start(reader);
  await until(heard, first);
  const second = await ring(2);
  feed.wake([rung.type]);
  await until(heard, [...first, ...second]);
  await feed.stop();
  const third = await ring(1);
  start(reader);
  await until(heard, [...first, ...second, ...third]);
});

it('a group that fails is worked again, its cursor and writes with it', async () => {
  const heard: number[] = [];
  let failures = 2;
  const earlier = rings;
  start({
    name: 'failing',
    types: [rung.type],
    async handle(tx, entries) {
      await tx.query("insert into journal.cursor (reader, xid, number) values ('written-beside', '1', 1)");
      failures -= 1;
      if (failures >= 0) throw new Error('not yet');
      heard.push(...numbers(entries));
    },
  });
  await until(
    heard,
    Array.from({ length: earlier }, (_, i) => i + 1),
  );
  expect(failures).toBe(-1);
});

it('two feeds of one reader share its entries, none worked twice', async () => {
  const kept: number[] = [];
  const reader: Reader = {
    name: 'shared',
    types: [rung.type],
    async handle(tx, entries) {
      const { xid = '' } = (await one<{ xid: string }>(tx, 'select pg_current_xact_id()::text as xid')) ?? {};
      for (const n of numbers(entries))
        await tx.query('insert into journal.cursor (reader, xid, number) values ($1, $2::text::xid8, $3)', [
          `shared-${n}`,
          xid,
          n,
        ]);
      kept.push(...numbers(entries));
    },
  };
  const feed = start(reader);
  const other = start(reader);
  for (let i = 0; i < 5; i += 1) {
    await ring(2);
    feed.wake();
    other.wake();
  }
  await expect.poll(() => kept.length, { timeout: 30_000 }).toBe(rings);
  await Promise.all([feed.settled(), other.settled()]);
  expect(new Set(kept).size).toBe(rings);
});

interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

it('looks for a rare type without reading the entries of others', async () => {
  await write(db, { entities: [ENTITY] }, (tx) =>
    journal.recordMany(
      tx,
      rung,
      Array.from({ length: 3000 }, (_, n) => ({
        entity: ENTITY,
        actor: 'usr_test',
        subject: `many-${n}`,
        data: { n },
      })),
    ),
  );
  const asked = vi.spyOn(db.system, 'query');
  const feed = start({ name: 'rare', types: ['test.rare', 'test.rarer'], handle: async () => undefined });
  await feed.settled();
  const look = asked.mock.calls
    .map(([query]) => query as unknown as { name?: string; text: string; values: unknown[] })
    .find(({ name }) => name === 'feed');
  asked.mockRestore();
  const planned = await asSystem(db, async (tx) => {
    await tx.query('set local enable_seqscan = off');
    return rows<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
      tx,
      `explain (analyze, format json) ${look?.text}`,
      look?.values ?? [],
    );
  });
  const plan = planned[0]?.['QUERY PLAN'][0]?.Plan;
  const scans = plan === undefined ? [] : nodesOf(plan).filter((node) => node['Relation Name'] === 'entry');
  expect(scans.length).toBeGreaterThan(0);
  for (const scan of scans)
    expect([scan['Actual Rows'], scan['Rows Removed by Filter'] ?? 0]).toEqual([0, 0]);
});
