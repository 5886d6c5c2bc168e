import { badChainData } from '../chains/chain-failure.ts';
import { contractOf } from '../evm/contract-shape.ts';
import { type EtlEntity, readEtl, writeEtl } from '../evm/etl.ts';
import type { EvmLog, EvmTrace } from '../evm/records.ts';
import { tokenTransferRecord } from '../evm/token-transfers.ts';

/** Which records a file of the ethereum-etl family holds, by a column that only they have. */
const TELLTALES: readonly (readonly [string, EtlEntity])[] = [
  ['logs_bloom', 'block'],
  ['trace_address', 'trace'],
  ['topics', 'log'],
  ['cumulative_gas_used', 'receipt'],
  ['gas_price', 'transaction'],
];

/** The records of a csv or of lines of JSON; undefined where the file is none of the family. */
export function etlEntityOf(text: string): EtlEntity | undefined {
  const head = text.slice(0, 20_000).split('\n', 1)[0] ?? '';
  if (!/transaction_hash|block_number|parent_hash|block_hash/.test(head)) return undefined;
  const typed = /"type": ?"(block|transaction|log|receipt|trace)"/.exec(head)?.[1];
  return TELLTALES.find(([column, entity]) =>
    typed === undefined ? head.includes(column) : entity === typed,
  )?.[1];
}

/** One report of a file: its records, and what they say of tokens and contracts. Failure: chain.malformed. */
export function etlReport(entity: EtlEntity, text: string): object {
  const records = readEtl<object>(entity, text);
  if (records.length === 0) throw badChainData('chain.malformed', 'the file has no rows');
  const transfers = entity === 'log' ? (records as EvmLog[]).flatMap(tokenTransferRecord) : [];
  const contracts = entity === 'trace' ? (records as EvmTrace[]).flatMap(madeContract) : [];
  return {
    kind: 'records',
    entity,
    records: records.map(writeEtl),
    token_transfers: transfers.map(writeEtl),
    contracts,
    hits: [],
    coinjoins: [],
  };
}

function madeContract(trace: EvmTrace): object[] {
  if (trace.trace_type !== 'create' || trace.status !== 1 || trace.output === null) return [];
  const { bytecode: _bytecode, ...shape } = contractOf(trace.output);
  return [{ address: trace.to_address, ...shape }];
}
