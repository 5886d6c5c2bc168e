import type { CaseRow, CaseView } from '@atalaya/contract/cases.ts';
import type { Texts } from '@atalaya/contract/schema.ts';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { pageOf, readCursor, writeCursor } from '../../platform/cursor.ts';
import { one, rows, type Tx } from '../../platform/database.ts';
import type { NamePorts } from '../alerts/queries.ts';
import { dollars } from '../decisions/queries.ts';
import type { CaseOutcome } from './case.ts';

/**
 * Entities for which the caller may know of reports (permission reports:read). To others a reported case looks closed, one
 * with a proposal looks investigated, and neither what is proposed nor the clock of a report is shown.
 */
export type MayKnow = ReadonlySet<string>;

interface StoredCase {
  readonly id: string;
  readonly number: number;
  readonly entity: string;
  readonly state: CaseRow['state'];
  readonly severity: CaseRow['severity'];
  readonly title: Texts;
  readonly customer: string;
  readonly alerts: number;
  readonly opened_at: Instant;
  readonly due_at: Instant;
  readonly due_basis: string;
  readonly assignee: string | null;
  readonly value_usd: number | null;
  readonly proposed_outcome: CaseOutcome | null;
  readonly proposed_by: string | null;
  readonly proposed_at: Instant | null;
  readonly proposal: string | null;
  readonly done: number;
}

/** $1: the entities of MayKnow. */
const SHOWN = `
  select c.id, c.number, c.entity, c.title, c.customer, c.opened_at, c.assignee,
    case when k.know then c.proposed_outcome end as proposed_outcome,
    case when k.know then c.proposed_by end as proposed_by,
    case when k.know then c.proposed_at end as proposed_at,
    case when k.know then n.text end as proposal,
    case when k.know then c.state when c.state = 'reported' then 'closed' when c.state = 'proposed' then 'investigating'
      else c.state end as state,
    case when k.know then coalesce(c.report_due_at, c.due_at) else c.due_at end as due_at,
    case when k.know then coalesce(c.report_due_basis, c.due_basis) else c.due_basis end as due_basis,
    case when c.state in ('closed', 'reported') then 1 else 0 end as done
  from cases.case c cross join lateral (select c.entity = any ($1) as know) k
  left join cases.note n on n.id = c.proposal_note`;

/** Adds what the alerts of a case amount to; an event behind two alerts counts once. */
const SUMMED = (inner: string): string => `
  select s.*, coalesce(a.alerts, 0) as alerts, coalesce(a.severity, 'low') as severity, v.value_usd
  from (${inner}) s
  left join lateral (
    select count(*) as alerts,
      ('{low,medium,high,critical}'::text[])[max(array_position('{low,medium,high,critical}'::text[], severity))] as severity
    from alerts.alert where case_id = s.id) a on true
  left join lateral (
    select sum(d.value_usd)::bigint as value_usd from decisions.decision d where d.id in (
      select f.event from alerts.finding f join alerts.alert b on b.id = f.alert where b.case_id = s.id)) v on true
  order by s.done, s.due_at, s.id`;

async function present(tx: Tx, ports: NamePorts, found: readonly StoredCase[]): Promise<CaseRow[]> {
  const customers = await ports.names(tx, [...new Set(found.map(({ customer }) => customer))]);
  const actors = await ports.actorNames(tx, [
    ...new Set(found.flatMap((row) => [row.assignee, row.proposed_by]).filter((one) => one !== null)),
  ]);
  return found.map((row) => {
    const { customer, assignee, value_usd } = row;
    const who = customers.get(customer);
    const name = assignee === null ? undefined : actors.get(assignee);
    return {
      id: row.id,
      number: row.number,
      entity: row.entity,
      state: row.state,
      severity: row.severity,
      title: row.title,
      customer_id: customer,
      customer: who?.reference ?? customer,
      ...(who === undefined || who.name === '' ? {} : { customer_name: who.name }),
      alerts: row.alerts,
      opened_at: formatInstant(row.opened_at),
      ...(row.done === 1 ? {} : { due_at: formatInstant(row.due_at), due_basis: row.due_basis }),
      ...(assignee === null ? {} : { assignee }),
      ...(name === undefined ? {} : { assignee_name: name }),
      ...(value_usd === null ? {} : { value_usd: dollars(value_usd) }),
      ...proposalOf(row, actors),
    };
  });
}

