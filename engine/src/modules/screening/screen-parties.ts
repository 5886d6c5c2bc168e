import { createHmac } from 'node:crypto';
import type { RiskRating } from '@atalaya/contract/customers.ts';
import { canonicalBytes } from '../../kernel/canonical.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Database, Tx } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import type { Vault } from '../../platform/vault.ts';
import type { ScreenableCustomer } from '../customers/screenable.ts';
import { type ListPolicy, policyOf } from '../watchlists/list-policy.ts';
import { allLists } from '../watchlists/lists.ts';
import { customersScreened } from './events.ts';
import {
  type Applied,
  applyScreened,
  type FoundMatch,
  NOTHING_APPLIED,
  type Screened,
  type Subject,
} from './hits/apply.ts';
import { breather } from './hits/breathe.ts';
import { queryOf, subjectDigest, tenThousandths } from './hits/comparison.ts';
import { listingsOf } from './hits/listings-of.ts';
import { DEFAULT_POLICY, lowestThreshold, policiesOf, thresholdFor } from './hits/policy.ts';
import type { Match, NameQuery, WalletQuery } from './match.ts';
import { matchWindows } from './name-windows.ts';
import { matchingVersion, type Screening } from './screening.ts';

export interface PartyPorts {
  readonly db: Database;
  readonly journal: Journal;
  readonly vault: Vault;
  readonly screening: Screening;
  readonly now: () => Instant;
}

/** Most matches of one party that become hits. */
const HITS_MAX = 50;

/** A party with what lists say of it, before thresholds. */
export interface MatchedParty {
  readonly subject: Subject;
  readonly rating: RiskRating;
  readonly matches: readonly Match[];
}

/** Policies of lists by code, whatever their mode. */
export const listPolicies = async (tx: Tx): Promise<Map<string, ListPolicy>> =>
  new Map((await allLists(tx)).map((list) => [list.code, policyOf(list)]));

/** Matches that are hits under the policies of today, with their listings. */
export async function toScreened(
  tx: Tx,
  ports: Pick<PartyPorts, 'vault' | 'screening'>,
  parties: readonly MatchedParty[],
): Promise<Screened[]> {
  const [policies, lists] = [await policiesOf(tx), await listPolicies(tx)];
  const versions = ports.screening.versions();
  const kept = parties.map((party) => ({
    ...party,
    matches: party.matches.filter((match) => {
      const policy = policies.get(party.subject.entity) ?? DEFAULT_POLICY;
      return tenThousandths(match.score) >= thresholdFor(policy, lists.get(match.list), party.rating);
    }),
  }));
  const listing = await listingsOf(
    tx,
    ports.vault,
    kept.flatMap((one) => one.matches),
  );
  return kept.map(({ subject, matches }) => ({
    subject,
    found: matches.flatMap((match): FoundMatch[] => {
      const stored = listing(match.list, match.reference);
      const snapshot = versions[match.list];
      if (stored === undefined || snapshot === undefined) return [];
      return [{ match, listing: stored.content, snapshot, confidential: stored.sealed !== null }];
    }),
  }));
}

/** Lowest score that anybody's policy asks for, as the index takes it. */
export async function askedThreshold(tx: Tx): Promise<number> {
  return lowestThreshold(await policiesOf(tx), (await listPolicies(tx)).values()) / 10_000;
}

export const customerSubject = (customer: ScreenableCustomer, query: NameQuery): Subject => ({
  entity: customer.entity,
  customer: customer.id,
  kind: 'customer',
  key: 'customer',
  query,
  event: null,
});

/** Matches of a name; a name with nothing to compare has none. */
export function matchesOf(screening: Screening, query: NameQuery, threshold: number): Match[] {
  return matchWindows(query, (one) => screening.matchName(one, { threshold, limit: HITS_MAX }));
}

