import { type Static, Type } from 'typebox';
import { defineRoute } from './route.ts';
import { closed, InstantText, LongText, literals, PageQuery, pageOf, ShortText, Texts } from './schema.ts';

/** draft → proposed → approved (second person) → filed (downloaded, sent by the officer) → accepted | refused. */
export const REPORT_STATES = [
  'draft',
  'proposed',
  'approved',
  'filed',
  'accepted',
  'refused',
  'withdrawn',
] as const;

export const RuleFinding = Type.Object(
  { rule: Type.String(), action: literals(['reject', 'warn']), path: Type.String(), message: Texts },
  closed,
);

/** A value that could not be filed as it was: the original beside what is filed, and the rule that changed it. */
export const LossyField = Type.Object(
  { path: Type.String(), original: Type.String(), filed: Type.String(), rule: Type.String(), text: Texts },
  closed,
);

export const SchemaCheck = Type.Object(
  {
    imported: Type.Boolean(),
    sha256: Type.Optional(Type.String()),
    imported_at: Type.Optional(InstantText),
    valid: Type.Optional(Type.Boolean()),
    errors: Type.Array(
      Type.Object({ path: Type.String(), line: Type.Integer(), message: Type.String() }, closed),
    ),
  },
  closed,
);

export const ReportRow = Type.Object(
  {
    id: Type.String(),
    entity: Type.String(),
    case_id: Type.String(),
    format: literals(['mx-avi']),
    state: literals(REPORT_STATES),
    reference: Type.String(),
    month: Type.String(),
    priority: literals(['normal', '24h']),
    customer_id: Type.String(),
    customer_name: Type.Optional(Type.String()),
    created_at: InstantText,
    due_at: Type.Optional(InstantText),
    due_basis: Type.Optional(Type.String()),
    sha256: Type.Optional(Type.String()),
    acknowledgement: Type.Optional(Type.String()),
    journal: Type.Integer(),
  },
  closed,
);
export type ReportRow = Static<typeof ReportRow>;

/** Fields the officer completes; what the case already knows is filled in. */
export const ReportFields = Type.Object(
  {
    month: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}$' })),
    priority: Type.Optional(literals(['normal', '24h'])),
    alert_type: Type.Optional(Type.String({ pattern: '^[1-9]\\d{2,3}$' })),
    narrative: Type.Optional(LongText),
    events: Type.Optional(
      Type.Array(Type.String(), { description: 'evt_… to report; default: those of the case’s alerts' }),
    ),
    subject: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: 'answers to what is missing, by field name' }),
    ),
  },
  closed,
);
export type ReportFields = Static<typeof ReportFields>;

