import type { ChainFigures } from '../chain-figures.ts';
import { neighboursOf } from '../graph/neighbours.ts';
import { isNamed, type Near, shareOf } from './near.ts';

const WINDOW_MS = 7 * 86_400_000;

/** Who paid an address within seven days up to its last receipt, and whether that went on together. */
export function collectorOf(near: Near): ChainFigures['collector'] {
  const { graph, owner } = near;
  const payers = neighboursOf(graph, owner, 'received').filter((payer) => payer.owner >= 0);
  const paid = payers.map((payer) => ({
    owner: payer.owner,
    parts: payer.parts.map(({ movement, amount }) => ({ amount, time: graph.evidence(movement).time })),
  }));
  const last = Math.max(...paid.flatMap(({ parts }) => parts.map(({ time }) => time)));
  const lately = paid
    .map(({ owner: payer, parts }) => ({
      payer,
      amount: parts
        .filter(({ time }) => time > last - WINDOW_MS)
        .reduce((sum, { amount }) => sum + amount, 0n),
    }))
    .filter(({ payer, amount }) => amount > 0n && !isNamed(near, payer));
  if (lately.length < 2) return undefined;
  const amounts = lately.map(({ amount }) => amount).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const whole = paid.flatMap(({ parts }) => parts).reduce((sum, { amount }) => sum + amount, 0n);
  const [largest] = neighboursOf(graph, owner, 'sent').filter((payee) => payee.owner >= 0);
  return {
    senders: lately.length,
    median: String(amounts[(amounts.length - 1) >> 1] ?? 0n),
    forwarded: Math.min(1_000_000, shareOf(largest?.amount ?? 0n, whole)),
  };
}
