import type { Severity } from '@atalaya/contract/decisions.ts';
import type { Overview } from '@atalaya/contract/overview.ts';
import type { Texts } from '@atalaya/contract/schema.ts';
import { path } from '../../paths.ts';

/** One thing that waits for the reader, whatever noun it comes from. */
export interface Item {
  readonly id: string;
  readonly kind: 'approval' | 'report' | 'duty' | 'hold' | 'release' | 'case' | 'alert';
  readonly href: string;
  readonly who?: string | undefined;
  readonly title?: Texts | undefined;
  /** Number of a case, or how many reports are due. */
  readonly number?: number;
  /** YYYY-MM */
  readonly month?: string;
  readonly level?: Severity;
  readonly due?: string | undefined;
  readonly basis?: string | undefined;
  readonly by?: string | undefined;
  readonly reportState?: string;
  readonly asset?: string | undefined;
  readonly amount?: string | undefined;
}

/** Everything the overview says needs the reader, the nearest deadline first; what has none comes last. */
export function agendaOf({ needs_me: me }: Overview): Item[] {
  const approvals = me.approvals.map(
    (row): Item => ({
      id: row.id,
      kind: 'approval',
      href: path.case(row.id),
      who: row.customer_name ?? row.customer,
      title: row.title,
      number: row.number,
      level: row.severity,
      due: row.due_at,
      basis: row.due_basis,
      by: row.proposal?.by_name,
    }),
  );
  const reports = me.reports.map(
    (row): Item => ({
      id: row.id,
      kind: 'report',
      href: path.report(row.id),
      who: row.customer_name,
      due: row.due_at,
      basis: row.due_basis,
      reportState: row.state,
    }),
  );
  const duties = me.duties.map(
    (row): Item => ({
      id: row.month,
      kind: 'duty',
      href: path.dues({ state: 'open', month: row.month }),
      number: row.open,
      month: row.month,
      due: row.due_at,
      basis: row.due_basis,
    }),
  );
  const holds = me.holds.map(
    (row): Item => ({
      id: row.id,
      kind: 'hold',
      href: path.event(row.event_id),
      who: row.customer_name,
      due: row.until,
      asset: row.asset,
      amount: row.amount,
    }),
  );
  const releases = me.releases.map(
    (row): Item => ({
      id: row.id,
      kind: 'release',
      href: path.release(row.id),
      who: row.customer_name ?? row.customer,
      number: row.operations,
      due: row.due_at,
      by: row.proposal?.by_name,
    }),
  );
  const known = new Set(approvals.map(({ id }) => id));
  const cases = me.due_cases
    .filter((row) => !known.has(row.id))
    .map(
      (row): Item => ({
        id: row.id,
        kind: 'case',
        href: path.case(row.id),
        who: row.customer_name ?? row.customer,
        title: row.title,
        number: row.number,
        level: row.severity,
        due: row.due_at,
        basis: row.due_basis,
      }),
    );
  const alerts = me.alerts.map(
    (row): Item => ({
      id: row.id,
      kind: 'alert',
      href: path.alerts({ state: 'open', at: row.id }),
      who: row.customer_name ?? row.customer,
      title: row.title,
      level: row.severity,
      due: row.due_at,
    }),
  );
  const far = '9999';
  return [...approvals, ...reports, ...duties, ...holds, ...releases, ...cases, ...alerts].sort((a, b) =>
    (a.due ?? far) < (b.due ?? far) ? -1 : (a.due ?? far) > (b.due ?? far) ? 1 : 0,
  );
}
