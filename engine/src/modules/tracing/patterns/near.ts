import type { Attributions } from '../exposure/limits.ts';
import type { FlowGraph, Movement } from '../graph/flow-graph.ts';
import { neighboursOf } from '../graph/neighbours.ts';

/** More movements than this are no private wallet's: its shapes say nothing about one customer. */
export const HUB_MOVEMENTS = 300;

/** An address in a graph of its asset, and who can be named around it. */
export interface Near {
  readonly graph: FlowGraph;
  readonly owner: number;
  readonly attributions: Attributions;
}

export const isNamed = ({ graph, attributions }: Near, owner: number): boolean =>
  owner >= 0 && attributions.ofAddress(graph.network, graph.address(owner)) !== null;

/** How busy an owner is, without reading all of a hub's movements. Coins are few enough to be read where their owner is no service. */
export const isHub = (graph: FlowGraph, owner: number): boolean =>
  graph.kind === 'account'
    ? graph.degree(owner) > HUB_MOVEMENTS
    : graph.received(owner).length > HUB_MOVEMENTS;

/** Movements of an owner, each once. */
export function movementsOf({ graph, owner }: Near): readonly Movement[] {
  const received = graph.received(owner);
  return graph.kind === 'utxo' ? received : [...received, ...graph.sent(owner)];
}

const PPM = 1_000_000n;

export const shareOf = (part: bigint, whole: bigint): number =>
  whole === 0n ? 0 : Number((part * PPM) / whole);

/** The payer of at least this part of what an owner received; undefined where nobody stands out or it is newly issued. */
export function mainPayer({ graph }: Near, owner: number, leastPpm: number): number | undefined {
  if (isHub(graph, owner)) return undefined;
  const payers = neighboursOf(graph, owner, 'received');
  const whole = payers.reduce((sum, { amount }) => sum + amount, 0n);
  const [first] = payers;
  if (first === undefined || first.owner < 0 || shareOf(first.amount, whole) < leastPpm) return undefined;
  return first.owner;
}

/** When a transaction of coins was made, by what came out of it. */
export function timeOfPot(graph: FlowGraph, pot: number): number | undefined {
  const [out] = graph.outs(pot);
  return out === undefined ? undefined : graph.evidence(out).time;
}
