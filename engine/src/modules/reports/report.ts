import type { ReportRow } from '@atalaya/contract/reports.ts';
import { Failure } from '../../kernel/failure.ts';

/** A report: draft → proposed → approved (second person) → filed → accepted | refused. A draft can be withdrawn. */
export type ReportState = ReportRow['state'];

export const REPORT_ACTIONS = [
  'edit',
  'propose',
  'send_back',
  'approve',
  'file',
  'accept',
  'refuse',
  'withdraw',
] as const;
export type ReportAction = (typeof REPORT_ACTIONS)[number];

/** Failure: reports.transition_refused. */
export function nextReportState(state: ReportState, action: ReportAction): ReportState {
  const next = moved(state, action);
  if (next !== undefined) return next;
  throw new Failure(
    'conflict',
    'reports.transition_refused',
    `a report that is ${state} does not take ${action}`,
  );
}

function moved(state: ReportState, action: ReportAction): ReportState | undefined {
  switch (action) {
    case 'edit':
      return state === 'draft' ? 'draft' : undefined;
    case 'propose':
      return state === 'draft' ? 'proposed' : undefined;
    case 'send_back':
      return state === 'proposed' ? 'draft' : undefined;
    case 'approve':
      return state === 'proposed' ? 'approved' : undefined;
    case 'file':
      return state === 'approved' ? 'filed' : undefined;
    case 'accept':
      return state === 'filed' ? 'accepted' : undefined;
    case 'refuse':
      return state === 'filed' ? 'refused' : undefined;
    case 'withdraw':
      return state === 'draft' ? 'withdrawn' : undefined;
  }
}

/** Its bytes are fixed: what is shown is what was approved, not what would be drafted today. */
export const isFixed = (state: ReportState): boolean =>
  ['approved', 'filed', 'accepted', 'refused'].includes(state);
