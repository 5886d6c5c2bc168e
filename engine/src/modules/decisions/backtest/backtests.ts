import type { BacktestResult } from '@atalaya/contract/backtests.ts';
import { Failure } from '../../../kernel/failure.ts';
import { sha256Hex } from '../../../kernel/hash.ts';
import { newId } from '../../../kernel/ids.ts';
import { formatInstant, type Instant, parseInstant } from '../../../kernel/instant.ts';
import {
  asSystem,
  type Database,
  DEPLOYMENT,
  one,
  type Scope,
  type Tx,
  write,
} from '../../../platform/database.ts';
import type { Journal } from '../../../platform/journal.ts';
import { withDeployment } from '../../access/permissions.ts';
import { backtestFinished, backtestStarted, type FinishedData } from './events.ts';

export interface BacktestPorts {
  readonly db: Database;
  readonly journal: Journal;
  readonly now: () => Instant;
  /** The id and number of a rule-set by its id or `live`. Failure: rule_sets.unknown. */
  readonly ruleSetOf: (tx: Tx, id: string) => Promise<{ id: string; number: number }>;
  readonly numberOf: (tx: Tx) => Promise<ReadonlyMap<string, number>>;
  readonly actorNames: (tx: Tx, actors: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** There is work: look soon. */
  readonly wake: () => void;
  /** Stops the run of a backtest, if it is running. */
  readonly stop: (id: string) => void;
}

export interface CallOfStaff {
  readonly scope: Scope;
  readonly actor: string;
}

export interface StoredBacktest {
  readonly id: string;
  readonly entities: readonly string[];
  readonly rule_set: string;
  readonly against: string | null;
  readonly from_at: Instant | null;
  readonly to_at: Instant | null;
  readonly last_entry: number;
  readonly seconds_per_alert: number;
  /** Null: started before there was a choice, so all. */
  readonly evaluate: 'changed' | 'all' | null;
  readonly started_by: string;
  readonly started_at: Instant;
  readonly state: FinishedData['state'] | null;
  readonly finished_at: Instant | null;
  readonly result_sha256: string | null;
  readonly alerts: number | null;
  readonly gained: number | null;
  readonly lost: number | null;
  readonly failure: string | null;
  readonly running: boolean | null;
  readonly events_done: number | null;
  readonly events_total: number | null;
  readonly events_per_second: number | null;
}

export const SELECT = `select b.id, b.entities, b.rule_set, b.against, b.from_at, b.to_at, b.last_entry, b.seconds_per_alert, b.evaluate, b.started_by,
    b.started_at, b.state, b.finished_at, b.result_sha256, b.alerts, b.gained, b.lost, b.failure, p.running, p.events_done,
    p.events_total, p.events_per_second
  from decisions.backtest b left join decisions.backtest_progress p on p.backtest = b.id`;

/** Only who may see all entities a backtest saw may see it. */
export const IN_SIGHT = `not exists (select 1 from jsonb_array_elements_text(b.entities) as e where e <> all ($1::text[]))`;

export interface NewBacktest {
  readonly rule_set: string;
  readonly against?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly minutes_per_alert?: number | undefined;
  readonly evaluate?: 'changed' | 'all' | undefined;
}

/** Announces a backtest over everything decided so far; gives its id. Failures: rule_sets.unknown, instant.malformed. */
export async function startBacktest(
  ports: BacktestPorts,
  call: CallOfStaff,
  given: NewBacktest,
): Promise<string> {
  const instant = (text: string | undefined): string | null =>
    text === undefined ? null : formatInstant(parseInstant(text));
  const id = await write(ports.db, withDeployment(call.scope), async (tx) => {
    const made = await ports.ruleSetOf(tx, given.rule_set);
    const against = given.against === undefined ? null : await ports.ruleSetOf(tx, given.against);
    const last = await one<{ entry: number | null }>(
      tx,
      'select max(entry) as entry from decisions.decision',
    );
    const subject = newId('bkt');
    await ports.journal.record(tx, backtestStarted, {
      entity: DEPLOYMENT,
      actor: call.actor,
      subject,
      data: {
        entities: call.scope.entities.filter((entity) => entity !== DEPLOYMENT).sort(),
        rule_set: made.id,
        against: against?.id ?? null,
        from: instant(given.from),
        to: instant(given.to),
        last_entry: last?.entry ?? 0,
        seconds_per_alert: Math.round((given.minutes_per_alert ?? 15) * 60),
        evaluate: given.evaluate ?? 'changed',
      },
    });
    await tx.query('insert into decisions.backtest_progress (backtest, entity) values ($1, $2)', [
      subject,
      DEPLOYMENT,
    ]);
    return subject;
  });
  ports.wake();
  return id;
}

/** Failure: backtests.unknown. */
export async function backtestOf(tx: Tx, scope: Scope, id: string): Promise<StoredBacktest> {
  const found = await one<StoredBacktest>(tx, `${SELECT} where ${IN_SIGHT} and b.id = $2`, [
    scope.entities,
    id,
  ]);
  if (found === undefined) throw new Failure('missing', 'backtests.unknown', `no backtest ${id}`);
  return found;
}

/** Stops a backtest. Failures: backtests.unknown, .not_running. */
export async function cancelBacktest(ports: BacktestPorts, call: CallOfStaff, id: string): Promise<void> {
  await write(ports.db, withDeployment(call.scope), async (tx) => {
    const { state } = await backtestOf(tx, withDeployment(call.scope), id);
    if (state !== null) throw new Failure('conflict', 'backtests.not_running', `${id} is ${state}`);
    await recordEnd(ports, tx, call.actor, id, { state: 'cancelled', failure: null });
  });
  ports.stop(id);
}

type End = Pick<FinishedData, 'state' | 'failure'> & { readonly result?: BacktestResult };

async function recordEnd(
  ports: Pick<BacktestPorts, 'journal'>,
  tx: Tx,
  actor: string,
  id: string,
  { state, failure, result }: End,
): Promise<void> {
  const text = result === undefined ? null : JSON.stringify(result);
  await ports.journal.record(tx, backtestFinished, {
    entity: DEPLOYMENT,
    actor,
    subject: id,
    data: {
      state,
      failure,
      result_sha256: text === null ? null : sha256Hex(text),
      alerts: result?.side.alerts ?? null,
      gained: result?.diff?.alerts.gained ?? null,
      lost: result?.diff?.alerts.lost ?? null,
    },
  });
  await tx.query('update decisions.backtest_progress set running = false, result = $2 where backtest = $1', [
    id,
    text,
  ]);
}

/** The oldest backtest that has not ended: waiting, or cut off when the process ended. */
export const nextBacktest = (db: Database): Promise<StoredBacktest | undefined> =>
  asSystem(db, (tx) =>
    one<StoredBacktest>(tx, `${SELECT} where b.state is null order by b.started_at, b.id limit 1`),
  );

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly perSecond: number;
}

