import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startOrConnect } from './connect.ts';
import {
  type EmbeddedConnection,
  type EmbeddedPostgres,
  runningEmbedded,
  startEmbedded,
} from './embedded.ts';

const folder = mkdtempSync(join(tmpdir(), 'atalaya-embedded-'));
const home = join(folder, 'home');
const dataDir = join(home, 'postgres');
const asRoot = process.getuid?.() === 0;
const fixture = join(import.meta.dirname, 'keep-running.fixture.ts');
const nobody = { uid: 65534, gid: 65534 };
const children: ChildProcess[] = [];
let server: EmbeddedPostgres | undefined;

beforeAll(() => chmodSync(folder, 0o755));
afterEach(async () => {
  await server?.stop();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  const orphan = runningEmbedded(home);
  if (orphan !== undefined) await (await startEmbedded({ home })).stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Partial<Parameters<typeof startEmbedded>[0]> = {}): Promise<EmbeddedPostgres> {
  server = await startEmbedded({ home, waitMs: 0, ...options });
  return server;
}

async function query(connection: EmbeddedConnection, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface Said {
  pid: number;
  runAs: string;
  code?: string;
}

/** Another process that starts the server; answers its first line. */
async function startElsewhere(place: string, identity = {}): Promise<{ child: ChildProcess; said: Said }> {
  const child = spawn(process.execPath, [fixture, place], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: '/',
    ...identity,
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  return { child, said: JSON.parse(line) as Said };
}

describe('the embedded PostgreSQL', () => {
  test('starts durable, in UTF-8, with checksums and without TCP', async () => {
    const { connection, socketDir } = await start();
    const names = [
      'data_checksums',
      'server_encoding',
      'fsync',
      'synchronous_commit',
      'full_page_writes',
      'listen_addresses',
      'jit',
      'TimeZone',
    ];
    const [row] = await query(
      connection,
      `select ${names.map((name) => `current_setting('${name}') as "${name}"`).join()}`,
    );
    expect(row).toEqual({
      data_checksums: 'on',
      server_encoding: 'UTF8',
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      listen_addresses: '',
      jit: 'off',
      TimeZone: 'UTC',
    });
    expect(
      await query(
        connection,
        'select datlocprovider as provider, datlocale as locale from pg_database where datname = current_database()',
      ),
    ).toEqual([{ provider: 'b', locale: 'C.UTF-8' }]);
    expect(statSync(socketDir).mode & 0o777).toBe(0o700);
  });

  test('keeps its data over stop and start, and is found only while it runs', async () => {
    const first = await start();
    await query(first.connection, 'create table kept (n int); insert into kept values (1)');
    expect(runningEmbedded(home)).toEqual(first.connection);
    await first.stop();
    expect(runningEmbedded(home)).toBeUndefined();
    expect(await query((await start()).connection, 'select n from kept')).toEqual([{ n: 1 }]);
  });

  test('kill -9 of the postmaster: its death is told, what was committed is there after the next start', async () => {
    const first = await start();
    await query(first.connection, 'insert into kept values (2)');
    process.kill(first.pid, 'SIGKILL');
    expect(await first.died).toMatchObject({ signal: 'SIGKILL' });
    await first.stop();
    expect(await query((await start()).connection, 'select max(n) as n from kept')).toEqual([{ n: 2 }]);
  });

  test('kill -9 of the parent: the orphan is ended with the statement it was at, nothing committed is lost', async () => {
    const { child, said } = await startElsewhere(home);
    const orphan = runningEmbedded(home);
    if (orphan === undefined) throw new Error('the other process has no server');
    await query(orphan, 'insert into kept values (3)');
    const late = query(orphan, 'begin; insert into kept values (99); select pg_sleep(3); commit').catch(
      (error: Error) => error,
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(runningEmbedded(home)).toEqual(orphan);
    const { connection, pid } = await start();
    expect(pid).not.toBe(said.pid);
    expect(await late).toBeInstanceOf(Error);
    expect(await query(connection, 'select max(n) as n from kept')).toEqual([{ n: 3 }]);
  });

  test('kill -9 of parent and postmaster while a statement runs: the backend left behind is ended too', async () => {
    const { child, said } = await startElsewhere(home);
    const busy = runningEmbedded(home);
    if (busy === undefined) throw new Error('the other process has no server');
    const late = query(busy, 'select count(*) from generate_series(1, 1000000000)').catch(
      (error: Error) => error,
    );
    await sleep(200);
    for (const pid of [said.pid, child.pid ?? 0]) process.kill(pid, 'SIGKILL');
    await once(child, 'exit');
    const { connection } = await start();
    expect(await late).toBeInstanceOf(Error);
    expect(await query(connection, 'select count(*)::int as n from kept')).toEqual([{ n: 3 }]);
  });

  test('two starts in one process: one server, the other is told who has it', async () => {
    const results = await Promise.allSettled([
      startEmbedded({ home, waitMs: 0 }),
      startEmbedded({ home, waitMs: 0 }),
    ]);
    for (const result of results) if (result.status === 'fulfilled') server = result.value;
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused?.reason).toMatchObject({
      kind: 'operator',
      code: 'postgres.in_use',
      message: expect.stringContaining(`process ${process.pid}`),
    });
  });

  test('two processes: the second is refused, or waits until the first has stopped', async () => {
    const { child } = await startElsewhere(home);
    await expect(start()).rejects.toMatchObject({
      code: 'postgres.in_use',
      message: expect.stringContaining(`process ${child.pid}`),
    });
    const waiting = start({ waitMs: 20_000 });
    child.stdin?.end();
    expect(await query((await waiting).connection, 'select count(*)::int as n from kept')).toEqual([
      { n: 3 },
    ]);
  });

  test('a postmaster.pid whose number now belongs to another program, and a half-made first start', async () => {
    writeFileSync(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n1\n5432\n\n\n0 0\nready\n`);
    mkdirSync(`${dataDir}.new-1`);
    expect(runningEmbedded(home)).toBeUndefined();
    await start();
    expect(existsSync(`${dataDir}.new-1`)).toBe(false);
  });

  test('serves as an external database too, and a wrong address is told without the password', async () => {
    const { socketDir } = await start();
    const url = `postgres://postgres:secret@localhost/atalaya?host=${encodeURIComponent(socketDir)}`;
    const database = await startOrConnect({ databaseUrl: url, home: '' });
    expect(database).toMatchObject({
      kind: 'external',
      connection: { host: socketDir, database: 'atalaya' },
    });
    const elsewhere = startOrConnect({ databaseUrl: 'postgres://ana:secret@127.0.0.1:1/atalaya', home: '' });
    await expect(elsewhere).rejects.toMatchObject({
      code: 'postgres.unreachable',
      message: expect.not.stringContaining('secret'),
    });
    await expect(
      startOrConnect({ databaseUrl: url.replace('/atalaya', '/none'), home: '' }),
    ).rejects.toMatchObject({ code: 'postgres.no_database' });
  });
});

describe('places it does not start in', () => {
  test('data of another version, and a folder that holds something else', async () => {
    const other = join(folder, 'other');
    mkdirSync(join(other, 'postgres'), { recursive: true });
    await expect(startEmbedded({ home: other })).rejects.toMatchObject({ code: 'postgres.not_a_cluster' });
    writeFileSync(join(other, 'postgres', 'PG_VERSION'), '17\n');
    await expect(startEmbedded({ home: other })).rejects.toMatchObject({ code: 'postgres.version' });
  });

  test('a home that is a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(startEmbedded({ home: join(folder, 'file') })).rejects.toMatchObject({
      code: 'postgres.home',
    });
  });
});

test('a home too deep for a socket gets one in the temporary folder, gone after stop', async () => {
  const { connection, socketDir, stop } = await start({
    home: join(folder, 'deep'.repeat(20), 'deeper'.repeat(10)),
    disposable: true,
  });
  expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(socketDir.startsWith(folder)).toBe(false);
  await stop();
  expect(existsSync(socketDir)).toBe(false);
});

describe.skipIf(!asRoot)(`started by root${asRoot ? '' : ' [not run: this user is not root]'}`, () => {
  test('changes the way it runs, and the owner of its files, between two starts', async () => {
    for (const [runAs, owner] of [
      ['dropped', 65534],
      ['mapped', 0],
    ] as const) {
      const { connection, stop } = await start({ runAs });
      expect(await query(connection, 'select count(*)::int as n from kept')).toEqual([{ n: 3 }]);
      expect(statSync(dataDir).uid).toBe(owner);
      await stop();
    }
  });

  test('runs in a home nobody else can enter', async () => {
    chmodSync(home, 0o700);
    for (const runAs of ['capable', 'mapped'] as const) await (await start({ runAs })).stop();
    await expect(start({ runAs: 'dropped' })).rejects.toMatchObject({ code: 'postgres.cannot_run' });
  });
});

const readable =
  asRoot && spawnSync(process.execPath, ['--check', fixture], { ...nobody, cwd: '/' }).status === 0;

describe.skipIf(!readable)(
  `started by an ordinary user${readable ? '' : ' [not run: no second user can read the sources]'}`,
  () => {
    test('runs as that user, and does not touch what belongs to another', async () => {
      const own = join(folder, 'own');
      mkdirSync(own);
      chownSync(own, nobody.uid, nobody.gid);
      const { child, said } = await startElsewhere(own, nobody);
      expect(said).toMatchObject({ runAs: 'self' });
      expect(statSync(`/proc/${said.pid}`).uid).toBe(nobody.uid);
      child.stdin?.end();
      await once(child, 'exit');
      chownSync(join(own, 'postgres'), 0, 0);
      expect((await startElsewhere(own, nobody)).said).toMatchObject({ code: 'postgres.not_owner' });
      chmodSync(home, 0o755);
      expect((await startElsewhere(home, nobody)).said).toMatchObject({ code: 'postgres.home' });
    });
  },
);
