import { Failure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { type Tx, write } from '../../platform/database.ts';
import { withDeployment } from '../access/permissions.ts';
import { ensureNotErased } from '../alerts/words.ts';
import { lockWorkedCase } from '../cases/reporting.ts';
import { reportApproved, reportProposed, reportSentBack } from './events.ts';
import { ensureFileable, prepareReport } from './prepare.ts';
import { nextReportState, type ReportState } from './report.ts';
import { type CallOfStaff, drafted, type LockedReport, lockReport, type ReportPorts } from './reports.ts';

/**
 * Puts a draft before a second person: the hash of the bytes they will see is in the journal.
 * Failures: reports.unknown, .transition_refused, .rules_reject, .case_not_ready, customers.erased.
 */
export const proposeReport = (ports: ReportPorts, call: CallOfStaff, id: string): Promise<void> =>
  write(ports.db, withDeployment(call.scope), async (tx) => {
    const report = await lockReport(tx, id);
    const state = nextReportState(report.state, 'propose');
    await lockWorkedCase(tx, report.case_id);
    const made = await prepareReport(tx, ports, drafted(report));
    ensureFileable(made);
    await ports.journal.record(tx, reportProposed, {
      entity: report.entity,
      actor: call.actor,
      subject: id,
      data: { state, sha256: made.prepared.sha256 },
    });
  });

/**
 * Agrees to file, or sends back; never the person who proposed. Agreed, the exact bytes go into the journal, sealed.
 * Failures: reports.unknown, .transition_refused, auth.second_person, reports.changed_since_proposed, .rules_reject,
 * .case_not_ready, customers.erased.
 */
export const approveReport = (
  ports: ReportPorts,
  call: CallOfStaff,
  id: string,
  given: { readonly agree: boolean; readonly reason: string },
): Promise<void> =>
  write(ports.db, withDeployment(call.scope), async (tx) => {
    const report = await lockReport(tx, id);
    const { entity, customer } = report;
    const state = nextReportState(report.state, given.agree ? 'approve' : 'send_back');
    if (report.proposed_by === call.actor)
      throw new Failure('denied', 'auth.second_person', 'the person who proposed cannot approve');
    await ensureNotErased(tx, ports.vault, customer);
    const entry = { entity, actor: call.actor, subject: id };
    if (given.agree) {
      await recordApproval(tx, ports, report, { ...entry, state, reason: given.reason });
      return;
    }
    await ports.journal.record(tx, reportSentBack, {
      ...entry,
      data: { state, customer, remarks: [{ id: newId('note'), kind: 'sent_back' }] },
      personal: { person: customer, content: { text: given.reason } },
    });
  });

interface Approval {
  readonly entity: string;
  readonly actor: string;
  readonly subject: string;
  readonly state: ReportState;
  readonly reason: string;
}

async function recordApproval(
  tx: Tx,
  ports: ReportPorts,
  report: LockedReport,
  { state, reason, ...entry }: Approval,
): Promise<void> {
  await lockWorkedCase(tx, report.case_id);
  const made = await prepareReport(tx, ports, drafted(report));
  const { prepared, schema } = made;
  if (prepared.sha256 !== report.sha256)
    throw new Failure(
      'conflict',
      'reports.changed_since_proposed',
      'what is known of the case changed since it was proposed: send it back and propose it again',
    );
  ensureFileable(made);
  const { customer } = report;
  await ports.journal.record(tx, reportApproved, {
    ...entry,
    data: {
      state,
      customer,
      remarks: [{ id: newId('note'), kind: 'approved' }],
      sha256: prepared.sha256,
      bytes: prepared.xml.length,
      schema_sha256: schema?.schema.sha256 ?? null,
    },
    personal: {
      person: customer,
      content: {
        text: reason,
        xml: Buffer.from(prepared.xml).toString('utf8'),
        ledger: prepared.ledger,
        findings: prepared.findings,
      },
    },
  });
}
