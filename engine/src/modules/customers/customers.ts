import type { CustomerView } from '@atalaya/contract/customers.ts';
import { canonicalText } from '../../kernel/canonical.ts';
import { Failure, isFailure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { civilDate, type Instant } from '../../kernel/instant.ts';
import { type Database, rows, type Scope, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import type { Vault } from '../../platform/vault.ts';
import type { ProvenCustomer } from './customer.ts';
import {
  type CustomerFactsData,
  customerErased,
  customerRegistered,
  customerUpdated,
  relationshipSet,
} from './events.ts';
import { identityWarnings } from './identity-numbers.ts';
import type { KnownCustomer } from './known.ts';
import { knownByIds, storedCustomer } from './queries.ts';
import { rateCustomer } from './rating.ts';
import type { RatingTables } from './rating-tables.ts';
import { nextRelationship, type RelationshipState } from './relationship.ts';
import { present, STORED, type StoredCustomer } from './tables.ts';

export interface CustomerPorts {
  readonly db: Database;
  readonly journal: Journal;
  readonly vault: Vault;
  readonly tables: RatingTables;
  readonly now: () => Instant;
  /** Told after each commit what is known now of the customers it changed. */
  readonly changed: (customers: readonly KnownCustomer[]) => void;
  /** Told after an erasure was committed. */
  readonly erased: (id: string) => void;
  /** Takes part in the transaction of an erasure: what later modules keep of the person goes with it. */
  readonly eraseWith: readonly ((tx: Tx, customer: ErasedCustomer) => Promise<void>)[];
}

export interface ErasedCustomer {
  readonly id: string;
  readonly entity: string;
  readonly actor: string;
}

export interface CustomerCall {
  readonly scope: Scope;
  readonly actor: string;
}

/** Where a put customer stands now, or why it was refused. */
export type PutResult = { readonly id: string; readonly entry: number } | Failure;

/** Ratings count days where most of our obliged entities are; a day more or less moves no rating unfairly. */
const RATING_ZONE = 'America/Mexico_City';

const factsOf = (ports: CustomerPorts, { profile, personal }: ProvenCustomer): CustomerFactsData => {
  const { rating, ...risk } = rateCustomer(
    ports.tables,
    { profile, personal },
    civilDate(ports.now(), RATING_ZONE),
  );
  return { profile, rating, risk, warnings: identityWarnings(profile.kind, personal) };
};

const isUnchanged = (stored: StoredCustomer, facts: CustomerFactsData, personal: object): boolean =>
  canonicalText({
    profile: stored.profile,
    rating: stored.rating,
    risk: stored.risk,
    warnings: stored.warnings,
    personal: stored.details ?? {},
  }) === canonicalText({ ...facts, personal });

interface Planned {
  readonly index: number;
  readonly id: string;
  readonly input: ProvenCustomer;
  readonly facts: CustomerFactsData;
}

/** Writes a group in one transaction; a reference is in it once. Erased customers are refused, the others go in. */
async function putGroup(
  ports: CustomerPorts,
  actor: string,
  entity: string,
  inputs: readonly ProvenCustomer[],
): Promise<{ results: PutResult[]; known: KnownCustomer[] }> {
  return write(ports.db, { entities: [entity] }, async (tx) => {
    const stored = new Map(
      (
        await rows<StoredCustomer>(
          tx,
          `${STORED} where c.entity = $1 and c.reference = any ($2) for update of c`,
          [entity, inputs.map((input) => input.reference)],
        )
      ).map((one) => [one.reference, one]),
    );
    const results: PutResult[] = [];
    const fresh: Planned[] = [];
    const changed: Planned[] = [];
    inputs.forEach((input, index) => {
      const before = stored.get(input.reference);
      const facts = factsOf(ports, input);
      if (before?.erased === true) results[index] = erasedAlready(input.reference);
      else if (before === undefined) fresh.push({ index, id: newId('cus'), input, facts });
      else if (isUnchanged(before, facts, input.personal))
        results[index] = { id: before.id, entry: before.entry };
      else changed.push({ index, id: before.id, input, facts });
    });
    const entries = [
      ...(await ports.journal.recordMany(
        tx,
        customerRegistered,
        fresh.map((one) => ({
          ...entryOf(entity, actor, one),
          data: {
            ...one.facts,
            reference: one.input.reference,
            state: 'active' as const,
            erased: false as const,
          },
        })),
      )),
      ...(await ports.journal.recordMany(
        tx,
        customerUpdated,
        changed.map((one) => ({ ...entryOf(entity, actor, one), data: one.facts })),
      )),
    ];
    const written = [...fresh, ...changed];
    written.forEach(({ index, id }, i) => {
      results[index] = { id, entry: entries[i]?.number ?? 0 };
    });
    return {
      results,
      known: await knownByIds(
        tx,
        written.map((one) => one.id),
      ),
    };
  });
}

const entryOf = (entity: string, actor: string, { id, input }: Planned) => ({
  entity,
  actor,
  subject: id,
  personal: { person: id, content: input.personal },
});

const erasedAlready = (reference: string): Failure =>
  new Failure(
    'conflict',
    'customers.erased',
    'the person’s data was erased; a new relationship needs a new reference',
    [{ field: '/reference', message: reference }],
  );

const UNIQUE_VIOLATION = '23505';

/**
 * Registers or replaces customers of one obliged entity, in one transaction, in the order given. A new one starts active:
 * the exchange already does business with them. An input that changes nothing writes nothing. A result per input.
 */
export async function putCustomers(
  ports: CustomerPorts,
  call: { actor: string; entity: string },
  inputs: readonly ProvenCustomer[],
): Promise<PutResult[]> {
  const last = new Map(inputs.map((input, index) => [input.reference, index]));
  if (last.size < inputs.length) return putRepeated(ports, call, inputs);
  const put = () => putGroup(ports, call.actor, call.entity, inputs);
  const { results, known } = await put().catch((error: unknown) => {
    // Someone else registered one of them a moment ago: now it is there to be updated.
    if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) return put();
    throw error;
  });
  if (known.length > 0) ports.changed(known);
  return results;
}

/** A reference told twice is first put, then replaced: groups without repetition, one after the other. */
async function putRepeated(
  ports: CustomerPorts,
  call: { actor: string; entity: string },
  inputs: readonly ProvenCustomer[],
): Promise<PutResult[]> {
  const seen = new Set<string>();
  const end = inputs.findIndex((input) => seen.size === seen.add(input.reference).size);
  return [
    ...(await putCustomers(ports, call, inputs.slice(0, end))),
    ...(await putCustomers(ports, call, inputs.slice(end))),
  ];
}

/** Failures: customers.erased. */
export async function putCustomer(
  ports: CustomerPorts,
  call: { actor: string; entity: string },
  input: ProvenCustomer,
): Promise<string> {
  const [result] = await putCustomers(ports, call, [input]);
  if (result === undefined || isFailure(result)) throw result ?? new Error('a put customer has no result');
  return result.id;
}

/** Failures: customers.unknown, customers.erased, customers.transition_refused. */
export async function setRelationship(
  ports: CustomerPorts,
  call: CustomerCall,
  id: string,
  wanted: { state: RelationshipState; reason: string },
): Promise<CustomerView> {
  const stored = await write(ports.db, call.scope, async (tx) => {
    const before = await storedCustomer(tx, id, 'for update of c');
    if (before.erased) throw erasedAlready(before.reference);
    await ports.journal.record(tx, relationshipSet, {
      entity: before.entity,
      actor: call.actor,
      subject: before.id,
      data: {
        state: nextRelationship(before.state, wanted.state),
        before: before.state,
        reason: wanted.reason,
      },
    });
    return { view: await storedCustomer(tx, before.id), known: await knownByIds(tx, [before.id]) };
  });
  ports.changed(stored.known);
  return present(stored.view, ports.tables.rating);
}

/**
 * Destroys the person's key and the readable copies, in one transaction: personal fields become unreadable everywhere and
 * every hash still holds. Only after the relationship has ended: until then the law asks to know the customer.
 * Failures: customers.unknown, customers.erased, customers.retention_pending.
 */
export async function eraseCustomer(
  ports: CustomerPorts,
  call: CustomerCall,
  id: string,
  why: { reason: string; legal_basis: string },
): Promise<CustomerView> {
  const stored = await write(ports.db, call.scope, async (tx) => {
    const before = await storedCustomer(tx, id, 'for update of c');
    if (before.erased) throw erasedAlready(before.reference);
    if (before.state === 'active' || before.state === 'restricted')
      throw new Failure('conflict', 'customers.retention_pending', 'the relationship must be closed first', [
        { field: '/state', message: before.state },
      ]);
    const { entity } = before;
    await ports.journal.record(tx, customerErased, {
      entity,
      actor: call.actor,
      subject: before.id,
      data: { erased: true, warnings: [], ...why },
    });
    for (const erase of ports.eraseWith) await erase(tx, { id: before.id, entity, actor: call.actor });
    await ports.vault.erase(tx, before.id);
    return { view: await storedCustomer(tx, before.id), known: await knownByIds(tx, [before.id]) };
  });
  ports.changed(stored.known);
  ports.erased(stored.view.id);
  return present(stored.view, ports.tables.rating);
}
