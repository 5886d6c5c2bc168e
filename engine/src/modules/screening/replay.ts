import type { ReplayedHit } from '@atalaya/contract/screening.ts';
import { WEAK_ALIASES } from '@atalaya/contract/watchlists.ts';
import type { Static } from 'typebox';
import { Failure } from '../../kernel/failure.ts';
import { one, rows, type Tx } from '../../platform/database.ts';
import type { Vault } from '../../platform/vault.ts';
import { policyOf } from '../watchlists/list-policy.ts';
import type { Listing } from '../watchlists/listing.ts';
import { openMixed, type StoredListing } from '../watchlists/listings.ts';
import { listByCode } from '../watchlists/lists.ts';
import { storedHit } from './hit-queries.ts';
import { presentReason } from './hit-view.ts';
import { keptReason, listingDigest, subjectDigest, tenThousandths } from './hits/comparison.ts';
import type { Match, NameQuery, WalletQuery } from './match.ts';
import { screenName } from './matching/screen-name.ts';
import { screenWallet } from './matching/screen-wallet.ts';
import { buildIndex, type WeakAliases } from './matching/screening-index.ts';
import { matchWindows } from './name-windows.ts';
import { matchingVersion } from './screening.ts';

/** The listing as the version said that the hit was found in; the newest one where a list was changed meanwhile. */
async function listingThen(
  tx: Tx,
  list: string,
  reference: string,
  snapshot: string,
): Promise<StoredListing | undefined> {
  const version = await one<{ number: number }>(tx, 'select number from watchlists.snapshot where id = $1', [
    snapshot,
  ]);
  const [found] = await rows<StoredListing>(
    tx,
    `select code, reference, content, sealed, removed, in_force_from, in_force_until, known_from, known_until, snapshot
     from watchlists.listing where code = $1 and reference = $2 and snapshot <= $3 order by snapshot desc limit 1`,
    [list, reference, version?.number ?? 0],
  );
  return found;
}

const isWallet = (query: object): query is WalletQuery => 'address' in query && !('name' in query);

/** Two records compared, by whatever score they have. */
export function comparePair(
  query: NameQuery | WalletQuery,
  list: string,
  listing: Listing,
  weakAliases: WeakAliases = 'capped',
): Match | undefined {
  const index = buildIndex([{ list, listings: [{ ...listing, active: true }], weakAliases }]);
  const found = isWallet(query)
    ? screenWallet(index, query)
    : matchWindows(query, (one) => screenName(index, one, { threshold: 0 }));
  return found[0];
}

const scoreOf = (match: Match | undefined): number => (match === undefined ? 0 : tenThousandths(match.score));

/** Under what the list says of weak aliases; where that was changed since, under what gives the score that was recorded. */
async function comparedAgain(
  tx: Tx,
  query: NameQuery | WalletQuery,
  hit: { readonly list: string; readonly score: number },
  listing: Listing,
): Promise<{ match: Match | undefined; score: number }> {
  const list = await listByCode(tx, hit.list);
  const own: WeakAliases = list === undefined ? 'capped' : policyOf(list).weak_aliases;
  const tried = [own, ...WEAK_ALIASES.filter((one) => one !== own)].map((worth) => {
    const match = comparePair(query, hit.list, listing, worth);
    return { match, score: scoreOf(match) };
  });
  return tried.find(({ score }) => score === hit.score) ?? tried[0] ?? { match: undefined, score: 0 };
}

/**
 * The comparison made again from what was recorded: the version of the list, the inputs, the algorithm of this program.
 * Failures: screening.hit_unknown, screening.not_replayable.
 */
export async function replayHit(tx: Tx, vault: Vault, id: string): Promise<Static<typeof ReplayedHit>> {
  const hit = await storedHit(tx, id);
  const stored = await listingThen(tx, hit.list, hit.reference, hit.snapshot);
  const [listing] = stored === undefined ? [] : await openMixed(tx, vault, [stored]);
  if (hit.details === null || listing === undefined)
    throw new Failure('conflict', 'screening.not_replayable', 'one of the records is gone');
  const query = hit.details.query as NameQuery | WalletQuery;
  const { match, score } = await comparedAgain(tx, query, hit, listing.content);
  return {
    same: score === hit.score && hit.algorithm === matchingVersion,
    score_then: hit.score / 10_000,
    score_now: score / 10_000,
    algorithm_then: hit.algorithm,
    algorithm_now: matchingVersion,
    inputs:
      subjectDigest(query) === hit.subject_digest && listingDigest(listing.content) === hit.listing_digest,
    reasons: (match?.reasons ?? []).map((reason) =>
      presentReason(keptReason(stored?.sealed === null ? reason : { ...reason, listing: '' })),
    ),
  };
}
