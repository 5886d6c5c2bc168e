import { Document } from 'yaml';
import type { TagContent } from './tag.ts';

/** Tickers as TagPacks write them. */
const CURRENCY: Readonly<Record<string, string>> = {
  bitcoin: 'BTC',
  litecoin: 'LTC',
  'bitcoin-cash': 'BCH',
  dogecoin: 'DOGE',
  ethereum: 'ETH',
  tron: 'TRX',
  zcash: 'ZEC',
  xrp: 'XRP',
  stellar: 'XLM',
  solana: 'SOL',
  monero: 'XMR',
  dash: 'DASH',
};

/** The tags as a TagPack that GraphSense's tools read, categories in its `concepts`. */
export function writeTagPack(
  head: { readonly title: string; readonly creator: string },
  tags: readonly TagContent[],
): string {
  const list = tags.map((tag) => ({
    address: tag.address,
    label: tag.label,
    network: CURRENCY[tag.network] ?? tag.network.toUpperCase(),
    ...(tag.categories.length === 0 ? {} : { category: tag.categories[0], concepts: [...tag.categories] }),
    ...(tag.actor === null ? {} : { actor: tag.actor }),
    confidence: tag.confidenceName,
    source: tag.source,
    ...(tag.lastmod === null ? {} : { lastmod: tag.lastmod }),
    ...(tag.inForceFrom === null ? {} : { in_force_from: tag.inForceFrom }),
    ...(tag.inForceUntil === null ? {} : { in_force_until: tag.inForceUntil }),
    ...(tag.clusterDefiner ? { is_cluster_definer: true } : {}),
    ...(tag.context === null ? {} : { context: tag.context }),
  }));
  return new Document({ title: head.title, creator: head.creator, tags: list }).toString();
}
