import { rows, type Tx } from '../../../platform/database.ts';
import type { Vault } from '../../../platform/vault.ts';
import { policyOf } from '../../watchlists/list-policy.ts';
import type { Listing } from '../../watchlists/listing.ts';
import { currentListings, listingsOfVersion, openListings } from '../../watchlists/listings.ts';
import { listByCode } from '../../watchlists/lists.ts';
import type { MatchWork } from '../hits/match-thread.ts';
import type { WeakAliases } from '../matching/screening-index.ts';
import { targetsOf } from '../sources.ts';

/** Which versions of which list are compared. */
export interface DeltaRun {
  readonly list: string | null;
  readonly from_number: number | null;
  readonly to_number: number | null;
}

/** What a list says otherwise at version `to` than at version `from`; version 0 says nothing. */
export interface ListDelta {
  readonly list: string;
  readonly weakAliases: WeakAliases;
  readonly present: readonly Listing[];
  readonly gone: readonly string[];
}

export async function readDelta(tx: Tx, vault: Vault, run: DeltaRun): Promise<ListDelta> {
  const [code, from, to] = [run.list ?? '', run.from_number ?? 0, run.to_number ?? 0];
  const list = await listByCode(tx, code);
  if (list === undefined) return { list: code, weakAliases: 'capped', present: [], gone: [] };
  const weakAliases = policyOf(list).weak_aliases;
  if (to === 0 || to < from) {
    const before = await currentListings(tx, code);
    return { list: code, weakAliases, present: [], gone: before.map((stored) => stored.reference) };
  }
  const known = new Set(
    (from === 0 ? [] : await listingsOfVersion(tx, code, from)).map((stored) => stored.reference),
  );
  const touched = await rows<{ reference: string }>(
    tx,
    'select distinct reference from watchlists.listing where code = $1 and snapshot > $2 and snapshot <= $3',
    [code, from, to],
  );
  const after = await listingsOfVersion(tx, code, to);
  const changed = new Set(touched.map((one) => one.reference));
  const opened = await openListings(
    tx,
    vault,
    list,
    after.filter((stored) => from === 0 || changed.has(stored.reference)),
  );
  const listings = targetsOf(opened.map((stored) => stored.content)).filter((listing) => listing.active);
  const there = new Set(listings.map((listing) => listing.reference));
  return {
    list: code,
    weakAliases,
    present: listings,
    gone: [...changed].filter((reference) => known.has(reference) && !there.has(reference)),
  };
}

export const workOf = ({ list, weakAliases, present }: ListDelta): MatchWork => ({
  list,
  weakAliases,
  listings: present,
});
