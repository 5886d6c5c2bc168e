import { createHash } from 'node:crypto';
import { canonicalBytes } from '../../kernel/canonical.ts';
import { sha256Hex } from '../../kernel/hash.ts';
import type { Listing } from './listing.ts';

/**
 * One hash for all listings of a version: SHA-256 over the lines `<SHA-256 of the canonical listing>  <reference>\n`,
 * ordered by reference (UTF-16 code units). Listings that are no longer listed are not in it.
 */
export function digestOfListings(listings: Iterable<Listing>): string {
  const lines = [...listings]
    .map((listing) => ({ reference: listing.reference, hash: sha256Hex(canonicalBytes(listing)) }))
    .sort((left, right) =>
      left.reference < right.reference ? -1 : left.reference > right.reference ? 1 : 0,
    );
  const hash = createHash('sha256');
  for (const line of lines) hash.update(`${line.hash}  ${line.reference}\n`);
  return hash.digest('hex');
}
