import type { SnapshotView, WatchlistView } from '@atalaya/contract/watchlists.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { one, rows, type Tx } from '../../platform/database.ts';
import { type ListPolicy, policyOf, type SourceFile } from './list-policy.ts';
import type { ListingCounts } from './listing.ts';

/** A list and its versions as stored. */
export interface StoredList {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly issuer: string;
  readonly format: WatchlistView['format'];
  readonly mapping: Readonly<Record<string, string>> | null;
  readonly fresh_hours: number;
  readonly checked_at: Instant | null;
  readonly category: ListPolicy['category'] | null;
  readonly mode: ListPolicy['mode'] | null;
  readonly threshold: number | null;
  readonly weak_aliases: ListPolicy['weak_aliases'] | null;
  readonly decides: boolean | null;
  readonly confidential: boolean | null;
  readonly source: readonly SourceFile[] | null;
  readonly every_hours: number | null;
  readonly fetched_at: Instant | null;
  readonly fetch_outcome: 'new' | 'unchanged' | 'failed' | null;
  readonly fetch_error: string | null;
  readonly stale_since: Instant | null;
}

const LISTS = `select id, code, name, issuer, format, mapping, fresh_hours, checked_at, category, mode, threshold, weak_aliases,
  decides, confidential, source, every_hours, fetched_at, fetch_outcome, fetch_error, stale_since from watchlists.list`;

export interface StoredSnapshot {
  readonly id: string;
  readonly code: string;
  readonly number: number;
  readonly sha256: string;
  readonly issued_on: string | null;
  readonly imported_at: Instant;
  readonly imported_by: string;
  readonly counts: ListingCounts;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly quarantined: number;
  readonly current: boolean;
  readonly entry: number;
}

const SNAPSHOTS = `select s.id, s.code, s.number, s.sha256, s.issued_on, s.imported_at, s.imported_by, s.counts, s.added, s.removed,
  s.changed, s.quarantined, s.entry,
  s.number = (select max(n.number) from watchlists.snapshot n where n.code = s.code) as current from watchlists.snapshot s`;

export const presentSnapshot = ({ counts, entry, ...stored }: StoredSnapshot): SnapshotView => ({
  id: stored.id,
  number: stored.number,
  sha256: stored.sha256,
  ...(stored.issued_on === null ? {} : { issued_on: stored.issued_on }),
  imported_at: formatInstant(stored.imported_at),
  imported_by: stored.imported_by,
  listings: counts.listings,
  names: counts.names,
  wallets: counts.wallets,
  added: stored.added,
  removed: stored.removed,
  changed: stored.changed,
  quarantined: stored.quarantined,
  current: stored.current,
  journal: entry,
});

export const listByCode = (tx: Tx, code: string): Promise<StoredList | undefined> =>
  one<StoredList>(tx, `${LISTS} where code = $1`, [code]);

export const allLists = (tx: Tx): Promise<StoredList[]> => rows<StoredList>(tx, `${LISTS} order by code`);

export const currentSnapshot = (tx: Tx, code: string): Promise<StoredSnapshot | undefined> =>
  one<StoredSnapshot>(tx, `${SNAPSHOTS} where s.code = $1 order by s.number desc limit 1`, [code]);

/** Every version we ever knew, the newest first. */
export const snapshotsOf = (tx: Tx, code: string): Promise<StoredSnapshot[]> =>
  rows<StoredSnapshot>(tx, `${SNAPSHOTS} where s.code = $1 order by s.number desc`, [code]);

const HOUR = 3_600_000;

/** What is worked out here is as fresh as what it comes from. */
export const isStale = (list: StoredList, now: Instant): boolean =>
  list.format === 'ownership'
    ? false
    : list.checked_at === null || now - list.checked_at > list.fresh_hours * HOUR;

/** Lists by code, each with its current version and whether it is stale. */
export async function watchlistViews(tx: Tx, now: Instant): Promise<WatchlistView[]> {
  const lists = await allLists(tx);
  const current = new Map((await currentSnapshots(tx)).map((one) => [one.code, one]));
  return lists.map((list) => presentList(list, current.get(list.code), now));
}

export function presentList(
  list: StoredList,
  snapshot: StoredSnapshot | undefined,
  now: Instant,
): WatchlistView {
  const { threshold, ...policy } = policyOf(list);
  return {
    id: list.id,
    code: list.code,
    name: list.name,
    issuer: list.issuer,
    format: list.format,
    ...(snapshot === undefined ? {} : { current: presentSnapshot(snapshot) }),
    stale: isStale(list, now),
    ...policy,
    ...(threshold === null ? {} : { threshold: threshold / 10_000 }),
    fresh_hours: list.fresh_hours,
    ...(list.checked_at === null ? {} : { checked_at: formatInstant(list.checked_at) }),
    ...(list.source === null ? {} : { source: list.source.map(({ name, url }) => ({ name, url })) }),
    ...(list.every_hours === null ? {} : { every_hours: list.every_hours }),
    ...(list.fetched_at === null ? {} : { fetched_at: formatInstant(list.fetched_at) }),
    ...(list.fetch_outcome === null ? {} : { fetch_outcome: list.fetch_outcome }),
    ...(list.fetch_error === null ? {} : { fetch_error: list.fetch_error }),
  };
}

/** The current version of every list. */
export const currentSnapshots = (tx: Tx): Promise<StoredSnapshot[]> =>
  rows<StoredSnapshot>(tx, `select * from (${SNAPSHOTS}) c where c.current order by c.code`);
