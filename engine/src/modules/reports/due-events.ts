import type { Texts } from '@atalaya/contract/schema.ts';
import { entryType } from '../../platform/journal.ts';
import type { DismissalReason, DueState } from './due.ts';

/** An event at which the duty was found; amount in minor units. */
interface FoundAt {
  readonly event: string;
  readonly at: string;
  readonly amount: number | null;
}

interface Totals {
  readonly amount: number | null;
  readonly threshold: number | null;
  readonly findings: number;
  readonly last_at: string;
  /** The events that are new with this entry. */
  readonly events: readonly FoundAt[];
}

const totalColumns = {
  amount: '/data/amount',
  threshold: '/data/threshold',
  findings: '/data/findings',
  last_at: '/data/last_at',
};

const eventRows = {
  table: 'reports.due_event',
  op: 'insert',
  each: '/data/events',
  key: { due: '/subject', event: '/item/event' },
  set: { entity: '/entity', at: '/item/at', amount: '/item/amount' },
} as const;

const dueRow = (set: Readonly<Record<string, string>>) =>
  ({ table: 'reports.due', op: 'update', key: { id: '/subject' }, set }) as const;

export const dueFound = entryType<
  Totals & {
    state: 'open';
    customer: string;
    scenario: string;
    title: Texts;
    month: string;
    currency: string;
    first_at: string;
    due_at: string | null;
    due_basis: string | null;
  }
>({
  type: 'reports.due_found',
  schema: 1,
  state: [
    {
      table: 'reports.due',
      op: 'insert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        customer: '/data/customer',
        scenario: '/data/scenario',
        title: '/data/title',
        month: '/data/month',
        state: '/data/state',
        currency: '/data/currency',
        first_at: '/data/first_at',
        due_at: '/data/due_at',
        due_basis: '/data/due_basis',
        ...totalColumns,
      },
    },
    eventRows,
  ],
});

/** Found again in the same month; the totals are those after it. */
export const dueGrew = entryType<Totals>({
  type: 'reports.due_grew',
  schema: 1,
  state: [dueRow(totalColumns), eventRows],
});

/** Somebody took it up: the case in which its report is made. */
export const dueStarted = entryType<{ case: string }>({
  type: 'reports.due_started',
  schema: 1,
  state: [dueRow({ case_id: '/data/case' })],
});

const closing = { state: '/data/state', closed_by: '/actor', closed_at: '/at' };

export const dueCovered = entryType<{ state: DueState; report: string }>({
  type: 'reports.due_covered',
  schema: 1,
  state: [dueRow({ ...closing, report: '/data/report' })],
});

/** The report that covered it was refused by the authority. */
export const dueReopened = entryType<{ state: DueState }>({
  type: 'reports.due_reopened',
  schema: 1,
  state: [
    dueRow({
      state: '/data/state',
      closed_by: '/data/nothing',
      closed_at: '/data/nothing',
      report: '/data/nothing',
    }),
  ],
});

export const dueDismissed = entryType<
  { state: DueState; customer: string; reason: DismissalReason; note: string },
  { text: string }
>({
  type: 'reports.due_dismissed',
  schema: 1,
  state: [
    dueRow({ ...closing, dismissed_reason: '/data/reason' }),
    {
      table: 'reports.remark',
      op: 'insert',
      key: { id: '/data/note' },
      set: {
        entity: '/entity',
        customer: '/data/customer',
        report: '/subject',
        kind: '/data/state',
        author: '/actor',
        at: '/at',
        text: '/personal/text',
      },
    },
  ],
});

export const dueEntryTypes = [dueFound, dueGrew, dueStarted, dueCovered, dueReopened, dueDismissed];
