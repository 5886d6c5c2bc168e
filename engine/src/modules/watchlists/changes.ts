import type { ListingChange } from '@atalaya/contract/watchlists.ts';
import { canonicalBytes } from '../../kernel/canonical.ts';
import { sha256Hex } from '../../kernel/hash.ts';
import { differing } from './formats/compare-snapshots.ts';
import { presentListing, type StoredListing } from './listings.ts';

/** What a version did to one listing: which fields differ, and the digest of the content before and after. */
export function presentChange(after: StoredListing, before: StoredListing | null): ListingChange {
  const change = after.removed ? 'removed' : before === null || before.removed ? 'added' : 'changed';
  const isSealed = after.sealed !== null && after.content.names.length === 0;
  const digest = (one: StoredListing): string => sha256Hex(canonicalBytes(one.content));
  const view = presentListing(after);
  return {
    change,
    reference: after.reference,
    name: view.name,
    fields:
      change === 'changed' && before !== null && !isSealed ? differing(before.content, after.content) : [],
    ...(isSealed || change === 'removed' ? {} : { sha256: digest(after) }),
    ...(isSealed || before === null || change === 'added' ? {} : { sha256_before: digest(before) }),
    ...(before === null || change === 'added' ? {} : { before: presentListing(before) }),
    ...(change === 'removed' ? {} : { after: view }),
  };
}
