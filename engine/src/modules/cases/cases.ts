import type { EntityView } from '@atalaya/contract/access.ts';
import type { CaseView } from '@atalaya/contract/cases.ts';
import type { CustomerView } from '@atalaya/contract/customers.ts';
import { Failure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { type Database, one, type Scope, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import type { Vault } from '../../platform/vault.ts';
import { withDeployment } from '../access/permissions.ts';
import { ensureAssignable } from '../alerts/assignee.ts';
import { lockCasework, settleAlerts } from '../alerts/casework.ts';
import type { NamePorts } from '../alerts/queries.ts';
import { ensureNotErased } from '../alerts/words.ts';
import type { ErasedCustomer } from '../customers/customers.ts';
import { type CaseAction, type CaseOutcome, type CaseState, isWorked, nextCaseState } from './case.ts';
import { reportDue } from './deadlines.ts';
import {
  caseAssigned,
  caseNoted,
  caseReopened,
  outcomeDecided,
  outcomeProposed,
  reportDecided,
  reportProposed,
  wordsErased,
} from './events.ts';
import type { CaseReports } from './story.ts';

export interface CasePorts extends NamePorts {
  readonly db: Database;
  readonly journal: Journal;
  readonly vault: Vault;
  /** Data folder: attachments lie under it. */
  readonly home: string;
  /** cus_… of an id that may be the exchange's own reference. */
  readonly customerId: (tx: Tx, id: string) => Promise<string>;
  readonly customerView: (tx: Tx, id: string) => Promise<CustomerView>;
  readonly entityOf: (id: string) => EntityView;
  /** What reports, which come after cases, tell of a case; asked only for callers that may know. */
  readonly reportsOfCase: (tx: Tx, caseId: string) => Promise<CaseReports>;
  readonly now: () => Instant;
}

export interface CallOfStaff {
  readonly scope: Scope;
  readonly actor: string;
}

export interface LockedCase {
  readonly id: string;
  readonly entity: string;
  readonly number: number;
  readonly customer: string;
  readonly state: CaseState;
  readonly proposed_by: string | null;
  readonly proposed_outcome: CaseOutcome | null;
  /** When something to report was first held to be there; null while nobody did. */
  readonly report_known_at: Instant | null;
}

/** Failure: cases.unknown. */
export async function lockCase(tx: Tx, id: string): Promise<LockedCase> {
  const found = await one<LockedCase>(
    tx,
    `select id, entity, number, customer, state, proposed_by, proposed_outcome, report_known_at
     from cases.case where id = $1 for update`,
    [id],
  );
  if (found === undefined) throw new Failure('missing', 'cases.unknown', `no case ${id}`);
  return found;
}

/** For verbs that end a case or take it up again: its alerts move with it. */
export async function lockCaseWithAlerts(tx: Tx, id: string): Promise<LockedCase> {
  const found = await one<{ entity: string }>(tx, 'select entity from cases.case where id = $1', [id]);
  if (found === undefined) throw new Failure('missing', 'cases.unknown', `no case ${id}`);
  await lockCasework(tx, [found.entity]);
  return lockCase(tx, id);
}

/** Gives a case to someone, or back. Failures: cases.unknown, .transition_refused, .unknown_assignee. */
export const assignCase = (
  ports: CasePorts,
  call: CallOfStaff,
  id: string,
  assignee: string | null,
): Promise<void> =>
  write(ports.db, withDeployment(call.scope), async (tx) => {
    const found = await lockCase(tx, id);
    const { entity } = found;
    const state = nextCaseState(found.state, assignee === null ? 'unassign' : 'assign');
    if (assignee !== null)
      await ensureAssignable(tx, {
        entity,
        assignee,
        permission: 'cases:work',
        code: 'cases.unknown_assignee',
      });
    await ports.journal.record(tx, caseAssigned, {
      entity,
      actor: call.actor,
      subject: id,
      data: { state, assignee },
    });
  });

/** What every entry with words has: who it is about, where the words go, and that they are sealed. */
const wordsOf = (
  found: LockedCase,
  action: CaseAction,
  kind: 'note' | 'proposal' | 'decision' | 'reopening',
) => ({
  state: nextCaseState(found.state, action),
  customer: found.customer,
  note: newId('note'),
  kind,
});

const sealed = (found: LockedCase, text: string) => ({ person: found.customer, content: { text } });

/** Notes are never changed, only added. Failures: cases.unknown, cases.transition_refused. */
export const addNote = (
  ports: CasePorts,
  call: CallOfStaff,
  id: string,
  text: string,
): Promise<CaseView['notes'][number]> =>
  write(ports.db, call.scope, async (tx) => {
    const found = await lockCase(tx, id);
    const data = wordsOf(found, 'work', 'note');
    await ensureNotErased(tx, ports.vault, found.customer);
    const { at } = await ports.journal.record(tx, caseNoted, {
      entity: found.entity,
      actor: call.actor,
      subject: id,
      data,
      personal: sealed(found, text),
    });
    const name = (await ports.actorNames(tx, [call.actor])).get(call.actor);
    return {
      id: data.note,
      author: call.actor,
      ...(name === undefined ? {} : { author_name: name }),
      at: formatInstant(at),
      text,
    };
  });

/**
 * Proposes how the case ends; a second person must agree. Proposing to report starts the clock of the report, where the
 * jurisdiction has one. Failures: cases.unknown, cases.transition_refused.
 */
export const proposeOutcome = (
  ports: CasePorts,
  call: CallOfStaff,
  id: string,
  given: { readonly outcome: CaseOutcome; readonly reason: string },
): Promise<void> =>
  write(ports.db, call.scope, async (tx) => {
    const found = await lockCase(tx, id);
    const words = wordsOf(found, 'propose', 'proposal');
    await ensureNotErased(tx, ports.vault, found.customer);
    const { outcome } = given;
    const entry = {
      entity: found.entity,
      actor: call.actor,
      subject: id,
      personal: sealed(found, given.reason),
    };
    if (outcome !== 'report') {
      await ports.journal.record(tx, outcomeProposed, { ...entry, data: { ...words, outcome } });
      return;
    }
    const known = found.report_known_at ?? ports.now();
    const due = reportDue(ports.entityOf(found.entity).jurisdiction, known);
    await ports.journal.record(tx, reportProposed, {
      ...entry,
      data: {
        ...words,
        outcome,
        known_at: formatInstant(known),
        due_at: due === undefined ? null : formatInstant(due.at),
        due_basis: due?.basis ?? null,
      },
    });
  });

/**
 * Agrees with a proposal or sends it back; never the person who proposed.
 * Failures: cases.unknown, cases.transition_refused, auth.second_person.
 */
export const decideCase = (
  ports: CasePorts,
  call: CallOfStaff,
  id: string,
  given: { readonly agree: boolean; readonly reason: string },
): Promise<void> =>
  write(ports.db, call.scope, async (tx) => {
    const found = await lockCaseWithAlerts(tx, id);
    const { proposed_outcome: outcome } = found;
    const reporting = outcome === 'report';
    const action = !given.agree ? 'send_back' : reporting ? 'agree_report' : 'agree_close';
    const words = wordsOf(found, action, 'decision');
    if (found.proposed_by === call.actor)
      throw new Failure('denied', 'auth.second_person', 'the person who proposed cannot decide');
    await ensureNotErased(tx, ports.vault, found.customer);
    await ports.journal.record(tx, reporting ? reportDecided : outcomeDecided, {
      entity: found.entity,
      actor: call.actor,
      subject: id,
      data: { ...words, agree: given.agree, outcome: given.agree ? outcome : null },
      personal: sealed(found, given.reason),
    });
    if (!isWorked(words.state))
      await settleAlerts(tx, ports.journal, call.actor, { entity: found.entity, caseId: id, active: false });
  });

/** Takes an ended case up again. Failures: cases.unknown, cases.transition_refused, cases.another_open. */
export const reopenCase = (ports: CasePorts, call: CallOfStaff, id: string, reason: string): Promise<void> =>
  write(ports.db, call.scope, async (tx) => {
    const found = await lockCaseWithAlerts(tx, id);
    const words = wordsOf(found, 'reopen', 'reopening');
    await ensureNoOther(tx, found);
    await ensureNotErased(tx, ports.vault, found.customer);
    await ports.journal.record(tx, caseReopened, {
      entity: found.entity,
      actor: call.actor,
      subject: id,
      data: words,
      personal: sealed(found, reason),
    });
    await settleAlerts(tx, ports.journal, call.actor, { entity: found.entity, caseId: id, active: true });
  });

/** A customer has one open case. Failure: cases.another_open. */
export async function ensureNoOther(tx: Tx, found: LockedCase): Promise<void> {
  const other = await one<{ id: string; number: number }>(
    tx,
    `select id, number from cases.case where customer = $1 and id <> $2 and state in ('open', 'investigating', 'proposed')`,
    [found.customer, found.id],
  );
  if (other !== undefined)
    throw new Failure('conflict', 'cases.another_open', `case ${other.number} of the customer is open`, [
      { field: 'id', message: other.id },
    ]);
}

/** What people wrote about a customer in cases goes when the customer is erased; in the erasing transaction. */
export async function eraseWords(tx: Tx, journal: Journal, customer: ErasedCustomer): Promise<void> {
  const { id, entity, actor } = customer;
  await journal.record(tx, wordsErased, { entity, actor, subject: id, data: { customer: id } });
}
