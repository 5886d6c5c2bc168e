import type { ReportFields } from '@atalaya/contract/reports.ts';
import { Failure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { formatInstant, type Instant, parseInstant } from '../../kernel/instant.ts';
import { type Database, one, type Scope, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import { withDeployment } from '../access/permissions.ts';
import type { NamePorts } from '../alerts/queries.ts';
import { ensureNotErased } from '../alerts/words.ts';
import { type LockedCase, lockCase, lockCaseWithAlerts } from '../cases/cases.ts';
import { lockWorkedCase, markReported, resumeCase } from '../cases/reporting.ts';
import type { ErasedCustomer } from '../customers/customers.ts';
import { aviDeadline } from './avi.ts';
import { editedFields, firstFields } from './draft.ts';
import {
  contentErased,
  reportAcknowledged,
  reportApproved,
  reportDrafted,
  reportEdited,
  reportFiled,
  reportProposed,
  reportSentBack,
  reportWithdrawn,
} from './events.ts';
import { type DraftedReport, ensureFileable, type PreparePorts, prepareReport } from './prepare.ts';
import { nextReportState, type ReportState } from './report.ts';

export interface ReportPorts extends PreparePorts, NamePorts {
  readonly db: Database;
  readonly journal: Journal;
}

export interface CallOfStaff {
  readonly scope: Scope;
  readonly actor: string;
}

interface LockedReport extends Omit<DraftedReport, 'fields'> {
  readonly case_id: string;
  readonly state: ReportState;
  readonly known_at: Instant;
  readonly proposed_by: string | null;
  readonly approved_at: Instant | null;
  readonly filed_at: Instant | null;
  readonly sha256: string | null;
  readonly fields: ReportFields | null;
}

/** The case first, then the report: whoever drafts takes them in that order too. Failure: reports.unknown. */
async function lockReport(tx: Tx, id: string, lock = lockCase): Promise<LockedReport> {
  const place = await one<{ case_id: string }>(tx, 'select case_id from reports.report where id = $1', [id]);
  if (place !== undefined) await lock(tx, place.case_id);
  const found = await one<LockedReport>(
    tx,
    `select r.id, r.entity, r.case_id, r.customer, r.state, r.reference, r.month, r.priority, r.known_at, r.proposed_by,
       r.approved_at, r.filed_at, r.sha256, c.fields
     from reports.report r left join reports.content c on c.report = r.id where r.id = $1 for update of r`,
    [id],
  );
  if (found === undefined) throw new Failure('missing', 'reports.unknown', `no report ${id}`);
  return found;
}

const drafted = (found: LockedReport): DraftedReport => ({ ...found, fields: found.fields ?? {} });

const deadlineOf = (
  ports: ReportPorts,
  given: { readonly priority: 'normal' | '24h'; readonly month: string; readonly known: Instant },
) => {
  const due = aviDeadline(ports.avi, given);
  return {
    month: given.month,
    priority: given.priority,
    due_at: formatInstant(due.at),
    due_basis: due.source,
  };
};

/** Failure: reports.format_unavailable. */
function ensureFormat(ports: ReportPorts, entity: string): void {
  const { jurisdiction } = ports.entityOf(entity);
  if (jurisdiction === 'MX') return;
  throw new Failure('policy', 'reports.format_unavailable', `no report format for ${jurisdiction} yet`, [
    { field: 'jurisdiction', message: jurisdiction },
  ]);
}

/** A draft nobody proposed gives way to a new one; a proposed or approved report does not. Failure: reports.already_drafted. */
async function makeWay(tx: Tx, ports: ReportPorts, call: CallOfStaff, found: LockedCase): Promise<number> {
  const alive = await one<{ id: string; state: ReportState }>(
    tx,
    `select id, state from reports.report where case_id = $1 and state in ('draft', 'proposed', 'approved') for update`,
    [found.id],
  );
  if (alive !== undefined && alive.state !== 'draft')
    throw new Failure('conflict', 'reports.already_drafted', `the case has report ${alive.id}`, [
      { field: 'id', message: alive.id },
    ]);
  if (alive !== undefined)
    await ports.journal.record(tx, reportWithdrawn, {
      entity: found.entity,
      actor: call.actor,
      subject: alive.id,
      data: { state: nextReportState(alive.state, 'withdraw') },
    });
  const made = await one<{ count: number }>(
    tx,
    'select count(*) as count from reports.report where case_id = $1',
    [found.id],
  );
  return (made?.count ?? 0) + 1;
}

/**
 * Drafts the report of a case in the format of the entity's jurisdiction; gives its id. Failures: cases.unknown,
 * reports.case_not_ready, .format_unavailable, .already_drafted, .unknown_event, .unknown_answer, customers.erased.
 */
export const draftReport = (
  ports: ReportPorts,
  call: CallOfStaff,
  caseId: string,
  given: ReportFields,
): Promise<string> =>
  write(ports.db, call.scope, async (tx) => {
    const found = await lockWorkedCase(tx, caseId);
    const { entity, customer, number } = found;
    ensureFormat(ports, entity);
    await ensureNotErased(tx, ports.vault, customer);
    const count = await makeWay(tx, ports, call, found);
    const now = ports.now();
    const known = found.report_known_at ?? now;
    const fields = await firstFields(tx, ports.avi, found, given, now);
    const { month, priority } = fields;
    const id = newId('rep');
    await ports.journal.record(tx, reportDrafted, {
      entity,
      actor: call.actor,
      subject: id,
      data: {
        state: 'draft',
        customer,
        case: caseId,
        format: 'mx-avi',
        reference: `C${number}R${count}`,
        known_at: formatInstant(known),
        ...deadlineOf(ports, { priority, month, known }),
      },
      personal: { person: customer, content: { fields } },
    });
    return id;
  });

/** Completes or corrects a draft. Failures: reports.unknown, .transition_refused, .unknown_event, .unknown_answer. */
export const editReport = (
  ports: ReportPorts,
  call: CallOfStaff,
  id: string,
  given: ReportFields,
): Promise<void> =>
  write(ports.db, call.scope, async (tx) => {
    const report = await lockReport(tx, id);
    const { entity, customer } = report;
    const state = nextReportState(report.state, 'edit');
    await ensureNotErased(tx, ports.vault, customer);
    const fields = await editedFields(tx, report, report.fields ?? {}, given);
    const { month = report.month, priority = report.priority } = fields;
    await ports.journal.record(tx, reportEdited, {
      entity,
      actor: call.actor,
      subject: id,
      data: { state, customer, ...deadlineOf(ports, { priority, month, known: report.known_at }) },
      personal: { person: customer, content: { fields } },
    });
  });

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
    const remark = (kind: 'approved' | 'sent_back') => ({
      state,
      customer,
      remarks: [{ id: newId('note'), kind }],
    });
    if (!given.agree) {
      await ports.journal.record(tx, reportSentBack, {
        ...entry,
        data: remark('sent_back'),
        personal: { person: customer, content: { text: given.reason } },
      });
      return;
    }
    await lockWorkedCase(tx, report.case_id);
    const { prepared, rules, schema } = await prepareReport(tx, ports, drafted(report));
    if (prepared.sha256 !== report.sha256)
      throw new Failure(
        'conflict',
        'reports.changed_since_proposed',
        'what is known of the case changed since it was proposed: send it back and propose it again',
      );
    ensureFileable({ prepared, rules, schema });
    await ports.journal.record(tx, reportApproved, {
      ...entry,
      data: {
        ...remark('approved'),
        sha256: prepared.sha256,
        bytes: prepared.xml.length,
        schema_sha256: schema?.schema.sha256 ?? null,
      },
      personal: {
        person: customer,
        content: {
          text: given.reason,
          xml: Buffer.from(prepared.xml).toString('utf8'),
          ledger: prepared.ledger,
          findings: prepared.findings,
        },
      },
    });
  });

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
    const { entity, case_id: caseId } = report;
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
    if (!accepted) await resumeCase(tx, ports.journal, { caseId, report: id, actor: call.actor });
  });

/** What was written and filed about a customer goes when they are erased; in the erasing transaction. */
export async function eraseContent(tx: Tx, journal: Journal, customer: ErasedCustomer): Promise<void> {
  const { id, entity, actor } = customer;
  await journal.record(tx, contentErased, { entity, actor, subject: id, data: { customer: id } });
}
