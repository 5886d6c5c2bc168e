import { runBacktest } from '../modules/decisions/backtest/tasks.ts';
import { compileRuleSet } from '../modules/monitoring/rule-set.ts';
import type { ScenarioFile } from '../modules/monitoring/rules/source.ts';
import { asSystem, one } from '../platform/database.ts';
import { openThread, type ThreadHome } from './thread.ts';

/** One backtest, in a thread of its own and below everything that answers a caller. Stopped by ending the thread. */
export interface BacktestThreadData extends ThreadHome {
  readonly side: { readonly name: string; readonly files: readonly ScenarioFile[] };
  readonly against: { readonly name: string; readonly files: readonly ScenarioFile[] } | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly last: number;
  readonly minutesPerAlert: number;
  readonly entities: readonly string[];
  readonly labels: readonly (readonly [string, boolean])[];
}

const { data, parent, db, archive } = openThread<BacktestThreadData>('background');
const named = ({ name, files }: BacktestThreadData['side']) => ({ name, ruleSet: compileRuleSet(files) });

const counted = await asSystem(db, (tx) =>
  one<{ count: number }>(tx, 'select count(*) as count from decisions.decision where entry <= $1', [
    data.last,
  ]),
);
const total = counted?.count ?? 0;
const began = performance.now();
const result = await runBacktest(
  archive,
  {
    side: named(data.side),
    against: data.against === null ? null : named(data.against),
    from: data.from,
    to: data.to,
    minutesPerAlert: data.minutesPerAlert,
    last: data.last,
    entities: new Set(data.entities),
    labels: new Map(data.labels),
  },
  (done) => {
    const seconds = Math.max(0.001, (performance.now() - began) / 1000);
    parent.postMessage({ done, total: Math.max(total, done), perSecond: Math.round(done / seconds) });
  },
);
parent.postMessage({ result });
await db.close();
parent.close();
