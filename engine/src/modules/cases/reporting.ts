import { Failure } from '../../kernel/failure.ts';
import type { Tx } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import { settleAlerts } from '../alerts/casework.ts';
import { isWorked, nextCaseState } from './case.ts';
import { ensureNoOther, type LockedCase, lockCase, lockCaseWithAlerts } from './cases.ts';
import { caseReported, caseResumed } from './events.ts';

/** What reports do to cases, in the transaction of the report. */
export interface ReportStep {
  readonly caseId: string;
  readonly report: string;
  readonly actor: string;
}

/** The case, locked, as long as somebody works on it. Failures: cases.unknown, reports.case_not_ready. */
export async function lockWorkedCase(tx: Tx, caseId: string): Promise<LockedCase> {
  const found = await lockCase(tx, caseId);
  if (isWorked(found.state)) return found;
  throw new Failure('conflict', 'reports.case_not_ready', 'the case has ended; reopen it first');
}

/** A report was filed: the case ends with it. Failures: cases.unknown, cases.transition_refused. */
export async function markReported(tx: Tx, journal: Journal, step: ReportStep): Promise<void> {
  const { caseId, report, actor } = step;
  const found = await lockCaseWithAlerts(tx, caseId);
  const { entity } = found;
  await journal.record(tx, caseReported, {
    entity,
    actor,
    subject: caseId,
    data: { state: nextCaseState(found.state, 'file'), report },
  });
  await settleAlerts(tx, journal, actor, { entity, caseId, active: false });
}

/** The authority refused it: the case is worked again. Failures: cases.unknown, .transition_refused, .another_open. */
export async function resumeCase(tx: Tx, journal: Journal, step: ReportStep): Promise<void> {
  const { caseId, report, actor } = step;
  const found = await lockCaseWithAlerts(tx, caseId);
  const { entity } = found;
  const state = nextCaseState(found.state, 'refuse');
  if (!isWorked(found.state)) await ensureNoOther(tx, found);
  await journal.record(tx, caseResumed, { entity, actor, subject: caseId, data: { state, report } });
  await settleAlerts(tx, journal, actor, { entity, caseId, active: true });
}
