import { parse } from 'csv-parse/sync';
import { badChainData } from '../chains/chain-failure.ts';
import type { EvmBlock, EvmLog, EvmReceipt, EvmTrace, EvmTransaction } from './records.ts';

/** Files of the ethereum-etl family (csv with a header, or lines of JSON): the records themselves, written down. */
type Kind = 'integer' | 'amount' | 'hex' | 'text' | 'texts' | 'integers';

const BLOCK = {
  number: 'integer',
  hash: 'hex',
  parent_hash: 'hex',
  nonce: 'hex',
  sha3_uncles: 'hex',
  logs_bloom: 'hex',
  transactions_root: 'hex',
  state_root: 'hex',
  receipts_root: 'hex',
  miner: 'hex',
  difficulty: 'amount',
  total_difficulty: 'amount',
  size: 'integer',
  extra_data: 'hex',
  gas_limit: 'integer',
  gas_used: 'integer',
  timestamp: 'integer',
  transaction_count: 'integer',
  base_fee_per_gas: 'amount',
} as const satisfies Record<keyof EvmBlock, Kind>;

const TRANSACTION = {
  hash: 'hex',
  nonce: 'integer',
  transaction_index: 'integer',
  from_address: 'hex',
  to_address: 'hex',
  value: 'amount',
  gas: 'integer',
  gas_price: 'amount',
  input: 'hex',
  max_fee_per_gas: 'amount',
  max_priority_fee_per_gas: 'amount',
  transaction_type: 'integer',
} as const satisfies Record<keyof EvmTransaction, Kind>;

const LOG = {
  log_index: 'integer',
  transaction_hash: 'hex',
  transaction_index: 'integer',
  block_hash: 'hex',
  block_number: 'integer',
  address: 'hex',
  data: 'hex',
  topics: 'texts',
} as const satisfies Record<keyof EvmLog, Kind>;

const RECEIPT = {
  transaction_hash: 'hex',
  transaction_index: 'integer',
  block_hash: 'hex',
  block_number: 'integer',
  cumulative_gas_used: 'integer',
  gas_used: 'integer',
  contract_address: 'hex',
  root: 'hex',
  status: 'integer',
  effective_gas_price: 'amount',
} as const satisfies Record<Exclude<keyof EvmReceipt, 'logs'>, Kind>;

const TRACE = {
  block_number: 'integer',
  transaction_hash: 'hex',
  transaction_index: 'integer',
  from_address: 'hex',
  to_address: 'hex',
  value: 'amount',
  input: 'hex',
  output: 'hex',
  trace_type: 'text',
  call_type: 'text',
  reward_type: 'text',
  gas: 'integer',
  gas_used: 'integer',
  subtraces: 'integer',
  trace_address: 'integers',
  error: 'text',
  status: 'integer',
} as const satisfies Record<keyof EvmTrace, Kind>;

const SHAPES: Readonly<Record<EtlEntity, Readonly<Record<string, Kind>>>> = {
  block: BLOCK,
  transaction: TRANSACTION,
  log: LOG,
  receipt: RECEIPT,
  trace: TRACE,
};

export type EtlEntity = 'block' | 'transaction' | 'log' | 'receipt' | 'trace';

function rowsOf(text: string): Readonly<Record<string, unknown>>[] {
  try {
    if (text.trimStart().startsWith('{'))
      return text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line.replace(/(": ?)(\d+)(?=[,}])/g, '$1"$2"')));
    return parse(text, { columns: true, skip_empty_lines: true });
  } catch (error) {
    throw badChainData(
      'chain.malformed',
      `the file is neither csv nor lines of JSON: ${(error as Error).message}`,
    );
  }
}

/** The records of a file. Failure: chain.malformed, naming row and column. */
export function readEtl<T>(entity: EtlEntity, text: string): T[] {
  const shape = Object.entries(SHAPES[entity]);
  return rowsOf(text).map((row, i) => {
    const record = shape.map(([name, kind]) => [name, readCell(kind, row[name], `row ${i + 2}, ${name}`)]);
    return Object.fromEntries(entity === 'receipt' ? [...record, ['logs', []]] : record) as T;
  });
}

function readCell(kind: Kind, cell: unknown, place: string): unknown {
  const list = Array.isArray(cell) ? cell.map(String) : undefined;
  const text = cell === null || cell === undefined ? '' : String(cell);
  if (kind === 'texts' || kind === 'integers') {
    const items = list ?? (text === '' ? [] : text.split(','));
    return kind === 'texts' ? items : items.map(Number);
  }
  if (text === '') return null;
  const pattern = kind === 'hex' ? /^0x([0-9a-fA-F]{2})*$/ : kind === 'text' ? /^/ : /^\d{1,78}$/;
  if (!pattern.test(text))
    throw badChainData('chain.malformed', `${place}: ${text.slice(0, 40)} is no ${kind}`, place);
  if (kind === 'integer') return Number(text);
  return kind === 'amount' ? BigInt(text) : kind === 'hex' ? text.toLowerCase() : text;
}

/** A record as files hold it: amounts and integers as decimal texts. */
export const writeEtl = (record: object): Record<string, string | readonly string[] | null> =>
  Object.fromEntries(
    Object.entries(record)
      .filter(([name]) => name !== 'logs')
      .map(([name, value]: [string, unknown]) => [
        name,
        value === null ? null : Array.isArray(value) ? value.map(String) : String(value),
      ]),
  );
