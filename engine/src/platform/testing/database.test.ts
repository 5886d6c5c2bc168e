import pg from 'pg';
import { expect, test } from 'vitest';
import { startOrConnect } from '../postgres/connect.ts';
import { createTestDatabase } from './database.ts';

async function query(config: pg.ClientConfig, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('every test file gets a migrated database of its own', async () => {
  const [first, second] = [await createTestDatabase(), await createTestDatabase()];
  await query(first.config, 'create table mine (n int)');
  expect(await query(second.config, "select to_regclass('mine') as found")).toEqual([{ found: null }]);
  const [migrated] = await query(second.config, 'select count(*)::int as n from atalaya_migration');
  expect(migrated?.n).toBeGreaterThan(0);
  await Promise.all([first.drop(), second.drop()]);
  await expect(query(first.config, 'select 1')).rejects.toMatchObject({ code: '3D000' });
});

test('the database of the test-suite is not durable, so the product refuses it', async () => {
  const { config, drop } = await createTestDatabase();
  const url = `postgres://${config.user}@localhost/${config.database}?host=${encodeURIComponent(config.host)}`;
  await expect(startOrConnect({ databaseUrl: url, home: '' })).rejects.toMatchObject({
    code: 'postgres.not_durable',
  });
  await drop();
});
