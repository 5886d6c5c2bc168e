import type { Texts } from '@atalaya/contract/schema.ts';
import { entryType } from '../../platform/journal.ts';
import type { CaseOutcome, CaseState } from './case.ts';

/**
 * Entries that tell, or let guess, that something is reported have types of `reports.…`: the journal shows those only to
 * roles that may know, whichever module writes them.
 */
const caseRow = (set: Readonly<Record<string, string>>) =>
  ({
    table: 'cases.case',
    op: 'update',
    key: { id: '/subject' },
    set: { state: '/data/state', ...set },
  }) as const;

const noteRow = {
  table: 'cases.note',
  op: 'insert',
  key: { id: '/data/note' },
  set: {
    entity: '/entity',
    customer: '/data/customer',
    case_id: '/subject',
    kind: '/data/kind',
    author: '/actor',
    at: '/at',
    text: '/personal/text',
  },
} as const;

interface Noted {
  readonly state: CaseState;
  readonly customer: string;
  readonly note: string;
  readonly kind: 'note' | 'proposal' | 'decision' | 'reopening';
}

export interface OpenedData {
  readonly number: number;
  readonly customer: string;
  readonly title: Texts;
  readonly state: 'open';
  readonly due_at: string;
  readonly due_basis: string;
}

export const caseOpened = entryType<OpenedData>({
  type: 'cases.opened',
  schema: 1,
  state: [
    {
      table: 'cases.case',
      op: 'insert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        number: '/data/number',
        customer: '/data/customer',
        state: '/data/state',
        title: '/data/title',
        opened_at: '/at',
        opened_by: '/actor',
        due_at: '/data/due_at',
        due_basis: '/data/due_basis',
      },
    },
  ],
});

export const caseAssigned = entryType<{ state: CaseState; assignee: string | null }>({
  type: 'cases.assigned',
  schema: 1,
  state: [caseRow({ assignee: '/data/assignee' })],
});

export const caseNoted = entryType<Noted, { text: string }>({
  type: 'cases.noted',
  schema: 1,
  state: [caseRow({}), noteRow],
});

export const caseAttached = entryType<
  {
    state: CaseState;
    customer: string;
    attachment: { id: string; media_type: string; bytes: number; sha256: string; sealed_sha256: string };
  },
  { name: string }
>({
  type: 'cases.attached',
  schema: 1,
  state: [
    caseRow({}),
    {
      table: 'cases.attachment',
      op: 'insert',
      key: { id: '/data/attachment/id' },
      set: {
        entity: '/entity',
        customer: '/data/customer',
        case_id: '/subject',
        media_type: '/data/attachment/media_type',
        bytes: '/data/attachment/bytes',
        sha256: '/data/attachment/sha256',
        sealed_sha256: '/data/attachment/sealed_sha256',
        attached_by: '/actor',
        at: '/at',
      },
    },
    {
      table: 'cases.attachment_name',
      op: 'insert',
      key: { id: '/data/attachment/id' },
      set: { entity: '/entity', customer: '/data/customer', name: '/personal/name' },
    },
  ],
});

const proposalColumns = {
  proposed_outcome: '/data/outcome',
  proposed_by: '/actor',
  proposed_at: '/at',
  proposal_note: '/data/note',
};

export const outcomeProposed = entryType<Noted & { outcome: CaseOutcome }, { text: string }>({
  type: 'cases.outcome_proposed',
  schema: 1,
  state: [caseRow(proposalColumns), noteRow],
});

export const reportProposed = entryType<
  Noted & { outcome: 'report'; known_at: string; due_at: string | null; due_basis: string | null },
  { text: string }
>({
  type: 'reports.case_proposed',
  schema: 1,
  state: [
    caseRow({
      ...proposalColumns,
      report_known_at: '/data/known_at',
      report_due_at: '/data/due_at',
      report_due_basis: '/data/due_basis',
    }),
    noteRow,
  ],
});

/** Nothing is proposed any more: the members these point to are never there. */
const noProposal = {
  proposed_outcome: '/data/nothing',
  proposed_by: '/data/nothing',
  proposed_at: '/data/nothing',
  proposal_note: '/data/nothing',
};

export interface DecidedCase extends Noted {
  readonly agree: boolean;
  /** The outcome agreed on; null when sent back. */
  readonly outcome: CaseOutcome | null;
}

const decidedColumns = {
  ...noProposal,
  outcome: '/data/outcome',
  decided_by: '/actor',
  decided_at: '/at',
};

export const outcomeDecided = entryType<DecidedCase, { text: string }>({
  type: 'cases.outcome_decided',
  schema: 1,
  state: [caseRow(decidedColumns), noteRow],
});

/** Of a proposal to report: agreed or sent back. Sent back, its clock is kept: it began when somebody held so. */
export const reportDecided = entryType<DecidedCase, { text: string }>({
  type: 'reports.case_decided',
  schema: 1,
  state: [caseRow(decidedColumns), noteRow],
});

export const caseReopened = entryType<Noted, { text: string }>({
  type: 'cases.reopened',
  schema: 1,
  state: [
    caseRow({
      ...noProposal,
      outcome: '/data/nothing',
      decided_by: '/data/nothing',
      decided_at: '/data/nothing',
      report_known_at: '/data/nothing',
      report_due_at: '/data/nothing',
      report_due_basis: '/data/nothing',
    }),
    noteRow,
  ],
});

/** A report of the case was filed. */
export const caseReported = entryType<{ state: CaseState; report: string }>({
  type: 'reports.case_reported',
  schema: 1,
  state: [
    caseRow({
      ...noProposal,
      report_known_at: '/data/nothing',
      report_due_at: '/data/nothing',
      report_due_basis: '/data/nothing',
    }),
  ],
});

/** The authority refused the report: the case is worked again. */
export const caseResumed = entryType<{ state: CaseState; report: string }>({
  type: 'reports.case_resumed',
  schema: 1,
  state: [caseRow({})],
});

/** The customer was erased: what people wrote about them goes with the key. */
export const wordsErased = entryType<{ customer: string }>({
  type: 'cases.words_erased',
  schema: 1,
  state: [
    { table: 'cases.note', op: 'delete', key: { customer: '/data/customer' }, set: {} },
    { table: 'cases.attachment_name', op: 'delete', key: { customer: '/data/customer' }, set: {} },
  ],
});

export const entryTypes = [
  caseOpened,
  caseAssigned,
  caseNoted,
  caseAttached,
  outcomeProposed,
  reportProposed,
  outcomeDecided,
  reportDecided,
  caseReopened,
  caseReported,
  caseResumed,
  wordsErased,
];
