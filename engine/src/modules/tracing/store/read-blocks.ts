import { readBlockFile } from '../bitcoin/block-file.ts';
import { canonicalBlock, SeenOutputs } from '../bitcoin/canonical.ts';
import type { ChainBlock, ChainInput, ChainTransaction } from '../chains/chain-block.ts';
import type { CoinTransaction } from '../graph/memory-graph.ts';
import { COINJOIN_CONFIDENCE_MIN, detectCoinJoin } from '../heuristics/coinjoin.ts';
import type { GraphShelf } from './graph-shelf.ts';
import type { GraphStore } from './graph-store.ts';

export interface ReadBlocks {
  readonly network: string;
  readonly asset: string;
  readonly blocks: number;
  readonly transactions: number;
  /** Blocks that were there already. */
  readonly repeated: number;
}

/**
 * Raw blocks of Bitcoin and its family into the flow graph; each is checked against its own header first. A block at or below
 * the graph's height is not read again. Failures: those of the block file.
 */
export function readRawBlocks(shelf: GraphShelf, content: Buffer, chain?: string): ReadBlocks[] {
  const done = new Map<
    string,
    { store: GraphStore; blocks: number; transactions: number; repeated: number }
  >();
  for (const { network, block } of readBlockFile(content, chain)) {
    const store = shelf.open({ kind: 'utxo', network: network.chain, asset: network.asset });
    const tally = done.get(network.chain) ?? { store, blocks: 0, transactions: 0, repeated: 0 };
    done.set(network.chain, tally);
    const canonical = canonicalBlock(network, block, new SeenOutputs());
    if (!appendCoinBlock(shelf, store, canonical)) {
      tally.repeated += 1;
      continue;
    }
    tally.blocks += 1;
    tally.transactions += canonical.transactions.length;
  }
  return [...done.values()].map(({ store, ...tally }) => {
    store.flush();
    return { network: store.network, asset: store.asset, ...tally };
  });
}

/** Takes a block into the graph of its coins; false where the graph is at its height already. */
export function appendCoinBlock(shelf: GraphShelf, store: GraphStore, block: ChainBlock): boolean {
  const { chain, height, time } = block;
  if (height !== null && store.asOf.block !== null && height <= store.asOf.block) return false;
  const transactions = block.transactions.map((transaction) => withKnown(store, transaction));
  for (const transaction of transactions) {
    const join = detectCoinJoin(transaction, { time });
    if (join !== null && join.confidence >= COINJOIN_CONFIDENCE_MIN)
      shelf.noteJoin(chain, transaction.id, join);
  }
  store.appendCoins(
    { height, time },
    transactions.map((one) => coinsOf(one, height, time)),
  );
  return true;
}

/** What inputs spend, where an earlier block told. */
const withKnown = (store: GraphStore, transaction: ChainTransaction): ChainTransaction => ({
  ...transaction,
  inputs: transaction.inputs.map((input) => {
    if (input.previous === null || input.value !== null) return input;
    const coin = store.coinOf(input.previous.id, input.previous.index);
    return coin === undefined ? input : { ...input, address: coin.address, value: coin.value };
  }),
});

export function coinsOf(transaction: ChainTransaction, block: number | null, time: number): CoinTransaction {
  const { id, coinbase, outputs } = transaction;
  const unknown = transaction.inputs.filter(({ value }) => value === null);
  return {
    id,
    block,
    time,
    coinbase,
    inputs: transaction.inputs.flatMap((input) =>
      input.previous === null
        ? []
        : [
            {
              transaction: input.previous.id,
              index: input.previous.index,
              address: input.address,
              value: input.value ?? leastValue(transaction, input, unknown),
            },
          ],
    ),
    outputs: outputs.map(({ address, value }) => ({ address, value })),
  };
}

/**
 * An input whose previous output is not known is worth at least what the outputs need beyond the known ones. That can be said
 * when all such inputs are of one address; the first of them stands for all.
 */
function leastValue(
  { inputs, outputs }: ChainTransaction,
  input: ChainInput,
  unknown: readonly ChainInput[],
): bigint | null {
  const [first] = unknown;
  if (input !== first || input.address === null) return null;
  if (unknown.some(({ address }) => address !== input.address)) return null;
  const paid = outputs.reduce((sum, { value }) => sum + value, 0n);
  const known = inputs.reduce((sum, { value }) => sum + (value ?? 0n), 0n);
  return paid > known ? paid - known : null;
}
