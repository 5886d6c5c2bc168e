import { entryType } from '../../platform/journal.ts';
import type { ListingCounts, ListProblem } from './listing.ts';

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

export const entryTypes = [listDescribed, listChecked, snapshotImported];
