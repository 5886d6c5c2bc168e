import { readBlockFile, readLoneTransaction } from '../bitcoin/block-file.ts';
import { canonicalBlock, canonicalTransaction, SeenOutputs } from '../bitcoin/canonical.ts';
import { type UtxoNetwork, utxoNetwork } from '../bitcoin/networks.ts';
import { bytesOfEsplora, isEsploraTransaction } from '../bitcoin/node-json.ts';
import { PreviousOutputBook } from '../bitcoin/previous-outputs.ts';
import type { ChainId, ChainTransaction } from '../chains/chain-block.ts';
import { badChainData, lyingSource } from '../chains/chain-failure.ts';
import type { ChainSource } from './chain-source.ts';
import type { HttpClient } from './http-client.ts';

/** Transactions of one address, and where to go on; `after` is the last one's id. */
export interface AddressPage {
  readonly transactions: readonly DatedTransaction[];
  readonly after: string | null;
}

export interface DatedTransaction {
  readonly transaction: ChainTransaction;
  /** Null while it waits for a block. */
  readonly height: number | null;
  /** Milliseconds since 1970; null while it waits for a block. */
  readonly time: number | null;
}

export interface AddressSource {
  readonly chain: ChainId;
  /** The newest first. */
  addressTransactions(address: string, after?: string): Promise<AddressPage>;
}

const PAGE = 25;

/** A service shaped as Esplora: blocks, and the transactions of an address without a node of one's own. */
export function createEsplora(client: HttpClient, chain: ChainId): ChainSource & AddressSource {
  const found = utxoNetwork(chain);
  if (found === undefined) throw badChainData('chain.network_unknown', `${chain} is not of Bitcoin's family`);
  const network = found;

  const text = async (path: string): Promise<string> => (await client.get(path)).toString('utf8').trim();
  const json = async (path: string): Promise<unknown> => {
    try {
      return JSON.parse(await text(path));
    } catch (error) {
      if (error instanceof SyntaxError)
        throw lyingSource('chain.source_lied', 'the service answered no JSON', path);
      throw error;
    }
  };

  const hashAt = async (height: number): Promise<string> => {
    const hash = await text(`/block-height/${height}`);
    if (/^[0-9a-f]{64}$/.test(hash)) return hash;
    throw lyingSource('chain.source_lied', 'the service answered no block hash', '/block-height');
  };

  return {
    chain,
    hashAt,
    async tip() {
      const height = Number(await text('/blocks/tip/height'));
      return { height, hash: await hashAt(height) };
    },
    async block(reference) {
      const [first] = readBlockFile(await client.get(`/block/${reference.hash}/raw`), chain);
      if (first === undefined || first.block.header.hash !== reference.hash)
        throw lyingSource('chain.source_lied', `asked for block ${reference.hash}, the service gave another`);
      return { ...canonicalBlock(network, first.block, new SeenOutputs()), height: reference.height };
    },
    async addressTransactions(address, after) {
      const place = `/address/${encodeURIComponent(address)}/txs`;
      const answer = await json(after === undefined ? place : `${place}/chain/${after}`);
      if (!Array.isArray(answer))
        throw lyingSource('chain.source_lied', 'the service answered no list', place);
      const transactions = answer.map((one) => dated(network, one));
      const confirmed = transactions.filter(({ height }) => height !== null);
      const last = confirmed.at(-1)?.transaction.id ?? null;
      return { transactions, after: confirmed.length < PAGE ? null : last };
    },
  };
}

/** The transaction's bytes are written again from what the service tells, and must give the id it tells. */
function dated(network: UtxoNetwork, answer: unknown): DatedTransaction {
  if (!isEsploraTransaction(answer))
    throw lyingSource('chain.source_lied', 'the service answered no transaction');
  const book = new PreviousOutputBook();
  const coinbase =
    Array.isArray(answer.vin) && answer.vin.some((input) => Object(input).is_coinbase === true);
  const raw = readLoneTransaction(bytesOfEsplora(answer, book));
  if (raw === undefined || raw.txid !== answer.txid)
    throw lyingSource(
      'chain.hash_mismatch',
      `transaction ${String(answer.txid)} has another content than its id`,
      '/txid',
    );
  const { status } = answer;
  const confirmed = Object(status).confirmed === true;
  const transaction = canonicalTransaction(network, raw, 0, book.find);
  return {
    transaction: coinbase ? { ...transaction, coinbase } : transaction,
    height: confirmed ? Number(Object(status).block_height) : null,
    time: confirmed ? Number(Object(status).block_time) * 1000 : null,
  };
}
