import type { Movement } from '../graph/flow-graph.ts';
import { type Near, timeOfPot } from './near.ts';

const COINS_MAX = 50;
const OUTPUTS_MAX = 100;

/** How soon what an address received went into a CoinJoin: at once, or by one payment that only prepared its coins for one. */
export function joinedAfter(near: Near): number | undefined {
  const { graph, owner } = near;
  if (graph.kind !== 'utxo') return undefined;
  const waits = graph
    .received(owner)
    .filter(({ to }) => to >= 0)
    .slice(-COINS_MAX)
    .flatMap((coin) => {
      const joined = joinedAt(near, coin);
      return joined === undefined ? [] : [joined - graph.evidence(coin).time];
    });
  return waits.length === 0 ? undefined : Math.max(0, Math.min(...waits));
}

function joinedAt(near: Near, { to }: Movement): number | undefined {
  if (isJoin(near, to)) return timeOfPot(near.graph, to);
  const onward = near.graph
    .outs(to)
    .slice(0, OUTPUTS_MAX)
    .find((out) => out.to >= 0 && isJoin(near, out.to));
  return onward === undefined ? undefined : timeOfPot(near.graph, onward.to);
}

const isJoin = ({ graph, attributions }: Near, pot: number): boolean =>
  attributions.ofTransaction(graph.network, graph.transaction(pot))?.category === 'coinjoin';
