import { entryType } from '../../platform/journal.ts';
import type { ListPolicy, SourceFile } from './list-policy.ts';
import type { ListingCounts, ListingKind, ListProblem } from './listing.ts';

/** A party that no list names, known because a listed one owns part of it. */
export interface OwnedParty {
  readonly name: string;
  readonly kind: ListingKind;
  readonly country: string | null;
  readonly identifiers: readonly { readonly type: string; readonly value: string }[];
}

export const listDescribed = entryType<{
  code: string;
  name: string;
  issuer: string;
  format: string;
  mapping: Readonly<Record<string, string>> | null;
  fresh_hours: number;
}>({
  type: 'watchlists.list_described',
  schema: 1,
  state: [
    {
      table: 'watchlists.list',
      op: 'upsert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        code: '/data/code',
        name: '/data/name',
        issuer: '/data/issuer',
        format: '/data/format',
        mapping: '/data/mapping',
        fresh_hours: '/data/fresh_hours',
      },
    },
  ],
});

/** How a list is used from now on, and where it is fetched from. */
export const listConfigured = entryType<
  ListPolicy & {
    readonly code: string;
    readonly fresh_hours: number;
    readonly source: readonly SourceFile[] | null;
    readonly every_hours: number | null;
  }
>({
  type: 'watchlists.list_configured',
  schema: 1,
  state: [
    {
      table: 'watchlists.list',
      op: 'update',
      key: { id: '/subject' },
      set: {
        category: '/data/category',
        mode: '/data/mode',
        threshold: '/data/threshold',
        weak_aliases: '/data/weak_aliases',
        decides: '/data/decides',
        confidential: '/data/confidential',
        fresh_hours: '/data/fresh_hours',
        source: '/data/source',
        every_hours: '/data/every_hours',
      },
    },
  ],
});

/** The issuer's address was asked. What came in as a version has entries of its own. */
export const listFetched = entryType<{
  readonly code: string;
  readonly outcome: 'new' | 'unchanged' | 'failed';
  readonly error: string | null;
  /** Bytes that came over the wire, and those that an earlier attempt had brought. */
  readonly bytes: number;
  readonly resumed: number;
}>({
  type: 'watchlists.list_fetched',
  schema: 1,
  state: [
    {
      table: 'watchlists.list',
      op: 'update',
      key: { id: '/subject' },
      set: { fetched_at: '/at', fetch_outcome: '/data/outcome', fetch_error: '/data/error' },
    },
  ],
});

/** The alarm: nobody brought the issuer's files in for longer than the list may be left alone; null when it ended. */
export const listStale = entryType<{ readonly code: string; readonly stale_since: string | null }>({
  type: 'watchlists.list_stale',
  schema: 1,
  state: [
    {
      table: 'watchlists.list',
      op: 'update',
      key: { id: '/subject' },
      set: { stale_since: '/data/stale_since' },
    },
  ],
});

export interface OwnershipData {
  readonly owner: { readonly list: string; readonly reference: string };
  readonly owned: OwnedParty;
  readonly owned_reference: string;
  readonly share: string;
  readonly source: string;
  readonly active: boolean;
}

/** Staff found out who owns how much of whom, or that it ended. */
export const ownershipSet = entryType<OwnershipData>({
  type: 'watchlists.ownership_set',
  schema: 1,
  state: [
    {
      table: 'watchlists.ownership',
      op: 'upsert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        owner: '/data/owner',
        owned: '/data/owned',
        owned_reference: '/data/owned_reference',
        share: '/data/share',
        source: '/data/source',
        active: '/data/active',
        set_by: '/actor',
        set_at: '/at',
      },
    },
  ],
});

/** The issuer's files were brought in: as a new version, or the same as before. */
export const listChecked = entryType<{ code: string; sha256: string; snapshot: string }>({
  type: 'watchlists.list_checked',
  schema: 1,
  state: [{ table: 'watchlists.list', op: 'update', key: { id: '/subject' }, set: { checked_at: '/at' } }],
});

export interface SnapshotData {
  readonly code: string;
  readonly number: number;
  readonly format: string;
  readonly issuer: string;
  readonly issued_on: string | null;
  readonly sha256: string;
  readonly files: readonly { readonly name: string; readonly sha256: string; readonly bytes: number }[];
  readonly digest: string;
  readonly counts: ListingCounts;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly problems: readonly Omit<ListProblem, 'raw'>[];
  /** A person said that the issuer did remove so many. */
  readonly accepted_shrink: boolean;
}

export const snapshotImported = entryType<SnapshotData>({
  type: 'watchlists.snapshot_imported',
  schema: 1,
  state: [
    {
      table: 'watchlists.snapshot',
      op: 'insert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        code: '/data/code',
        number: '/data/number',
        sha256: '/data/sha256',
        digest: '/data/digest',
        issued_on: '/data/issued_on',
        imported_at: '/at',
        imported_by: '/actor',
        counts: '/data/counts',
        added: '/data/added',
        removed: '/data/removed',
        changed: '/data/changed',
        quarantined: '/data/quarantined',
        problems: '/data/problems',
      },
    },
  ],
});

export const entryTypes = [
  listDescribed,
  listConfigured,
  listChecked,
  listFetched,
  listStale,
  snapshotImported,
  ownershipSet,
];
