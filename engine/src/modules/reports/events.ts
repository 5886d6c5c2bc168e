import type { ReportFields, ReportRow } from '@atalaya/contract/reports.ts';
import { entryType } from '../../platform/journal.ts';
import { dueEntryTypes } from './due-events.ts';
import type { LossyEntry } from './formats/lossy-ledger.ts';
import type { Finding } from './formats/mx-avi/check-avi.ts';
import type { ReportState } from './report.ts';

const reportRow = (set: Readonly<Record<string, string>>) =>
  ({
    table: 'reports.report',
    op: 'update',
    key: { id: '/subject' },
    set: { state: '/data/state', ...set },
  }) as const;

interface Dated {
  readonly state: ReportState;
  readonly month: string;
  readonly priority: ReportRow['priority'];
  readonly due_at: string;
  readonly due_basis: string;
}

const datedColumns = {
  month: '/data/month',
  priority: '/data/priority',
  due_at: '/data/due_at',
  due_basis: '/data/due_basis',
};

const contentRow = {
  table: 'reports.content',
  op: 'upsert',
  key: { report: '/subject' },
  set: { entity: '/entity', customer: '/data/customer', fields: '/personal/fields' },
} as const;

export const reportDrafted = entryType<
  Dated & {
    customer: string;
    case: string;
    format: ReportRow['format'];
    reference: string;
    known_at: string;
  },
  { fields: ReportFields }
>({
  type: 'reports.drafted',
  schema: 1,
  state: [
    {
      table: 'reports.report',
      op: 'insert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        case_id: '/data/case',
        customer: '/data/customer',
        format: '/data/format',
        state: '/data/state',
        reference: '/data/reference',
        known_at: '/data/known_at',
        created_at: '/at',
        created_by: '/actor',
        ...datedColumns,
      },
    },
    contentRow,
  ],
});

export const reportEdited = entryType<Dated & { customer: string }, { fields: ReportFields }>({
  type: 'reports.edited',
  schema: 1,
  state: [reportRow(datedColumns), contentRow],
});

/** `sha256`: of the bytes that were put before the second person. */
export const reportProposed = entryType<{ state: ReportState; sha256: string }>({
  type: 'reports.proposed',
  schema: 1,
  state: [reportRow({ proposed_by: '/actor', proposed_at: '/at', sha256: '/data/sha256' })],
});

const remarkRow = {
  table: 'reports.remark',
  op: 'insert',
  each: '/data/remarks',
  key: { id: '/item/id' },
  set: {
    entity: '/entity',
    customer: '/data/customer',
    report: '/subject',
    kind: '/item/kind',
    author: '/actor',
    at: '/at',
    text: '/personal/text',
  },
} as const;

interface Remarked {
  readonly state: ReportState;
  readonly customer: string;
  /** None, or the one whose text is sealed in this entry. */
  readonly remarks: readonly { readonly id: string; readonly kind: 'approved' | 'sent_back' | 'receipt' }[];
}

/** The report itself: the exact bytes, sealed; their hash in the open. */
export const reportApproved = entryType<
  Remarked & { sha256: string; bytes: number; schema_sha256: string | null },
  { text: string; xml: string; ledger: readonly LossyEntry[]; findings: readonly Finding[] }
>({
  type: 'reports.approved',
  schema: 1,
  state: [
    reportRow({ approved_by: '/actor', approved_at: '/at', sha256: '/data/sha256' }),
    {
      table: 'reports.file',
      op: 'insert',
      key: { report: '/subject' },
      set: {
        entity: '/entity',
        customer: '/data/customer',
        xml: '/personal/xml',
        ledger: '/personal/ledger',
        findings: '/personal/findings',
      },
    },
    remarkRow,
  ],
});

export const reportSentBack = entryType<Remarked, { text: string }>({
  type: 'reports.sent_back',
  schema: 1,
  state: [
    reportRow({ proposed_by: '/data/nothing', proposed_at: '/data/nothing', sha256: '/data/nothing' }),
    remarkRow,
  ],
});

export const reportFiled = entryType<{ state: ReportState; filed_at: string; sha256: string }>({
  type: 'reports.filed',
  schema: 1,
  state: [reportRow({ filed_at: '/data/filed_at', filed_by: '/actor' })],
});

/** What the authority answered. */
export const reportAcknowledged = entryType<
  Remarked & { folio: string; received_at: string; accepted: boolean },
  { text: string }
>({
  type: 'reports.acknowledged',
  schema: 1,
  state: [reportRow({ folio: '/data/folio', received_at: '/data/received_at' }), remarkRow],
});

export const reportWithdrawn = entryType<{ state: ReportState }>({
  type: 'reports.withdrawn',
  schema: 1,
  state: [reportRow({})],
});

/** The customer was erased: what was written and filed about them goes with the key; hashes and dates stay. */
export const contentErased = entryType<{ customer: string }>({
  type: 'reports.content_erased',
  schema: 1,
  state: ['reports.content', 'reports.file', 'reports.remark'].map((table) => ({
    table,
    op: 'delete',
    key: { customer: '/data/customer' },
    set: {},
  })),
});

export const entryTypes = [
  reportDrafted,
  reportEdited,
  reportProposed,
  reportApproved,
  reportSentBack,
  reportFiled,
  reportAcknowledged,
  reportWithdrawn,
  contentErased,
  ...dueEntryTypes,
];
