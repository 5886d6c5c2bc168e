import type { ReportFields } from '@atalaya/contract/reports.ts';
import { Failure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { type Database, one, type Scope, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import type { NamePorts } from '../alerts/queries.ts';
import { ensureNotErased } from '../alerts/words.ts';
import { type LockedCase, lockCase } from '../cases/cases.ts';
import { lockWorkedCase } from '../cases/reporting.ts';
import type { ErasedCustomer } from '../customers/customers.ts';
import { aviDeadline } from './avi.ts';
import { editedFields, firstFields } from './draft.ts';
import { contentErased, reportDrafted, reportEdited, reportWithdrawn } from './events.ts';
import type { DraftedReport, PreparePorts } from './prepare.ts';
import { nextReportState, type ReportState } from './report.ts';

export interface ReportPorts extends PreparePorts, NamePorts {
  readonly db: Database;
  readonly journal: Journal;
}

export interface CallOfStaff {
  readonly scope: Scope;
  readonly actor: string;
}

export interface LockedReport extends Omit<DraftedReport, 'fields'> {
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
export async function lockReport(tx: Tx, id: string, lock = lockCase): Promise<LockedReport> {
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

export const drafted = (found: LockedReport): DraftedReport => ({ ...found, fields: found.fields ?? {} });

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
): Promise<string> => write(ports.db, call.scope, (tx) => draftWithin(tx, ports, call, caseId, given));

/** The same inside a transaction that does more. */
export async function draftWithin(
  tx: Tx,
  ports: ReportPorts,
  call: CallOfStaff,
  caseId: string,
  given: ReportFields,
): Promise<string> {
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
}

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

/** What was written and filed about a customer goes when they are erased; in the erasing transaction. */
export async function eraseContent(tx: Tx, journal: Journal, customer: ErasedCustomer): Promise<void> {
  const { id, entity, actor } = customer;
  await journal.record(tx, contentErased, { entity, actor, subject: id, data: { customer: id } });
}
