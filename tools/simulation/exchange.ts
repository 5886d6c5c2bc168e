import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '@atalaya/contract/activity.ts';
import { createClient } from '@atalaya/contract/client.gen.ts';
import { ensureFirstEntity } from '@atalaya/engine/modules/access/entities.ts';
import { ensureApiKey } from '@atalaya/engine/modules/access/keys.ts';
import type { Connection } from '@atalaya/engine/platform/database.ts';
import { createLog } from '@atalaya/engine/platform/log.ts';
import { startEmbedded } from '@atalaya/engine/platform/postgres/embedded.ts';
import { openHouse } from '@atalaya/engine/programs/house.ts';
import { createWorld, type World } from '@atalaya/world/world.ts';
import pg from 'pg';
import { Courier } from '../../cli/src/demo/courier.ts';
import { WORLDS } from './plan.ts';

/** A world with its exchange made ready: a database to be cloned, the keys that go with it, and its events. */
export interface Exchange {
  readonly database: string;
  readonly home: string;
  readonly entity: string;
  /** As they arrive: a few late, a few twice. */
  readonly events: readonly Event[];
}

const CUSTOMERS = 160;
const DAYS = 12;
const DAY_MS = 86_400_000;
/** The first day of every world: a plan is the same whenever it is played. */
const START = Date.UTC(2026, 2, 2);
const EVENTS_MAX = 3000;
/** Enough for every outcome: reviews, holds, blocks. */
const CRIMINALS = ['24', '31', '34', '42', '43', '56', '61', '62', '71', '74', '85'];

/** One PostgreSQL for many seeds, fast and not durable: what dies here are sessions and the engine, never the database. */
export class Exchanges {
  readonly folder: string;
  readonly connection: Connection;
  readonly #stop: () => Promise<void>;
  readonly #made = new Map<number, Promise<Exchange>>();

  private constructor(folder: string, connection: Connection, stop: () => Promise<void>) {
    this.folder = folder;
    this.connection = connection;
    this.#stop = stop;
  }

  static async open(): Promise<Exchanges> {
    const folder = mkdtempSync(join(tmpdir(), 'atalaya-simulation-'));
    const postgres = await startEmbedded({ home: join(folder, 'postgres'), disposable: true });
    return new Exchanges(folder, postgres.connection, () => postgres.stop());
  }

  async close(): Promise<void> {
    await this.#stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get(world: number): Promise<Exchange> {
    const known = this.#made.get(world) ?? this.#make(world % WORLDS);
    this.#made.set(world, known);
    return known;
  }

  async ask<T extends object>(sql: string, database = 'postgres'): Promise<T[]> {
    const client = new pg.Client({ ...this.connection, database });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** A database and a data folder of one seed's own. */
  async clone({ database, home }: Exchange, name: string): Promise<{ connection: Connection; home: string }> {
    await this.ask(`create database ${name} template ${database} strategy file_copy`);
    const folder = join(this.folder, name);
    cpSync(join(home, 'keys'), join(folder, 'keys'), { recursive: true });
    return { connection: { ...this.connection, database: name }, home: folder };
  }

  async drop(name: string): Promise<void> {
    await this.ask(`drop database if exists ${name} with (force)`);
    rmSync(join(this.folder, name), { recursive: true, force: true });
  }

  async #make(number: number): Promise<Exchange> {
    const database = `world_${number}`;
    await this.ask(`create database ${database}`);
    const home = join(this.folder, database);
    mkdirSync(home);
    const world = worldOf(number);
    const house = await openHouse({
      connection: { ...this.connection, database },
      home,
      log: createLog('silent'),
      now: () => START + DAYS * DAY_MS,
    });
    const entity = await ensureFirstEntity(house.foundation, {
      code: 'simulation',
      name: 'Simulation',
      jurisdiction: 'MX',
      currency: 'MXN',
      time_zone: 'America/Mexico_City',
    });
    await house.deciding.entities.load();
    const secret = 'atk_simulation-simulation-simulation';
    const permissions = ['activity:write', 'customers:write', 'watchlists:write'] as const;
    await ensureApiKey(house.foundation, {
      name: 'simulation',
      entity: entity.id,
      permissions: [...permissions],
      secret,
    });
    await register(await house.listen('127.0.0.1', 0), secret, world);
    await house.close();
    const arrivals = world.arrivals(world.starts, undefined, { swapped: 0.1, late: 0.1, repeated: 0.05 });
    const events: Event[] = [];
    for (const { event } of arrivals) if (events.push(event) >= EVENTS_MAX) break;
    return { database, home, entity: entity.id, events };
  }
}

const worldOf = (number: number): World =>
  createWorld({
    seed: `simulation-${number}`,
    customers: CUSTOMERS,
    start: new Date(START).toISOString(),
    days: DAYS,
    criminals: CRIMINALS,
  });

async function register(url: string, key: string, world: World): Promise<void> {
  const client = createClient({ baseUrl: url, headers: () => ({ authorization: `Bearer ${key}` }) });
  const courier = new Courier({ client, onRetry: (error) => process.stderr.write(`${error.message}\n`) });
  const refused = await courier.register([...world.customers()]);
  if (refused[0] !== undefined) throw new Error(`a customer was refused: ${refused[0].detail}`);
  await courier.importList(world.watchlistCsv(), world.starts.slice(0, 10));
  const prices = [...world.prices(world.starts)].filter((price) => price.at.includes('T00:00'));
  for (let i = 0; i < prices.length; i += 5000) await courier.recordPrices(prices.slice(i, i + 5000));
}
