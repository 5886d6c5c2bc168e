/** What changed between two versions of one list, and the rule that a list does not shrink by accident. */
import { canonicalText } from '../../../kernel/canonical.ts';
import { Failure } from '../../../kernel/failure.ts';
import type { Listing, ListingCounts } from '../listing.ts';

export interface ChangedListing {
  reference: string;
  /** Fields of `Listing` that differ. */
  fields: (keyof Listing)[];
}

export interface SnapshotDelta {
  added: string[];
  removed: string[];
  changed: ChangedListing[];
  unchanged: number;
}

const FIELDS: readonly (keyof Listing)[] = [
  'kind',
  'names',
  'birthDates',
  'countries',
  'identifiers',
  'addresses',
  'wallets',
  'programs',
  'remarks',
  'gender',
  'title',
  'status',
  'active',
  'listedOn',
  'delistedOn',
  'positions',
  'relations',
  'target',
  'tags',
];

/** Issuers reorder aliases and addresses freely: the order says nothing (a primary name is marked, not first). */
function comparable(value: unknown): string {
  if (value === undefined) return '';
  if (!Array.isArray(value)) return canonicalText(value);
  return value
    .map((item) => canonicalText(item))
    .sort()
    .join('\n');
}

/** Fields of two versions of one listing that differ, whatever the order of their values. */
export const differing = (before: Listing, after: Listing): (keyof Listing)[] =>
  FIELDS.filter((field) => comparable(before[field]) !== comparable(after[field]));

const byReference = (listings: Iterable<Listing>): Map<string, Listing> =>
  new Map([...listings].map((listing) => [listing.reference, listing]));

/** References in the order of the next version; the removed in that of the previous. */
export function compareSnapshots(previous: Iterable<Listing>, next: Iterable<Listing>): SnapshotDelta {
  const before = byReference(previous);
  const after = byReference(next);
  const delta: SnapshotDelta = { added: [], removed: [], changed: [], unchanged: 0 };
  for (const [reference, listing] of after) {
    const old = before.get(reference);
    if (old === undefined) delta.added.push(reference);
    else {
      const fields = differing(old, listing);
      if (fields.length > 0) delta.changed.push({ reference, fields });
      else delta.unchanged += 1;
    }
  }
  for (const reference of before.keys()) if (!after.has(reference)) delta.removed.push(reference);
  return delta;
}

/** A list that loses more than this share is refused until a person says that the issuer did remove so many. */
export const SHRINK_SHARE_MAX = 0.05;

/** Wallets are not guarded alone: issuers do delist them by the dozen. */
const GUARDED = ['listings', 'active', 'names'] as const;

/**
 * Refuses a version that lost more than 5 % of its listings, of those in force, or of its names (a damaged alias file).
 * Errors: `watchlists.shrunk`, one detail per figure.
 */
export function ensureNotShrunk(
  previous: ListingCounts,
  next: ListingCounts,
  shareMax = SHRINK_SHARE_MAX,
): void {
  const details = GUARDED.filter(
    (figure) => previous[figure] - next[figure] > previous[figure] * shareMax,
  ).map((figure) => {
    const share = ((previous[figure] - next[figure]) / previous[figure]) * 100;
    return {
      field: figure,
      message: `${previous[figure]} before, ${next[figure]} now: ${share.toFixed(1)} % fewer`,
    };
  });
  if (details.length === 0) return;
  const message = `the list shrinks by more than ${shareMax * 100} %: ${details.map((detail) => `${detail.field} ${detail.message}`).join('; ')}`;
  throw new Failure('policy', 'watchlists.shrunk', message, details);
}
