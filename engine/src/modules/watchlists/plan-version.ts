import type { SnapshotDelta } from './formats/compare-snapshots.ts';
import type { Listing } from './listing.ts';
import type { ListingChange, StoredListing } from './listings.ts';

/**
 * What to write so that we know the new version: added and changed listings as told, removed ones with the day their force
 * ended; unchanged ones stay as they are, so that they keep since when we know them. `known`: the listings of the version.
 */
export function planVersion(
  stored: readonly StoredListing[],
  listings: readonly Listing[],
  delta: SnapshotDelta,
  version: { readonly first: boolean; readonly day: string },
): { changes: ListingChange[]; known: Listing[] } {
  const before = new Map(stored.map((one) => [one.reference, one]));
  const told = new Set([...delta.added, ...delta.changed.map((one) => one.reference)]);
  const changes: ListingChange[] = [];
  const known: Listing[] = [];
  for (const listing of listings) {
    const old = before.get(listing.reference);
    if (!told.has(listing.reference)) known.push(old?.content ?? listing);
    else {
      known.push(listing);
      // In the first version nobody says since when; later, a listing appears with the version that brings it.
      const since = old === undefined ? (version.first ? null : version.day) : old.in_force_from;
      changes.push({
        listing,
        removed: false,
        inForceFrom: listing.listedOn ?? since,
        inForceUntil: listing.delistedOn ?? null,
      });
    }
  }
  for (const reference of delta.removed) {
    const old = before.get(reference);
    if (old !== undefined)
      changes.push({
        listing: old.content,
        removed: true,
        inForceFrom: old.in_force_from,
        inForceUntil: old.content.delistedOn ?? version.day,
      });
  }
  return { changes, known };
}
