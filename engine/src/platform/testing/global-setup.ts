import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../migrations.ts';
import { type EmbeddedPostgres, startEmbedded } from '../postgres/embedded.ts';
import { livePostmaster } from '../postgres/postmaster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Socket on which the run's PostgreSQL is asked for; see database.ts. */
    testDatabaseDoor: string;
  }
}

/** What the door answers: a server with a migrated template, or why there is none. */
export type DoorAnswer = { connection: EmbeddedPostgres['connection'] } | { error: string };

export const templateName = 'atalaya_template';
const prefix = 'atalaya-tests-';

/**
 * One PostgreSQL per run of the test-suite, started and migrated when the first test file asks for a database: a run of
 * pure tests starts none. Durability is off; tests of crashes start a server of their own.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  writeFileSync(join(folder, 'owner'), String(process.pid));
  let starting: Promise<EmbeddedPostgres> | undefined;
  const door = await openDoor(join(folder, 'door'), () => {
    starting ??= startWithTemplate(join(folder, 'home'));
    return starting;
  });
  project.provide('testDatabaseDoor', join(folder, 'door'));
  return async () => {
    await new Promise((closed) => door.close(closed));
    const server = await starting?.catch(() => undefined);
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function startWithTemplate(home: string): Promise<EmbeddedPostgres> {
  const server = await startEmbedded({ home, disposable: true });
  await inMaintenance(server, `create database ${templateName}`);
  await migrate({ ...server.connection, database: templateName });
  await inMaintenance(server, `alter database ${templateName} with is_template true allow_connections false`);
  return server;
}

async function inMaintenance(server: EmbeddedPostgres, sql: string): Promise<void> {
  const client = new pg.Client({ ...server.connection, database: 'postgres' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function openDoor(path: string, start: () => Promise<EmbeddedPostgres>): Promise<Server> {
  const answer = async (socket: Socket): Promise<void> => {
    socket.on('error', () => socket.destroy());
    const found: DoorAnswer = await start().then(
      ({ connection }) => ({ connection }),
      (error: Error) => ({ error: error.stack ?? error.message }),
    );
    socket.end(JSON.stringify(found));
  };
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => void answer(socket));
    server.once('error', reject).listen({ path }, () => resolve(server));
  });
}

/** A run that was killed leaves its folder, and perhaps its server: both are cleared by the next run. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    const owner = readPid(join(folder, 'owner'));
    if (owner === undefined || isAlive(owner)) continue;
    const postmaster = livePostmaster(join(folder, 'home', 'postgres'));
    if (postmaster !== undefined) quietly(() => process.kill(postmaster.pid, 'SIGQUIT'));
    quietly(() => rmSync(folder, { recursive: true, force: true }));
  }
}

function readPid(path: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // belongs to somebody else, or is gone
  }
}
