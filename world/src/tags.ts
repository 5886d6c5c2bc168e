import type { Seed } from './random/seed.ts';
import { type Network, newWallet, type Wallet } from './wallets/wallet.ts';

/** What services and criminals run addresses, as a list of tags calls them. */
export const TAGS = [
  'ad_platform',
  'chemical_vendor',
  'csam',
  'darknet_market',
  'exchange',
  'gambling',
  'guarantee_market',
  'high_risk_exchange',
  'issuer_frozen',
  'kiosk',
  'mining_pool',
  'mixing',
  'ransomware',
  'reported',
  'scam',
  'stolen_funds',
  'terrorism',
] as const;
export type Tag = (typeof TAGS)[number];

/** An address and what it is known for. All are invented. */
export interface TaggedWallet {
  readonly reference: string;
  readonly tags: readonly [Tag];
  readonly wallet: Wallet;
}

const NETWORKS: readonly Network[] = ['tron', 'ethereum', 'bitcoin'];
const EACH = 6;

/** Two addresses on each network for every tag. */
export const drawTagged = (seed: Seed): TaggedWallet[] =>
  TAGS.flatMap((tag) =>
    Array.from({ length: EACH }, (_, n): TaggedWallet => {
      const random = seed.sub(tag, n).stream();
      return {
        reference: `TAG-${tag.toUpperCase()}-${n + 1}`,
        tags: [tag],
        wallet: newWallet(NETWORKS[n % NETWORKS.length] ?? 'tron', random),
      };
    }),
  );

/** Finds the n-th address with a tag on a network; wraps around. */
export type TagBook = (tag: Tag, network: Network, n: number) => Wallet;

export function tagBook(tagged: readonly TaggedWallet[]): TagBook {
  const byPlace = Map.groupBy(tagged, ({ tags, wallet }) => `${tags[0]} ${wallet.network}`);
  return (tag, network, n) => {
    const there = byPlace.get(`${tag} ${network}`) ?? [];
    const found = there[n % Math.max(1, there.length)];
    if (found === undefined) throw new RangeError(`no ${tag} on ${network}`);
    return found.wallet;
  };
}

/** The list as CSV for import: reference, network, address, tags. */
export const tagsText = (tagged: readonly TaggedWallet[]): string =>
  `${[
    'reference,network,address,tags',
    ...tagged.map(({ reference, wallet, tags }) =>
      [reference, wallet.network, wallet.address, tags.join(';')].join(','),
    ),
  ].join('\n')}\n`;
