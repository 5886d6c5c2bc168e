import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { EventSource, register } from './event-source.ts';
import { type Load, runLoad } from './load.ts';
import type { CaseResult } from './results.ts';
import type { ServerReady } from './server.ts';

/**
 * `npm run -s bench -- decisions --json`: the whole path of a decision, authentication, facts, all live scenarios, journal
 * and durable commit before the reply, over HTTP on the loopback, with the generator on the same cores.
 */
interface Options {
  readonly seconds: number;
  readonly customers: number;
  /** Only these cases; all when empty. */
  readonly only: readonly string[];
}

const WARM_UP: Load = { name: 'warm-up', clients: 64, perRequest: 1 };
const WARM_UP_SECONDS = 5;

const LOADS: readonly Load[] = [
  { name: 'single-1', clients: 1, perRequest: 1 },
  { name: 'single-16', clients: 16, perRequest: 1 },
  { name: 'single-64', clients: 64, perRequest: 1 },
  { name: 'batch-100', clients: 8, perRequest: 100 },
  { name: 'open-1000', perSecond: 1000, perRequest: 1 },
];

export async function benchDecisions(options: Options): Promise<CaseResult[]> {
  const server = fork(join(import.meta.dirname, 'server.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--max-semi-space-size=64'],
  });
  const [ready] = (await once(server, 'message')) as [ServerReady];
  const source = new EventSource(options.customers, (world) => register(ready, world));
  const results: CaseResult[] = [];
  try {
    let { acknowledged } = await runLoad(ready, source, WARM_UP, WARM_UP_SECONDS);
    for (const load of LOADS) {
      if (options.only.length > 0 && !options.only.includes(load.name)) continue;
      const measured = await runLoad(ready, source, load, options.seconds);
      acknowledged += measured.acknowledged;
      results.push(measured.result);
    }
    const stored = await askCount(server);
    if (stored.decisions !== acknowledged || stored.entries !== acknowledged)
      throw new Error(
        `acknowledged ${acknowledged}, in the database ${stored.decisions} decisions and ${stored.entries} entries`,
      );
    results.push({ case: 'read-back', acknowledged, stored: stored.decisions, entries: stored.entries });
  } finally {
    server.send({ ask: 'end' });
    await once(server, 'exit');
  }
  return results;
}

async function askCount(server: ChildProcess): Promise<{ decisions: number; entries: number }> {
  server.send({ ask: 'count' });
  const [counted] = (await once(server, 'message')) as [{ decisions: number; entries: number }];
  return counted;
}
