import type { BacktestResult, BacktestView } from '@atalaya/contract/backtests.ts';
import { Failure } from '../../../kernel/failure.ts';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import { pageOf } from '../../../platform/cursor.ts';
import { one, read, rows, type Scope, type Tx } from '../../../platform/database.ts';
import { withDeployment } from '../../access/permissions.ts';
import { type BacktestPorts, backtestOf, IN_SIGHT, SELECT, type StoredBacktest } from './backtests.ts';

const instantAt = <K extends string>(name: K, value: Instant | null) =>
  value === null ? {} : { [name]: formatInstant(value) };

async function present(
  ports: BacktestPorts,
  tx: Tx,
  found: readonly StoredBacktest[],
): Promise<BacktestView[]> {
  const names = await ports.actorNames(tx, [...new Set(found.map((row) => row.started_by))]);
  const numbers = await ports.numberOf(tx);
  return found.map((row) => {
    const [done, total] = [row.events_done ?? 0, row.events_total ?? 0];
    const perSecond = row.events_per_second ?? 0;
    const name = names.get(row.started_by);
    return {
      id: row.id,
      state: row.state ?? (row.running === true ? 'running' : 'waiting'),
      rule_set: row.rule_set,
      rule_set_number: numbers.get(row.rule_set) ?? 0,
      ...(row.against === null
        ? {}
        : { against: row.against, against_number: numbers.get(row.against) ?? 0 }),
      entities: [...row.entities],
      ...instantAt('from', row.from_at),
      ...instantAt('to', row.to_at),
      minutes_per_alert: row.seconds_per_alert / 60,
      evaluate: row.evaluate ?? 'all',
      events_done: done,
      events_total: total,
      events_per_second: perSecond,
      ...(row.running === true && perSecond > 0
        ? { seconds_left: Math.ceil(Math.max(0, total - done) / perSecond) }
        : {}),
      started_by: row.started_by,
      ...(name === undefined ? {} : { started_by_name: name }),
      started_at: formatInstant(row.started_at),
      ...instantAt('finished_at', row.finished_at),
      ...(row.failure === null ? {} : { failure: row.failure }),
      ...(row.result_sha256 === null ? {} : { result_sha256: row.result_sha256 }),
      ...(row.alerts === null ? {} : { alerts: row.alerts }),
      ...(row.gained === null ? {} : { gained: row.gained }),
      ...(row.lost === null ? {} : { lost: row.lost }),
    };
  });
}

/** Failure: backtests.unknown. */
export const backtestView = (ports: BacktestPorts, scope: Scope, id: string): Promise<BacktestView> =>
  read(ports.db, withDeployment(scope), async (tx) => {
    const [view] = await present(ports, tx, [await backtestOf(tx, withDeployment(scope), id)]);
    if (view === undefined) throw new Failure('missing', 'backtests.unknown', `no backtest ${id}`);
    return view;
  });

/** Newest first; `after` is the id of the last one seen. */
export const backtestPage = (
  ports: BacktestPorts,
  scope: Scope,
  query: { after?: string | undefined; limit?: number | undefined; rule_set?: string | undefined },
): Promise<{ items: BacktestView[]; next?: string }> =>
  read(ports.db, withDeployment(scope), async (tx) => {
    const limit = query.limit ?? 50;
    const found = await rows<StoredBacktest>(
      tx,
      `${SELECT} where ${IN_SIGHT} and ($2::text is null or b.id < $2) and ($3::text is null or b.rule_set = $3)
       order by b.id desc limit $4`,
      [withDeployment(scope).entities, query.after ?? null, query.rule_set ?? null, limit + 1],
    );
    const { page, next } = pageOf(found, limit, ({ id }) => id);
    return {
      items: await present(ports, tx, page),
      ...next,
    };
  });

/** Failures: backtests.unknown, .not_finished. */
export const backtestResult = (ports: BacktestPorts, scope: Scope, id: string): Promise<BacktestResult> =>
  read(ports.db, withDeployment(scope), async (tx) => {
    await backtestOf(tx, withDeployment(scope), id);
    const found = await one<{ result: string | null }>(
      tx,
      'select result from decisions.backtest_progress where backtest = $1',
      [id],
    );
    if (found?.result == null) throw new Failure('conflict', 'backtests.not_finished', `${id} has no result`);
    return JSON.parse(found.result) as BacktestResult;
  });
