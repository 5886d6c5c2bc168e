import type { Reason } from '@atalaya/contract/decisions.ts';
import { entryType } from '../../platform/journal.ts';

/** Of one past event: the alert reader takes `findings` as it takes those of a decision. */
export interface ExposureFoundData {
  readonly id: string;
  readonly customer: string;
  readonly category: string;
  /** Millionths of the money. */
  readonly share_ppm: number;
  readonly hops: number;
  readonly value_usd: number | null;
  readonly asset: string | null;
  readonly tags_version: string;
  readonly as_of_block: number | null;
  readonly findings: readonly Reason[];
}

/** A past deposit or withdrawal turns out to be exposed; what was decided then stays as it was. */
export const exposureFoundLater = entryType<ExposureFoundData>({
  type: 'tracing.exposure_found',
  schema: 1,
  state: [
    {
      table: 'tracing.exposure_found',
      op: 'insert',
      key: { id: '/data/id' },
      set: {
        entity: '/entity',
        event: '/subject',
        customer: '/data/customer',
        category: '/data/category',
        share_ppm: '/data/share_ppm',
        hops: '/data/hops',
        value_usd: '/data/value_usd',
        tags_version: '/data/tags_version',
        as_of_block: '/data/as_of_block',
        found_at: '/at',
      },
    },
  ],
});

export const exposureEntryTypes = [exposureFoundLater];
