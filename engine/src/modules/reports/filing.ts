import { Failure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { formatInstant, type Instant, parseInstant } from '../../kernel/instant.ts';
import { write } from '../../platform/database.ts';
import { ensureNotErased } from '../alerts/words.ts';
import { lockCaseWithAlerts } from '../cases/cases.ts';
import { markReported, resumeCase } from '../cases/reporting.ts';
import { coverDues, reopenDues } from './dues.ts';
import { reportAcknowledged, reportFiled } from './events.ts';
import { nextReportState } from './report.ts';
import { type CallOfStaff, lockReport, type ReportPorts } from './reports.ts';

const CLOCKS_DIFFER_MS = 5 * 60_000;

/** Failures (caller): instant.malformed, reports.date_impossible. */
function ensureBetween(field: string, text: string, from: Instant | null, now: Instant): string {
  const at = parseInstant(text);
  if (at > now + CLOCKS_DIFFER_MS || (from !== null && at < from - CLOCKS_DIFFER_MS))
    throw new Failure(
      'caller',
      'reports.date_impossible',
      `${text} is in the future, or before what it follows`,
      [{ field, message: text }],
    );
  return formatInstant(at);
}

/** The file was handed to the authority: the case ends as reported. Failures: reports.unknown, .transition_refused,
 * .date_impossible, cases.transition_refused. */
export const markFiled = (
  ports: ReportPorts,
  call: CallOfStaff,
  id: string,
  filedAt: string,
): Promise<void> =>
  write(ports.db, call.scope, async (tx) => {
    const report = await lockReport(tx, id, lockCaseWithAlerts);
    const { entity, customer, month, case_id: caseId } = report;
    await ports.journal.record(tx, reportFiled, {
      entity,
      actor: call.actor,
      subject: id,
      data: {
        state: nextReportState(report.state, 'file'),
        filed_at: ensureBetween('/filed_at', filedAt, report.approved_at, ports.now()),
        sha256: report.sha256 ?? '',
      },
    });
    await coverDues(tx, ports.journal, { entity, actor: call.actor, customer, month, report: id });
    await markReported(tx, ports.journal, { caseId, report: id, actor: call.actor });
  });

/**
 * What the authority answered. Refused, the case is worked again.
 * Failures: reports.unknown, .transition_refused, .date_impossible, customers.erased (a note), cases.another_open.
 */
export const recordAcknowledgement = (
  ports: ReportPorts,
  call: CallOfStaff,
  id: string,
  given: {
    readonly folio: string;
    readonly received_at: string;
    readonly accepted: boolean;
    readonly note?: string | undefined;
  },
): Promise<void> =>
  write(ports.db, call.scope, async (tx) => {
    const report = await lockReport(tx, id, lockCaseWithAlerts);
    const { entity, customer, case_id: caseId } = report;
    const { folio, accepted, note } = given;
    const state = nextReportState(report.state, accepted ? 'accept' : 'refuse');
    if (note !== undefined) await ensureNotErased(tx, ports.vault, customer);
    await ports.journal.record(tx, reportAcknowledged, {
      entity,
      actor: call.actor,
      subject: id,
      data: {
        state,
        customer,
        folio,
        accepted,
        received_at: ensureBetween('/received_at', given.received_at, report.filed_at, ports.now()),
        remarks: note === undefined ? [] : [{ id: newId('note'), kind: 'receipt' }],
      },
      ...(note === undefined ? {} : { personal: { person: customer, content: { text: note } } }),
    });
    if (accepted) return;
    await reopenDues(tx, ports.journal, { entity, actor: call.actor, report: id });
    await resumeCase(tx, ports.journal, { caseId, report: id, actor: call.actor });
  });
