import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { EventSource } from './event-source.ts';
import { type Load, runLoad } from './load.ts';
import { type CaseResult, round } from './results.ts';
import type { ServerAsk, ServerReady } from './server.ts';
import type { ComparedWithLive, Prepared, WentLive } from './server-rule-sets.ts';

/**
 * What other work does to decisions that go on: a backtest of everything decided, held against live, and another rule-set
 * going live. Arrivals at a fixed rate, first alone and then with the work beside them.
 */
export interface Beside {
  readonly ready: ServerReady;
  readonly server: ChildProcess;
  readonly source: EventSource;
  readonly seconds: number;
  /** Events the backtest runs over at least. */
  readonly events: number;
}

export interface Ran {
  readonly results: CaseResult[];
  readonly acknowledged: number;
}

const FILL: Load = { name: 'fill', clients: 8, perRequest: 100 };
const FILL_SECONDS = 5;

async function ask<T>(server: ChildProcess, what: ServerAsk['ask']): Promise<T> {
  server.send({ ask: what } satisfies ServerAsk);
  const [answer] = (await once(server, 'message')) as [T];
  return answer;
}

/** `decided`: events there are already. */
export async function benchBeside(given: Beside, only: readonly string[], decided: number): Promise<Ran> {
  const { ready, server, source, seconds } = given;
  const wants = (name: string): boolean => only.length === 0 || only.includes(name);
  const results: CaseResult[] = [];
  let acknowledged = 0;
  const loaded = async (load: Load, forSeconds: number): Promise<CaseResult> => {
    const ran = await runLoad(ready, source, load, forSeconds);
    acknowledged += ran.acknowledged;
    return ran.result;
  };
  const arrivals = (name: string): Promise<CaseResult> =>
    loaded({ name, perSecond: 1000, perRequest: 1 }, seconds);
  if (wants('backtest-beside-live'))
    while (decided + acknowledged < given.events) await loaded(FILL, FILL_SECONDS);
  await ask<Prepared>(server, 'prepare');
  if (wants('backtest-beside-live')) {
    const first = await ask<ComparedWithLive>(server, 'backtest');
    const alone = await arrivals('alone');
    const state = { ended: false };
    const repeated = repeat(server, state);
    const beside = await arrivals('backtest-beside-live');
    state.ended = true;
    const runs = await repeated;
    results.push({
      ...beside,
      p99_alone_ms: Number(alone.p99_ms),
      p99_ratio: round(Number(beside.p99_ms) / Number(alone.p99_ms)),
      backtest_events: runs.at(-1)?.events ?? 0,
      backtest_per_s: Math.round(runs.reduce((sum, run) => sum + run.per_s, 0) / Math.max(1, runs.length)),
      backtests: runs.length,
      first_backtest_s: first.seconds,
    });
  }
  if (wants('rule-swap')) {
    const beside = arrivals('rule-swap');
    const went = await ask<WentLive>(server, 'swap');
    results.push({ ...(await beside), pause_ms: went.pause_ms, refilled: went.events, swap_s: went.seconds });
  }
  return { results, acknowledged };
}

/** One backtest after another until the load has ended. */
async function repeat(server: ChildProcess, state: { ended: boolean }): Promise<ComparedWithLive[]> {
  const runs: ComparedWithLive[] = [];
  do runs.push(await ask<ComparedWithLive>(server, 'backtest'));
  while (!state.ended);
  return runs;
}
