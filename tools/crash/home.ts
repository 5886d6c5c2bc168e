import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '@atalaya/contract/activity.ts';
import { createClient } from '@atalaya/contract/client.gen.ts';
import { createWorld } from '@atalaya/world/world.ts';
import { Courier } from '../../cli/src/demo/courier.ts';
import { ServerProcess } from './process.ts';

/** A data folder with its customers, prices and list, stopped; every seed works on a copy of it. */
export interface Prepared {
  readonly key: string;
  /** Of a seeded world, in the order they arrive: a few late, a few twice. */
  readonly events: readonly Event[];
  copy(name: string): string;
  remove(): void;
}

const CUSTOMERS = 200;
const DAYS = 20;
const DAY_MS = 86_400_000;

export async function prepareHome(): Promise<Prepared> {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-crash-'));
  process.env.NODE_COMPILE_CACHE ??= join(folder, 'compiled');
  const home = join(folder, 'home');
  const key = 'atk_crash-test-crash-test-crash-test';
  mkdirSync(home);
  const start = new Date(Date.now() - (DAYS + 2) * DAY_MS).toISOString();
  const world = createWorld({ seed: 'crash', customers: CUSTOMERS, start, days: DAYS });
  const server = await ServerProcess.start(home, key);
  const client = createClient({
    baseUrl: server.url,
    headers: () => ({ authorization: `Bearer ${key}` }),
  });
  const courier = new Courier({ client, onRetry: (error) => process.stderr.write(`${error.message}\n`) });
  const refused = await courier.register([...world.customers()]);
  if (refused[0] !== undefined) throw new Error(`a customer was refused: ${refused[0].detail}`);
  await courier.importList(world.watchlistCsv(), start.slice(0, 10));
  const prices = [...world.prices(world.starts)].filter((price) => price.at.includes('T00:00'));
  for (let i = 0; i < prices.length; i += 5000) await courier.recordPrices(prices.slice(i, i + 5000));
  await server.kill('SIGTERM');
  return {
    key,
    events: [...world.arrivals(world.starts)].map((arrival) => arrival.event),
    copy(name) {
      const path = join(folder, name);
      const { status, stderr } = spawnSync('cp', ['-a', home, path], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`the data folder was not copied: ${stderr}`);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