function proposalOf(row: StoredCase, actors: ReadonlyMap<string, string>): Pick<CaseRow, 'proposal'> {
  const { proposed_outcome: outcome, proposed_by: by, proposed_at: at } = row;
  if (row.state !== 'proposed' || outcome === null || by === null || at === null) return {};
  const name = actors.get(by);
  return {
    proposal: {
      outcome,
      reason: row.proposal ?? '',
      by,
      ...(name === undefined ? {} : { by_name: name }),
      at: formatInstant(at),
    },
  };
}

/** Failure: cases.unknown. */
export async function caseRow(tx: Tx, ports: NamePorts, mayKnow: MayKnow, id: string): Promise<CaseRow> {
  const found = await one<StoredCase>(tx, SUMMED(`${SHOWN} where c.id = $2`), [[...mayKnow], id]);
  const [row] = found === undefined ? [] : await present(tx, ports, [found]);
  if (row === undefined) throw new Failure('missing', 'cases.unknown', `no case ${id}`);
  return row;
}

export interface CaseFilter {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
  readonly state?: string | undefined;
  /** usr_… or `none` */
  readonly assignee?: string | undefined;
  /** cus_… */
  readonly customer?: string | undefined;
}

const WHERE = `($2::text is null or q.state = $2) and ($3::text is null or q.customer = $3)
  and ($4::text is null or (case when $4 = 'none' then q.assignee is null else q.assignee = $4 end))`;

/** Cases being worked first, those due first; then the ended ones. Failure: request.cursor_invalid. */
export async function casePage(
  tx: Tx,
  ports: NamePorts,
  mayKnow: MayKnow,
  filter: CaseFilter,
): Promise<{ items: CaseRow[]; next?: string; total: number }> {
  const limit = filter.limit ?? 50;
  const wanted = [[...mayKnow], filter.state ?? null, filter.customer ?? null, filter.assignee ?? null];
  const inner = `select q.* from (${SHOWN}) q where ${WHERE}
    and ($5::int is null or (q.done, q.due_at, q.id) > ($5, $6::timestamptz, $7::text))
    order by q.done, q.due_at, q.id limit $8`;
  const found = await rows<StoredCase>(tx, SUMMED(inner), [
    ...wanted,
    ...readCursor(filter.after, ['integer', 'instant', 'text']),
    limit + 1,
  ]);
  const counted = await one<{ total: number }>(
    tx,
    `select count(*) as total from (${SHOWN}) q where ${WHERE}`,
    wanted,
  );
  const { page, next } = pageOf(found, limit, (last) =>
    writeCursor([last.done, formatInstant(last.due_at), last.id]),
  );
  return {
    items: await present(tx, ports, page),
    total: counted?.total ?? 0,
    ...next,
  };
}

export interface StoredNote {
  readonly id: string;
  readonly kind: 'note' | 'proposal' | 'decision' | 'reopening';
  readonly author: string;
  readonly at: Instant;
  readonly text: string;
}

/** Everything people wrote in a case, oldest first. */
export const wordsOfCase = (tx: Tx, caseId: string): Promise<StoredNote[]> =>
  rows(tx, 'select id, kind, author, at, text from cases.note where case_id = $1 order by at, id', [caseId]);

export const presentNotes = (
  found: readonly StoredNote[],
  actors: ReadonlyMap<string, string>,
): CaseView['notes'] =>
  found
    .filter(({ kind }) => kind === 'note')
    .map(({ id, author, at, text }) => {
      const name = actors.get(author);
      return {
        id,
        author,
        ...(name === undefined ? {} : { author_name: name }),
        at: formatInstant(at),
        text,
      };
    });
