/** Screens one wallet address exactly: an address is listed or it is not; the network only says how sure that is. */
import { assetOf } from '@atalaya/contract/assets.ts';
import type { Match, MatchReason, WalletQuery } from '../match.ts';
import type { Dossier } from './index/dossier.ts';
import { visitHash } from './index/postings.ts';
import { dossierAt, type ScreeningIndex } from './index/shape.ts';
import { sameKeyNetworks, walletKey } from './wallet-address.ts';

const OTHER_NETWORK = -0.05;
const UNLIKELY_NETWORK = -0.4;
/** Nobody's address stands in more listings than this. */
const LISTINGS_MAX = 50;

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
  const owners = new Set<number>();
  if (key !== undefined) visitHash(index.wallets, key, (owner) => owners.add(owner).size < LISTINGS_MAX);
  const matches = [...owners].flatMap((owner): Match[] => {
    const best = bestWallet(dossierAt(index, owner), key ?? '', query.address, asked);
    return best === undefined ? [] : [best];
  });
  return matches.sort((a, b) => b.score - a.score || (a.reference < b.reference ? -1 : 1));
}

function bestWallet(
  dossier: Dossier,
  key: string,
  address: string,
  asked: string | undefined,
): Match | undefined {
  let best: Match | undefined;
  for (const listed of dossier.wallets) {
    if (walletKey(listed.address) !== key) continue;
    const network = networkReason(asked, listed.network);
    const score = Math.round((1 + network.effect) * 100) / 100;
    if ((best?.score ?? -1) >= score) continue;
    best = {
      list: dossier.list,
      reference: dossier.reference,
      kind: dossier.kind,
      name: dossier.display,
      matched: listed.address,
      quality: 'strong',
      score,
      ...(dossier.tags === undefined ? {} : { tags: dossier.tags }),
      reasons: [
        { feature: 'wallet_address', query: address, listing: listed.address, effect: 1 },
        ...(network.query === '' && network.listing === '' ? [] : [network]),
      ],
    };
  }
  return best;
}
