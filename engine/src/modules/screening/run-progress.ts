import { isFailure } from '../../kernel/failure.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { asSystem, one, type Tx } from '../../platform/database.ts';
import { countScreenable } from '../customers/screenable.ts';
import { runFinished } from './events.ts';
import type { Applied } from './hits/apply.ts';
import type { PartyPorts } from './screen-parties.ts';
import { matchingVersion } from './screening.ts';

/** How far a run is: its row beside what was announced. */
export interface StoredRun {
  readonly id: string;
  readonly kind: 'delta' | 'full' | 'trial';
  readonly list: string | null;
  readonly from_number: number | null;
  readonly to_number: number | null;
  readonly settings: { readonly threshold?: number; readonly list?: string; readonly entity?: string };
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly cursor: string;
}

export type Announcement = Pick<StoredRun, 'kind' | 'list' | 'from_number' | 'to_number' | 'settings'>;

const STORED_RUN = `select r.id, r.kind, r.list, r.from_number, r.to_number, r.settings, p.state, p.cursor
  from screening.run r join screening.run_progress p on p.run = r.id`;

/** The run, noted as begun; undefined where there is none or it is through. */
export async function beginRun(tx: Tx, now: Instant, id: string): Promise<StoredRun | undefined> {
  const stored = await one<StoredRun>(tx, `${STORED_RUN} where r.id = $1`, [id]);
  if (stored === undefined || stored.state === 'done') return undefined;
  await tx.query(
    `update screening.run_progress set state = 'running', started_at = coalesce(started_at, $2), total = $3 where run = $1`,
    [id, formatInstant(now), await countScreenable(tx)],
  );
  return stored;
}

/** The last customer, or counterparty, of what was committed. */
export async function cursorOf(tx: Tx, id: string): Promise<string> {
  const sql = 'select cursor from screening.run_progress where run = $1';
  return (await one<{ cursor: string }>(tx, sql, [id]))?.cursor ?? '';
}

/** What a page brought, with the cursor behind it. */
export async function note(
  tx: Tx,
  id: string,
  cursor: string,
  customers: number,
  ...applied: readonly Applied[]
): Promise<void> {
  const sum = (of: keyof Applied): number => applied.reduce((total, one) => total + one[of], 0);
  await tx.query(
    `update screening.run_progress set cursor = $2, customers = customers + $3, raised = raised + $4, changed = changed + $5,
       lapsed = lapsed + $6 where run = $1`,
    [id, cursor, customers, sum('raised'), sum('changed'), sum('lapsed')],
  );
}

export async function finishRun(tx: Tx, ports: PartyPorts, id: string): Promise<void> {
  const done = await one<{
    customers: number;
    raised: number;
    changed: number;
    lapsed: number;
    entity: string;
  }>(
    tx,
    `update screening.run_progress set state = 'done', finished_at = $2 where run = $1 and state <> 'done'
       returning customers, raised, changed, lapsed, entity`,
    [id, formatInstant(ports.now())],
  );
  if (done === undefined) return;
  const { entity, ...counts } = done;
  await ports.journal.record(tx, runFinished, {
    entity,
    actor: 'system:screening',
    subject: id,
    data: { ...counts, algorithm: matchingVersion, lists: ports.screening.versions() },
  });
}

/** A run that failed for good is shown as failed, with what it said. */
export async function failRun(
  ports: Pick<PartyPorts, 'db' | 'now'>,
  id: string,
  error: unknown,
): Promise<void> {
  const text = isFailure(error) ? error.code : 'internal';
  await asSystem(ports.db, (tx) =>
    tx.query(
      `update screening.run_progress set state = 'failed', failure = $2, finished_at = $3 where run = $1 and state <> 'done'`,
      [id, text, formatInstant(ports.now())],
    ),
  );
}
