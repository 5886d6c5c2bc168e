import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isUnanswered, openDatabase } from './database.ts';
import { createTestDatabase, type TestDatabase } from './testing/database.ts';

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

async function connect(): Promise<pg.Client> {
  const client = new pg.Client(test.config);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function errorOf(asked: Promise<unknown>): Promise<Error> {
  const error = await asked.then(
    () => null,
    (failed: unknown) => failed,
  );
  if (!(error instanceof Error)) throw new Error('nothing failed');
  return error;
}

describe('a database that does not answer', () => {
  it('is one whose session was ended, then and afterwards', async () => {
    const [client, other] = [await connect(), await connect()];
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const asleep = errorOf(client.query('select pg_sleep(60)'));
    await other.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    expect(isUnanswered(await asleep)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const later = await errorOf(client.query('select 1'));
    expect(later).not.toHaveProperty('code');
    expect(isUnanswered(later)).toBe(true);
    await other.end();
  });

  it('is one that hung up without a word', async () => {
    const client = await connect();
    const asleep = errorOf(client.query('select pg_sleep(60)'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    const error = await asleep;
    expect(error).not.toHaveProperty('code');
    expect(isUnanswered(error)).toBe(true);
  });

  it('is one that is not there, or let go of', async () => {
    const nowhere = new pg.Client({ ...test.config, host: '/nowhere/at/all' });
    nowhere.on('error', () => undefined);
    expect(isUnanswered(await errorOf(nowhere.connect()))).toBe(true);
    const db = openDatabase(test.config);
    await db.close();
    expect(isUnanswered(await errorOf(db.system.query('select 1')))).toBe(true);
  });

  it('is not one that refuses what was asked', async () => {
    const client = await connect();
    for (const wrong of [
      'selct 1',
      'select 1 / 0',
      'select * from nothing',
      'set statement_timeout = 1; select pg_sleep(1)',
    ])
      expect(isUnanswered(await errorOf(client.query(wrong)))).toBe(false);
    expect(isUnanswered(new Error('something broke'))).toBe(false);
    await client.end();
  });
});
