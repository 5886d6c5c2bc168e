import type { CASE_OUTCOMES, CaseRow } from '@atalaya/contract/cases.ts';
import { Failure } from '../../kernel/failure.ts';

/**
 * A case: open → investigating → proposed (waits for a second person) → closed. Agreeing to report sends it back to
 * investigating, where the report is drafted; it is reported when the report is filed.
 */
export type CaseState = CaseRow['state'];
export type CaseOutcome = (typeof CASE_OUTCOMES)[number];

export const CASE_ACTIONS = [
  'join', // an alert joins
  'assign',
  'unassign',
  'work', // a note or a file
  'propose',
  'send_back',
  'agree_close',
  'agree_report',
  'file', // a report of it was filed
  'refuse', // the authority refused that report
  'reopen',
] as const;
export type CaseAction = (typeof CASE_ACTIONS)[number];

const WORKED: ReadonlySet<CaseState> = new Set(['open', 'investigating', 'proposed']);

/** Somebody may still be working on it: alerts join it, and the customer has no other one like it. */
export const isWorked = (state: CaseState): boolean => WORKED.has(state);

/** Failure: cases.transition_refused. */
export function nextCaseState(state: CaseState, action: CaseAction): CaseState {
  const next = moved(state, action);
  if (next !== undefined) return next;
  throw new Failure(
    'conflict',
    'cases.transition_refused',
    `a case that is ${state} does not take ${action}`,
  );
}

function moved(state: CaseState, action: CaseAction): CaseState | undefined {
  switch (action) {
    case 'join':
    case 'unassign':
      return isWorked(state) ? state : undefined;
    case 'assign':
    case 'work':
      return state === 'open' ? 'investigating' : isWorked(state) ? state : undefined;
    case 'propose':
      return state === 'open' || state === 'investigating' ? 'proposed' : undefined;
    case 'send_back':
    case 'agree_report':
      return state === 'proposed' ? 'investigating' : undefined;
    case 'agree_close':
      return state === 'proposed' ? 'closed' : undefined;
    case 'file':
      return state === 'closed' ? undefined : 'reported';
    case 'refuse':
      return state === 'reported' ? 'investigating' : isWorked(state) ? state : undefined;
    case 'reopen':
      return isWorked(state) ? undefined : 'investigating';
  }
}
