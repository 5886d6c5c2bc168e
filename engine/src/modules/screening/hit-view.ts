import type { HitView } from '@atalaya/contract/screening.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { one, rows, type Tx } from '../../platform/database.ts';
import type { Vault } from '../../platform/vault.ts';
import { listingHistory, openMixed, presentListing, type StoredListing } from '../watchlists/listings.ts';
import { HITS, type NamePorts, presentHits, type StoredHitRow, storedHit } from './hit-queries.ts';
import type { KeptReason } from './hits/comparison.ts';
import { comparedFacts } from './hits/facts.ts';

export interface HitReader {
  readonly vault: Vault;
  /** Whether the reader may see what a confidential list says. */
  readonly confidential: boolean;
}

export const presentReason = ({
  feature,
  query,
  listing,
  effect,
  q,
  l,
}: KeptReason): HitView['reasons'][number] => ({
  feature,
  query,
  listing,
  effect: effect / 10_000,
  ...(q === undefined ? {} : { q: [...q] }),
  ...(l === undefined ? {} : { l: [...l] }),
});

const OTHERS_MAX = 20;

/** The newest version of the hit's listing we know, as the reader may see it. */
async function listingOf(tx: Tx, hit: StoredHitRow, reader: HitReader): Promise<StoredListing | undefined> {
  const [newest] = await listingHistory(tx, hit.list, hit.reference);
  if (newest === undefined || !reader.confidential) return newest;
  return (await openMixed(tx, reader.vault, [newest]))[0];
}

async function remarksOf(tx: Tx, ports: NamePorts, id: string): Promise<HitView['remarks']> {
  const found = await rows<{ at: Instant; author: string; kind: string; text: string }>(
    tx,
    'select at, author, kind, text from screening.remark where hit = $1 order by at, id',
    [id],
  );
  const names = await ports.actorNames(tx, [...new Set(found.map((one) => one.author))]);
  return found.map(({ at, author, kind, text }) => ({
    at: formatInstant(at),
    author,
    author_name: names.get(author) ?? author,
    kind,
    text,
  }));
}

/** Which version took the listing off; nothing where it is there, or its list is no longer screened. */
async function delistingOf(tx: Tx, { delisted_by, delisted_on }: StoredHitRow): Promise<Partial<HitView>> {
  if (delisted_by === null || delisted_on === null) return {};
  const sql = 'select number from watchlists.snapshot where id = $1';
  const version = await one<{ number: number }>(tx, sql, [delisted_by]);
  return { delisted: { snapshot: delisted_by, version: version?.number ?? 0, on: delisted_on } };
}

/** One hit with both records beside each other. Failure: screening.hit_unknown. */
export async function hitView(tx: Tx, ports: NamePorts, id: string, reader: HitReader): Promise<HitView> {
  const hit = await storedHit(tx, id);
  const [row] = await presentHits(tx, ports, [hit]);
  const listing = await listingOf(tx, hit, reader);
  const others = await rows<StoredHitRow>(
    tx,
    `${HITS} where h.customer = $1 and h.id <> $2 order by h.score desc, h.id limit ${OTHERS_MAX}`,
    [hit.customer, id],
  );
  const version = await one<{ sha256: string }>(tx, 'select sha256 from watchlists.snapshot where id = $1', [
    hit.snapshot,
  ]);
  const readable = listing !== undefined && (listing.sealed === null || reader.confidential);
  return {
    ...(row as HitView),
    matched_name: hit.details?.matched ?? '',
    reasons: (hit.details?.reasons ?? []).map(presentReason),
    facts: hit.details === null || !readable ? [] : comparedFacts(hit.details, listing.content),
    ...(listing === undefined ? {} : { listing: presentListing(listing) }),
    versions: {
      snapshot: hit.snapshot,
      ...(version === undefined ? {} : { sha256: version.sha256 }),
      algorithm: hit.algorithm,
      journal: hit.entry,
    },
    ...(await delistingOf(tx, hit)),
    ...(hit.event === null ? {} : { event: hit.event }),
    remarks: await remarksOf(tx, ports, id),
    others: await presentHits(tx, ports, others),
  };
}
