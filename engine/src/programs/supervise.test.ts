import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import type { Connection } from '../platform/database.ts';
import { createLog } from '../platform/log.ts';
import { runningEmbedded, startEmbedded } from '../platform/postgres/embedded.ts';
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

describe.each([
  ['a data folder', 'home'],
  ['a data folder whose path is too long for a socket', `${'long'.repeat(24)}/home`],
])('%s', (_, name) => {
  const home = join(folder, name);

  test('a PostgreSQL that is killed comes back at the same address with what was committed', async () => {
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
});

test('when another program takes the data folder meanwhile, that is fatal and told', async () => {
  const home = join(folder, 'contended');
  const database = await superviseDatabase({ home, databaseUrl: null }, log);
  const other = startEmbedded({ home, waitMs: 60_000 }).then(async (server) => {
    const failure = await database.fatal;
    await server.stop();
    return failure;
  });
  await sleep(200);
  // Until the other wins the race for the folder; when we win, it goes on waiting.
  const stopped = { yet: false };
  void other.finally(() => {
    stopped.yet = true;
  });
  while (!stopped.yet) {
    const pid = runningEmbedded(home) === undefined ? undefined : postmaster(home);
    if (pid !== undefined && !stopped.yet) process.kill(pid, 'SIGKILL');
    await sleep(500);
  }
  expect(await other).toMatchObject({ code: 'postgres.in_use', kind: 'operator' });
  await database.stop();
});
