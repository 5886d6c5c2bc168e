import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TAINT_POLICIES } from '@atalaya/contract/tracing.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exposureOf, subjectOf } from '../exposure/exposure.ts';
import type { Attributions } from '../exposure/limits.ts';
import type { FlowGraph } from '../graph/flow-graph.ts';
import { type CoinTransaction, MemoryGraph, type Transfer } from '../graph/memory-graph.ts';
import { randomLedger, seeded } from '../taint/testing/random-ledger.ts';
import { GraphStore } from './graph-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atalaya-graph-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hash = (number: number): string => number.toString(16).padStart(64, '0');
const attributions: Attributions = {
  version: 'test',
  ofAddress: (_, address) =>
    address.endsWith('7')
      ? { entity: address, category: 'exchange', confidence: 50, tags: [], severity: 1 }
      : null,
  ofTransaction: () => null,
};

function transfersOf(seed: number, count: number): Transfer[] {
  const next = seeded(seed);
  return Array.from({ length: count }, (_, row) => ({
    from: next(20) === 0 ? null : `T${next(30)}`,
    to: `T${next(30)}`,
    amount: BigInt(1 + next(1000)) * (next(4) === 0 ? 10n ** 24n : 1n),
    transaction: hash(row),
    block: 100 + Math.floor(row / 10),
    time: 1000 * Math.floor(row / 10),
  }));
}

function append(store: GraphStore, transfers: readonly Transfer[]): void {
  for (let at = 0; at < transfers.length; at += 10) {
    const block = transfers.slice(at, at + 10);
    store.appendTransfers({ height: block[0]?.block ?? null, time: block[0]?.time ?? 0 }, block);
  }
}

/** Everything an exposure says, on every policy, both ways, for a few addresses. */
const answers = (graph: FlowGraph, addresses: readonly string[]): unknown =>
  addresses.flatMap((address) =>
    (['received', 'sent'] as const).flatMap((direction) =>
      TAINT_POLICIES.map((policy) => {
        const owner = graph.owner(address);
        if (owner === undefined) return null;
        const limits = { hops: 4, pots: 1000, hub: 1000, dustPpm: 0, movements: 1e9 };
        const { slices, total } = exposureOf(
          graph,
          attributions,
          { direction, policy, limits },
          subjectOf(graph, owner, direction),
        );
        return {
          address,
          total,
          slices: slices.map(({ kind, category, attribution, amount, path }) => ({
            kind,
            category,
            entity: attribution?.entity,
            amount,
            path: path.map(({ from, to, transaction, time }) => `${from}>${to}@${transaction}/${time}`),
          })),
        };
      }),
    ),
  );

const KIND = { kind: 'account', network: 'tron', asset: 'USDT' } as const;
const ADDRESSES = Array.from({ length: 10 }, (_, number) => `T${number}`);

describe('transfers', () => {
  const transfers = transfersOf(1, 400);
  const expected = answers(MemoryGraph.ofTransfers('tron', 'USDT', transfers), ADDRESSES);

  test.each([
    ['nothing indexed', 0],
    ['half of it indexed', 200],
    ['all of it indexed', 400],
  ])('gives what the graph in memory gives, with %s; also when opened again', (_, indexed) => {
    const store = new GraphStore(folder, KIND);
    if (indexed > 0) store.fill(() => append(store, transfers.slice(0, indexed)));
    append(store, transfers.slice(indexed));
    expect(answers(store, ADDRESSES)).toEqual(expected);
    store.close();
    const again = new GraphStore(folder, KIND);
    expect(answers(again, ADDRESSES)).toEqual(expected);
    expect(again.asOf).toEqual({ block: 139, time: 39_000 });
    again.close();
  });

  test.each([150, 400])('a reorganisation goes back exactly, %i movements indexed', (indexed) => {
    const store = new GraphStore(folder, KIND);
    append(store, transfers.slice(0, indexed));
    store.index();
    append(store, transfers.slice(indexed));
    const before = answers(store, ADDRESSES);
    store.rollBackTo(136);
    append(store, transfersOf(2, 400).slice(370));
    expect(answers(store, ADDRESSES)).not.toEqual(before);
    store.rollBackTo(136);
    append(store, transfers.slice(370));
    expect(answers(store, ADDRESSES)).toEqual(before);
    store.close();
  });

  test('a block out of order is refused', () => {
    const store = new GraphStore(folder, KIND);
    append(store, transfers.slice(0, 20));
    expect(() => append(store, transfers.slice(0, 10))).toThrow(
      expect.objectContaining({ code: 'tracing.block_out_of_order' }),
    );
    store.close();
  });
});

test('coins give what the graph in memory gives, indexed or not', () => {
  const ledger = randomLedger(42, 60);
  const names = new Map(ledger.map(({ id }, number) => [id, hash(number + 1)]));
  const transactions: CoinTransaction[] = ledger.map(({ id, inputs, outputs }, block) => ({
    id: names.get(id) ?? '',
    block,
    time: block,
    coinbase: false,
    inputs: inputs.map((input, index) =>
      'value' in input
        ? { transaction: hash(9000 + block), index, address: `in${(block + index) % 9}`, value: input.value }
        : { transaction: names.get(input.tx) ?? '', index: input.index, address: null, value: null },
    ),
    outputs: outputs.map((value, index) => ({ address: `T${(block * 3 + index) % 10}`, value })),
  }));
  const expected = answers(MemoryGraph.ofCoins('bitcoin', 'BTC', transactions), ADDRESSES);
  const store = new GraphStore(folder, { kind: 'utxo', network: 'bitcoin', asset: 'BTC' });
  for (const [height, transaction] of transactions.entries()) {
    store.appendCoins({ height, time: height }, [transaction]);
    if (height === Math.floor(transactions.length / 2)) store.index();
  }
  expect(answers(store, ADDRESSES)).toEqual(expected);
  store.index();
  expect(answers(store, ADDRESSES)).toEqual(expected);
  store.close();
});
