import type { Severity } from '@atalaya/contract/decisions.ts';
import type { Texts } from '@atalaya/contract/schema.ts';
import { newId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import { type AlertState, nextAlertState } from './alert.ts';
import { alertJoinedCase, alertSettled } from './events.ts';

/** An alert that is open and in no case. */
export interface RaisedAlert {
  readonly id: string;
  readonly entity: string;
  readonly customer: string;
  readonly title: Texts;
  readonly severity: Severity;
  /** Its findings ask for a case at once; otherwise it joins one that is open, or waits. */
  readonly opensCase: boolean;
}

/** What alerts ask of cases, which come after them in the order of modules. */
export interface Casework {
  /** Alerts a reader raised: each joins its customer's open case, opens one, or is left in the queue. */
  take(tx: Tx, actor: string, raised: readonly RaisedAlert[]): Promise<void>;
  /** A person escalates: joins the customer's open case or opens one. Gives the case's id. */
  escalate(tx: Tx, actor: string, alert: RaisedAlert, note: string | undefined): Promise<string>;
}

/**
 * Whatever moves alerts in and out of cases takes this first, in the order of entity ids, so that two of them never wait
 * for each other and an entity's customers have one open case each. Held to the end of the transaction.
 */
export async function lockCasework(tx: Tx, entities: Iterable<string>): Promise<void> {
  for (const entity of [...new Set(entities)].sort())
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`casework ${entity}`]);
}

export interface Joining {
  readonly caseId: string;
  readonly alert: { readonly id: string; readonly entity: string; readonly customer: string };
  /** State of the alert as read under lock. */
  readonly state: AlertState;
  readonly note?: string | undefined;
}

/** Alerts enter cases. Failure: alerts.transition_refused. */
export async function joinCases(
  tx: Tx,
  journal: Journal,
  actor: string,
  joinings: readonly Joining[],
): Promise<void> {
  await journal.recordMany(
    tx,
    alertJoinedCase,
    joinings.map(({ caseId, alert, state, note }) => ({
      entity: alert.entity,
      actor,
      subject: alert.id,
      data: {
        customer: alert.customer,
        state: nextAlertState(state, 'join_case'),
        case: caseId,
        remarks: note === undefined ? [] : [{ id: newId('note'), kind: 'escalated' as const }],
      },
      ...(note === undefined ? {} : { personal: { person: alert.customer, content: { text: note } } }),
    })),
  );
}

/**
 * A case ended, or was taken up again: says of its alerts whether new findings join them. Taken up again, an alert stays
 * settled when another one of the same customer and scenario has been opened meanwhile.
 */
export async function settleAlerts(
  tx: Tx,
  journal: Journal,
  actor: string,
  work: { readonly entity: string; readonly caseId: string; readonly active: boolean },
): Promise<void> {
  const found = await tx.query<{ id: string }>(
    `select a.id from alerts.alert a where a.case_id = $1 and a.active <> $2
       and not ($2 and exists (select 1 from alerts.alert b where b.active and b.customer = a.customer and b.scenario = a.scenario))
       and not ($2 and exists (select 1 from alerts.alert c where c.case_id = $1 and c.customer = a.customer and c.scenario = a.scenario and c.id > a.id))
     for update`,
    [work.caseId, work.active],
  );
  await journal.recordMany(
    tx,
    alertSettled,
    found.rows.map(({ id }) => ({
      entity: work.entity,
      actor,
      subject: id,
      data: { case: work.caseId, active: work.active },
    })),
  );
}
