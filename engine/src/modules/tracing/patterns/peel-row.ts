import type { ChainFigures } from '../chain-figures.ts';
import type { Movement } from '../graph/flow-graph.ts';
import { isNamed, type Near, timeOfPot } from './near.ts';

/** Largest part of a payment that a peel may be, in percent; the same as the heuristic over whole blocks. */
const PEEL_PERCENT_MAX = 20n;
const HOPS_MAX = 60;

interface Hop {
  readonly pot: number;
  readonly spent: Movement;
  readonly large: Movement;
  readonly small: Movement;
}

/** One coin in, two out, one of them much smaller. */
function hopAt({ graph }: Near, pot: number): Hop | null {
  if (pot < 0) return null;
  const [spent, ...more] = graph.ins(pot);
  const [a, b, ...others] = graph.outs(pot);
  if (spent === undefined || a === undefined || b === undefined || more.length + others.length > 0)
    return null;
  const [large, small] = a.amount >= b.amount ? [a, b] : [b, a];
  return small.amount * 100n <= (a.amount + b.amount) * PEEL_PERCENT_MAX
    ? { pot, spent, large, small }
    : null;
}

/**
 * The peel chain that the newest coin of an address belongs to: as the rest that is carried on, or as a peel. Each hop must go to another
 * address; one that pays out of the same address all along is a wallet that serves its users.
 */
export function peelOf(near: Near): ChainFigures['peel'] {
  const { graph, owner } = near;
  if (graph.kind !== 'utxo') return undefined;
  const coin = graph
    .received(owner)
    .reduce<Movement | undefined>(
      (newest, one) => (newest === undefined || one.id > newest.id ? one : newest),
      undefined,
    );
  if (coin === undefined) return undefined;
  const hops: Hop[] = [];
  const spending = hopAt(near, coin.to);
  if (spending !== null) hops.push(spending);
  let hop = hopAt(near, coin.from);
  while (hop !== null && hops.length < HOPS_MAX) {
    hops.push(hop);
    const before = hopAt(near, hop.spent.from);
    hop = before?.large.id === hop.spent.id ? before : null;
  }
  const carriers = new Set(hops.map(({ spent }) => spent.payer));
  const [last, first] = [hops[0], hops.at(-1)];
  if (last === undefined || first === undefined || carriers.size < hops.length) return undefined;
  return {
    hops: hops.length,
    services: hops.filter(({ small }) => isNamed(near, small.payee)).length,
    from: timeOfPot(graph, first.pot) ?? 0,
    to: timeOfPot(graph, last.pot) ?? 0,
  };
}
