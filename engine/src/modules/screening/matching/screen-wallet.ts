/** Screens one wallet address exactly: an address is listed or it is not; the network only says how sure that is. */
import { assetOf } from '@atalaya/contract/assets.ts';
import { displayName } from '../../watchlists/listing.ts';
import type { Match, MatchReason, WalletQuery } from '../match.ts';
import type { ScreeningIndex } from './screening-index.ts';
import { sameKeyNetworks, walletKey } from './wallet-address.ts';

const OTHER_NETWORK = -0.05;
const UNLIKELY_NETWORK = -0.4;

function networkReason(asked: string | undefined, listed: string | undefined): MatchReason {
  const reason = { feature: 'wallet_network', query: asked ?? '', listing: listed ?? '' } as const;
  if (asked === undefined || listed === undefined || asked === listed) return { ...reason, effect: 0 };
  return { ...reason, effect: sameKeyNetworks(asked, listed) ? OTHER_NETWORK : UNLIKELY_NETWORK };
}

/** An asset of one network tells the network. */
const homeNetwork = (asset: string | undefined): string | undefined => {
  const networks = asset === undefined ? undefined : assetOf(asset)?.networks;
  return networks?.length === 1 ? networks[0] : undefined;
};

/**
 * Every listing with this address, best first. Score 1 on the listed network, 0.95 on another network where the same
 * private key owns the address, 0.6 where the networks do not share keys. Empty when not listed or not an address.
 */
export function screenWallet(index: ScreeningIndex, query: WalletQuery): Match[] {
  const key = walletKey(query.address);
  const asked = query.network?.toLowerCase() ?? homeNetwork(query.asset);
  const best = new Map<number, Match>();
  for (const { entry, wallet } of key === undefined ? [] : (index.wallets.get(key) ?? [])) {
    const indexed = index.entries[entry];
    const listed = indexed?.listing.wallets[wallet];
    if (indexed === undefined || listed === undefined) continue;
    const network = networkReason(asked, listed.network);
    const score = Math.round((1 + network.effect) * 100) / 100;
    if ((best.get(entry)?.score ?? -1) >= score) continue;
    best.set(entry, {
      list: indexed.list,
      reference: indexed.listing.reference,
      kind: indexed.listing.kind,
      name: displayName(indexed.listing),
      matched: listed.address,
      quality: 'strong',
      ...(indexed.listing.tags === undefined ? {} : { tags: indexed.listing.tags }),
      score,
      reasons: [
        { feature: 'wallet_address', query: query.address, listing: listed.address, effect: 1 },
        ...(network.query === '' && network.listing === '' ? [] : [network]),
      ],
    });
  }
  return [...best.values()].sort((a, b) => b.score - a.score || (a.reference < b.reference ? -1 : 1));
}
