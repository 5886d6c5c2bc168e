import { type Static, Type } from 'typebox';
import { EventRow, Reason, SEVERITIES } from './decisions.ts';
import { defineRoute } from './route.ts';
import { closed, InstantText, literals, PageQuery, pageOf, ShortText, Texts } from './schema.ts';

export const ALERT_STATES = ['open', 'in_case', 'cleared'] as const;

export const AlertRow = Type.Object(
  {
    id: Type.String(),
    entity: Type.String(),
    state: literals(ALERT_STATES),
    severity: literals(SEVERITIES),
    scenario: Type.String(),
    title: Texts,
    customer_id: Type.String(),
    customer: Type.String(),
    customer_name: Type.Optional(Type.String()),
    opened_at: InstantText,
    last_finding_at: InstantText,
    findings: Type.Integer(),
    value_usd: Type.Optional(Type.String()),
    assets: Type.Array(Type.String()),
    assignee: Type.Optional(Type.String()),
    assignee_name: Type.Optional(Type.String()),
    case_id: Type.Optional(Type.String()),
    due_at: Type.Optional(InstantText),
  },
  closed,
);
export type AlertRow = Static<typeof AlertRow>;

export const AlertView = Type.Object(
  {
    ...AlertRow.properties,
    events: Type.Array(EventRow),
    reasons: Type.Array(
      Type.Object({ event_id: Type.String(), decided_at: InstantText, reason: Reason }, closed),
    ),
    activity: Type.Array(
      Type.Object({ day: Type.String(), count: Type.Integer(), value_usd: Type.String() }, closed),
      {
        description: 'the customer’s last 30 days, oldest first',
      },
    ),
  },
  closed,
);
export type AlertView = Static<typeof AlertView>;

export const listAlerts = defineRoute({
  id: 'listAlerts',
  method: 'GET',
  path: '/v1/alerts',
  summary: 'The queue: most severe, then oldest',
  permission: 'alerts:read',
  query: Type.Object(
    {
      ...PageQuery,
      state: Type.Optional(literals(ALERT_STATES)),
      severity: Type.Optional(literals(SEVERITIES)),
      scenario: Type.Optional(Type.String({ maxLength: 60 })),
      customer: Type.Optional(Type.String({ maxLength: 128 })),
      assignee: Type.Optional(Type.String({ maxLength: 60, description: 'usr_…, `me` or `none`' })),
      asset: Type.Optional(Type.String({ maxLength: 12 })),
    },
    closed,
  ),
  reply: Type.Object({ ...pageOf(AlertRow).properties, total: Type.Integer() }, closed),
});

const id = Type.Object({ id: Type.String() }, closed);

export const getAlert = defineRoute({
  id: 'getAlert',
  method: 'GET',
  path: '/v1/alerts/:id',
  summary: 'One alert with its findings and the events behind them',
  permission: 'alerts:read',
  params: id,
  reply: AlertView,
});

export const assignAlert = defineRoute({
  id: 'assignAlert',
  method: 'POST',
  path: '/v1/alerts/:id/assign',
  summary: 'Take an alert or give it to someone',
  permission: 'alerts:work',
  params: id,
  body: Type.Object({ assignee: Type.Union([Type.String(), Type.Null()]) }, closed),
  reply: AlertRow,
});

export const clearAlert = defineRoute({
  id: 'clearAlert',
  method: 'POST',
  path: '/v1/alerts/:id/clear',
  summary: 'Clear an alert as a false alarm, with a reason',
  permission: 'alerts:work',
  params: id,
  body: Type.Object(
    {
      reason: literals(['explained', 'known_behaviour', 'duplicate', 'data_error', 'other']),
      note: ShortText,
    },
    closed,
  ),
  reply: AlertRow,
});

export const reopenAlert = defineRoute({
  id: 'reopenAlert',
  method: 'POST',
  path: '/v1/alerts/:id/reopen',
  summary: 'Undo a clearance',
  permission: 'alerts:work',
  params: id,
  body: Type.Object({ note: ShortText }, closed),
  reply: AlertRow,
});

export const escalateAlert = defineRoute({
  id: 'escalateAlert',
  method: 'POST',
  path: '/v1/alerts/:id/escalate',
  summary: 'Open a case from this alert, or join the customer’s open case',
  permission: 'alerts:work',
  params: id,
  body: Type.Object({ note: Type.Optional(ShortText) }, closed),
  reply: Type.Object({ alert: AlertRow, case_id: Type.String() }, closed),
});
