import type { DISMISSAL_REASONS, DUE_STATES } from '@atalaya/contract/reports.ts';
import { Failure } from '../../kernel/failure.ts';

/** A report the law asks for without anybody being suspected. */
export type DueState = (typeof DUE_STATES)[number];
export type DismissalReason = (typeof DISMISSAL_REASONS)[number];
export type DueAction = 'start' | 'cover' | 'dismiss' | 'reopen';

/** open ─cover─► covered ─reopen (the authority refused)─► open; open ─dismiss─► dismissed. Failure: reports.due_closed. */
export function nextDueState(now: DueState, action: DueAction): DueState {
  if (now === 'open') {
    if (action === 'start') return 'open';
    if (action === 'cover') return 'covered';
    if (action === 'dismiss') return 'dismissed';
  }
  if (now === 'covered' && action === 'reopen') return 'open';
  throw new Failure('conflict', 'reports.due_closed', `a duty that is ${now} does not take "${action}"`, [
    { field: 'state', message: now },
  ]);
}
