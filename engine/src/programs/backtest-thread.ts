import { decidedBy } from '../modules/decisions/backtest/recorded.ts';
import { type Evaluate, runBacktest } from '../modules/decisions/backtest/tasks.ts';
import { toldTexts } from '../modules/decisions/backtest/told.ts';
import { compileRuleSet } from '../modules/monitoring/rule-set.ts';
import { filesOfVersion } from '../modules/monitoring/rule-sets/queries.ts';
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
  readonly evaluate: Evaluate;
  readonly entities: readonly string[];
  readonly labels: readonly (readonly [string, boolean])[];
}

const { data, parent, db, archive } = openThread<BacktestThreadData>('background');
const named = ({ name, files }: BacktestThreadData['side']) => ({ name, ruleSet: compileRuleSet(files) });
const side = named(data.side);
const against = data.against === null ? null : named(data.against);
/** Scenarios already read, by their text: most versions have most of them. */
const scenarios = new Map(
  [...side.ruleSet.rules, ...(against?.ruleSet.rules ?? [])].map(({ source }) => [source.yaml, source]),
);

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
    decidedBy: async (version) => {
      const files = await asSystem(db, (tx) => filesOfVersion(tx, version));
      return files === undefined ? null : decidedBy(version, files, scenarios);
    },
    texts: (wanted) => asSystem(db, (tx) => toldTexts(tx, wanted)),
  },
  {
    side,
    against,
    from: data.from,
    to: data.to,
    minutesPerAlert: data.minutesPerAlert,
    evaluate: data.evaluate,
    last: data.last,
    entities: new Set(data.entities),
    labels: new Map(data.labels),
  },
  ({ read, prepared }) => {
    const seconds = Math.max(0.001, (performance.now() - began) / 1000);
    const done = read + prepared;
    parent.postMessage({
      done,
      total: Math.max(total, read) + prepared,
      perSecond: Math.round(done / seconds),
    });
  },
);
parent.postMessage({ result });
await db.close();
parent.close();
