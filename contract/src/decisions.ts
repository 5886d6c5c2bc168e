import { type Static, Type } from 'typebox';
import { Event } from './activity.ts';
import { defineRoute } from './route.ts';
import {
  closed,
  InstantText,
  literals,
  PageQuery,
  Problem,
  pageOf,
  ReferenceText,
  ShortText,
  Texts,
} from './schema.ts';

export const OUTCOMES = ['allow', 'review', 'hold', 'block'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One value a scenario looked at: a fact, an aggregate over a window, or a parameter. */
export const UsedValue = Type.Object(
  {
    name: Type.String(),
    kind: literals(['fact', 'aggregate', 'parameter']),
    value: Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]),
    unit: Type.Optional(Type.String()),
    min: Type.Optional(Type.Integer({ description: 'least a parameter may be set to, smallest unit' })),
    max: Type.Optional(Type.Integer()),
    tier: Type.Optional(Type.String({ description: 'risk tier for which the parameter was set apart' })),
    jurisdiction: Type.Optional(Type.String({ description: 'jurisdiction for which it was set apart' })),
    from: Type.Optional(InstantText),
    to: Type.Optional(InstantText),
    events: Type.Optional(
      Type.Array(Type.String(), { description: 'events inside the window, newest first' }),
    ),
  },
  closed,
);

/** Why: one scenario that fired, in words for staff, with the values behind them. */
export const Reason = Type.Object(
  {
    scenario: Type.String(),
    severity: literals(SEVERITIES),
    outcome: literals(OUTCOMES),
    title: Texts,
    text: Texts,
    values: Type.Array(UsedValue),
    report: Type.Optional(
      Type.Object(
        {
          amount: Type.Union([Type.Integer(), Type.Null()]),
          threshold: Type.Union([Type.Integer(), Type.Null()]),
        },
        {
          ...closed,
          description:
            'present: a duty to report and no suspicion; no alert opens. What was reached and the threshold, minor units of the local currency',
        },
      ),
    ),
  },
  closed,
);
export type Reason = Static<typeof Reason>;

export const HOLD_STATES = ['held', 'released', 'rejected', 'expired'] as const;
export const HoldView = Type.Object(
  {
    id: Type.String(),
    state: literals(HOLD_STATES),
    until: InstantText,
    decided_by: Type.Optional(Type.String()),
    decided_at: Type.Optional(InstantText),
    reason: Type.Optional(Type.String()),
  },
  closed,
);

/** The synchronous answer. Durable before it is sent; a repeat of the event id returns the same answer. */
export const Decision = Type.Object(
  {
    event: ReferenceText,
    decision_id: Type.String(),
    decision: literals(OUTCOMES),
    reasons: Type.Array(Reason),
    customer_message: Type.Optional(
      Type.Object(
        { code: Type.String(), texts: Texts },
        { ...closed, description: 'safe to show; never tips off' },
      ),
    ),
    facts: Type.Record(
      Type.String(),
      Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]),
    ),
    rule_set: Type.String({ description: 'version of the rule-set, sha256' }),
    journal: Type.Integer({ description: 'number of the journal entry that holds this decision' }),
    hold: Type.Optional(HoldView),
    decided_at: InstantText,
    repeated: Type.Optional(Type.Boolean({ description: 'true when this event id had been decided before' })),
  },
  closed,
);
export type Decision = Static<typeof Decision>;

export const decideEvent = defineRoute({
  id: 'decideEvent',
  method: 'POST',
  path: '/v1/events',
  summary: 'Observe one event and receive its durable, explained decision',
  permission: 'activity:write',
  body: Event,
  reply: Decision,
});

/** One line of the batch answer, in the order of the lines sent; `row` counts from 1. */
export const BatchLine = Type.Union([
  Type.Object({ row: Type.Integer(), decision: Decision }, closed),
  Type.Object({ row: Type.Integer(), problem: Problem }, closed),
]);
export type BatchLine = Static<typeof BatchLine>;

export const decideBatch = defineRoute({
  id: 'decideBatch',
  method: 'POST',
  path: '/v1/events/batch',
  summary: 'NDJSON in, NDJSON out: per event a line {row, decision} or {row, problem}, in the order sent',
  permission: 'activity:write',
  consumes: ['application/x-ndjson'],
  reply: null,
  produces: 'application/x-ndjson',
});

export const EventView = Type.Object(
  {
    id: Type.String(),
    entity: Type.String(),
    event: Event,
    customer_id: Type.String(),
    recorded_at: InstantText,
    decision: Decision,
  },
  closed,
);
export type EventView = Static<typeof EventView>;

export const getEvent = defineRoute({
  id: 'getEvent',
  method: 'GET',
  path: '/v1/events/:id',
  summary: 'One event with the full explanation of its decision; id is ours (evt_…) or the exchange’s',
  permission: 'activity:read',
  params: Type.Object({ id: Type.String({ maxLength: 128 }) }, closed),
  reply: EventView,
});

export const EventRow = Type.Object(
  {
    id: Type.String(),
    reference: Type.String(),
    entity: Type.String(),
    type: Type.String(),
    customer_id: Type.String(),
    customer: Type.String(),
    customer_name: Type.Optional(Type.String()),
    occurred_at: InstantText,
    recorded_at: InstantText,
    asset: Type.Optional(Type.String()),
    amount: Type.Optional(Type.String()),
    value_usd: Type.Optional(Type.String()),
    rail: Type.Optional(Type.String()),
    address: Type.Optional(Type.String()),
    outcome: literals(OUTCOMES),
    scenarios: Type.Array(Type.String()),
    journal: Type.Integer(),
  },
  closed,
);
export type EventRow = Static<typeof EventRow>;

export const listEvents = defineRoute({
  id: 'listEvents',
  method: 'GET',
  path: '/v1/events',
  summary: 'Events with their outcome, newest first',
  permission: 'activity:read',
  query: Type.Object(
    {
      ...PageQuery,
      customer: Type.Optional(Type.String({ maxLength: 128 })),
      outcome: Type.Optional(literals(OUTCOMES)),
      type: Type.Optional(Type.String({ maxLength: 20 })),
    },
    closed,
  ),
  reply: pageOf(EventRow),
});

export const HoldRow = Type.Object(
  {
    id: Type.String(),
    entity: Type.String(),
    state: literals(HOLD_STATES),
    event_id: Type.String(),
    customer_id: Type.String(),
    customer_name: Type.Optional(Type.String()),
    asset: Type.Optional(Type.String()),
    amount: Type.Optional(Type.String()),
    placed_at: InstantText,
    until: InstantText,
    decided_by: Type.Optional(Type.String()),
    decided_at: Type.Optional(InstantText),
    reason: Type.Optional(Type.String()),
    scenarios: Type.Array(Type.String()),
  },
  closed,
);
export type HoldRow = Static<typeof HoldRow>;

export const listHolds = defineRoute({
  id: 'listHolds',
  method: 'GET',
  path: '/v1/holds',
  summary: 'Holds, those about to expire first',
  permission: 'decisions:read',
  query: Type.Object({ ...PageQuery, state: Type.Optional(literals(HOLD_STATES)) }, closed),
  reply: pageOf(HoldRow),
});

export const resolveHold = defineRoute({
  id: 'resolveHold',
  method: 'POST',
  path: '/v1/holds/:id/resolve',
  summary: 'Release or reject a held operation, with a reason',
  permission: 'decisions:resolve',
  params: Type.Object({ id: Type.String() }, closed),
  body: Type.Object({ action: literals(['release', 'reject']), reason: ShortText }, closed),
  reply: HoldRow,
});
