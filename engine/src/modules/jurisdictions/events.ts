import { entryType } from '../../platform/journal.ts';

/** An authority's schema was imported; the bytes stand in the entry, so that what reports were held against is provable. */
export const schemaImported = entryType<{
  jurisdiction: string;
  format: string;
  sha256: string;
  bytes: number;
  namespace: string;
  /** base64 */
  content: string;
}>({
  type: 'jurisdictions.schema_imported',
  schema: 1,
  state: [
    {
      table: 'jurisdictions.schema',
      op: 'upsert',
      key: { jurisdiction: '/data/jurisdiction', format: '/data/format', sha256: '/data/sha256' },
      set: {
        entity: '/entity',
        bytes: '/data/bytes',
        namespace: '/data/namespace',
        content: '/data/content',
        imported_at: '/at',
        imported_by: '/actor',
      },
    },
  ],
});

export const entryTypes = [schemaImported];
