import { type Static, Type } from 'typebox';
import { OUTCOMES, SEVERITIES } from './decisions.ts';
import { defineRoute } from './route.ts';
import { closed, InstantText, literals, Texts } from './schema.ts';

/** Why a decision came out as it did, and why not otherwise: all made anew from the journal. */

const event = Type.Object(
  { id: Type.String({ maxLength: 128, description: 'evt_… or the exchange’s' }) },
  closed,
);
const Plain = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);

/** An event inside a window. */
const InsideEvent = Type.Object(
  {
    id: Type.String(),
    reference: Type.String(),
    type: Type.String(),
    direction: literals(['in', 'out', 'none']),
    occurred_at: InstantText,
    asset: Type.Optional(Type.String()),
    amount: Type.Optional(Type.String()),
    value_usd: Type.Optional(Type.String()),
    customer_id: Type.String(),
    own: Type.Boolean({ description: 'of the customer of this decision' }),
    present: Type.Boolean({ description: 'the event that was decided' }),
  },
  closed,
);

export const WindowContents = Type.Object(
  {
    scenario: Type.String(),
    title: Texts,
    fired: Type.Boolean(),
    name: Type.String({ description: 'window.…' }),
    key: Type.Array(Type.String(), { description: 'facts by which events are kept together' }),
    measure: Type.String(),
    value: Type.Union([Type.Integer(), Type.Null()]),
    unit: Type.String(),
    from: InstantText,
    to: InstantText,
    total: Type.Integer({ description: 'events inside' }),
    events: Type.Array(InsideEvent, { description: 'newest first, the first of the total' }),
  },
  closed,
);
export type WindowContents = Static<typeof WindowContents>;

export const getEventWindows = defineRoute({
  id: 'getEventWindows',
  method: 'GET',
  path: '/v1/events/:id/windows',
  summary: 'The events inside the windows a decision looked at, as they were then',
  permission: 'activity:read',
  params: event,
  query: Type.Object(
    {
      scenario: Type.Optional(Type.String({ maxLength: 60, description: 'default: those that fired' })),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 500, description: 'events of each window; default 50' }),
      ),
    },
    closed,
  ),
  reply: Type.Object({ rule_set: Type.String(), windows: Type.Array(WindowContents) }, closed),
});

const Looked = Type.Object(
  {
    name: Type.String(),
    kind: literals(['fact', 'aggregate', 'parameter']),
    value: Plain,
    unit: Type.String(),
  },
  closed,
);

const Change = Type.Object(
  {
    name: Type.String(),
    kind: literals(['fact', 'aggregate']),
    unit: Type.String(),
    from: Plain,
    to: Plain,
  },
  closed,
);

const nearness = Type.Integer({
  minimum: 0,
  maximum: 10_000,
  description:
    'basis points: 10000 is met, 8200 is a value of 8,200 against 10,000; 0 has no degrees or is not known',
});

export const NearMiss = Type.Object(
  {
    scenario: Type.String(),
    number: Type.Integer(),
    title: Texts,
    severity: literals(SEVERITIES),
    outcome: literals(OUTCOMES),
    nearness,
    conditions: Type.Array(
      Type.Object(
        {
          text: Type.String({ description: 'as the scenario writes it (CEL)' }),
          met: Type.Union([Type.Boolean(), Type.Null()], {
            description: 'null: something it needs is not known',
          }),
          nearness,
          values: Type.Array(Looked),
          unknown: Type.Array(Type.String()),
        },
        closed,
      ),
      { description: 'all must hold' },
    ),
    changes: Type.Array(Change, {
      description: 'each alone would have made it fire, smallest first; tried by evaluating the rule',
    }),
    together: Type.Union([Type.Array(Change), Type.Null()], {
      description: 'when none alone would: changes that together would have',
    }),
  },
  closed,
);
export type NearMiss = Static<typeof NearMiss>;

