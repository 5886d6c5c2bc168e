import { meetsTarget } from '../bitcoin/block.ts';
import { bytesOfText, readBlockFile } from '../bitcoin/block-file.ts';
import { ByteReader } from '../bitcoin/byte-reader.ts';
import { canonicalBlock, SeenOutputs } from '../bitcoin/canonical.ts';
import { bytesOfNodeBlock, isNodeBlock } from '../bitcoin/node-json.ts';
import { PreviousOutputBook } from '../bitcoin/previous-outputs.ts';
import { displayHash, isCoinbase, type RawTransaction, readTransaction } from '../bitcoin/transaction.ts';
import type { ChainBlock, ChainId } from '../chains/chain-block.ts';
import { lyingSource } from '../chains/chain-failure.ts';
import type { BlockReference, ChainSource } from './chain-source.ts';
import { type Rpc, RpcError } from './json-rpc.ts';

export interface BitcoinNodeOptions {
  readonly chain: ChainId;
  readonly rpc: Rpc;
  /**
   * `needed`: every input's previous output is asked for, and a block whose inputs cannot be resolved is not taken. `left_out`: input
   * values stay unknown where the block itself does not tell them.
   */
  readonly previousOutputs: 'needed' | 'left_out';
}

const HEX = /^[0-9a-f]{64}$/;

function hashOf(answer: unknown, method: string): string {
  if (typeof answer === 'string' && HEX.test(answer)) return answer;
  throw lyingSource('chain.source_lied', `${method} answered no hash`, method);
}

/** Bitcoin Core, its kin and bcoin, over JSON-RPC. Blocks are read from their bytes, so their content is what their hash says. */
export function createBitcoinNode({ chain, rpc, previousOutputs }: BitcoinNodeOptions): ChainSource {
  /** Bitcoin Core 23 and later tell previous outputs with the block; asked once. */
  let tellsPrevious: boolean | null = null;

  const hashAt = async (height: number): Promise<string | null> => {
    try {
      return hashOf(await rpc('getblockhash', height), 'getblockhash');
    } catch (error) {
      if (error instanceof RpcError) return null;
      throw error;
    }
  };

  const withPrevious = async (hash: string, book: PreviousOutputBook): Promise<Buffer | null> => {
    if (tellsPrevious === false || previousOutputs === 'left_out') return null;
    try {
      const answer = await rpc('getblock', hash, 3);
      tellsPrevious = isNodeBlock(answer) && JSON.stringify(answer).includes('"prevout"');
      if (tellsPrevious && isNodeBlock(answer)) return bytesOfNodeBlock(answer, book);
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      tellsPrevious = false;
    }
    return null;
  };

  const rawBlock = async (hash: string): Promise<Buffer> => {
    const answer = await rpc('getblock', hash, 0);
    if (typeof answer === 'string') return bytesOfText(Buffer.from(answer));
    throw lyingSource('chain.source_lied', 'getblock answered no block', 'getblock');
  };

  return {
    chain,
    hashAt,
    async tip() {
      const height = Number(await rpc('getblockcount'));
      const hash = Number.isSafeInteger(height) ? await hashAt(height) : null;
      if (hash === null)
        throw lyingSource('chain.source_lied', 'the node has no block at its own height', 'getblockcount');
      return { height, hash };
    },
    async block(reference) {
      const book = new PreviousOutputBook();
      const bytes = (await withPrevious(reference.hash, book)) ?? (await rawBlock(reference.hash));
      const block = oneBlock(bytes, chain, reference);
      if (previousOutputs === 'needed') await findPrevious(rpc, block.raw, book);
      return { ...block.canonical(book), height: reference.height };
    },
  };
}

/** The one block of the answer, which must be the one asked for. */
function oneBlock(bytes: Buffer, chain: ChainId, reference: BlockReference) {
  const [first] = readBlockFile(bytes, chain);
  const hash = first?.block.header.hash;
  if (first === undefined || hash !== reference.hash)
    throw lyingSource(
      'chain.source_lied',
      `asked for block ${reference.hash}, the node gave ${hash ?? 'none'}`,
      'getblock',
    );
  if (first.network.work === 'sha256d' && !meetsTarget(first.block.header))
    throw lyingSource('chain.source_lied', `block ${hash} has no proof of work`, '/bits');
  return {
    raw: first.block.transactions,
    canonical: (book: PreviousOutputBook): ChainBlock =>
      canonicalBlock(first.network, first.block, new SeenOutputs(book.find)),
  };
}

/** Asks for each transaction whose outputs are spent and not known yet; its id is recomputed from what comes. */
async function findPrevious(
  rpc: Rpc,
  transactions: readonly RawTransaction[],
  book: PreviousOutputBook,
): Promise<void> {
  const own = new Set(transactions.map(({ txid }) => txid));
  const missing = new Set<string>();
  for (const transaction of transactions)
    if (!isCoinbase(transaction))
      for (const { previousId, previousIndex } of transaction.inputs) {
        const txid = displayHash(previousId);
        if (!own.has(txid) && book.find(txid, previousIndex) === undefined) missing.add(txid);
      }
  for (const txid of missing) {
    const answer = await rpc('getrawtransaction', txid, 0);
    const previous = readTransaction(new ByteReader(bytesOfText(Buffer.from(String(answer)))));
    if (previous.txid !== txid)
      throw lyingSource(
        'chain.hash_mismatch',
        `asked for transaction ${txid}, the node gave ${previous.txid}`,
        txid,
      );
    for (const [i, output] of previous.outputs.entries()) book.put(txid, i, output);
  }
}
