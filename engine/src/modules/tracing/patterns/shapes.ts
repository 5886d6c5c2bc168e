import type { ChainFigures } from '../chain-figures.ts';
import type { Attributions } from '../exposure/limits.ts';
import type { GraphShelf } from '../store/graph-shelf.ts';
import { bridgedOf } from './bridge-row.ts';
import { joinedAfter } from './coinjoin-after.ts';
import { collectorOf } from './collector.ts';
import { lastSwapOf, type Tainted } from './last-swap.ts';
import { isHub, type Near } from './near.ts';
import { originOf } from './origin.ts';
import { peelOf } from './peel-row.ts';
import { FEE_ASSETS, sponsorOf } from './sponsor.ts';
import { lifeOf } from './wallet-life.ts';

/** What shapes are looked for around. `key` is canonical. */
export interface Across {
  readonly network: string;
  readonly asset: string;
  readonly key: string;
  readonly direction: 'received' | 'sent';
}

/**
 * Shapes around the address across: behind the sender of a deposit, beyond the receiver of a withdrawal. Null where nothing of the network
 * was read. A service has none: its money is its customers'. Bounded: hubs are not looked into, every walk has a length.
 */
export function shapesOf(
  shelf: GraphShelf,
  attributions: Attributions,
  tainted: Tainted,
  across: Across,
): ChainFigures | null {
  const { network, asset, key, direction } = across;
  const graph = shelf.find(network, asset);
  const feeAsset = FEE_ASSETS[network];
  const fees = feeAsset === undefined ? undefined : shelf.find(network, feeAsset);
  if (graph === undefined && fees === undefined) return null;
  const block = (graph ?? fees)?.asOf.block ?? null;
  if (attributions.ofAddress(network, key) !== null) return { block };
  const sponsor = sponsorOf(fees, shelf.contracts, attributions, network, key);
  const owner = graph?.owner(key);
  const near = graph === undefined || owner === undefined ? null : { graph, owner, attributions };
  const seen = near === null || isHub(near.graph, near.owner) ? null : near;
  const figures =
    direction === 'sent'
      ? { origin: { address: key, hops: 0 }, joined: seen === null ? undefined : joinedAfter(seen) }
      : { ...behind(seen), ...acrossChains(shelf, attributions, tainted, across) };
  return known({ block, sponsor, ...figures });
}

const behind = (near: Near | null): Omit<Told, 'block'> =>
  near === null
    ? {}
    : { ...lifeOf(near), collector: collectorOf(near), peel: peelOf(near), origin: originOf(near) };

const acrossChains = (
  shelf: GraphShelf,
  attributions: Attributions,
  tainted: Tainted,
  { network, asset, key }: Across,
): Omit<Told, 'block'> => ({
  bridged: bridgedOf(shelf, attributions, network, asset, key),
  swap: lastSwapOf(shelf, tainted, network, asset, key),
});

type Told = { readonly [K in keyof ChainFigures]: ChainFigures[K] | undefined };

/** Absent is the one way to say not known. */
const known = ({ block, ...told }: Told & { block: number | null }): ChainFigures => ({
  block,
  ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
});