export const WhyNotView = Type.Object(
  {
    event_id: Type.String(),
    rule_set: Type.String({ description: 'the rule-set that was asked' }),
    decided_by: Type.String({ description: 'the rule-set that decided' }),
    basis: literals(
      ['journal', 'record'],
      'journal: windows rebuilt; record: the facts stored with the decision',
    ),
    fired: Type.Array(Type.String()),
    silent: Type.Integer({ description: 'scenarios that looked at the event and did not fire' }),
    nearest: Type.Array(NearMiss),
  },
  closed,
);
export type WhyNotView = Static<typeof WhyNotView>;

export const getWhyNot = defineRoute({
  id: 'getWhyNot',
  method: 'GET',
  path: '/v1/events/:id/why-not',
  summary: 'The nearest scenarios that did not fire, by how much, and what change would have fired them',
  permission: 'activity:read',
  params: event,
  query: Type.Object(
    {
      scenario: Type.Optional(Type.String({ maxLength: 60 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, description: 'default 5' })),
    },
    closed,
  ),
  reply: WhyNotView,
});

const Difference = Type.Object(
  {
    path: Type.String({ description: 'RFC 6901 pointer into the journal entry' }),
    stored: Type.Optional(Type.String({ description: 'canonical JSON; absent: not there, or sealed' })),
    made: Type.Optional(Type.String()),
  },
  closed,
);

export const REPLAY_OBSTACLES = [
  'rule_set_unavailable',
  'policy_changed',
  'person_erased',
  'event_refused',
] as const;

export const ReplayView = Type.Object(
  {
    event_id: Type.String(),
    reference: Type.String(),
    journal: Type.Integer(),
    verdict: literals(['identical', 'different', 'not_replayable']),
    because: Type.Optional(literals(REPLAY_OBSTACLES)),
    rule_set: Type.String(),
    policy: Type.Integer(),
    matching: Type.String(),
    entries_read: Type.Integer({ description: 'journal entries from which the windows were rebuilt' }),
    entries_erased: Type.Integer({ description: 'of those, of persons erased since' }),
    thorough: Type.Boolean({ description: 'every entry within reach was read, no index trusted' }),
    sha256: Type.Object({ stored: Type.String(), made: Type.Optional(Type.String()) }, closed),
    differences: Type.Array(Difference),
  },
  closed,
);
export type ReplayView = Static<typeof ReplayView>;

export const getReplay = defineRoute({
  id: 'getReplay',
  method: 'GET',
  path: '/v1/events/:id/replay',
  summary: 'The decision made again from the journal and compared with its entry byte by byte',
  permission: 'activity:read',
  params: event,
  query: Type.Object({ thorough: Type.Optional(literals(['true', 'false'])) }, closed),
  reply: ReplayView,
});

/** The count so far; the last line is the whole. */
export const ReplayProgress = Type.Object(
  {
    last: Type.Integer({ description: 'number of the last entry seen' }),
    entries: Type.Integer({ description: 'number of the last entry of the journal' }),
    done: Type.Boolean(),
    decisions: Type.Integer({ description: 'compared' }),
    identical: Type.Integer(),
    different: Type.Integer(),
    not_replayable: Type.Record(Type.String(), Type.Integer(), { description: 'by what stood in the way' }),
    differing: Type.Array(
      Type.Object(
        { journal: Type.Integer(), reference: Type.String(), differences: Type.Array(Difference) },
        closed,
      ),
      { description: 'the first hundred' },
    ),
  },
  closed,
);
export type ReplayProgress = Static<typeof ReplayProgress>;

export const replayWholeJournal = defineRoute({
  id: 'replayWholeJournal',
  method: 'GET',
  path: '/v1/replay',
  summary:
    'Every decision of the journal made again in one pass; NDJSON, a line of progress at a time, the last one done',
  permission: 'journal:read',
  query: Type.Object(
    {
      from: Type.Optional(Type.String({ pattern: '^\\d{1,15}$', description: 'first entry to compare' })),
      to: Type.Optional(Type.String({ pattern: '^\\d{1,15}$', description: 'last entry to compare' })),
    },
    closed,
  ),
  reply: null,
  produces: 'application/x-ndjson',
});
