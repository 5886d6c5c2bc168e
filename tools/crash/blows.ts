import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Target } from './clients.ts';
import type { Deed } from './plan.ts';
import { ServerProcess } from './process.ts';

/** The server of one seed and the blows it takes. */
export class Victim {
  readonly home: string;
  readonly target: Target;
  #server: ServerProcess;
  /** A restart is meant to follow an end. */
  #expected = false;
  readonly faults: string[] = [];
  /** Rejects when the server ends though nobody struck it. */
  readonly collapsed: Promise<never>;
  #collapse: (error: Error) => void = () => undefined;

  private constructor(home: string, key: string, server: ServerProcess) {
    this.home = home;
    this.#server = server;
    this.target = { url: server.url, key, over: false };
    this.collapsed = new Promise((_, reject) => {
      this.#collapse = reject;
    });
    this.collapsed.catch(() => undefined);
    this.#watch(server);
  }

  static async start(home: string, key: string): Promise<Victim> {
    return new Victim(home, key, await ServerProcess.start(home, key));
  }

  get server(): ServerProcess {
    return this.#server;
  }

  async strike(deed: Deed): Promise<void> {
    switch (deed) {
      case 'server':
        await this.#end('SIGKILL');
        return this.#again();
      case 'server-term': {
        const how = await this.#end('SIGTERM');
        if (how !== '0') this.faults.push(`SIGTERM ended the server with ${how}`);
        return this.#again();
      }
      case 'both': {
        const postmaster = postmasterOf(this.home);
        const ending = this.#end('SIGKILL');
        kill(postmaster);
        await ending;
        return this.#again();
      }
      case 'server-twice':
        await this.#end('SIGKILL');
        await ServerProcess.startInVain(this.home, this.target.key, 400);
        return this.#again();
      case 'postmaster':
        return kill(postmasterOf(this.home));
      case 'backend':
        return kill(await processBy(this.home, BACKGROUND));
      case 'committer':
        return kill(await processBy(this.home, COMMITTER));
      case 'session':
        return void (await processBy(this.home, SESSION));
      case 'deaf':
        return void (await this.#server.deafen());
    }
  }

  /** Ends the server in order, for good. */
  async stop(): Promise<void> {
    this.target.over = true;
    const how = await this.#end('SIGTERM');
    if (how !== '0') this.faults.push(`at the end SIGTERM ended the server with ${how}`);
    kill(postmasterOf(this.home));
  }

  #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<string> {
    this.#expected = true;
    const ending = this.#server.kill(signal);
    void ending.then(() => {
      this.target.url = null;
    });
    return ending;
  }

  async #again(): Promise<void> {
    this.#server = await ServerProcess.start(this.home, this.target.key);
    this.#expected = false;
    this.target.url = this.#server.url;
    this.#watch(this.#server);
  }

  #watch(server: ServerProcess): void {
    void server.exit.then((how) => {
      if (!this.#expected) this.#collapse(new Error(`the server ended by itself (${how})`));
    });
  }
}

function postmasterOf(home: string): number | undefined {
  try {
    return Number(readFileSync(join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return undefined; // it is down at this moment: a blow into the air
  }
}

function kill(pid: number | undefined): void {
  if (pid === undefined || !(pid > 1)) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone already
  }
}

const ONE = 'order by random() limit 1';
const BACKGROUND = `select pid from pg_stat_activity where backend_type <> 'client backend' ${ONE}`;
const COMMITTER = `select pid from pg_stat_activity where application_name = 'atalaya decisions' ${ONE}`;
const SESSION = `select pg_terminate_backend(pid), pid from (select pid from pg_stat_activity
  where application_name like 'atalaya%' and pid <> pg_backend_pid() ${ONE}) as victim`;

/** Some process of the PostgreSQL of `home`; undefined when it does not answer at this moment. */
async function processBy(home: string, sql: string): Promise<number | undefined> {
  const client = new pg.Client(connectionOf(home));
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<{ pid: number }>(sql)).rows[0]?.pid;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export function connectionOf(home: string): pg.ClientConfig {
  return JSON.parse(readFileSync(join(home, 'postgres.json'), 'utf8')) as pg.ClientConfig;
}

/** Waits until `reached` says so; false when the time is over. */
export async function waitFor(reached: () => boolean, ms: number): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(2)) if (reached()) return true;
  return reached();
}
