import type { Tx } from '../../platform/database.ts';
import type { Vault } from '../../platform/vault.ts';
import { type ListPolicy, policyOf } from '../watchlists/list-policy.ts';
import type { Listing } from '../watchlists/listing.ts';
import { currentListings, openListings } from '../watchlists/listings.ts';
import { allLists, currentSnapshots } from '../watchlists/lists.ts';

/** The listings of one list, as they are screened. */
export interface ScreenedList {
  readonly list: string;
  readonly listings: readonly Listing[];
}

export interface UsedSnapshot {
  readonly list: string;
  readonly snapshot: string;
  readonly sha256: string;
}

export interface ListsInUse {
  readonly sources: readonly ScreenedList[];
  readonly snapshots: readonly UsedSnapshot[];
  readonly policies: ReadonlyMap<string, ListPolicy>;
}

/** Countries are no parties: a list of jurisdictions is a table, and nothing to be screened against. */
const isScreened = ({ category, mode }: ListPolicy, trial: string | undefined, code: string): boolean =>
  category !== 'jurisdictions' && (mode === 'live' || code === trial);

/** Parties that stand in a file for their relations only are no hit by themselves. */
export const targetsOf = (listings: readonly Listing[]): Listing[] =>
  listings.filter((listing) => listing.target !== false);

/**
 * Every list that is screened, its content in the clear, and the version it is of; call inside one repeatable-read
 * transaction. `trial`: a list that is not in use yet, to be tried beside them.
 */
export async function readSources(tx: Tx, vault?: Vault, trial?: string): Promise<ListsInUse> {
  const current = new Map((await currentSnapshots(tx)).map((one) => [one.code, one]));
  const sources: ScreenedList[] = [];
  const snapshots: UsedSnapshot[] = [];
  const policies = new Map<string, ListPolicy>();
  for (const list of await allLists(tx)) {
    const snapshot = current.get(list.code);
    const policy = policyOf(list);
    if (snapshot === undefined || !isScreened(policy, trial, list.code)) continue;
    const closed = await currentListings(tx, list.code);
    const stored = vault === undefined ? closed : await openListings(tx, vault, list, closed);
    sources.push({ list: list.code, listings: targetsOf(stored.map((one) => one.content)) });
    snapshots.push({ list: list.code, snapshot: snapshot.id, sha256: snapshot.sha256 });
    policies.set(list.code, policy);
  }
  return { sources, snapshots, policies };
}
