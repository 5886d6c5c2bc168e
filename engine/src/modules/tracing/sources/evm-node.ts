import type { ChainBlock } from '../chains/chain-block.ts';
import { lyingSource } from '../chains/chain-failure.ts';
import { canonicalEvmBlock } from '../evm/canonical.ts';
import { evmChain } from '../evm/contracts.ts';
import { blockOf, type EvmTrace, receiptOf, transactionsOf } from '../evm/records.ts';
import { isRpcObject, objectOf, type RpcObject } from '../evm/rpc-values.ts';
import { tracesOf, tracesOfCallTree } from '../evm/traces.ts';
import { verifyEvmBlock } from '../evm/verify.ts';
import type { BlockReference, ChainSource } from './chain-source.ts';
import { type Rpc, RpcError } from './json-rpc.ts';

const hex = (value: number): string => `0x${value.toString(16)}`;

/** Tries ways of asking until the node knows one, and remembers it. */
class KnownWay<T> {
  readonly #ways: readonly (() => Promise<T>)[];
  constructor(ways: readonly (() => Promise<T>)[]) {
    this.#ways = ways;
  }

  async ask(from: number): Promise<{ way: number; answer: T } | null> {
    for (let way = from; way < this.#ways.length; way += 1)
      try {
        const answer = await this.#ways[way]?.();
        if (answer !== undefined) return { way, answer };
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
      }
    return null;
  }
}

/**
 * An EVM node over JSON-RPC; its chain id must be the one expected. Receipts come as a block or one by one, internal calls from
 * `trace_block` or the call tracer; a node that has neither tells no internal transfers.
 */
export function createEvmNode(
  rpc: Rpc,
  chainId: number,
  tokens: ReadonlyMap<string, string> = new Map(),
): ChainSource {
  const network = { ...evmChain(chainId), tokens };
  let receiptsWay = 0;
  let tracesWay = 0;
  let checked = false;

  const ensureChain = async (): Promise<void> => {
    if (checked) return;
    const told = Number(await rpc('eth_chainId'));
    if (told !== chainId)
      throw lyingSource('chain.source_lied', `the node is of chain ${told}, not ${chainId}`, 'eth_chainId');
    checked = true;
  };

  const receiptsOf = async (block: RpcObject, height: number): Promise<RpcObject[]> => {
    const hashes = transactionsOf(block).map((one) => one.hash);
    if (hashes.length === 0) return [];
    const found = await new KnownWay<unknown>([
      () => rpc('eth_getBlockReceipts', hex(height)),
      async () => {
        const receipts: unknown[] = [];
        for (const hash of hashes) receipts.push(await rpc('eth_getTransactionReceipt', hash));
        return receipts;
      },
    ]).ask(receiptsWay);
    receiptsWay = found?.way ?? 0;
    if (!Array.isArray(found?.answer))
      throw lyingSource('chain.source_lied', 'the node has no receipts of its block');
    return found.answer.map((one, i) => objectOf(one, `receipts/${i}`));
  };

  const tracesOfBlock = async (block: RpcObject, height: number): Promise<EvmTrace[] | null> => {
    const found = await new KnownWay<EvmTrace[]>([
      async () => tracesOf(listOf(await rpc('trace_block', hex(height)))),
      async () => {
        const options = { tracer: 'callTracer' };
        return treesOf(await rpc('debug_traceBlockByNumber', hex(height), options), block, height);
      },
    ]).ask(tracesWay);
    tracesWay = found?.way ?? 2;
    return found?.answer ?? null;
  };

  const header = async (height: number | 'latest'): Promise<RpcObject | null> => {
    await ensureChain();
    const answer = await rpc('eth_getBlockByNumber', height === 'latest' ? height : hex(height), false);
    return isRpcObject(answer) ? answer : null;
  };

  return {
    chain: network.chain,
    async tip() {
      const latest = await header('latest');
      if (latest === null) throw lyingSource('chain.source_lied', 'the node has no latest block');
      const { number, hash } = blockOf(latest);
      return { height: number, hash };
    },
    async hashAt(height) {
      const found = await header(height);
      return found === null ? null : blockOf(found).hash;
    },
    async block(reference) {
      await ensureChain();
      const answer = await rpc('eth_getBlockByHash', reference.hash, true);
      const block = ensureAsked(answer, reference);
      const receipts = await receiptsOf(block, reference.height);
      ensureProven(block, receipts);
      return canonicalEvmBlock(network, {
        block: blockOf(block),
        transactions: transactionsOf(block),
        receipts: receipts.map(receiptOf),
        traces: await tracesOfBlock(block, reference.height),
      }) satisfies ChainBlock;
    },
  };
}

function listOf(answer: unknown): readonly unknown[] {
  if (Array.isArray(answer)) return answer;
  throw new RpcError(0, 'no list');
}

function ensureAsked(answer: unknown, reference: BlockReference): RpcObject {
  const block = objectOf(answer, 'block');
  const { hash, number } = blockOf(block);
  if (hash !== reference.hash || number !== reference.height)
    throw lyingSource(
      'chain.source_lied',
      `asked for block ${reference.hash}, the node gave ${hash}`,
      '/hash',
    );
  return block;
}

/** A node must not leave out what its header commits to; types of single chains cannot be recomputed and pass. */
function ensureProven(block: RpcObject, receipts: readonly RpcObject[]): void {
  const proof = verifyEvmBlock(block, receipts);
  const hidden = proof.unverified.find((why) =>
    /only their hashes|none are there|not all are there/.test(why),
  );
  if (hidden !== undefined) throw lyingSource('chain.source_lied', `the node left something out: ${hidden}`);
}

function treesOf(answer: unknown, block: RpcObject, height: number): EvmTrace[] {
  const hashes = transactionsOf(block).map((one) => one.hash);
  return listOf(answer).flatMap((tree, index) => {
    const result = isRpcObject(tree) && 'result' in tree ? tree.result : tree;
    return tracesOfCallTree(result, { hash: hashes[index] ?? '', index, block: height });
  });
}
