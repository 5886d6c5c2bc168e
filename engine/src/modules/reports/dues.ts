import type { Texts } from '@atalaya/contract/schema.ts';
import { Failure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { one, rows, type Scope, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import { lockCasework } from '../alerts/casework.ts';
import { ensureNotErased } from '../alerts/words.ts';
import { caseFor } from '../cases/casework.ts';
import { plainAlertCode } from './avi.ts';
import { type DismissalReason, type DueState, nextDueState } from './due.ts';
import { dueCovered, dueDismissed, dueReopened, dueStarted } from './due-events.ts';
import { type CallOfStaff, draftWithin, type ReportPorts } from './reports.ts';

export interface DuePorts extends ReportPorts {
  /** Events inside the windows of a scenario at an event: the operations that added up to a duty. */
  readonly operationsBehind: (scope: Scope, event: string, scenario: string) => Promise<readonly string[]>;
}

interface LockedDue {
  readonly id: string;
  readonly entity: string;
  readonly customer: string;
  readonly state: DueState;
  readonly title: Texts;
  readonly month: string;
}

async function lockDue(tx: Tx, id: string): Promise<LockedDue> {
  const found = await one<LockedDue>(
    tx,
    'select id, entity, customer, state, title, month from reports.due where id = $1 for update',
    [id],
  );
  if (found === undefined) throw unknownDue(id);
  return found;
}

export const unknownDue = (id: string): Failure =>
  new Failure('missing', 'reports.unknown', `no duty to report ${id}`);

/** Everything a month's report of a customer tells: what their open duties were found at, and what added up to it. */
async function operationsOf(ports: DuePorts, scope: Scope, id: string): Promise<string[]> {
  const found = await write(ports.db, scope, (tx) =>
    rows<{ event: string; scenario: string }>(
      tx,
      `select e.event, d.scenario from reports.due own
       join reports.due d on d.customer = own.customer and d.month = own.month and d.state = 'open'
       join reports.due_event e on e.due = d.id where own.id = $1 order by e.at, e.event`,
      [id],
    ),
  );
  const behind = await Promise.all(
    found.map(({ event, scenario }) => ports.operationsBehind(scope, event, scenario)),
  );
  return [...new Set([...found.map(({ event }) => event), ...behind.flat()])];
}

/**
 * One click: the customer's open case, or a new one, and in it the draft of the month's report with its operations. Gives
 * the report's id. Failures: reports.unknown, reports.due_closed, and those of draftReport.
 */
export async function startDue(ports: DuePorts, call: CallOfStaff, id: string): Promise<string> {
  const events = await operationsOf(ports, call.scope, id);
  return write(ports.db, call.scope, async (tx) => {
    const place = await one<{ entity: string }>(tx, 'select entity from reports.due where id = $1', [id]);
    if (place === undefined) throw unknownDue(id);
    await lockCasework(tx, [place.entity]);
    const { entity, customer, title, month, state } = await lockDue(tx, id);
    nextDueState(state, 'start');
    const caseId = await caseFor(tx, ports, call.actor, { entity, customer, title, severity: 'low' });
    const siblings = await openDues(tx, { customer, month });
    await ports.journal.recordMany(
      tx,
      dueStarted,
      siblings.map((due) => ({ entity, actor: call.actor, subject: due.id, data: { case: caseId } })),
    );
    return draftWithin(tx, ports, call, caseId, {
      month,
      priority: 'normal',
      alert_type: plainAlertCode(ports.avi, ports.now()),
      narrative: title.es,
      events,
    });
  });
}

/** An officer says why no report is due. Failures: reports.unknown, reports.due_closed, customers.erased. */
export const dismissDue = (
  ports: ReportPorts,
  call: CallOfStaff,
  id: string,
  given: { readonly reason: DismissalReason; readonly note: string },
): Promise<void> =>
  write(ports.db, call.scope, async (tx) => {
    const due = await lockDue(tx, id);
    const { entity, customer } = due;
    const state = nextDueState(due.state, 'dismiss');
    await ensureNotErased(tx, ports.vault, customer);
    await ports.journal.record(tx, dueDismissed, {
      entity,
      actor: call.actor,
      subject: id,
      data: { state, customer, reason: given.reason, note: newId('note') },
      personal: { person: customer, content: { text: given.note } },
    });
  });

const openDues = (
  tx: Tx,
  { customer, month }: { readonly customer: string; readonly month: string },
): Promise<{ id: string; state: DueState }[]> =>
  rows(
    tx,
    `select id, state from reports.due where customer = $1 and month = $2 and state = 'open' order by id for update`,
    [customer, month],
  );

interface Step {
  readonly entity: string;
  readonly actor: string;
  readonly report: string;
}

/** A report of the month was filed: the customer's duties of that month are met. In the filing transaction. */
export async function coverDues(
  tx: Tx,
  journal: Journal,
  step: Step & { readonly customer: string; readonly month: string },
): Promise<void> {
  const { entity, actor, report } = step;
  await journal.recordMany(
    tx,
    dueCovered,
    (await openDues(tx, step)).map(({ id, state }) => ({
      entity,
      actor,
      subject: id,
      data: { state: nextDueState(state, 'cover'), report },
    })),
  );
}

/** The authority refused that report: what it covered is due again, unless the same was found anew since. */
export async function reopenDues(tx: Tx, journal: Journal, { entity, actor, report }: Step): Promise<void> {
  const covered = await rows<{ id: string; state: DueState }>(
    tx,
    `select d.id, d.state from reports.due d where d.report = $1 and d.state = 'covered' and not exists (
       select 1 from reports.due o where o.customer = d.customer and o.scenario = d.scenario and o.month = d.month
         and o.state = 'open')
     order by d.id for update of d`,
    [report],
  );
  await journal.recordMany(
    tx,
    dueReopened,
    covered.map(({ id, state }) => ({
      entity,
      actor,
      subject: id,
      data: { state: nextDueState(state, 'reopen') },
    })),
  );
}
