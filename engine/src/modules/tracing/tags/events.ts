import { entryType } from '../../../platform/journal.ts';
import type { TagProblem } from './tag-pack.ts';

export const tagPackDescribed = entryType<{
  title: string;
  creator: string;
  format: string;
  tier: string;
  licence: string;
  defaults: object;
}>({
  type: 'tracing.tag_pack_described',
  schema: 1,
  state: [
    {
      table: 'tracing.tag_pack',
      op: 'upsert',
      key: { code: '/subject' },
      set: {
        entity: '/entity',
        title: '/data/title',
        creator: '/data/creator',
        format: '/data/format',
        tier: '/data/tier',
        licence: '/data/licence',
        defaults: '/data/defaults',
      },
    },
  ],
});

/** The files were brought in: as a new version, or the same as before. */
export const tagPackChecked = entryType<{ sha256: string }>({
  type: 'tracing.tag_pack_checked',
  schema: 1,
  state: [{ table: 'tracing.tag_pack', op: 'update', key: { code: '/subject' }, set: { checked_at: '/at' } }],
});

export interface TagVersionData {
  readonly code: string;
  readonly number: number;
  readonly sha256: string;
  readonly digest: string;
  readonly counts: TagCounts;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly problems: readonly TagProblem[];
}

export interface TagCounts {
  /** Tags or actors in use. */
  readonly tags: number;
  readonly rows: number;
  readonly without_confidence: number;
  readonly quarantined: number;
  /** How many rows of each problem. */
  readonly problems: Readonly<Record<string, number>>;
}

export const tagVersionImported = entryType<TagVersionData>({
  type: 'tracing.tag_version_imported',
  schema: 1,
  state: [
    {
      table: 'tracing.tag_version',
      op: 'insert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        code: '/data/code',
        number: '/data/number',
        sha256: '/data/sha256',
        digest: '/data/digest',
        imported_at: '/at',
        imported_by: '/actor',
        counts: '/data/counts',
        added: '/data/added',
        removed: '/data/removed',
        changed: '/data/changed',
        problems: '/data/problems',
      },
    },
  ],
});

export const tagEntryTypes = [tagPackDescribed, tagPackChecked, tagVersionImported];
