import { setImmediate as breathe } from 'node:timers/promises';
import type { BacktestResult, BacktestView } from '@atalaya/contract/backtests.ts';
import type { TriedScenario } from '@atalaya/contract/rule-sets.ts';
import { formatInstant, instantOf } from '../../../kernel/instant.ts';
import type { Observation } from '../../monitoring/observation.ts';
import type { RuleSet } from '../../monitoring/rule-set.ts';
import { explained } from '../monitor.ts';
import { AlertBook } from './alert-book.ts';
import type { ObservationArchive } from './archive/archive.ts';
import { type BacktestPlan, BacktestRun } from './backtest-run.ts';
import { Comparison } from './comparison.ts';
import type { DecidedBy, Deciders } from './recorded.ts';
import type { Labels } from './side-tally.ts';
import type { ToldFinding, ToldTexts } from './told.ts';

/** Where observations come from: the archive, or a list. */
export type ObservationSource = Pick<ObservationArchive, 'read' | 'glance' | 'versions'>;

export interface BacktestTask extends Omit<BacktestPlan, 'deciders'> {
  /** Entries up to this one. */
  readonly last: number;
  readonly entities: ReadonlySet<string>;
  readonly labels: Labels;
  readonly evaluate: Evaluate;
}

/** All scenarios, or those alone of which the decisions do not tell already what they find. */
export type Evaluate = BacktestView['evaluate'];

/** What was recorded, beside the observations. */
export interface RecordPorts {
  /** The scenarios of a rule-set that decided; null when they are not known any more. */
  readonly decidedBy: (version: string) => Promise<DecidedBy | null>;
  readonly texts: (wanted: readonly ToldFinding[]) => Promise<ToldTexts>;
}

/** A rejected hold changes the windows and is no event of its own. */
export const isEvent = ({ eventId }: Observation): boolean => !eventId.startsWith('hld_');

/** Events between two reports of progress. */
const STEP = 4096;

/** How far a backtest is. */
interface Done {
  /** Events read. */
  readonly read: number;
  /** Entries that had to be read before that, to know which rule-sets decided. */
  readonly prepared: number;
}

/** Runs a backtest to its end. */
export async function runBacktest(
  source: ObservationSource,
  record: RecordPorts,
  task: BacktestTask,
  told: (done: Done) => void,
): Promise<BacktestResult> {
  let prepared = 0;
  const deciders =
    task.evaluate === 'all'
      ? null
      : await decidersOf(source, record, task, (entries) => {
          prepared = entries;
          told({ read: 0, prepared });
        });
  const run = new BacktestRun({ ...task, deciders });
  let read = 0;
  const stretch = { after: 0, last: task.last, ...run.reach };
  const groups = run.evaluation.evaluated > GLANCE_MAX ? source.read(stretch) : source.glance(stretch);
  for await (const group of groups) {
    for (const record of group) {
      if (task.entities.has(record.observation.entity)) run.take(record);
      read += 1;
      if (read % STEP !== 0) continue;
      told({ read, prepared });
      await breathe();
    }
  }
  told({ read, prepared });
  return run.result(task.labels, await record.texts(run.untold));
}

/** With more scenarios than this nearly everything is asked of an event. */
const GLANCE_MAX = 20;

async function decidersOf(
  source: ObservationSource,
  { decidedBy }: RecordPorts,
  { last, from, to }: BacktestTask,
  told: (entries: number) => void,
): Promise<Deciders> {
  const stretch = {
    after: 0,
    last,
    from: from ?? Number.NEGATIVE_INFINITY,
    to: to ?? Number.POSITIVE_INFINITY,
  };
  const deciders = new Map<string, DecidedBy | null>();
  for (const version of await source.versions(stretch, told)) deciders.set(version, await decidedBy(version));
  return deciders;
}

export interface TryTask {
  /** The scenario alone. */
  readonly tried: RuleSet;
  /** The live scenario with the same id, alone. */
  readonly live: RuleSet | null;
  /** The most recent events: entries after this one, up to and with `last`. */
  readonly after: number;
  readonly last: number;
  /** Event time of the earliest of them, ms. */
  readonly from: number;
  readonly entities: ReadonlySet<string>;
}

type Tried = Pick<TriedScenario, 'events' | 'from' | 'to' | 'findings' | 'alerts' | 'customers' | 'hits'> & {
  live_findings?: number;
};

const HITS_MAX = 50;

/** What a scenario would have found among the most recent events. */
export async function tryScenario(source: Pick<ObservationSource, 'glance'>, task: TryTask): Promise<Tried> {
  const comparison = new Comparison(task.live === null ? [task.tried] : [task.tried, task.live]);
  const book = new AlertBook({ remember: false });
  const customers = new Set<string>();
  const hits: Tried['hits'] = [];
  let [events, findings, alerts, live, first, last] = [0, 0, 0, 0, Infinity, -Infinity];
  const reach = { from: task.from - comparison.horizonMs, to: Number.POSITIVE_INFINITY };
  for await (const group of source.glance({ after: 0, last: task.last, ...reach })) {
    for (const { entry, observation } of group) {
      if (observation.at < reach.from || !task.entities.has(observation.entity)) continue;
      if (entry <= task.after || !isEvent(observation)) {
        comparison.fill(observation);
        continue;
      }
      const { both, only } = comparison.judge(observation);
      events += 1;
      first = Math.min(first, observation.at);
      last = Math.max(last, observation.at);
      live += both.length + only[1].length;
      for (const { finding, bound } of [...both, ...only[0]]) {
        const alert = book.take(finding, observation, entry);
        findings += 1;
        alerts += alert ? 1 : 0;
        customers.add(observation.customer.id);
        hits.push({
          event_id: observation.eventId,
          entity: observation.entity,
          customer_id: observation.customer.id,
          occurred_at: formatInstant(instantOf(observation.at)),
          type: observation.type,
          new_alert: alert,
          reason: explained(bound, comparison.observed, finding),
        });
        if (hits.length > HITS_MAX * 2) hits.splice(0, HITS_MAX);
      }
    }
    await breathe();
  }
  return {
    events,
    ...(events === 0 ? {} : { from: formatInstant(instantOf(first)), to: formatInstant(instantOf(last)) }),
    findings,
    alerts,
    customers: customers.size,
    ...(task.live === null ? {} : { live_findings: live }),
    hits: hits.slice(-HITS_MAX).reverse(),
  };
}
