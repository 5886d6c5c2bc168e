import { utxoNetwork } from '../bitcoin/networks.ts';
import type { ChainTransaction } from '../chains/chain-block.ts';
import { MemoryGraph, type Transfer } from '../graph/memory-graph.ts';
import type { DatedTransaction } from '../sources/esplora.ts';
import { coinsOf } from '../store/read-blocks.ts';

/** Money flow of one asset among the transactions that were fetched. */
export function graphOfFetched(
  network: string,
  asset: string,
  transactions: Iterable<DatedTransaction>,
): MemoryGraph {
  const ordered = [...transactions].sort(
    (a, b) => (a.height ?? 0) - (b.height ?? 0) || a.transaction.index - b.transaction.index,
  );
  if (utxoNetwork(network) === undefined)
    return MemoryGraph.ofTransfers(
      network,
      asset,
      ordered.flatMap((one) => transfersOf(one, asset)),
    );
  const coins = makersFirst(ordered).map(({ transaction, height, time }) =>
    coinsOf(transaction, height, time ?? 0),
  );
  return MemoryGraph.ofCoins(network, asset, coins);
}

const transfersOf = ({ transaction, height, time }: DatedTransaction, asset: string): Transfer[] =>
  transaction.transfers.flatMap(({ asset: moved, from, to, amount }) =>
    moved !== asset || to === null || amount === 0n
      ? []
      : [{ from, to, amount, transaction: transaction.id, block: height, time: time ?? 0 }],
  );

const spends = ({ inputs }: ChainTransaction): string[] =>
  inputs.flatMap(({ previous }) => (previous === null ? [] : [previous.id]));

/** Within a block a coin may be spent at once; services do not tell places, so makers are put before spenders. */
function makersFirst(ordered: readonly DatedTransaction[]): DatedTransaction[] {
  const waiting = new Map(ordered.map((one) => [one.transaction.id, one]));
  const placed: DatedTransaction[] = [];
  for (const one of ordered) {
    const line = [one];
    for (let next = line.at(-1); next !== undefined; next = line.at(-1)) {
      const { id } = next.transaction;
      const maker = spends(next.transaction)
        .map((maker) => waiting.get(maker))
        .find((maker) => maker !== undefined && !line.includes(maker));
      if (maker !== undefined && waiting.has(id)) {
        line.push(maker);
        continue;
      }
      line.pop();
      if (waiting.delete(id)) placed.push(next);
    }
  }
  return placed;
}
