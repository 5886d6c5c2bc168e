import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newDataKey, wrapKey } from '@atalaya/engine/kernel/sealing.ts';
import { keyEncryptionKey } from '@atalaya/engine/platform/config.ts';
import { runningEmbedded } from '@atalaya/engine/platform/postgres/embedded.ts';
import pg from 'pg';
import type { ScaleAsk, ScaleReady, ScaleReport } from './scale-server.ts';

/** A data folder and the server on it, which can be ended and started again. */
export class ScaleHouse {
  readonly home = mkdtempSync(join(tmpdir(), 'atalaya-scale-'));
  #server: ChildProcess | null = null;
  ready: ScaleReady = { url: '', key: '', pid: 0, postgresPid: null, entity: '', opened_ms: 0 };

  async start(): Promise<ScaleReady> {
    this.#server = fork(join(import.meta.dirname, 'scale-server.ts'), [this.home], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: ['--max-semi-space-size=64'],
    });
    [this.ready] = (await once(this.#server, 'message')) as [ScaleReady];
    return this.ready;
  }

  async ask<T>(ask: 'report' | 'snapshot'): Promise<T> {
    this.#server?.send({ ask } satisfies ScaleAsk);
    const [answer] = (await once(this.#server as ChildProcess, 'message')) as [T];
    return answer;
  }

  report(): Promise<ScaleReport> {
    return this.ask<ScaleReport>('report');
  }

  /** In order, or as a process that is killed: without a last snapshot. */
  async stop(how: 'in order' | 'killed' = 'in order'): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    if (how === 'killed') server.kill('SIGKILL');
    else server.send({ ask: 'end' } satisfies ScaleAsk);
    await once(server, 'exit');
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.home, { recursive: true, force: true });
  }

  async sql<T extends object>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    const client = new pg.Client(runningEmbedded(this.home));
    await client.connect();
    try {
      return (await client.query<T>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  /**
   * Customers `c-0` … written straight into the tables, with their keys: registering a million through the API takes an hour
   * and is not what is measured. Their journal entries are left out; names are not searchable meanwhile.
   */
  async seedCustomers(count: number): Promise<void> {
    const kek = keyEncryptionKey(this.home);
    await this.sql('drop index customers.person_words; drop index customers.person_identity');
    for (let from = 0; from < count; from += CHUNK) {
      const to = Math.min(count, from + CHUNK) - 1;
      await this.sql(CUSTOMERS, [this.ready.entity, from, to]);
      await this.sql(PERSONS, [this.ready.entity, from, to]);
      const persons = Array.from({ length: to - from + 1 }, (_, i) => idOf(from + i));
      const wrapped = persons.map((person) => wrapKey(kek, newDataKey(), person));
      await this.sql(KEYS, [this.ready.entity, persons, wrapped]);
    }
    await this.sql('analyze');
  }
}

const CHUNK = 20_000;
const idOf = (n: number): string => `cus_${String(n).padStart(26, '0')}`;

const CUSTOMERS = `insert into customers.customer (id, entity, reference, kind, state, country, profile, rating, risk, warnings,
    erased, created_at, updated_at, entry)
  select 'cus_' || lpad(n::text, 26, '0'), $1, 'c-' || n, 'person', 'active', 'MX',
    '{"kind":"person","country":"MX","occupation":"employed","declared_monthly_income":{"asset":"MXN","amount":"30000"}}',
    'low', '{"version":1,"points":0,"reasons":[]}', '[]', false, now(), now(), 1
  from generate_series($2::int, $3::int) n`;
const PERSONS = `insert into customers.person (id, entity, details, entry)
  select 'cus_' || lpad(n::text, 26, '0'), $1,
    jsonb_build_object('name', jsonb_build_object('given', 'Nombre' || n, 'paternal', 'Apellido'), 'birth_date', '1985-03-02'), 1
  from generate_series($2::int, $3::int) n`;
const KEYS = `insert into vault.person_key (entity, person, wrapped)
  select $1, person, wrapped from unnest($2::text[], $3::text[]) as k (person, wrapped)`;
