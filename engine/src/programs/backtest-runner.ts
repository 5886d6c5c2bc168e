import type { Worker } from 'node:worker_threads';
import type { BacktestResult } from '@atalaya/contract/backtests.ts';
import {
  endBacktest,
  nextBacktest,
  noteProgress,
  type Progress,
  type StoredBacktest,
} from '../modules/decisions/backtest/backtests.ts';
import { ruleSetOf, scenarioFilesOf, storedFiles } from '../modules/monitoring/rule-sets/queries.ts';
import { asSystem, rows } from '../platform/database.ts';
import type { BacktestThreadData } from './backtest-thread.ts';
import type { Foundation } from './foundation.ts';
import { startThread } from './thread.ts';

/** Works backtests one after another, each in a thread; those that a stop of the process cut off begin again. */
export interface BacktestRunner {
  /** One step of a loop: true when there may be more. */
  step(): Promise<boolean>;
  stop(id: string): void;
  close(): Promise<void>;
}

type Told =
  | { readonly done: number; readonly total: number; readonly perSecond: number }
  | { readonly result: BacktestResult };

const PROGRESS_MS = 500;

export function createBacktestRunner(foundation: Foundation): BacktestRunner {
  const { db, journal } = foundation;
  let running: { readonly id: string; readonly thread: Worker } | null = null;
  let closed = false;

  const work = async (one: StoredBacktest): Promise<void> => {
    const thread = startThread('backtest-thread.ts', await dataOf(foundation, one));
    running = { id: one.id, thread };
    let noted = 0;
    const result = await new Promise<BacktestResult | null>((resolve, reject) => {
      thread.on('message', (told: Told) => {
        if ('result' in told) {
          resolve(told.result);
          return;
        }
        if (performance.now() - noted < PROGRESS_MS) return;
        noted = performance.now();
        void noteProgress(db, one.id, told satisfies Progress).catch(() => undefined);
      });
      thread.on('error', reject);
      thread.on('exit', () => resolve(null));
    }).finally(() => {
      running = null;
    });
    if (result === null) return;
    const { events, warm_up_events: filled, events_per_second: perSecond } = result;
    await noteProgress(db, one.id, { done: events + filled, total: events + filled, perSecond });
    await endBacktest(foundation, one.id, { state: 'done', failure: null, result });
  };

  return {
    async step() {
      if (closed) return false;
      const next = await nextBacktest(db);
      if (next === undefined) return false;
      try {
        await work(next);
      } catch (error) {
        foundation.log.warn({ err: error, backtest: next.id }, 'a backtest failed');
        await endBacktest({ db, journal }, next.id, { state: 'failed', failure: (error as Error).message });
      }
      return !closed;
    },
    stop(id) {
      if (running?.id === id) void running.thread.terminate();
    },
    async close() {
      closed = true;
      await running?.thread.terminate();
    },
  };
}

async function dataOf(
  { db, connection, home }: Foundation,
  backtest: StoredBacktest,
): Promise<BacktestThreadData> {
  return asSystem(db, async (tx) => {
    const side = async (id: string) => {
      const { number } = await ruleSetOf(tx, id);
      return { name: id, number, files: scenarioFilesOf(await storedFiles(tx, id)) };
    };
    const labels = await rows<{ customer: string; justified: boolean }>(
      tx,
      `select customer, bool_or(state = 'reported' or outcome <> 'no_suspicion') as justified from cases.case
       where state in ('closed', 'reported') and outcome is not null and entity = any ($1) group by customer`,
      [backtest.entities],
    );
    return {
      connection,
      home,
      side: await side(backtest.rule_set),
      against: backtest.against === null ? null : await side(backtest.against),
      from: backtest.from_at,
      to: backtest.to_at,
      last: backtest.last_entry,
      minutesPerAlert: backtest.seconds_per_alert / 60,
      evaluate: backtest.evaluate ?? 'all',
      entities: backtest.entities,
      labels: labels.map(({ customer, justified }) => [customer, justified] as const),
    };
  });
}