/** Screens these customers against all lists in use, and records that it was done, also where nothing was found. */
export async function screenCustomers(
  tx: Tx,
  ports: PartyPorts,
  customers: readonly ScreenableCustomer[],
  cause: string,
): Promise<Applied> {
  if (customers.length === 0) return NOTHING_APPLIED;
  const threshold = await askedThreshold(tx);
  const breathe = breather();
  const parties: MatchedParty[] = [];
  for (const customer of customers) {
    const query = queryOf(customer);
    parties.push({
      subject: customerSubject(customer, query),
      rating: customer.rating,
      matches: matchesOf(ports.screening, query, threshold),
    });
    await breathe();
  }
  const screened = await toScreened(tx, ports, parties);
  const inUse = ports.screening.versions();
  const applied = await applyScreened(tx, ports.journal, screened, {
    cause,
    algorithm: matchingVersion,
    now: ports.now(),
    covered: (list) => list in inUse,
  });
  await recordScreened(tx, ports, screened, cause);
  return applied;
}

/** One entry for each obliged entity: who was screened by which input, and how many hits there were. */
async function recordScreened(
  tx: Tx,
  ports: PartyPorts,
  screened: readonly Screened[],
  cause: string,
): Promise<void> {
  const byEntity = Map.groupBy(screened, ({ subject }) => subject.entity);
  await ports.journal.recordMany(
    tx,
    customersScreened,
    [...byEntity].map(([entity, group]) => ({
      entity,
      actor: 'system:screening',
      subject: 'screening',
      data: {
        cause,
        algorithm: matchingVersion,
        lists: ports.screening.versions(),
        customers: group.map(({ subject, found }) => ({
          id: subject.customer,
          input: subjectDigest(subject.query),
          hits: found.length,
        })),
      },
    })),
  );
}

/** Somebody a customer dealt with, or a wallet money went to or came from. */
export interface SeenParty {
  readonly entity: string;
  readonly customer: string;
  readonly rating: RiskRating;
  readonly event: string | null;
  readonly name: NameQuery | null;
  readonly wallet: WalletQuery | null;
}

/** A wallet on a network that shares no keys with the listed one is another wallet. */
const WALLET_LISTED = 0.9;

/** Keys under the customer's own key: they tell nothing once it is destroyed. */
const keyOfParty = (key: Buffer, kind: string, query: object): string =>
  `${kind}:${createHmac('sha256', key).update(canonicalBytes(query)).digest('hex').slice(0, 32)}`;

/** Somebody a customer dealt with, under the key that says it is the same party again. */
export const counterpartySubject = (
  { entity, customer, event }: SeenParty,
  name: NameQuery,
  key: Buffer,
): Subject => ({
  entity,
  customer,
  event,
  kind: 'counterparty',
  key: keyOfParty(key, 'name', name),
  query: name,
});

/** Screens counterparties and wallets; those of erased customers are passed over. */
export async function screenSeen(
  tx: Tx,
  ports: PartyPorts,
  seen: readonly SeenParty[],
  cause: string,
): Promise<Applied> {
  const keys = await ports.vault.existing(tx, [...new Set(seen.map((one) => one.customer))]);
  const threshold = await askedThreshold(tx);
  const breathe = breather();
  const parties: MatchedParty[] = [];
  for (const party of seen) {
    const { entity, customer, rating, event, name, wallet } = party;
    const key = keys.get(customer);
    if (key === undefined) continue;
    if (name !== null)
      parties.push({
        subject: counterpartySubject(party, name, key),
        rating,
        matches: matchesOf(ports.screening, name, threshold),
      });
    if (wallet !== null)
      parties.push({
        subject: {
          entity,
          customer,
          event,
          kind: 'wallet',
          key: keyOfParty(key, 'wallet', wallet),
          query: wallet,
        },
        rating,
        matches: ports.screening
          .matchWallet(wallet)
          .filter((match) => match.score >= WALLET_LISTED && match.tags === undefined),
      });
    await breathe();
  }
  const inUse = ports.screening.versions();
  return applyScreened(tx, ports.journal, await toScreened(tx, ports, parties), {
    cause,
    algorithm: matchingVersion,
    now: ports.now(),
    covered: (list) => list in inUse,
  });
}
