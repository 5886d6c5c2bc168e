import { type Static, Type } from 'typebox';
import { AlertRow } from './alerts.ts';
import { CustomerView } from './customers.ts';
import { EventRow, SEVERITIES } from './decisions.ts';
import { defineRoute } from './route.ts';
import { closed, InstantText, LongText, literals, PageQuery, pageOf, ShortText, Texts } from './schema.ts';

/** open → investigating → proposed (a decision waits for a second person) → closed | reported; reopened goes back. */
export const CASE_STATES = ['open', 'investigating', 'proposed', 'closed', 'reported'] as const;
export const CASE_OUTCOMES = ['no_suspicion', 'report', 'exit_relationship', 'restrict'] as const;

export const CaseRow = Type.Object(
  {
    id: Type.String(),
    number: Type.Integer(),
    entity: Type.String(),
    state: literals(CASE_STATES),
    severity: literals(SEVERITIES),
    title: Texts,
    customer_id: Type.String(),
    customer: Type.String(),
    customer_name: Type.Optional(Type.String()),
    alerts: Type.Integer(),
    opened_at: InstantText,
    due_at: Type.Optional(InstantText),
    due_basis: Type.Optional(Type.String({ description: 'the article the deadline comes from' })),
    assignee: Type.Optional(Type.String()),
    assignee_name: Type.Optional(Type.String()),
    value_usd: Type.Optional(Type.String()),
    proposal: Type.Optional(
      Type.Object(
        {
          outcome: literals(CASE_OUTCOMES),
          reason: Type.String(),
          by: Type.String(),
          by_name: Type.Optional(Type.String()),
          at: InstantText,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type CaseRow = Static<typeof CaseRow>;

export const CaseNote = Type.Object(
  {
    id: Type.String(),
    author: Type.String(),
    author_name: Type.Optional(Type.String()),
    at: InstantText,
    text: Type.String(),
  },
  closed,
);

export const CaseAttachment = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    media_type: Type.String(),
    bytes: Type.Integer(),
    sha256: Type.String(),
    by: Type.String(),
    at: InstantText,
  },
  closed,
);

/** One step of the story, from events, decisions, alerts, notes, proposals, reports; newest last. */
export const StoryStep = Type.Object(
  {
    at: InstantText,
    kind: literals([
      'event',
      'alert',
      'note',
      'attachment',
      'assignment',
      'proposal',
      'decision',
      'report',
      'hold',
      'customer',
    ]),
    reference: Type.String(),
    actor: Type.Optional(Type.String()),
    actor_name: Type.Optional(Type.String()),
    text: Texts,
    journal: Type.Integer(),
    severity: Type.Optional(literals(SEVERITIES)),
  },
  closed,
);
export type StoryStep = Static<typeof StoryStep>;

/** Money flow of the case: nodes are the customer, wallets, bank accounts, other customers. Amounts in USD cents. */
export const FlowGraph = Type.Object(
  {
    nodes: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          kind: literals(['customer', 'wallet', 'bank_account', 'other_customer', 'cash', 'market']),
          label: Type.String(),
          flagged: Type.Boolean(),
        },
        closed,
      ),
    ),
    edges: Type.Array(
      Type.Object(
        {
          from: Type.String(),
          to: Type.String(),
          asset: Type.String(),
          count: Type.Integer(),
          amount: Type.String(),
          value_usd: Type.Optional(Type.String()),
          first_at: InstantText,
          last_at: InstantText,
          flagged: Type.Boolean(),
          events: Type.Array(Type.String(), {
            description: 'evt_… of the movements, oldest first, at most 100',
          }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type FlowGraph = Static<typeof FlowGraph>;

export const CaseView = Type.Object(
  {
    ...CaseRow.properties,
    customer_view: CustomerView,
    alert_rows: Type.Array(AlertRow),
    events: Type.Array(EventRow),
    flow: FlowGraph,
    story: Type.Array(StoryStep),
    notes: Type.Array(CaseNote),
    attachments: Type.Array(CaseAttachment),
    reports: Type.Array(Type.String(), { description: 'report ids; empty for roles that may not know' }),
  },
  closed,
);
export type CaseView = Static<typeof CaseView>;

const id = Type.Object({ id: Type.String() }, closed);

export const listCases = defineRoute({
  id: 'listCases',
  method: 'GET',
  path: '/v1/cases',
  summary: 'Cases, those due first',
  permission: 'cases:read',
  query: Type.Object(
    {
      ...PageQuery,
      state: Type.Optional(literals(CASE_STATES)),
      assignee: Type.Optional(Type.String({ maxLength: 60 })),
      customer: Type.Optional(Type.String({ maxLength: 128 })),
    },
    closed,
  ),
  reply: Type.Object({ ...pageOf(CaseRow).properties, total: Type.Integer() }, closed),
});

export const getCase = defineRoute({
  id: 'getCase',
  method: 'GET',
  path: '/v1/cases/:id',
  summary: 'The whole story of a case on one screen',
  permission: 'cases:read',
  params: id,
  reply: CaseView,
});

export const assignCase = defineRoute({
  id: 'assignCase',
  method: 'POST',
  path: '/v1/cases/:id/assign',
  summary: 'Take a case or give it to someone',
  permission: 'cases:work',
  params: id,
  body: Type.Object({ assignee: Type.Union([Type.String(), Type.Null()]) }, closed),
  reply: CaseRow,
});

export const addNote = defineRoute({
  id: 'addNote',
  method: 'POST',
  path: '/v1/cases/:id/notes',
  summary: 'Write a note; notes are never changed, only added',
  permission: 'cases:work',
  params: id,
  body: Type.Object({ text: LongText }, closed),
  reply: CaseNote,
});

export const addAttachment = defineRoute({
  id: 'addAttachment',
  method: 'POST',
  path: '/v1/cases/:id/attachments',
  summary: 'Attach a file (≤ 8 MB); its hash goes to the journal',
  permission: 'cases:work',
  params: id,
  query: Type.Object({ name: ShortText }, closed),
  consumes: [
    'application/octet-stream',
    'application/pdf',
    'image/png',
    'image/jpeg',
    'text/plain',
    'text/csv',
  ],
  reply: CaseAttachment,
});

export const getAttachment = defineRoute({
  id: 'getAttachment',
  method: 'GET',
  path: '/v1/cases/:id/attachments/:attachment',
  summary: 'Download an attachment',
  permission: 'cases:read',
  params: Type.Object({ id: Type.String(), attachment: Type.String() }, closed),
  reply: null,
  produces: 'application/octet-stream',
});

export const proposeOutcome = defineRoute({
  id: 'proposeOutcome',
  method: 'POST',
  path: '/v1/cases/:id/propose',
  summary: 'Propose how the case ends; a second person must agree',
  permission: 'cases:work',
  params: id,
  body: Type.Object({ outcome: literals(CASE_OUTCOMES), reason: LongText }, closed),
  reply: CaseRow,
});

export const decideCase = defineRoute({
  id: 'decideCase',
  method: 'POST',
  path: '/v1/cases/:id/decide',
  summary: 'Agree or send back; never by the person who proposed',
  permission: 'cases:decide',
  params: id,
  body: Type.Object({ agree: Type.Boolean(), reason: ShortText }, closed),
  reply: CaseRow,
});

export const reopenCase = defineRoute({
  id: 'reopenCase',
  method: 'POST',
  path: '/v1/cases/:id/reopen',
  summary: 'Reopen a closed case, with a reason',
  permission: 'cases:decide',
  params: id,
  body: Type.Object({ reason: ShortText }, closed),
  reply: CaseRow,
});
