import type { SnapshotView, WatchlistView } from '@atalaya/contract/watchlists.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { one, rows, type Tx } from '../../platform/database.ts';
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
}

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
  one<StoredList>(
    tx,
    'select id, code, name, issuer, format, mapping, fresh_hours, checked_at from watchlists.list where code = $1',
    [code],
  );

export const currentSnapshot = (tx: Tx, code: string): Promise<StoredSnapshot | undefined> =>
  one<StoredSnapshot>(tx, `${SNAPSHOTS} where s.code = $1 order by s.number desc limit 1`, [code]);

/** Every version we ever knew, the newest first. */
export const snapshotsOf = (tx: Tx, code: string): Promise<StoredSnapshot[]> =>
  rows<StoredSnapshot>(tx, `${SNAPSHOTS} where s.code = $1 order by s.number desc`, [code]);

const HOUR = 3_600_000;

const isStale = (list: StoredList, now: Instant): boolean =>
  list.checked_at === null || now - list.checked_at > list.fresh_hours * HOUR;

/** Lists by code, each with its current version and whether it is stale. */
export async function watchlistViews(tx: Tx, now: Instant): Promise<WatchlistView[]> {
  const lists = await rows<StoredList>(
    tx,
    'select id, code, name, issuer, format, mapping, fresh_hours, checked_at from watchlists.list order by code',
  );
  const current = new Map((await currentSnapshots(tx)).map((one) => [one.code, one]));
  return lists.map((list) => {
    const snapshot = current.get(list.code);
    return {
      id: list.id,
      code: list.code,
      name: list.name,
      issuer: list.issuer,
      format: list.format,
      ...(snapshot === undefined ? {} : { current: presentSnapshot(snapshot) }),
      stale: isStale(list, now),
    };
  });
}

/** The current version of every list. */
export const currentSnapshots = (tx: Tx): Promise<StoredSnapshot[]> =>
  rows<StoredSnapshot>(tx, `select * from (${SNAPSHOTS}) c where c.current order by c.code`);