export const noteProgress = (db: Database, id: string, { done, total, perSecond }: Progress): Promise<void> =>
  asSystem(db, async (tx) => {
    await tx.query(
      `update decisions.backtest_progress set running = true, events_done = $2, events_total = $3, events_per_second = $4
       where backtest = $1`,
      [id, done, total, perSecond],
    );
  });

/** Ends a backtest unless it was ended meanwhile. */
export const endBacktest = (
  ports: Pick<BacktestPorts, 'db' | 'journal'>,
  id: string,
  end: End,
): Promise<void> =>
  asSystem(ports.db, async (tx) => {
    const open = await one(
      tx,
      'select 1 from decisions.backtest where id = $1 and state is null for update',
      [id],
    );
    if (open !== undefined) await recordEnd(ports, tx, 'system:backtest', id, end);
  });

export interface FoundComparison {
  /** bkt_… */
  readonly id: string;
  /** It judged at least the days asked for, or all there is. */
  readonly isLongEnough: boolean;
}

/** A finished comparison of a rule-set with another: the newest of those long enough, else the newest. */
export async function comparisonOf(
  tx: Tx,
  { ruleSet, against, days }: { readonly ruleSet: string; readonly against: string; readonly days: number },
): Promise<FoundComparison | null> {
  const found = await one<{ id: string; long_enough: boolean }>(
    tx,
    `with there as (select min(occurred_at) as first, max(occurred_at) as last from decisions.decision)
     select b.id, coalesce(
       least(coalesce(b.to_at, t.last), t.last) - greatest(coalesce(b.from_at, t.first), t.first)
         >= least(make_interval(days => $3), t.last - t.first), true) as long_enough
     from decisions.backtest b cross join there t
     where b.rule_set = $1 and b.against = $2 and b.state = 'done'
     order by long_enough desc, b.finished_at desc limit 1`,
    [ruleSet, against, days],
  );
  return found === undefined ? null : { id: found.id, isLongEnough: found.long_enough };
}