export const ReportView = Type.Object(
  {
    ...ReportRow.properties,
    fields: ReportFields,
    preview: Type.Array(
      Type.Object(
        { path: Type.String(), label: Texts, value: Type.String(), original: Type.Optional(Type.String()) },
        closed,
      ),
      { description: 'the form the authority knows, in its own order' },
    ),
    rules: Type.Array(RuleFinding),
    lossy: Type.Array(LossyField),
    schema: SchemaCheck,
    proposed_by: Type.Optional(Type.String()),
    approved_by: Type.Optional(Type.String()),
    filed_at: Type.Optional(InstantText),
    receipt: Type.Optional(
      Type.Object(
        {
          folio: Type.String(),
          received_at: InstantText,
          accepted: Type.Boolean(),
          note: Type.Optional(Type.String()),
          journal: Type.Integer(),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ReportView = Static<typeof ReportView>;

/** open → covered (by a report that was filed) or dismissed (by an officer, with a reason). */
export const DUE_STATES = ['open', 'covered', 'dismissed'] as const;
export const DISMISSAL_REASONS = [
  'already_reported',
  'not_reportable',
  'below_threshold',
  'exempt',
  'wrong_data',
] as const;

/** A report the law asks for without anybody being suspected: a threshold was reached. */
export const ReportDue = Type.Object(
  {
    id: Type.String({ description: 'due_…' }),
    entity: Type.String(),
    state: literals(DUE_STATES),
    customer_id: Type.String(),
    customer: Type.String(),
    customer_name: Type.Optional(Type.String()),
    scenario: Type.String(),
    title: Texts,
    month: Type.String({ description: 'YYYY-MM of the operations' }),
    currency: Type.String(),
    amount: Type.Optional(Type.String({ description: 'what was reached' })),
    threshold: Type.Optional(Type.String()),
    findings: Type.Integer(),
    events: Type.Array(Type.String(), { description: 'at which it was found, newest first' }),
    first_at: InstantText,
    last_at: InstantText,
    due_at: Type.Optional(InstantText),
    due_basis: Type.Optional(Type.String()),
    case_id: Type.Optional(Type.String()),
    report: Type.Optional(Type.String({ description: 'the report that covers it' })),
    dismissed_reason: Type.Optional(literals(DISMISSAL_REASONS)),
    closed_at: Type.Optional(InstantText),
    closed_by_name: Type.Optional(Type.String()),
    journal: Type.Integer(),
  },
  closed,
);
export type ReportDue = Static<typeof ReportDue>;

/** The duties of one month at a glance. */
export const DueMonth = Type.Object(
  {
    month: Type.String(),
    due_at: Type.Optional(InstantText),
    due_basis: Type.Optional(Type.String()),
    open: Type.Integer(),
    customers: Type.Integer({ description: 'with an open duty' }),
    in_case: Type.Integer({ description: 'open, and taken up in a case' }),
    covered: Type.Integer(),
    dismissed: Type.Integer(),
  },
  closed,
);
export type DueMonth = Static<typeof DueMonth>;

const id = Type.Object({ id: Type.String() }, closed);

export const listReportsDue = defineRoute({
  id: 'listReportsDue',
  method: 'GET',
  path: '/v1/reports/due',
  summary: 'Reports the law asks for without suspicion, those due first, and the months they belong to',
  permission: 'reports:read',
  query: Type.Object(
    {
      ...PageQuery,
      state: Type.Optional(literals(DUE_STATES)),
      month: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}$' })),
      customer: Type.Optional(Type.String({ maxLength: 128 })),
      scenario: Type.Optional(Type.String({ maxLength: 60 })),
    },
    closed,
  ),
  reply: Type.Object(
    {
      ...pageOf(ReportDue).properties,
      total: Type.Integer(),
      months: Type.Array(DueMonth, {
        description: 'with something open, or of the last twelve, newest last',
      }),
    },
    closed,
  ),
});

export const startReportDue = defineRoute({
  id: 'startReportDue',
  method: 'POST',
  path: '/v1/reports/due/:id/start',
  summary: 'Open the customer’s case (or join it) and draft the report of the month with its operations',
  permission: 'reports:write',
  params: id,
  body: Type.Object({}, closed),
  reply: ReportView,
});

export const dismissReportDue = defineRoute({
  id: 'dismissReportDue',
  method: 'POST',
  path: '/v1/reports/due/:id/dismiss',
  summary: 'Say why no report is due after all',
  permission: 'reports:approve',
  params: id,
  body: Type.Object({ reason: literals(DISMISSAL_REASONS), note: ShortText }, closed),
  reply: ReportDue,
});

export const listReports = defineRoute({
  id: 'listReports',
  method: 'GET',
  path: '/v1/reports',
  summary: 'Reports, those due first',
  permission: 'reports:read',
  query: Type.Object({ ...PageQuery, state: Type.Optional(literals(REPORT_STATES)) }, closed),
  reply: pageOf(ReportRow),
});

export const draftReport = defineRoute({
  id: 'draftReport',
  method: 'POST',
  path: '/v1/cases/:id/reports',
  summary: 'Draft the report of a case in the format of the entity’s jurisdiction',
  permission: 'reports:write',
  params: id,
  body: ReportFields,
  reply: ReportView,
});

export const getReport = defineRoute({
  id: 'getReport',
  method: 'GET',
  path: '/v1/reports/:id',
  summary: 'The report with rule findings, losses and schema check',
  permission: 'reports:read',
  params: id,
  reply: ReportView,
});

export const editReport = defineRoute({
  id: 'editReport',
  method: 'PATCH',
  path: '/v1/reports/:id',
  summary: 'Complete or correct a draft',
  permission: 'reports:write',
  params: id,
  body: ReportFields,
  reply: ReportView,
});

export const proposeReport = defineRoute({
  id: 'proposeReport',
  method: 'POST',
  path: '/v1/reports/:id/propose',
  summary: 'Put the draft before a second person; refused while a rule rejects',
  permission: 'reports:write',
  params: id,
  body: Type.Object({}, closed),
  reply: ReportView,
});

export const approveReport = defineRoute({
  id: 'approveReport',
  method: 'POST',
  path: '/v1/reports/:id/approve',
  summary: 'Agree to file, or send back; never by the person who proposed',
  permission: 'reports:approve',
  params: id,
  body: Type.Object({ agree: Type.Boolean(), reason: ShortText }, closed),
  reply: ReportView,
});

export const downloadReport = defineRoute({
  id: 'downloadReport',
  method: 'GET',
  path: '/v1/reports/:id/file',
  summary: 'The exact bytes to file; their hash is in the journal',
  permission: 'reports:read',
  params: id,
  reply: null,
  produces: 'application/xml',
});

export const markFiled = defineRoute({
  id: 'markFiled',
  method: 'POST',
  path: '/v1/reports/:id/filed',
  summary: 'Record that the file was handed to the authority',
  permission: 'reports:approve',
  params: id,
  body: Type.Object({ filed_at: InstantText }, closed),
  reply: ReportView,
});

export const recordAcknowledgement = defineRoute({
  id: 'recordAcknowledgement',
  method: 'POST',
  path: '/v1/reports/:id/acknowledgement',
  summary: 'Record the authority’s acknowledgement (folio) or refusal',
  permission: 'reports:write',
  params: id,
  body: Type.Object(
    { folio: ShortText, received_at: InstantText, accepted: Type.Boolean(), note: Type.Optional(ShortText) },
    closed,
  ),
  reply: ReportView,
});
