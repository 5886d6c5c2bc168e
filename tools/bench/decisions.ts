import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { benchBacktest } from './backtest.ts';
import { benchBeside, type Ran } from './beside.ts';
import { EventSource, register } from './event-source.ts';
import { type Load, runLoad } from './load.ts';
import { importRealLists } from './real-lists.ts';
import type { CaseResult } from './results.ts';
import { benchScale, SCALE_CASES } from './scale.ts';
import type { ServerReady } from './server.ts';

/**
 * `npm run -s bench -- decisions --json`: the whole path of a decision, authentication, facts, all live scenarios, journal
 * and durable commit before the reply, over HTTP on the loopback, with the generator on the same cores. Then the same with an
 * account of 110,000 events (`hot-account`) and a million customers (`million-customers`), a start from what is on disk
 * (`restart`), past events judged again (`backtest`), and what a backtest of a year and a change of rules do to decisions
 * that go on (`backtest-beside-live`, `rule-swap`). `--cases a,b` for some of them; `--full`: 10 million events back in memory, a
 * million judged again; `--lists`: with the real lists of the reference data in use.
 */
interface Options {
  readonly seconds: number;
  readonly customers: number;
  /** Only these cases; all when empty. */
  readonly only: readonly string[];
  /** Known customers of `million-customers`. */
  readonly known: number;
  /** What the windows of `restart` hold. */
  readonly restart: { readonly customers: number; readonly events: number };
  /** Events of `backtest` and `backtest-beside-live`. */
  readonly events: number;
  /** The same loads while real lists are in use: each case is called `…-screened`. */
  readonly lists: boolean;
}

const WARM_UP: Load = { name: 'warm-up', clients: 64, perRequest: 1 };
/** Until the compiler has seen everything twice: an exchange runs for weeks. */
const WARM_UP_SECONDS = 25;

const LOADS: readonly Load[] = [
  { name: 'single-1', clients: 1, perRequest: 1 },
  { name: 'single-16', clients: 16, perRequest: 1 },
  { name: 'single-64', clients: 64, perRequest: 1 },
  { name: 'batch-100', clients: 8, perRequest: 100 },
  { name: 'open-1000', perSecond: 1000, perRequest: 1 },
];

export async function benchDecisions(options: Options): Promise<CaseResult[]> {
  const { seconds, only, known, restart, events, customers } = options;
  const wants = (name: string): boolean => only.length === 0 || only.includes(name);
  const results: CaseResult[] = [];
  if (LOADS.some(({ name }) => wants(name))) results.push(...(await benchLive(options)));
  if (BESIDE.some(wants))
    results.push(
      ...(await onServer(async ({ ready, server }) => benchBeside({ ready, server, seconds, events }, only))),
    );
  if (SCALE_CASES.some(wants)) results.push(...(await benchScale({ seconds, only, known, ...restart })));
  if (wants('backtest')) results.push(...(await benchBacktest({ events, customers })));
  return results;
}

const BESIDE = ['backtest-beside-live', 'rule-swap'];

const benchLive = ({ customers, only, lists, seconds }: Options): Promise<CaseResult[]> =>
  onServer(async ({ ready, server }) => {
    const source = new EventSource(customers, (world) => register(ready, world));
    const results: CaseResult[] = [];
    const names = lists ? await importRealLists(ready) : undefined;
    let { acknowledged } = await runLoad(ready, source, WARM_UP, WARM_UP_SECONDS);
    for (const load of LOADS) {
      if (only.length > 0 && !only.includes(load.name)) continue;
      const settled = () => (names === undefined ? Promise.resolve() : settle(server));
      const measured = await runLoad(ready, source, load, seconds, settled);
      acknowledged += measured.acknowledged;
      results.push(
        names === undefined ? measured.result : { ...measured.result, case: `${load.name}-screened`, names },
      );
    }
    return { results, acknowledged };
  });

interface Running {
  readonly ready: ServerReady;
  readonly server: ChildProcess;
}

/** Measures on a server of its own and reads back what it acknowledged. */
async function onServer(measure: (running: Running) => Promise<Ran>): Promise<CaseResult[]> {
  const server = fork(join(import.meta.dirname, 'server.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--max-semi-space-size=64'],
  });
  const [ready] = (await once(server, 'message')) as [ServerReady];
  try {
    const { results, acknowledged } = await measure({ ready, server });
    const stored = await askCount(server);
    if (stored.decisions !== acknowledged || stored.entries !== acknowledged)
      throw new Error(
        `acknowledged ${acknowledged}, in the database ${stored.decisions} decisions and ${stored.entries} entries`,
      );
    return [
      ...results,
      { case: 'read-back', acknowledged, stored: stored.decisions, entries: stored.entries },
    ];
  } finally {
    server.send({ ask: 'end' });
    await once(server, 'exit');
  }
}

/** With lists in use, whoever was registered is screened behind the reply: what is measured is decisions, not onboarding. */
async function settle(server: ChildProcess): Promise<void> {
  server.send({ ask: 'settle' });
  await once(server, 'message');
}

async function askCount(server: ChildProcess): Promise<{ decisions: number; entries: number }> {
  server.send({ ask: 'count' });
  const [counted] = (await once(server, 'message')) as [{ decisions: number; entries: number }];
  return counted;
}
