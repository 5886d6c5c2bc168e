import type { ChainFigures } from '../chain-figures.ts';
import { subjectOf } from '../exposure/exposure.ts';
import { movementsOf, type Near, shareOf } from './near.ts';

/** Since when an address exists, how often it moved money, and how much of what it received it sent on. */
export function lifeOf(near: Near): Pick<ChainFigures, 'first' | 'movements' | 'passed'> {
  const { graph, owner } = near;
  const moved = movementsOf(near);
  const [earliest] = moved;
  if (earliest === undefined) return {};
  const first = Math.min(...moved.map((movement) => graph.evidence(movement).time));
  const sum = (of: readonly { amount: bigint }[]): bigint =>
    of.reduce((total, { amount }) => total + amount, 0n);
  if (graph.kind === 'account')
    return {
      first,
      movements: moved.length,
      passed: shareOf(sum(graph.sent(owner)), sum(graph.received(owner))),
    };
  const pots = new Set(moved.flatMap(({ from, to }) => [from, to]).filter((pot) => pot >= 0));
  const coins = subjectOf(graph, owner, 'received').roots;
  const spent = coins.filter(({ to }) => to >= 0);
  return { first, movements: pots.size, passed: shareOf(sum(spent), sum(coins)) };
}
