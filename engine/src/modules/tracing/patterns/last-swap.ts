import type { ChainFigures } from '../chain-figures.ts';
import type { GraphShelf } from '../store/graph-shelf.ts';

/** Part of an address's money, in millionths, that leads to a category nobody may deal in. */
export type Tainted = (network: string, address: string, asset: string) => number;

/** The last exchange an address made for this asset: how long it had held what it gave, and how tainted that was. */
export function lastSwapOf(
  shelf: GraphShelf,
  tainted: Tainted,
  network: string,
  asset: string,
  address: string,
): ChainFigures['swap'] {
  const swap = shelf.contracts.about(network, address, 'swap').findLast((one) => one.asset === asset);
  const gave = swap?.details.gave_asset;
  if (swap === undefined || gave === undefined) return undefined;
  const graph = shelf.find(network, gave);
  const owner = graph?.owner(address);
  const came =
    graph === undefined || owner === undefined
      ? []
      : graph
          .received(owner)
          .map((movement) => graph.evidence(movement).time)
          .filter((time) => time <= swap.time);
  return {
    waited: came.length === 0 ? null : swap.time - Math.max(...came),
    tainted: tainted(network, address, gave),
    at: swap.time,
  };
}
