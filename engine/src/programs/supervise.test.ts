import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { Failure } from '../kernel/failure.ts';
import type { Connection } from '../platform/database.ts';
import { createLog } from '../platform/log.ts';
import { runningEmbedded } from '../platform/postgres/embedded.ts';
import { type SupervisedDatabase, superviseDatabase } from './supervise.ts';

const folder = mkdtempSync(join(tmpdir(), 'atalaya-supervise-'));
const log = createLog('silent');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function ask(connection: Connection, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const postmaster = (home: string): number =>
  Number(readFileSync(join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

async function killAndAsk(home: string, { connection }: SupervisedDatabase): Promise<unknown> {
  const before = postmaster(home);
  process.kill(before, 'SIGKILL');
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    await sleep(20);
    try {
      const rows = await ask(connection, 'select n from mine');
      if (postmaster(home) !== before) return rows;
    } catch {
      // not back yet
    }
  }
  throw new Error('PostgreSQL did not come back');
}

test('a PostgreSQL that is killed comes back at the same address with what was committed', async () => {
  // The path is too long for a socket, so that each start of the server makes another socket folder.
  const home = join(folder, 'long'.repeat(24), 'home');
  const database = await superviseDatabase({ home, databaseUrl: null }, log);
  try {
    await ask(database.connection, 'create table mine as select 7 as n');
    for (let time = 0; time < 2; time += 1) expect(await killAndAsk(home, database)).toEqual([{ n: 7 }]);
    expect(JSON.parse(readFileSync(join(home, 'postgres.json'), 'utf8'))).toEqual(database.connection);
  } finally {
    await database.stop();
  }
  expect(existsSync(database.connection.host)).toBe(false);
  expect(runningEmbedded(home)).toBeUndefined();
});

test('it is stopped in order also while PostgreSQL recovers from the death of one of its processes', async () => {
  const home = join(folder, 'long'.repeat(24), 'home');
  const database = await superviseDatabase({ home, databaseUrl: null }, log);
  const [victim] = await ask(
    database.connection,
    "select pid from pg_stat_activity where backend_type = 'checkpointer'",
  );
  process.kill(Number(victim?.pid), 'SIGKILL');
  await sleep(60);
  await database.stop();
  const said = readFileSync(join(home, 'postgres.log'), 'utf8');
  expect(said).toContain('was terminated by signal 9');
  expect(said).toContain('received fast shutdown request');
  expect(said).not.toContain('received immediate shutdown request');
});

test('a start that fails is tried again, unless another program has the data folder', async () => {
  const connection = { host: join(folder, 'socket'), port: 5432, user: 'postgres', database: 'atalaya' };
  const never = new Promise<never>(() => undefined);
  const starts = [
    () => ({ kind: 'external' as const, connection, died: Promise.resolve(), stop: async () => undefined }),
    () => new Error('the disk is full'),
    () => ({ kind: 'external' as const, connection, died: Promise.resolve(), stop: async () => undefined }),
    () => new Failure('operator', 'postgres.in_use', 'another Atalaya is using the folder'),
    () => ({ kind: 'external' as const, connection, died: never, stop: async () => undefined }),
  ];
  let next = 0;
  const database = await superviseDatabase({ home: folder, databaseUrl: null }, log, async () => {
    const start = starts[next]?.();
    next += 1;
    if (start === undefined || start instanceof Error) throw start;
    return start;
  });
  expect(await database.fatal).toMatchObject({ code: 'postgres.in_use' });
  expect(next).toBe(4);
  await database.stop();
});
