import type { ChainBlock, ChainTransaction } from '../chains/chain-block.ts';
import { canonicalSolanaBlock } from '../chains/solana-block.ts';
import { canonicalXrpLedger } from '../chains/xrp-ledger.ts';
import { isRpcObject } from '../evm/rpc-values.ts';
import { bridgeLegs } from '../heuristics/bridge.ts';
import { MixerWatch } from '../heuristics/mixer.ts';
import { detectSwap } from '../heuristics/swap.ts';
import { canonicalTronBlock } from '../tron/tron-node.ts';
import { hitsOf, type TagLookup } from './report.ts';

const texts = <T extends object>(value: T): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(value).map(([name, one]: [string, unknown]) => [
      name,
      typeof one === 'bigint' ? one.toString() : one,
    ]),
  );

/** A transaction of an account chain as JSON; amounts are integers of base units, as text. */
export const accountTransactionReport = (one: ChainTransaction) => ({
  txid: one.id,
  failed: one.failed,
  fee: one.fee?.toString() ?? null,
  fee_payer: one.feePayer,
  transfers: one.transfers.map(texts),
  signals: one.signals.map(texts),
});

/** What the transactions of a block mean together. */
export function accountFindings(block: ChainBlock, tags: TagLookup) {
  const mixers = new MixerWatch();
  mixers.apply(block);
  return {
    coinjoins: [],
    swaps: block.transactions.flatMap((one) => {
      const swap = detectSwap(one);
      return swap === null ? [] : [{ ...swap, gave: texts(swap.gave), got: texts(swap.got) }];
    }),
    bridges: bridgeLegs(block).map(texts),
    mixers: mixers.found().map(texts),
    hits: block.transactions.flatMap((one) => hitsOf(one, block.chain, tags)),
  };
}

/** The canonical block of a TRON, XRP or Solana answer; undefined for any other. */
export function accountBlockOf(answer: unknown): ChainBlock | undefined {
  if (!isRpcObject(answer)) return undefined;
  if (isRpcObject(answer.block_header)) return canonicalTronBlock(answer, []);
  if (isRpcObject(answer.ledger) && 'ledger_hash' in answer.ledger)
    return canonicalXrpLedger({ result: answer });
  return typeof answer.blockhash === 'string' && 'previousBlockhash' in answer
    ? canonicalSolanaBlock(answer)
    : undefined;
}

export const accountBlockReport = (block: ChainBlock, tags: TagLookup) => ({
  kind: 'block',
  network: block.chain,
  hash: block.hash,
  previous_hash: block.parent,
  height: block.height,
  time: new Date(block.time).toISOString(),
  transaction_count: block.transactions.length,
  transactions: block.transactions.map(accountTransactionReport),
  ...accountFindings(block, tags),
});
