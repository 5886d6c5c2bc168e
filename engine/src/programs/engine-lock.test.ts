import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CommitConnection } from '../modules/decisions/commit.ts';
import { createTestDatabase, type TestDatabase } from '../platform/testing/database.ts';
import { holdEngineLock } from './engine-lock.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

const inDatabase = async (sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client(database.config);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

const END_ENGINE = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name = 'atalaya engine'`;

test('a second engine on the same database is refused, and takes over when the first is gone', async () => {
  const first = await holdEngineLock(database.config);
  await expect(holdEngineLock(database.config, { waitMs: 300 })).rejects.toMatchObject({
    kind: 'operator',
    code: 'engine.already_running',
    message: expect.stringContaining(database.config.database) as string,
  });
  const second = holdEngineLock(database.config, { waitMs: 30_000 });
  await first.release();
  await (await second).release();
});

test('engines on two databases of one server do not know each other', async () => {
  const other = await createTestDatabase();
  const locks = [await holdEngineLock(database.config), await holdEngineLock(other.config, { waitMs: 0 })];
  await Promise.all(locks.map((lock) => lock.release()));
  await other.drop();
});

test('an engine whose session is ended takes the lock again', async () => {
  const said: string[] = [];
  const lock = await holdEngineLock(database.config, { log: (line) => said.push(line) });
  await inDatabase(END_ENGINE);
  await expect.poll(() => said.length, { timeout: 20_000 }).toBe(1);
  await expect(holdEngineLock(database.config, { waitMs: 0 })).rejects.toMatchObject({
    code: 'engine.already_running',
  });
  await lock.release();
});

test('an engine that lost the lock to another is told so', async () => {
  const first = await holdEngineLock(database.config);
  const waiting = new pg.Client(database.config);
  await waiting.connect();
  const taken = waiting.query('select pg_advisory_lock(4783)');
  await inDatabase(END_ENGINE);
  await taken;
  expect(await first.lost).toMatchObject({ code: 'engine.already_running' });
  await waiting.end();
});

test('a commit of an engine that is gone is over before the next engine begins', async () => {
  const left = new CommitConnection(database.config);
  await left.open();
  const lock = await holdEngineLock(database.config);
  expect(
    await inDatabase(
      "select 1 from pg_stat_activity where datname = current_database() and application_name = 'atalaya decisions'",
    ),
  ).toEqual([]);
  await lock.release();
  await left.close();
});

test('two sessions do not commit decisions at once', async () => {
  const [first, second] = [new CommitConnection(database.config), new CommitConnection(database.config)];
  await first.open();
  await expect(second.open()).rejects.toMatchObject({ code: 'engine.already_running' });
  await first.close();
  await second.open();
  await second.close();
});
