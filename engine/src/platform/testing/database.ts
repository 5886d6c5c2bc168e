import { randomBytes } from 'node:crypto';
import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { inject } from 'vitest';
import type { Connection } from '../database.ts';
import { type DoorAnswer, templateName } from './global-setup.ts';

export interface TestDatabase {
  /** Superuser on a database of this test file's own, migrated and empty. */
  readonly config: Connection;
  drop(): Promise<void>;
}

/** A fresh migrated database, cloned from the run's template; drop it in `afterAll`. The first call of a run starts the server. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = await askForServer();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await maintain(server, `create database ${name} template ${templateName} strategy file_copy`);
  return {
    config: { ...server, database: name },
    drop: () => maintain(server, `drop database if exists ${name} with (force)`),
  };
}

async function askForServer(): Promise<Connection> {
  const answer = JSON.parse(await text(createConnection({ path: inject('testDatabaseDoor') }))) as DoorAnswer;
  if ('error' in answer) throw new Error(`the database of the test-suite did not start: ${answer.error}`);
  return answer.connection;
}

async function maintain(server: Connection, sql: string): Promise<void> {
  const client = new pg.Client({ ...server, database: 'postgres' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
