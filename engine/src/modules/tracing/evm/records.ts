import { badChainData } from '../chains/chain-failure.ts';
import {
  account,
  data,
  hashText,
  integer,
  listOf,
  objectOf,
  quantity,
  type RpcObject,
} from './rpc-values.ts';

/** Records in the shape of ethereum-etl, from which files of that family and answers of nodes both become canonical blocks. */
export interface EvmBlock {
  readonly number: number;
  readonly hash: string;
  readonly parent_hash: string;
  readonly nonce: string | null;
  readonly sha3_uncles: string | null;
  readonly logs_bloom: string | null;
  readonly transactions_root: string | null;
  readonly state_root: string | null;
  readonly receipts_root: string | null;
  readonly miner: string | null;
  readonly difficulty: bigint | null;
  readonly total_difficulty: bigint | null;
  readonly size: number | null;
  readonly extra_data: string | null;
  readonly gas_limit: number | null;
  readonly gas_used: number | null;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly transaction_count: number;
  readonly base_fee_per_gas: bigint | null;
}

export interface EvmTransaction {
  readonly hash: string;
  readonly nonce: number;
  readonly transaction_index: number;
  readonly from_address: string;
  readonly to_address: string | null;
  readonly value: bigint;
  readonly gas: number;
  readonly gas_price: bigint | null;
  readonly input: string;
  readonly max_fee_per_gas: bigint | null;
  readonly max_priority_fee_per_gas: bigint | null;
  readonly transaction_type: number;
}

export interface EvmLog {
  readonly log_index: number;
  readonly transaction_hash: string;
  readonly transaction_index: number;
  readonly block_hash: string;
  readonly block_number: number;
  readonly address: string;
  readonly data: string;
  readonly topics: readonly string[];
}

export interface EvmReceipt {
  readonly transaction_hash: string;
  readonly transaction_index: number;
  readonly block_hash: string;
  readonly block_number: number;
  readonly cumulative_gas_used: number;
  readonly gas_used: number;
  readonly contract_address: string | null;
  readonly root: string | null;
  /** 1 done, 0 undone; null before Byzantium. */
  readonly status: number | null;
  readonly effective_gas_price: bigint | null;
  readonly logs: readonly EvmLog[];
}

export interface EvmTrace {
  readonly block_number: number;
  readonly transaction_hash: string | null;
  readonly transaction_index: number | null;
  readonly from_address: string | null;
  readonly to_address: string | null;
  readonly value: bigint | null;
  readonly input: string | null;
  readonly output: string | null;
  readonly trace_type: string;
  readonly call_type: string | null;
  readonly reward_type: string | null;
  readonly gas: number | null;
  readonly gas_used: number | null;
  readonly subtraces: number;
  readonly trace_address: readonly number[];
  readonly error: string | null;
  readonly status: number;
}

const needed = <T>(value: T | null, field: string): T => {
  if (value === null) throw badChainData('chain.malformed', `${field} is missing`, field);
  return value;
};

export const blockOf = (json: RpcObject): EvmBlock => ({
  number: needed(integer(json, 'number'), 'number'),
  hash: hashText(json, 'hash'),
  parent_hash: hashText(json, 'parentHash'),
  nonce: data(json, 'nonce'),
  sha3_uncles: data(json, 'sha3Uncles'),
  logs_bloom: data(json, 'logsBloom'),
  transactions_root: data(json, 'transactionsRoot'),
  state_root: data(json, 'stateRoot'),
  receipts_root: data(json, 'receiptsRoot'),
  miner: account(json, 'miner'),
  difficulty: quantity(json, 'difficulty'),
  total_difficulty: quantity(json, 'totalDifficulty'),
  size: integer(json, 'size'),
  extra_data: data(json, 'extraData'),
  gas_limit: integer(json, 'gasLimit'),
  gas_used: integer(json, 'gasUsed'),
  timestamp: needed(integer(json, 'timestamp'), 'timestamp'),
  transaction_count: listOf(json, 'transactions').length,
  base_fee_per_gas: quantity(json, 'baseFeePerGas'),
});

/** Transactions the answer carries whole; nodes asked without them give hashes, which are passed over. */
export const transactionsOf = (block: RpcObject): EvmTransaction[] =>
  listOf(block, 'transactions')
    .filter((one) => typeof one !== 'string')
    .map((one, i) => transactionOf(objectOf(one, `transactions/${i}`)));

const transactionOf = (json: RpcObject): EvmTransaction => ({
  hash: hashText(json, 'hash'),
  nonce: integer(json, 'nonce') ?? 0,
  transaction_index: needed(integer(json, 'transactionIndex'), 'transactionIndex'),
  from_address: needed(account(json, 'from'), 'from'),
  to_address: account(json, 'to'),
  value: quantity(json, 'value') ?? 0n,
  gas: integer(json, 'gas') ?? 0,
  gas_price: quantity(json, 'gasPrice'),
  input: data(json, 'input') ?? data(json, 'data') ?? '0x',
  max_fee_per_gas: quantity(json, 'maxFeePerGas'),
  max_priority_fee_per_gas: quantity(json, 'maxPriorityFeePerGas'),
  transaction_type: integer(json, 'type') ?? 0,
});

export const logOf = (json: RpcObject): EvmLog => ({
  log_index: needed(integer(json, 'logIndex'), 'logIndex'),
  transaction_hash: hashText(json, 'transactionHash'),
  transaction_index: integer(json, 'transactionIndex') ?? 0,
  block_hash: hashText(json, 'blockHash'),
  block_number: needed(integer(json, 'blockNumber'), 'blockNumber'),
  address: needed(account(json, 'address'), 'address'),
  data: data(json, 'data') ?? '0x',
  topics: listOf(json, 'topics').map((_topic, i) => hashText({ topic: listOf(json, 'topics')[i] }, 'topic')),
});

export const receiptOf = (json: RpcObject): EvmReceipt => ({
  transaction_hash: hashText(json, 'transactionHash'),
  transaction_index: needed(integer(json, 'transactionIndex'), 'transactionIndex'),
  block_hash: hashText(json, 'blockHash'),
  block_number: needed(integer(json, 'blockNumber'), 'blockNumber'),
  cumulative_gas_used: integer(json, 'cumulativeGasUsed') ?? 0,
  gas_used: integer(json, 'gasUsed') ?? 0,
  contract_address: account(json, 'contractAddress'),
  root: data(json, 'root'),
  status: integer(json, 'status'),
  effective_gas_price: quantity(json, 'effectiveGasPrice'),
  logs: listOf(json, 'logs').map((log, i) => logOf(objectOf(log, `logs/${i}`))),
});
