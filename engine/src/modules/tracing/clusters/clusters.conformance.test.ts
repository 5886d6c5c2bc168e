import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeWith, sharedFolder } from '../../../platform/testing/requirements.ts';
import type { ChainTransaction } from '../chains/chain-block.ts';
import { ClusterBook } from './cluster-book.ts';

interface GoldenSide {
  readonly address: readonly string[];
  readonly value: number;
}
interface GoldenTransaction {
  readonly txHash: string;
  readonly coinbase: boolean;
  readonly coinjoin: boolean;
  readonly timestamp: number;
  readonly inputs: readonly GoldenSide[];
  readonly outputs: readonly GoldenSide[];
}

/** GraphSense's own golden chain: the same partition of addresses, with and without its CoinJoin filter. */
describeWith(sharedFolder(), 'golden UTXO clusters', (shared) => {
  const folder = join(shared, 'data/chain/golden-utxo');
  const lines = <T>(name: string): T[] =>
    readFileSync(join(folder, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const addressOf = ({ address }: GoldenSide): string | null =>
    address.length === 1 ? (address[0] ?? null) : null;

  const canonical = (golden: GoldenTransaction, index: number): ChainTransaction => ({
    id: golden.txHash,
    index,
    kind: 'utxo',
    coinbase: golden.coinbase,
    failed: false,
    fee: null,
    feePayer: null,
    inputs: golden.inputs.map((input) => ({
      previous: { id: '', index: 0 },
      address: addressOf(input),
      value: BigInt(input.value),
      script: 'p2pkh',
    })),
    outputs: golden.outputs.map((output, i) => ({
      index: i,
      address: addressOf(output),
      value: BigInt(output.value),
      script: 'p2pkh',
    })),
    transfers: [],
    signals: [],
  });

  test.each([
    ['without CoinJoins', true, 'reference/address_cluster.json'],
    ['with CoinJoins', false, 'reference/address_cluster_with_coinjoin.json'],
  ])('%s', (_title, excludeCoinJoins, file) => {
    const golden = lines<GoldenTransaction>('test_txs.json');
    const flagged = new Set(golden.filter((one) => one.coinjoin).map((one) => one.txHash));
    const book = new ClusterBook({ excludeCoinJoins, isCoinJoin: ({ id }) => flagged.has(id) });
    for (const [i, one] of golden.entries()) book.apply(canonical(one, i), one.timestamp * 1000);

    const names = new Map(
      lines<{ addressId: number; address: string }>('reference/addresses.json').map((one) => [
        one.addressId,
        one.address,
      ]),
    );
    const partition = (clusterOf: (address: string, id: number) => unknown): string[] => {
      const groups = new Map<unknown, string[]>();
      for (const [id, address] of names) {
        if (address === 'coinbase') continue;
        const cluster = clusterOf(address, id);
        groups.set(cluster, [...(groups.get(cluster) ?? []), address]);
      }
      return [...groups.values()].map((group) => group.sort().join(' ')).sort();
    };
    const expected = new Map(
      lines<{ addressId: number; clusterId: number }>(file).map((one) => [one.addressId, one.clusterId]),
    );
    expect(names.size).toBe(15);
    expect(partition((address) => book.clusterOf(address))).toEqual(
      partition((_address, id) => expected.get(id)),
    );
  });
});
