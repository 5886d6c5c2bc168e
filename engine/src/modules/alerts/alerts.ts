import type { EntityView } from '@atalaya/contract/access.ts';
import type { AlertRow } from '@atalaya/contract/alerts.ts';
import type { Severity } from '@atalaya/contract/decisions.ts';
import type { Texts } from '@atalaya/contract/schema.ts';
import { Failure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { type Database, one, type Scope, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import type { Vault } from '../../platform/vault.ts';
import { withDeployment } from '../access/permissions.ts';
import type { ErasedCustomer } from '../customers/customers.ts';
import { type AlertState, nextAlertState } from './alert.ts';
import { ensureAssignable } from './assignee.ts';
import { type Casework, lockCasework } from './casework.ts';
import { alertAssigned, alertCleared, alertReopened, remarksErased } from './events.ts';
import { alertRow, type NamePorts } from './queries.ts';
import { ensureNotErased } from './words.ts';

export interface AlertPorts extends NamePorts {
  readonly db: Database;
  readonly journal: Journal;
  readonly vault: Vault;
  readonly casework: Casework;
  /** cus_… of an id that may be the exchange's own reference. */
  readonly customerId: (tx: Tx, id: string) => Promise<string>;
  readonly entityOf: (id: string) => EntityView;
}

export interface CallOfStaff {
  readonly scope: Scope;
  readonly actor: string;
}

interface LockedAlert {
  readonly id: string;
  readonly entity: string;
  readonly customer: string;
  readonly scenario: string;
  readonly title: Texts;
  readonly severity: Severity;
  readonly state: AlertState;
}

async function lockAlert(tx: Tx, id: string): Promise<LockedAlert> {
  const found = await one<LockedAlert>(
    tx,
    'select id, entity, customer, scenario, title, severity, state from alerts.alert where id = $1 for update',
    [id],
  );
  if (found === undefined) throw new Failure('missing', 'alerts.unknown', `no alert ${id}`);
  return found;
}

/** Locks the alert after the casework of its entity: for verbs that touch cases, or which alert is the active one. */
async function lockWithCasework(tx: Tx, id: string): Promise<LockedAlert> {
  const found = await one<{ entity: string }>(tx, 'select entity from alerts.alert where id = $1', [id]);
  if (found === undefined) throw new Failure('missing', 'alerts.unknown', `no alert ${id}`);
  await lockCasework(tx, [found.entity]);
  return lockAlert(tx, id);
}

const remarkOf = (kind: 'cleared' | 'reopened', alert: LockedAlert, text: string) => ({
  remarks: [{ id: newId('note'), kind }],
  personal: { person: alert.customer, content: { text } },
});

/** Gives an alert to someone, or back to the queue. Failures: alerts.unknown, .transition_refused, .unknown_assignee. */
export const assignAlert = (
  ports: AlertPorts,
  call: CallOfStaff,
  id: string,
  assignee: string | null,
): Promise<AlertRow> =>
  write(ports.db, withDeployment(call.scope), async (tx) => {
    const alert = await lockAlert(tx, id);
    nextAlertState(alert.state, 'assign');
    const { entity } = alert;
    if (assignee !== null)
      await ensureAssignable(tx, {
        entity,
        assignee,
        permission: 'alerts:work',
        code: 'alerts.unknown_assignee',
      });
    await ports.journal.record(tx, alertAssigned, {
      entity,
      actor: call.actor,
      subject: id,
      data: { assignee },
    });
    return alertRow(tx, ports, id);
  });

/** A false alarm, with a reason of the list and words. Failures: alerts.unknown, alerts.transition_refused. */
export const clearAlert = (
  ports: AlertPorts,
  call: CallOfStaff,
  id: string,
  given: { readonly reason: string; readonly note: string },
): Promise<AlertRow> =>
  write(ports.db, call.scope, async (tx) => {
    const alert = await lockAlert(tx, id);
    await ensureNotErased(tx, ports.vault, alert.customer);
    const { remarks, personal } = remarkOf('cleared', alert, given.note);
    await ports.journal.record(tx, alertCleared, {
      entity: alert.entity,
      actor: call.actor,
      subject: id,
      data: {
        customer: alert.customer,
        state: nextAlertState(alert.state, 'clear'),
        active: false,
        reason: given.reason,
        remarks,
      },
      personal,
    });
    return alertRow(tx, ports, id);
  });

/** Undoes a clearance. Failures: alerts.unknown, alerts.transition_refused, alerts.another_open. */
export const reopenAlert = (
  ports: AlertPorts,
  call: CallOfStaff,
  id: string,
  note: string,
): Promise<AlertRow> =>
  write(ports.db, call.scope, async (tx) => {
    const alert = await lockWithCasework(tx, id);
    const state = nextAlertState(alert.state, 'reopen');
    const rival = await one<{ id: string }>(
      tx,
      'select id from alerts.alert where active and customer = $1 and scenario = $2',
      [alert.customer, alert.scenario],
    );
    if (rival !== undefined)
      throw new Failure('conflict', 'alerts.another_open', `${rival.id} is open for the same findings`, [
        { field: 'id', message: rival.id },
      ]);
    await ensureNotErased(tx, ports.vault, alert.customer);
    const { remarks, personal } = remarkOf('reopened', alert, note);
    await ports.journal.record(tx, alertReopened, {
      entity: alert.entity,
      actor: call.actor,
      subject: id,
      data: { customer: alert.customer, state, active: true, remarks },
      personal,
    });
    return alertRow(tx, ports, id);
  });

/** Into the customer's open case, or a new one. Failures: alerts.unknown, alerts.transition_refused. */
export const escalateAlert = (
  ports: AlertPorts,
  call: CallOfStaff,
  id: string,
  note: string | undefined,
): Promise<{ alert: AlertRow; case_id: string }> =>
  write(ports.db, call.scope, async (tx) => {
    const alert = await lockWithCasework(tx, id);
    nextAlertState(alert.state, 'join_case');
    if (note !== undefined) await ensureNotErased(tx, ports.vault, alert.customer);
    const caseId = await ports.casework.escalate(tx, call.actor, { ...alert, opensCase: true }, note);
    return { alert: await alertRow(tx, ports, id), case_id: caseId };
  });

/** What people wrote about a customer in alerts goes when the customer is erased; in the erasing transaction. */
export async function eraseRemarks(tx: Tx, journal: Journal, customer: ErasedCustomer): Promise<void> {
  const { id, entity, actor } = customer;
  await journal.record(tx, remarksErased, { entity, actor, subject: id, data: { customer: id } });
}
