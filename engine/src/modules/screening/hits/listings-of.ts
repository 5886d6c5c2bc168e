import type { Tx } from '../../../platform/database.ts';
import type { Vault } from '../../../platform/vault.ts';
import { listingsByReference, openMixed, type StoredListing } from '../../watchlists/listings.ts';

const keyOf = (list: string, reference: string): string => `${list}\n${reference}`;

/** The listings of these matches as known now, in the clear; those taken off meanwhile are absent. */
export async function listingsOf(
  tx: Tx,
  vault: Vault,
  matches: readonly { readonly list: string; readonly reference: string }[],
): Promise<(list: string, reference: string) => StoredListing | undefined> {
  const wanted = [...new Map(matches.map((one) => [keyOf(one.list, one.reference), one])).values()];
  if (wanted.length === 0) return () => undefined;
  const stored = await openMixed(tx, vault, await listingsByReference(tx, wanted));
  const known = new Map(
    stored.filter((one) => !one.removed).map((one) => [keyOf(one.code, one.reference), one]),
  );
  return (list, reference) => known.get(keyOf(list, reference));
}
