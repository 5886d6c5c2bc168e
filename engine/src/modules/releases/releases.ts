import { Failure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { type Database, one, rows, type Scope, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import type { ErasedCustomer } from '../customers/customers.ts';
import { relationshipSet } from '../customers/events.ts';
import type { KnownCustomer } from '../customers/known.ts';
import { knownByIds } from '../customers/queries.ts';
import { nextRelationship, type RelationshipState } from '../customers/relationship.ts';
import { releaseHold } from '../decisions/holds.ts';
import { releaseDecided, releaseProposed, releaseSentBack, remarksErased } from './events.ts';
import { type LookPorts, stillFree } from './look.ts';
import { nextReleaseState, type ReleaseState } from './release.ts';

export interface ReleasePorts extends LookPorts {
  readonly db: Database;
  /** Told after the commit, before the reply: customers as they are known now. */
  readonly changed: (customers: readonly KnownCustomer[]) => void;
}

export interface CallOfStaff {
  readonly scope: Scope;
  readonly actor: string;
}

interface LockedRelease {
  readonly id: string;
  readonly entity: string;
  readonly customer: string;
  readonly state: ReleaseState;
  readonly relationship: 'restricted' | null;
  readonly proposal: 'release' | 'keep' | null;
  readonly proposed_by: string | null;
}

/** Failures: releases.unknown, customers.erased. */
async function lockRelease(tx: Tx, ports: ReleasePorts, id: string): Promise<LockedRelease> {
  const found = await one<LockedRelease>(
    tx,
    `select id, entity, customer, state, relationship, proposal, proposed_by from releases.release where id = $1 for update`,
    [id],
  );
  if (found === undefined) throw new Failure('missing', 'releases.unknown', `no release ${id}`);
  // Words are sealed with the customer's key; once it is gone nothing more is written.
  if (!(await ports.vault.existing(tx, [found.customer])).has(found.customer))
    throw new Failure(
      'conflict',
      'customers.erased',
      'the customer was erased; nothing can be written about them',
    );
  return found;
}

const entryOf = (call: CallOfStaff, { id, entity, customer }: LockedRelease, text: string) => ({
  entity,
  actor: call.actor,
  subject: id,
  personal: { person: customer, content: { text } },
});

/**
 * Proposes to release what was stopped, or to keep it stopped. Failures: releases.unknown, releases.transition_refused,
 * customers.erased.
 */
export const proposeRelease = (
  ports: ReleasePorts,
  call: CallOfStaff,
  id: string,
  given: { readonly outcome: 'release' | 'keep'; readonly reason: string },
): Promise<void> =>
  write(ports.db, call.scope, async (tx) => {
    const found = await lockRelease(tx, ports, id);
    await ports.journal.record(tx, releaseProposed, {
      ...entryOf(call, found, given.reason),
      data: {
        customer: found.customer,
        state: nextReleaseState(found.state, 'propose'),
        proposal: given.outcome,
        remarks: [{ id: newId('note'), kind: `proposed_${given.outcome}` }],
      },
    });
  });

/**
 * Agrees with what was proposed or sends it back; never the person who proposed. What is released is asked again first:
 * nothing moves while a list or a tag says of one of the operations what it said then. Holds are released, a restriction is
 * lifted, in the same transaction; of what was blocked the exchange reads here that it may go on. Failures:
 * releases.unknown, releases.transition_refused, releases.ground_returned, auth.second_person, customers.erased.
 */
export async function decideRelease(
  ports: ReleasePorts,
  call: CallOfStaff,
  id: string,
  given: { readonly agree: boolean; readonly reason: string },
): Promise<void> {
  const known = await write(ports.db, call.scope, async (tx) => {
    const found = await lockRelease(tx, ports, id);
    const releasing = found.proposal === 'release';
    const state = nextReleaseState(found.state, !given.agree ? 'send_back' : releasing ? 'release' : 'keep');
    if (found.proposed_by === call.actor)
      throw new Failure('denied', 'auth.second_person', 'the person who proposed cannot decide');
    const lifted = given.agree && releasing ? await release(tx, ports, call, found) : [];
    const { customer } = found;
    await ports.journal.record(tx, given.agree ? releaseDecided : releaseSentBack, {
      ...entryOf(call, found, given.reason),
      data: { customer, state, remarks: [{ id: newId('note'), kind: given.agree ? 'agreed' : 'returned' }] },
    });
    return lifted;
  });
  if (known.length > 0) ports.changed(known);
}

interface Item {
  readonly event: string;
  readonly hold: string | null;
  readonly held: boolean;
}

/** Holds end and the restriction is lifted; gives the customer as known then, where that changed. */
async function release(
  tx: Tx,
  ports: ReleasePorts,
  call: CallOfStaff,
  { id, entity, customer, relationship }: LockedRelease,
): Promise<readonly KnownCustomer[]> {
  const items = await rows<Item>(
    tx,
    `select i.event, h.id as hold, coalesce(h.state = 'held', false) as held from releases.item i
     left join decisions.hold h on h.event = i.event
     where i.release = $1 and i.returned_at is null order by i.event for update of i`,
    [id],
  );
  await ensureFree(tx, ports, items);
  const reason = `release after a delisting, ${id}`;
  for (const { hold, held } of items)
    if (hold !== null && held) await releaseHold(tx, ports.journal, call.actor, hold, reason);
  if (relationship === null) return [];
  const before = await one<{ state: RelationshipState }>(
    tx,
    'select state from customers.customer where id = $1 for update',
    [customer],
  );
  if (before?.state !== 'restricted') return [];
  await ports.journal.record(tx, relationshipSet, {
    entity,
    actor: call.actor,
    subject: customer,
    data: { state: nextRelationship(before.state, 'active'), before: before.state, reason },
  });
  return knownByIds(tx, [customer]);
}

/** Holds that a person resolved, or time, need no ground any more. Failure: releases.ground_returned. */
async function ensureFree(tx: Tx, ports: ReleasePorts, items: readonly Item[]): Promise<void> {
  const asked = items.filter(({ hold, held }) => hold === null || held).map(({ event }) => event);
  const free = await stillFree(tx, ports, asked);
  const back = asked.filter((event) => !free.has(event));
  if (back.length > 0)
    throw new Failure(
      'conflict',
      'releases.ground_returned',
      'a list or a tag names it again',
      back.map((event) => ({ field: 'event', message: event })),
    );
}

/** What people wrote about a customer in releases goes when the customer is erased; in the erasing transaction. */
export async function eraseReleaseRemarks(tx: Tx, journal: Journal, customer: ErasedCustomer): Promise<void> {
  const { id, entity, actor } = customer;
  await journal.record(tx, remarksErased, { entity, actor, subject: id, data: { customer: id } });
}
