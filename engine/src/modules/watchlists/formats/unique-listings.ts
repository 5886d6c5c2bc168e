import type { Listing } from '../listing.ts';
import type { Problems } from './problems.ts';

/** Listings by reference, in the order of the file; a second one with the same reference is reported and left out. */
export interface UniqueListings {
  add(listing: Listing, place: { file: string; row?: number; element?: string }): void;
  all(): Listing[];
}

export function uniqueListings(problems: Problems): UniqueListings {
  const byReference = new Map<string, Listing>();
  return {
    add(listing, place) {
      const { reference } = listing;
      if (byReference.has(reference))
        problems.quarantine({ ...place, reference }, 'duplicate_reference', `${reference} comes twice`);
      else byReference.set(reference, listing);
    },
    all: () => [...byReference.values()],
  };
}
