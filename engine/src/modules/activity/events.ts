import { entryType } from '../../platform/journal.ts';

export const pricesRecorded = entryType<{
  prices: { asset: string; currency: string; price: string; at: string }[];
}>({
  type: 'activity.prices_recorded',
  schema: 1,
  state: [
    {
      table: 'activity.price',
      op: 'upsert',
      each: '/data/prices',
      key: { entity: '/entity', asset: '/item/asset', currency: '/item/currency', at: '/item/at' },
      set: { price: '/item/price' },
    },
  ],
});

export const entryTypes = [pricesRecorded];
