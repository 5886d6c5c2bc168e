import type { ChainFigures } from '../chain-figures.ts';
import type { Attributions } from '../exposure/limits.ts';
import type { BridgeLeg } from '../heuristics/bridge.ts';
import type { GraphShelf } from '../store/graph-shelf.ts';
import { isNamed, mainPayer, shareOf } from './near.ts';

const CHANGES_MAX = 6;
/** Wallets looked through for a bridge behind an address. */
const WALLETS_MAX = 3;
const MAIN_PPM = 500_000;

interface Standing {
  readonly network: string;
  readonly asset: string;
  readonly address: string;
  /** Only what came before this moment counts. */
  readonly before: number;
}

/** Changes of chain behind an address, one after the other, as far as both sides of the bridges were found. */
export function bridgedOf(
  shelf: GraphShelf,
  attributions: Attributions,
  network: string,
  asset: string,
  address: string,
): ChainFigures['bridged'] {
  let at: Standing = { network, asset, address, before: Number.POSITIVE_INFINITY };
  let last: BridgeLeg | undefined;
  let first: BridgeLeg | undefined;
  let hops = 0;
  while (hops < CHANGES_MAX) {
    const arrival = arrivalBehind(shelf, attributions, at);
    const out = arrival === undefined ? undefined : shelf.contracts.pairOf(arrival)?.out;
    if (arrival === undefined || out?.account == null || out.asset === null) break;
    last ??= arrival;
    first = out;
    hops += 1;
    at = { network: out.chain, asset: out.asset, address: out.account, before: out.time };
  }
  if (first === undefined || last === undefined) return undefined;
  // Across two assets there is no part of an amount to speak of.
  const kept = first.asset === last.asset ? Math.min(1_000_000, shareOf(last.amount, first.amount)) : 0;
  return { hops, kept, since: first.time };
}

/** What a bridge last brought to an address, or to the wallets most of its money came through. */
function arrivalBehind(shelf: GraphShelf, attributions: Attributions, at: Standing): BridgeLeg | undefined {
  const { network, asset, before } = at;
  const graph = shelf.find(network, asset);
  let address = at.address;
  for (let wallets = 0; wallets < WALLETS_MAX; wallets += 1) {
    const said = shelf.contracts
      .about(network, address, 'bridge_in')
      .findLast((one) => one.time <= before && one.asset === asset);
    if (said !== undefined)
      return shelf.contracts.arrivals(network, said.txid).find((leg) => leg.account === address);
    const owner = graph?.owner(address);
    if (graph === undefined || owner === undefined) return undefined;
    const near = { graph, owner, attributions };
    const payer = mainPayer(near, owner, MAIN_PPM);
    if (payer === undefined || isNamed(near, payer)) return undefined;
    address = graph.address(payer);
  }
  return undefined;
}
