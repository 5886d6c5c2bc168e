import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@atalaya/contract/client.gen.ts';
import { openTestHouse, type TestHouse } from '@atalaya/engine/programs/testing/house.ts';
import { Seed } from '@atalaya/world/random/seed.ts';
import { createWorld } from '@atalaya/world/world.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Courier } from '../../cli/src/demo/courier.ts';
import { snapshotOf } from '../../cli/src/verify/database.ts';
import { readLogKey } from '../../cli/src/verify/note.ts';
import { type VerifyReport, verifySnapshot } from '../../cli/src/verify/verify.ts';
import { JOURNAL_TAMPERINGS } from './tamper-journal.ts';
import { TABLE_TAMPERINGS } from './tamper-tables.ts';
import { TREE_TAMPERINGS } from './tamper-tree.ts';

/**
 * A superuser of the database changes what the product itself wrote, each seed in another way and at another place, and
 * `atalaya verify` finds and names it. Everything is taken back after each.
 */
const TAMPERINGS = [...JOURNAL_TAMPERINGS, ...TREE_TAMPERINGS, ...TABLE_TAMPERINGS];
let product: TestHouse;
let superuser: pg.Client;

beforeAll(async () => {
  product = await openTestHouse();
  const client = createClient({
    baseUrl: product.url,
    headers: () => ({ authorization: `Bearer ${product.key}` }),
  });
  const start = new Date(Date.now() - 8 * 86_400_000).toISOString();
  const world = createWorld({ seed: 'tamper', customers: 120, start, days: 7 });
  const courier = new Courier({ client, onRetry: (error) => process.stderr.write(`${error.message}\n`) });
  expect(await courier.register([...world.customers()])).toEqual([]);
  await courier.importList(world.watchlistCsv(), start.slice(0, 10));
  await courier.recordPrices([...world.prices(world.starts)].slice(0, 200));
  const events = [...world.events(world.starts)].map((occurrence) => occurrence.event).slice(0, 900);
  for (let i = 0; i < events.length; i += 300) {
    const answers = await courier.decideAll(events.slice(i, i + 300));
    expect(answers.filter((answer) => 'problem' in answer)).toEqual([]);
    await product.settled();
  }
  superuser = new pg.Client(product.connection);
  await superuser.connect();
}, 300_000);

afterAll(async () => {
  await superuser?.end();
  await product?.close();
});

async function verify(log: (text: string) => string = (text) => text): Promise<VerifyReport> {
  return verifySnapshot(await snapshotOf(superuser), {
    key: readLogKey(product.house.foundation.verifierKey),
    kek: Buffer.from(readFileSync(join(product.home, 'keys/kek'), 'utf8'), 'base64'),
    readLog: () => log(readFileSync(join(product.home, 'checkpoints.log'), 'utf8')),
    state: true,
  });
}

test('the untouched product verifies, with holds, findings and more than one checkpoint to be tampered with', async () => {
  // A reader of the journal may still write a last entry after the events are settled.
  await product.settled();
  await superuser.query('begin');
  const report = await verify();
  await superuser.query('rollback');
  expect(report.problems).toEqual([]);
  expect(report).toMatchObject({ ok: true, unsealed: { entries: 0 } });
  expect(report.checkpoints).toBeGreaterThan(2);
  expect(report.tiles).toBeGreaterThan(4);
});

test('there are twenty tamperings or more, no two of a name', () => {
  expect(new Set(TAMPERINGS.map((one) => one.name)).size).toBe(TAMPERINGS.length);
  expect(TAMPERINGS.length).toBeGreaterThanOrEqual(20);
});

describe('what a superuser changes is found and named', () => {
  test.each(TAMPERINGS.map((tampering, seed) => ({ seed, ...tampering })))(
    '$seed: $name',
    async ({ seed, commit, names }) => {
      const random = Seed.of('tamper').sub('place', seed).stream();
      await superuser.query('begin');
      try {
        await superuser.query('set local session_replication_role = replica');
        const place = await commit({
          random,
          rows: async (sql, values) => (await superuser.query(sql, [...(values ?? [])])).rows,
          change: async (sql, values) => {
            const { rowCount } = await superuser.query(sql, [...(values ?? [])]);
            expect(rowCount, 'the damage itself').toBeGreaterThan(0);
          },
        });
        const report = await verify(place.log);
        expect(report.ok).toBe(false);
        expect(report.problems).toContainEqual(expect.objectContaining(names(place)));
      } finally {
        await superuser.query('rollback');
      }
    },
  );
});
