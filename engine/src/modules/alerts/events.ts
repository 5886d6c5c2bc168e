import type { Outcome, Severity } from '@atalaya/contract/decisions.ts';
import type { Texts } from '@atalaya/contract/schema.ts';
import { entryType } from '../../platform/journal.ts';
import type { AlertState } from './alert.ts';

/** One event behind an alert, as the scenario judged it. `at` is when it was decided. */
export interface FoundEvent {
  readonly event: string;
  readonly at: string;
  readonly severity: Severity;
  readonly outcome: Outcome;
}

interface Totals {
  readonly severity: Severity;
  readonly findings: number;
  /** US cents. */
  readonly value_usd: number | null;
  readonly assets: readonly string[];
  readonly last_finding_at: string;
  readonly due_at: string;
  /** The events that are new with this entry. */
  readonly events: readonly FoundEvent[];
}

const totalColumns = {
  severity: '/data/severity',
  findings: '/data/findings',
  value_usd: '/data/value_usd',
  assets: '/data/assets',
  last_finding_at: '/data/last_finding_at',
  due_at: '/data/due_at',
};

const findingRows = {
  table: 'alerts.finding',
  op: 'insert',
  each: '/data/events',
  key: { alert: '/subject', event: '/item/event' },
  set: {
    entity: '/entity',
    found_at: '/item/at',
    severity: '/item/severity',
    outcome: '/item/outcome',
  },
} as const;

export interface OpenedData extends Totals {
  readonly customer: string;
  readonly scenario: string;
  readonly title: Texts;
  readonly state: 'open';
  readonly active: true;
}

export const alertOpened = entryType<OpenedData>({
  type: 'alerts.opened',
  schema: 1,
  state: [
    {
      table: 'alerts.alert',
      op: 'insert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        customer: '/data/customer',
        scenario: '/data/scenario',
        title: '/data/title',
        state: '/data/state',
        active: '/data/active',
        opened_at: '/at',
        ...totalColumns,
      },
    },
    findingRows,
  ],
});

/** More findings joined; the totals are those after them. */
export const alertGrew = entryType<Totals>({
  type: 'alerts.grew',
  schema: 1,
  state: [{ table: 'alerts.alert', op: 'update', key: { id: '/subject' }, set: totalColumns }, findingRows],
});

export const alertAssigned = entryType<{ assignee: string | null }>({
  type: 'alerts.assigned',
  schema: 1,
  state: [
    { table: 'alerts.alert', op: 'update', key: { id: '/subject' }, set: { assignee: '/data/assignee' } },
  ],
});

const remarkRow = {
  table: 'alerts.remark',
  op: 'insert',
  each: '/data/remarks',
  key: { id: '/item/id' },
  set: {
    entity: '/entity',
    customer: '/data/customer',
    alert: '/subject',
    kind: '/item/kind',
    author: '/actor',
    at: '/at',
    text: '/personal/text',
  },
} as const;

interface Remarked {
  readonly customer: string;
  /** None, or the one whose text is sealed in this entry. */
  readonly remarks: readonly { readonly id: string; readonly kind: 'cleared' | 'reopened' | 'escalated' }[];
}

export const alertCleared = entryType<
  Remarked & { state: AlertState; active: false; reason: string },
  { text: string }
>({
  type: 'alerts.cleared',
  schema: 1,
  state: [
    {
      table: 'alerts.alert',
      op: 'update',
      key: { id: '/subject' },
      set: {
        state: '/data/state',
        active: '/data/active',
        cleared_by: '/actor',
        cleared_at: '/at',
        cleared_reason: '/data/reason',
      },
    },
    remarkRow,
  ],
});

export const alertReopened = entryType<Remarked & { state: AlertState; active: true }, { text: string }>({
  type: 'alerts.reopened',
  schema: 1,
  state: [
    {
      table: 'alerts.alert',
      op: 'update',
      key: { id: '/subject' },
      set: {
        state: '/data/state',
        active: '/data/active',
        cleared_by: '/data/cleared',
        cleared_at: '/data/cleared',
        cleared_reason: '/data/cleared',
      },
    },
    remarkRow,
  ],
});

/** The alert is worked in a case from now on. */
export const alertJoinedCase = entryType<Remarked & { state: AlertState; case: string }, { text: string }>({
  type: 'alerts.joined_case',
  schema: 1,
  state: [
    {
      table: 'alerts.alert',
      op: 'update',
      key: { id: '/subject' },
      set: { state: '/data/state', case_id: '/data/case' },
    },
    remarkRow,
  ],
});

/** Its case ended (later findings open a new alert), or was taken up again (they join this one again). */
export const alertSettled = entryType<{ case: string; active: boolean }>({
  type: 'alerts.settled',
  schema: 1,
  state: [{ table: 'alerts.alert', op: 'update', key: { id: '/subject' }, set: { active: '/data/active' } }],
});

/** The customer was erased: what people wrote about them goes with the key. */
export const remarksErased = entryType<{ customer: string }>({
  type: 'alerts.remarks_erased',
  schema: 1,
  state: [{ table: 'alerts.remark', op: 'delete', key: { customer: '/data/customer' }, set: {} }],
});

export const entryTypes = [
  alertOpened,
  alertGrew,
  alertAssigned,
  alertCleared,
  alertReopened,
  alertJoinedCase,
  alertSettled,
  remarksErased,
];
