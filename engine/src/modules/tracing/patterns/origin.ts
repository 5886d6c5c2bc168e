import type { ChainFigures } from '../chain-figures.ts';
import { isHub, isNamed, mainPayer, type Near } from './near.ts';

/** Most of the money: fees and small change on the way do not hide where it came from. */
const MAIN_PPM = 850_000;
const HOPS_MAX = 8;

/** Follows most of the money back from wallet to wallet, up to a service, a hub or a fork. */
export function originOf(near: Near): ChainFigures['origin'] {
  const { graph, owner } = near;
  const seen = new Set([owner]);
  let at = owner;
  for (; seen.size <= HOPS_MAX; ) {
    const payer = mainPayer(near, at, MAIN_PPM);
    if (payer === undefined || seen.has(payer) || isNamed(near, payer) || isHub(graph, payer)) break;
    seen.add(payer);
    at = payer;
  }
  return { address: graph.address(at), hops: seen.size - 1 };
}
