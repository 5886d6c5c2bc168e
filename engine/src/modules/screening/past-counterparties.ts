import type { Instant } from '../../kernel/instant.ts';
import { rows, type Tx } from '../../platform/database.ts';
import { type Applied, applyScreened } from './hits/apply.ts';
import type { Match } from './match.ts';
import { counterpartySubject, type PartyPorts, type SeenParty, toScreened } from './screen-parties.ts';
import { matchingVersion } from './screening.ts';

/** A page of whom events named, and the last event looked at; null where there are no more. */
export interface SeenPage {
  readonly parties: readonly (SeenParty & { readonly at: Instant })[];
  readonly last: string | null;
}

/** Stands before the cursor once the customers are through: greater than any customer's id. */
export const COUNTERPARTY_CURSOR = 'seen:';

/** The last event looked at, as the cursor of a run says; '' before the first. */
export const counterpartyCursor = (cursor: string): string =>
  cursor.startsWith(COUNTERPARTY_CURSOR) ? cursor.slice(COUNTERPARTY_CURSOR.length) : '';

interface Changed {
  readonly list: string;
  readonly references: ReadonlySet<string>;
}

/** Keys of counterparties of these customers that have a hit on what changed. */
async function keysWithHits(tx: Tx, customers: readonly string[], { list, references }: Changed) {
  const found = await rows<{ customer: string; subject_key: string; reference: string }>(
    tx,
    `select customer, subject_key, reference from screening.hit
     where customer = any ($1) and subject_kind = 'counterparty' and list = $2 and state <> 'lapsed'`,
    [customers, list],
  );
  return new Set(
    found.flatMap((hit) => (references.has(hit.reference) ? [`${hit.customer}\n${hit.subject_key}`] : [])),
  );
}

/**
 * Brings into the hits what a delta of a list says of past counterparties. `matches`: of each party with a name, in their order.
 * The newest event that named a party stays with its hit; those of erased customers are passed over.
 */
export async function applyCounterparties(
  tx: Tx,
  ports: PartyPorts,
  parties: readonly SeenParty[],
  matches: readonly (readonly Match[])[],
  changed: Changed,
): Promise<Applied> {
  const named = parties.filter((party) => party.name !== null);
  const customers = [...new Set(named.map((party) => party.customer))];
  const had = await keysWithHits(tx, customers, changed);
  const vaultKeys = await ports.vault.existing(tx, customers);
  const found = new Map<string, ReturnType<typeof matched>>();
  for (const [at, party] of named.entries()) {
    const met = matches[at] ?? [];
    const key = vaultKeys.get(party.customer);
    if (party.name === null || key === undefined || (met.length === 0 && had.size === 0)) continue;
    const subject = counterpartySubject(party, party.name, key);
    const id = `${subject.customer}\n${subject.key}`;
    if (met.length > 0 || had.has(id)) found.set(id, matched(party, subject, met));
  }
  return applyScreened(tx, ports.journal, await toScreened(tx, ports, [...found.values()]), {
    cause: 'list_delta',
    algorithm: matchingVersion,
    now: ports.now(),
    covered: (list, reference) => list === changed.list && changed.references.has(reference),
  });
}

const matched = (
  { rating }: SeenParty,
  subject: ReturnType<typeof counterpartySubject>,
  matches: readonly Match[],
) => ({ subject, rating, matches });
