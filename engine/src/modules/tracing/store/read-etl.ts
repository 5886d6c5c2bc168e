import { assetOf, isNetwork, type Network } from '@atalaya/contract/assets.ts';
import { parse } from 'csv-parse/sync';
import { addressKey } from '../../wallets/address.ts';
import { badChainData } from '../chains/chain-failure.ts';
import { assetOfContract, nativeOf } from '../evm/contracts.ts';
import type { Transfer } from '../graph/memory-graph.ts';
import type { GraphShelf } from './graph-shelf.ts';
import type { ReadBlocks } from './read-blocks.ts';

/** A transfer of the *-etl family: `transactions.csv` moves the chain's own asset, `token_transfers.csv` tokens. */
interface EtlTransfer extends Transfer {
  readonly block: number;
  readonly asset: string;
  /** Within the block. */
  readonly place: number;
}

const NEEDED = ['block_number', 'block_timestamp', 'from_address', 'to_address', 'value'] as const;

type Row = Readonly<Record<string, string>>;

/**
 * Transfers of a csv of the *-etl family (with `block_timestamp`, as BigQuery's tables and ethereum-etl's transactions have it) into the flow
 * graphs. Rows may stand in any order; tokens we do not keep, failed transactions and made contracts are passed over.
 * Failures: chain.network_unknown, chain.malformed naming row and column.
 */
export function readEtlTransfers(
  shelf: GraphShelf,
  content: Buffer,
  network: string | undefined,
): ReadBlocks[] {
  if (network === undefined || !isNetwork(network) || nativeOf(network) === undefined)
    throw badChainData(
      'chain.network_unknown',
      `${network ?? 'no network'} is no account chain of csv files`,
      '/network',
    );
  const byAsset = new Map<string, EtlTransfer[]>();
  for (const [index, row] of rowsOf(content).entries()) {
    const transfer = transferOf(network, row, index + 2);
    if (transfer === null) continue;
    const list = byAsset.get(transfer.asset) ?? [];
    list.push(transfer);
    byAsset.set(transfer.asset, list);
  }
  return [...byAsset].map(([asset, transfers]) => append(shelf, network, asset, transfers));
}

function rowsOf(content: Buffer): Row[] {
  let rows: Row[];
  try {
    rows = parse(content, { columns: true, skip_empty_lines: true, bom: true });
  } catch (error) {
    throw badChainData('chain.malformed', `not csv: ${(error as Error).message}`);
  }
  const [first] = rows;
  if (first === undefined) throw badChainData('chain.malformed', 'the file has no rows');
  const missing = NEEDED.find((name) => !(name in first));
  if (missing !== undefined)
    throw badChainData('chain.malformed', `the column ${missing} is missing`, missing);
  return rows;
}

function transferOf(network: Network, row: Row, number: number): EtlTransfer | null {
  const cell = (name: string): string => (row[name] ?? '').trim();
  const token = cell('token_address').toLowerCase();
  const asset = token === '' ? nativeOf(network) : assetOfContract(network, token);
  const failed = [cell('receipt_status'), cell('status')].includes('0');
  if (failed || asset == null || assetOf(asset) === undefined || cell('to_address') === '') return null;
  const integer = (name: string): number => Number(matching(cell(name), /^\d{1,15}$/, number, name));
  const account = (name: string): string =>
    addressKey(network, matching(cell(name), /^[0-9a-zA-Z]{20,64}$/, number, name));
  const from = account('from_address');
  const transaction = cell('transaction_hash') === '' ? 'hash' : 'transaction_hash';
  return {
    asset,
    block: integer('block_number'),
    place: Number(cell('log_index') || cell('transaction_index') || number),
    time: timeOf(cell('block_timestamp'), number),
    from: /^0x0{40}$/.test(from) ? null : from,
    to: account('to_address'),
    amount: BigInt(matching(cell('value'), /^\d{1,78}$/, number, 'value')),
    transaction: matching(cell(transaction), /^(0x)?[0-9a-fA-F]{64}$/, number, transaction),
  };
}

function matching(text: string, pattern: RegExp, row: number, name: string): string {
  if (pattern.test(text)) return text;
  throw badChainData('chain.malformed', `row ${row}, ${name}: ${text.slice(0, 40)}`, `row ${row}, ${name}`);
}

/** Seconds since 1970, or a date and time of UTC as BigQuery writes it. */
function timeOf(text: string, row: number): number {
  if (/^\d{1,11}$/.test(text)) return Number(text) * 1000;
  const time = Date.parse(text.replace(/ UTC$/, 'Z').replace(' ', 'T'));
  if (Number.isNaN(time)) matching('', /./, row, 'block_timestamp');
  return time;
}

function append(
  shelf: GraphShelf,
  network: string,
  asset: string,
  transfers: readonly EtlTransfer[],
): ReadBlocks {
  const store = shelf.open({ kind: 'account', network, asset });
  const heights = Map.groupBy(transfers, ({ block }) => block);
  const tally = { blocks: 0, transactions: 0, repeated: 0 };
  for (const [height, ofBlock] of [...heights].sort(([a], [b]) => a - b)) {
    if (store.asOf.block !== null && height <= store.asOf.block) {
      tally.repeated += 1;
      continue;
    }
    const ordered = ofBlock.sort((a, b) => a.place - b.place);
    store.appendTransfers({ height, time: ordered[0]?.time ?? 0 }, ordered);
    tally.blocks += 1;
    tally.transactions += new Set(ordered.map(({ transaction }) => transaction)).size;
  }
  store.flush();
  return { network, asset, ...tally };
}
