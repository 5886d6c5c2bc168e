import type { RunView, TrialResult } from '@atalaya/contract/screening.ts';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { one, rows, type Tx } from '../../platform/database.ts';

interface StoredRunView {
  readonly id: string;
  readonly kind: RunView['kind'];
  readonly list: string | null;
  readonly from_number: number | null;
  readonly to_number: number | null;
  readonly settings: { readonly threshold?: number; readonly list?: string };
  readonly state: RunView['state'];
  readonly announced_by: string;
  readonly announced_at: Instant;
  readonly started_at: Instant | null;
  readonly finished_at: Instant | null;
  readonly customers: number;
  readonly total: number;
  readonly raised: number;
  readonly changed: number;
  readonly lapsed: number;
  readonly failure: string | null;
  readonly result: TrialResult | null;
}

const RUNS = `select r.id, r.kind, r.list, r.from_number, r.to_number, r.settings, r.announced_by, r.announced_at, p.state,
  p.started_at, p.finished_at, p.customers, p.total, p.raised, p.changed, p.lapsed, p.failure, p.result
  from screening.run r join screening.run_progress p on p.run = r.id`;

const present = (run: StoredRunView): RunView => {
  const list = run.list ?? run.settings.list;
  return {
    id: run.id,
    kind: run.kind,
    ...(list === undefined ? {} : { list }),
    ...(run.from_number === null ? {} : { from_number: run.from_number }),
    ...(run.to_number === null ? {} : { to_number: run.to_number }),
    ...(run.settings.threshold === undefined ? {} : { threshold: run.settings.threshold / 10_000 }),
    state: run.state,
    announced_by: run.announced_by,
    announced_at: formatInstant(run.announced_at),
    ...(run.started_at === null ? {} : { started_at: formatInstant(run.started_at) }),
    ...(run.finished_at === null ? {} : { finished_at: formatInstant(run.finished_at) }),
    customers: run.customers,
    total: run.total,
    raised: run.raised,
    changed: run.changed,
    lapsed: run.lapsed,
    ...(run.failure === null ? {} : { failure: run.failure }),
    ...(run.result === null ? {} : { result: run.result }),
  };
};

const RUNS_MAX = 100;

export const runViews = async (tx: Tx): Promise<RunView[]> =>
  (await rows<StoredRunView>(tx, `${RUNS} order by r.announced_at desc, r.id desc limit ${RUNS_MAX}`)).map(
    present,
  );

/** Failure: screening.run_unknown. */
export async function runView(tx: Tx, id: string): Promise<RunView> {
  const found = await one<StoredRunView>(tx, `${RUNS} where r.id = $1`, [id]);
  if (found === undefined) throw new Failure('missing', 'screening.run_unknown', `no run ${id}`);
  return present(found);
}
