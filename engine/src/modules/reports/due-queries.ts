import { assetOf } from '@atalaya/contract/assets.ts';
import type { DueMonth, ReportDue } from '@atalaya/contract/reports.ts';
import type { Texts } from '@atalaya/contract/schema.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { formatAmount } from '../../kernel/money.ts';
import { pageOf, readCursor, writeCursor } from '../../platform/cursor.ts';
import { one, rows, type Tx } from '../../platform/database.ts';
import type { NamePorts } from '../alerts/queries.ts';
import type { DismissalReason, DueState } from './due.ts';
import { unknownDue } from './dues.ts';

interface StoredDue {
  readonly id: string;
  readonly entity: string;
  readonly customer: string;
  readonly scenario: string;
  readonly title: Texts;
  readonly month: string;
  readonly state: DueState;
  readonly currency: string;
  readonly amount: number | null;
  readonly threshold: number | null;
  readonly findings: number;
  readonly first_at: Instant;
  readonly last_at: Instant;
  readonly due_at: Instant | null;
  readonly due_basis: string | null;
  readonly case_id: string | null;
  readonly report: string | null;
  readonly dismissed_reason: DismissalReason | null;
  readonly closed_by: string | null;
  readonly closed_at: Instant | null;
  readonly entry: number;
  readonly events: string[];
  readonly sort_at: Instant;
}

/** What has no deadline comes last. */
const SORT = "coalesce(d.due_at, '9999-12-31T00:00:00Z'::timestamptz)";
const EVENTS_MAX = 20;
const COLUMNS = `d.id, d.entity, d.customer, d.scenario, d.title, d.month, d.state, d.currency, d.amount, d.threshold, d.findings,
  d.first_at, d.last_at, d.due_at, d.due_basis, d.case_id, d.report, d.dismissed_reason, d.closed_by, d.closed_at, d.entry,
  ${SORT} as sort_at,
  array(select e.event from reports.due_event e where e.due = d.id order by e.at desc, e.event desc limit ${EVENTS_MAX}) as events`;

const money = (minor: number | null, currency: string): string | undefined => {
  const asset = assetOf(currency);
  return minor === null || asset === undefined ? undefined : formatAmount(BigInt(minor), asset);
};

async function present(tx: Tx, ports: NamePorts, found: readonly StoredDue[]): Promise<ReportDue[]> {
  const customers = await ports.names(tx, [...new Set(found.map(({ customer }) => customer))]);
  const closers = found.flatMap(({ closed_by }) => (closed_by === null ? [] : [closed_by]));
  const actors = await ports.actorNames(tx, [...new Set(closers)]);
  return found.map((due) => {
    const who = customers.get(due.customer);
    const amount = money(due.amount, due.currency);
    const threshold = money(due.threshold, due.currency);
    const closer = due.closed_by === null ? undefined : actors.get(due.closed_by);
    return {
      id: due.id,
      entity: due.entity,
      state: due.state,
      customer_id: due.customer,
      customer: who?.reference ?? due.customer,
      ...(who === undefined || who.name === '' ? {} : { customer_name: who.name }),
      scenario: due.scenario,
      title: due.title,
      month: due.month,
      currency: due.currency,
      ...(amount === undefined ? {} : { amount }),
      ...(threshold === undefined ? {} : { threshold }),
      findings: due.findings,
      events: due.events,
      first_at: formatInstant(due.first_at),
      last_at: formatInstant(due.last_at),
      ...(due.due_at === null ? {} : { due_at: formatInstant(due.due_at) }),
      ...(due.due_basis === null ? {} : { due_basis: due.due_basis }),
      ...(due.case_id === null ? {} : { case_id: due.case_id }),
      ...(due.report === null ? {} : { report: due.report }),
      ...(due.dismissed_reason === null ? {} : { dismissed_reason: due.dismissed_reason }),
      ...(due.closed_at === null ? {} : { closed_at: formatInstant(due.closed_at) }),
      ...(closer === undefined ? {} : { closed_by_name: closer }),
      journal: due.entry,
    };
  });
}

/** Failure: reports.unknown. */
export async function dueView(tx: Tx, ports: NamePorts, id: string): Promise<ReportDue> {
  const found = await one<StoredDue>(tx, `select ${COLUMNS} from reports.due d where d.id = $1`, [id]);
  const [view] = found === undefined ? [] : await present(tx, ports, [found]);
  if (view === undefined) throw unknownDue(id);
  return view;
}

export interface DueFilter {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
  readonly state?: string | undefined;
  readonly month?: string | undefined;
  /** cus_… */
  readonly customer?: string | undefined;
  readonly scenario?: string | undefined;
}

const WHERE = `($1::text is null or d.state = $1) and ($2::text is null or d.month = $2)
  and ($3::text is null or d.customer = $3) and ($4::text is null or d.scenario = $4)`;

/** Those due first. Failure: request.cursor_invalid. */
export async function duePage(
  tx: Tx,
  ports: NamePorts,
  filter: DueFilter,
): Promise<{ items: ReportDue[]; next?: string; total: number; months: DueMonth[] }> {
  const limit = filter.limit ?? 50;
  const wanted = [filter.state, filter.month, filter.customer, filter.scenario].map((one) => one ?? null);
  const found = await rows<StoredDue>(
    tx,
    `select ${COLUMNS} from reports.due d where ${WHERE}
       and ($5::timestamptz is null or (${SORT}, d.id) > ($5, $6::text))
     order by ${SORT}, d.id limit $7`,
    [...wanted, ...readCursor(filter.after, ['instant', 'text']), limit + 1],
  );
  const counted = await one<{ total: number }>(
    tx,
    `select count(*) as total from reports.due d where ${WHERE}`,
    wanted,
  );
  const { page, next } = pageOf(found, limit, (last) => writeCursor([formatInstant(last.sort_at), last.id]));
  return {
    items: await present(tx, ports, page),
    total: counted?.total ?? 0,
    months: await dueMonths(tx),
    ...next,
  };
}

interface CountedMonth extends Omit<DueMonth, 'due_at' | 'due_basis'> {
  readonly due_at: Instant | null;
  readonly due_basis: string | null;
}

const MONTHS_MAX = 12;

/** Months with something open, and the newest of the others. */
export async function dueMonths(tx: Tx): Promise<DueMonth[]> {
  const found = await rows<CountedMonth>(
    tx,
    `select d.month, min(d.due_at) as due_at, min(d.due_basis) as due_basis,
       count(*) filter (where d.state = 'open') as open,
       count(distinct d.customer) filter (where d.state = 'open') as customers,
       count(*) filter (where d.state = 'open' and d.case_id is not null) as in_case,
       count(*) filter (where d.state = 'covered') as covered,
       count(*) filter (where d.state = 'dismissed') as dismissed
     from reports.due d group by d.month order by (count(*) filter (where d.state = 'open') > 0) desc, d.month desc
     limit ${MONTHS_MAX}`,
  );
  return found
    .map(({ due_at, due_basis, ...counts }) => ({
      ...counts,
      ...(due_at === null ? {} : { due_at: formatInstant(due_at) }),
      ...(due_basis === null ? {} : { due_basis }),
    }))
    .sort((left, right) => (left.month < right.month ? -1 : 1));
}
