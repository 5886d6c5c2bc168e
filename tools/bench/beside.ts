import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { EventSource, post, register } from './event-source.ts';
import { runLoad } from './load.ts';
import { type CaseResult, round } from './results.ts';
import type { ServerAsk, ServerReady } from './server.ts';
import type { ComparedWithLive, Prepared, WentLive } from './server-rule-sets.ts';

/**
 * What other work does to decisions that go on: a backtest of a year of an exchange, held against live, and another
 * rule-set going live. Arrivals at a fixed rate, first alone and then with the work beside them.
 */
export interface Beside {
  readonly ready: ServerReady;
  readonly server: ChildProcess;
  readonly seconds: number;
  /** Events of the year. */
  readonly events: number;
}

export interface Ran {
  readonly results: CaseResult[];
  readonly acknowledged: number;
}

/** What a customer of the world does in a year is 445 events; some are left for the arrivals after it. */
const EVENTS_A_CUSTOMER = 400;
const DAYS = 365;
const BLOCK = 10_000;
const PER_REQUEST = 250;
const CLIENTS = 8;
const ARRIVALS_PER_S = 1000;

async function ask<T>(server: ChildProcess, what: ServerAsk['ask']): Promise<T> {
  server.send({ ask: what } satisfies ServerAsk);
  const [answer] = (await once(server, 'message')) as [T];
  return answer;
}

export async function benchBeside(given: Beside, only: readonly string[]): Promise<Ran> {
  const { ready, server, seconds, events } = given;
  const wants = (name: string): boolean => only.length === 0 || only.includes(name);
  const customers = Math.ceil((events + ARRIVALS_PER_S * seconds * 3) / EVENTS_A_CUSTOMER);
  const source = new EventSource(customers, (world) => register(ready, world), DAYS);
  const results: CaseResult[] = [];
  const filled = performance.now();
  let acknowledged = await decideAll(ready, source, events);
  const filledPerS = Math.round((acknowledged / (performance.now() - filled)) * 1000);
  const arrivals = async (name: string): Promise<CaseResult> => {
    const ran = await runLoad(ready, source, { name, perSecond: ARRIVALS_PER_S, perRequest: 1 }, seconds);
    acknowledged += ran.acknowledged;
    return ran.result;
  };
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
      customers,
      filled_per_s: filledPerS,
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

/** Every event in its order of time, through the batch door. */
async function decideAll(ready: ServerReady, source: EventSource, events: number): Promise<number> {
  let acknowledged = 0;
  while (acknowledged < events) {
    const block = await source.take(Math.min(BLOCK, events - acknowledged));
    const batches = Array.from({ length: Math.ceil(block.length / PER_REQUEST) }, (_, i) =>
      block.slice(i * PER_REQUEST, (i + 1) * PER_REQUEST).join('\n'),
    ).values();
    const client = async (): Promise<void> => {
      for (const batch of batches) {
        const answers = await post(ready, '/v1/events/batch', 'application/x-ndjson', batch);
        const refused = answers.split('\n').find((line) => line.includes('"problem"'));
        if (refused !== undefined) throw new Error(`an event was refused: ${refused}`);
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    acknowledged += block.length;
  }
  return acknowledged;
}

/** One backtest after another until the load has ended. */
async function repeat(server: ChildProcess, state: { ended: boolean }): Promise<ComparedWithLive[]> {
  const runs: ComparedWithLive[] = [];
  do runs.push(await ask<ComparedWithLive>(server, 'backtest'));
  while (!state.ended);
  return runs;
}
