import { expect, test } from 'vitest';
import type { Attributions } from '../exposure/limits.ts';
import { MemoryGraph, type Transfer } from '../graph/memory-graph.ts';
import { relatedTo } from './related.ts';

const attributions: Attributions = {
  version: 'test',
  ofAddress: (_, address) =>
    address === 'hot'
      ? { entity: 'Casa Clara', category: 'exchange', confidence: 60, tags: [], severity: 1 }
      : null,
  ofTransaction: () => null,
};

const of = (subject: string, ...rows: readonly (readonly [string, string, number])[]) => {
  const transfers = rows.map(
    ([from, to, amount], row): Transfer => ({
      from,
      to,
      amount: BigInt(amount),
      transaction: `t${row}`,
      block: row,
      time: row,
    }),
  );
  const graph = MemoryGraph.ofTransfers('tron', 'USDT', transfers);
  return relatedTo(graph, attributions, graph.owner(subject) ?? -1);
};

test('who sends to the same deposit address is probably the same customer', () => {
  const found = of(
    'anna',
    ['anna', 'dep', 500],
    ['dep', 'hot', 500],
    ['berta', 'dep', 90],
    ['dep', 'hot', 90],
  );
  expect(found).toEqual({
    items: [
      { address: 'berta', depositAddress: 'dep', entity: 'Casa Clara', transaction: 't2', confidence: 70 },
    ],
    examined: 1,
    cut: false,
  });
});

test('the exchange itself, a shop that pays others, and a friend relate nobody', () => {
  expect(of('anna', ['anna', 'hot', 5], ['berta', 'hot', 5]).items).toEqual([]);
  expect(
    of('anna', ['anna', 'shop', 50], ['berta', 'shop', 50], ['shop', 'x', 20], ['shop', 'hot', 80]).items,
  ).toEqual([]);
  expect(of('anna', ['anna', 'carla', 50], ['berta', 'carla', 50]).items).toEqual([]);
});

test('work is bounded', () => {
  const payees = Array.from({ length: 300 }, (_, n) => ['anna', `d${n}`, 1] as const);
  expect(of('anna', ...payees)).toEqual({ items: [], examined: 200, cut: true });
});
