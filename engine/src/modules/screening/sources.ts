import type { Tx } from '../../platform/database.ts';
import type { Vault } from '../../platform/vault.ts';
import { type ListPolicy, policyOf } from '../watchlists/list-policy.ts';
import type { Listing } from '../watchlists/listing.ts';
import { currentPage, openListings, type StoredListing } from '../watchlists/listings.ts';
import { allLists, currentSnapshots, type StoredList } from '../watchlists/lists.ts';
import type { ListSource } from './matching/screening-index.ts';

export interface UsedSnapshot {
  readonly list: string;
  readonly snapshot: string;
  readonly sha256: string;
}

export interface ListsInUse {
  /** The listings of every list in the clear, some thousands at a time: no list is in memory whole. */
  readonly pages: AsyncIterable<ListSource>;
  readonly snapshots: readonly UsedSnapshot[];
  readonly policies: ReadonlyMap<string, ListPolicy>;
}

/** Countries are no parties: a list of jurisdictions is a table, and nothing to be screened against. */
const isScreened = ({ category, mode }: ListPolicy, trial: string | undefined, code: string): boolean =>
  category !== 'jurisdictions' && (mode === 'live' || code === trial);

/** Parties that stand in a file for their relations only are no hit by themselves. */
export const targetsOf = (listings: readonly Listing[]): Listing[] =>
  listings.filter((listing) => listing.target !== false);

const PAGE = 2_000;

async function* pagesOf(tx: Tx, vault: Vault | undefined, lists: readonly StoredList[]) {
  for (const list of lists)
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page: StoredListing[] = await currentPage(tx, list.code, after, PAGE);
      after = page.length < PAGE ? undefined : page.at(-1)?.reference;
      const stored = vault === undefined ? page : await openListings(tx, vault, list, page);
      const listings = targetsOf(stored.map((one) => one.content));
      yield { list: list.code, listings, weakAliases: policyOf(list).weak_aliases };
    }
}

/**
 * Every list that is screened, its content in the clear, and the version it is of; call, and read the pages, inside one
 * repeatable-read transaction. `trial`: a list that is not in use yet, to be tried beside them.
 */
export async function readSources(tx: Tx, vault?: Vault, trial?: string): Promise<ListsInUse> {
  const current = new Map((await currentSnapshots(tx)).map((one) => [one.code, one]));
  const lists: StoredList[] = [];
  const snapshots: UsedSnapshot[] = [];
  const policies = new Map<string, ListPolicy>();
  for (const list of await allLists(tx)) {
    const snapshot = current.get(list.code);
    const policy = policyOf(list);
    if (snapshot === undefined || !isScreened(policy, trial, list.code)) continue;
    lists.push(list);
    snapshots.push({ list: list.code, snapshot: snapshot.id, sha256: snapshot.sha256 });
    policies.set(list.code, policy);
  }
  return { pages: pagesOf(tx, vault, lists), snapshots, policies };
}
