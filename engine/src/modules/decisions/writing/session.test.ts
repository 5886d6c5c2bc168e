import { afterAll, beforeAll, expect, test } from 'vitest';
import { asSystem, type Database, one, openDatabase } from '../../../platform/database.ts';
import { createTestDatabase, type TestDatabase } from '../../../platform/testing/database.ts';
import { WritingSession } from './session.ts';

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.config);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const sessions = async (): Promise<number> => {
  const found = await asSystem(db, (tx) =>
    one<{ n: number }>(
      tx,
      "select count(*) as n from pg_stat_activity where datname = current_database() and application_name = 'atalaya decisions'",
    ),
  );
  return found?.n ?? -1;
};

test('a session that ends while it connects leaves no connection behind', async () => {
  const session = new WritingSession(database.config);
  const opening = session.open();
  await session.end();
  await expect(opening).rejects.toThrow('ended');
  await expect.poll(sessions, { timeout: 30_000 }).toBe(0);
  await expect(session.open()).rejects.toThrow('ended');
});

test('a session that is open ends', async () => {
  const session = new WritingSession(database.config);
  await session.open();
  expect(await sessions()).toBe(1);
  await session.end();
  await expect.poll(sessions, { timeout: 30_000 }).toBe(0);
});
