import { meetsTarget, witnessCommitment } from '../bitcoin/block.ts';
import { type FileBlock, readBlockFile, readLoneTransaction } from '../bitcoin/block-file.ts';
import { canonicalBlock, canonicalTransaction, type SeenOutputs } from '../bitcoin/canonical.ts';
import { type UtxoNetwork, utxoNetwork } from '../bitcoin/networks.ts';
import type { RawTransaction } from '../bitcoin/transaction.ts';
import type { ChainBlock, ChainTransaction } from '../chains/chain-block.ts';
import { badChainData } from '../chains/chain-failure.ts';
import { ClusterBook } from '../clusters/cluster-book.ts';
import { findPeelChains } from '../heuristics/peel.ts';
import { CATEGORIES } from '../tags/categories.ts';
import { coinJoinsOf, hitsOf, type TagLookup } from './report.ts';

export interface UtxoInspection {
  readonly network: string | undefined;
  readonly previous: SeenOutputs;
  readonly tags: TagLookup;
}

const inputReport = ({ previous, address, value, script }: ChainTransaction['inputs'][number]) => ({
  previous: previous === null ? null : `${previous.id}:${previous.index}`,
  address,
  value: value?.toString() ?? null,
  script,
});

const outputReport = ({ index, address, value, script }: ChainTransaction['outputs'][number]) => ({
  index,
  address,
  value: value.toString(),
  script,
});

/** A transaction as JSON; amounts are integers of base units, as text. */
const transactionReport = (transaction: ChainTransaction, raw: RawTransaction) => ({
  txid: transaction.id,
  wtxid: Buffer.from(raw.wtxidBytes).reverse().toString('hex'),
  size: raw.size,
  weight: raw.weight,
  coinbase: transaction.coinbase,
  fee: transaction.coinbase ? null : (transaction.fee?.toString() ?? null),
  inputs: transaction.inputs.map(inputReport),
  outputs: transaction.outputs.map(outputReport),
});

function blockReport({ network, networkFrom, block }: FileBlock, { previous, tags }: UtxoInspection) {
  const canonical = canonicalBlock(network, block, previous);
  const { header } = block;
  const transactions = canonical.transactions.flatMap((transaction, i) => {
    const raw = block.transactions[i];
    return raw === undefined ? [] : [transactionReport(transaction, raw)];
  });
  const paying = canonical.transactions.filter(({ coinbase }) => !coinbase);
  const known = paying.filter(({ fee }) => fee !== null);
  return {
    kind: 'block',
    network: network.chain,
    network_from: networkFrom,
    asset: network.asset,
    hash: header.hash,
    previous_hash: header.parent,
    height: canonical.height,
    time: new Date(canonical.time).toISOString(),
    version: header.version,
    bits: header.bits.toString(16).padStart(8, '0'),
    nonce: header.nonce,
    size: block.size,
    merkle_root: header.merkleRoot,
    /** Recomputed from the transactions; a block whose root differs is refused. */
    merkle_root_recomputed: true,
    witness_commitment: witnessCommitment(block),
    proof_of_work: network.work === 'sha256d' ? meetsTarget(header) : null,
    transaction_count: transactions.length,
    fees_known: known.length,
    fees_unknown: paying.length - known.length,
    fees_total: known.length === paying.length ? total(known).toString() : null,
    transactions,
    ...coinJoinsOf(canonical.transactions, canonical.time, network.chain, tags),
    peel_chains: peelsOf(canonical, tags),
    clusters: clustersOf(canonical, tags),
    hits: canonical.transactions.flatMap((one) => hitsOf(one, network.chain, tags)),
  };
}

const isService =
  (chain: string, tags: TagLookup) =>
  (address: string): boolean =>
    tags
      .find(chain, address)
      .some(({ categories }) => categories.some((name) => CATEGORIES[name]?.service === true));

const peelsOf = ({ chain, transactions }: ChainBlock, tags: TagLookup) =>
  findPeelChains(transactions, { isService: isService(chain, tags) }).map(({ peels, ...found }) => ({
    ...found,
    peels: peels.map((peel) => ({ ...peel, value: peel.value.toString() })),
  }));

/** Addresses this block alone shows to be one owner's, CoinJoins left out; `named` are those a tag names. */
function clustersOf({ chain, time, transactions }: ChainBlock, tags: TagLookup) {
  const actorOf = (address: string): string | null => tags.find(chain, address)[0]?.actor ?? null;
  const book = new ClusterBook({ actorOf });
  for (const transaction of transactions) book.apply(transaction, time);
  const sizes = new Map<number, { addresses: number; actor: string | null }>();
  for (const { inputs, outputs } of transactions)
    for (const { address } of [...inputs, ...outputs]) {
      const cluster = address === null ? null : book.clusterOf(address);
      if (address === null || cluster === null || sizes.has(cluster)) continue;
      sizes.set(cluster, { addresses: book.sizeOf(address), actor: book.actorOf(address) });
    }
  const all = [...sizes.values()];
  return {
    addresses: book.size,
    clusters: all.length,
    largest: all.reduce((most, { addresses }) => Math.max(most, addresses), 0),
    named: all.filter(({ actor }) => actor !== null),
    refused: book.refused,
  };
}

const total = (transactions: readonly ChainTransaction[]): bigint =>
  transactions.reduce((sum, { fee }) => sum + (fee ?? 0n), 0n);

function loneReport(raw: RawTransaction, network: UtxoNetwork, { previous, tags }: UtxoInspection) {
  const transaction = canonicalTransaction(network, raw, 0, previous.find);
  return {
    kind: 'transaction',
    network: network.chain,
    asset: network.asset,
    ...transactionReport(transaction, raw),
    ...coinJoinsOf([transaction], Date.now(), network.chain, tags),
    hits: hitsOf(transaction, network.chain, tags),
  };
}

/**
 * Reports of every block of a file, or of the one transaction it holds.
 * Failures: chain.truncated, chain.malformed, chain.not_a_block, chain.network_unknown, chain.merkle_mismatch, chain.witness_mismatch.
 */
export function* inspectUtxo(content: Buffer, inspection: UtxoInspection): Generator<object> {
  const lone = readLoneTransaction(content);
  if (lone !== undefined) {
    const network = utxoNetwork(inspection.network ?? 'bitcoin');
    if (network === undefined)
      throw badChainData('chain.network_unknown', `${inspection.network} is no network of Bitcoin's family`);
    yield loneReport(lone, network, inspection);
    return;
  }
  if (content.length === 0) throw badChainData('chain.not_a_block', 'the file is empty');
  for (const block of readBlockFile(content, inspection.network)) yield blockReport(block, inspection);
}
