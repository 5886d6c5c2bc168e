import { badChainData } from '../chains/chain-failure.ts';
import { canonicalEvmBlock, type EvmNetwork, tokenTransfer } from '../evm/canonical.ts';
import { blockOf, type EvmReceipt, type EvmTrace, receiptOf, transactionsOf } from '../evm/records.ts';
import { isRpcObject, type RpcObject } from '../evm/rpc-values.ts';
import { tracesOf } from '../evm/traces.ts';
import { verifyEvmBlock } from '../evm/verify.ts';
import { accountFindings, accountTransactionReport } from './inspect-accounts.ts';
import type { TagLookup } from './report.ts';

/** Answers of a node, sorted: several files can tell of one block. */
export interface EvmAnswers {
  readonly blocks: RpcObject[];
  readonly receipts: RpcObject[];
  readonly traces: unknown[];
}

const isBlock = (value: unknown): value is RpcObject =>
  isRpcObject(value) && typeof value.stateRoot === 'string' && typeof value.hash === 'string';
const isReceipt = (value: unknown): value is RpcObject =>
  isRpcObject(value) && typeof value.transactionHash === 'string' && 'cumulativeGasUsed' in value;
const isTrace = (value: unknown): value is RpcObject => isRpcObject(value) && isRpcObject(value.action);

/** Takes an answer of an EVM node, alone or in a list; false where it is none. */
export function sortEvmAnswer(answers: EvmAnswers, value: unknown): boolean {
  if (isBlock(value)) answers.blocks.push(value);
  else if (isReceipt(value)) answers.receipts.push(value);
  else if (isTrace(value)) answers.traces.push(value);
  else if (Array.isArray(value) && value.every((one) => sortEvmAnswer(answers, one))) return true;
  else return false;
  return true;
}

const text = (value: bigint | null): string | null => value?.toString() ?? null;

const receiptReport = (network: EvmNetwork, receipt: EvmReceipt) => ({
  kind: 'receipt',
  txid: receipt.transaction_hash,
  block: receipt.block_hash,
  status: receipt.status,
  gas_used: receipt.gas_used,
  contract_address: receipt.contract_address,
  transfers: receipt.logs
    .flatMap((log) => tokenTransfer(network, log))
    .map((transfer) => ({ ...transfer, amount: transfer.amount.toString() })),
});

const traceReport = ({ value, ...trace }: EvmTrace) => ({ kind: 'trace', ...trace, value: text(value) });

/** Reports of all blocks, each with the receipts and traces that belong to it; those that belong to none stand alone. */
export function* inspectEvm(network: EvmNetwork, answers: EvmAnswers, tags: TagLookup): Generator<object> {
  const traces = tracesOf(answers.traces);
  const receipts = answers.receipts.map((json) => ({ json, record: receiptOf(json) }));
  for (const json of answers.blocks) {
    const block = blockOf(json);
    const own = receipts.filter(({ record }) => record.block_hash === block.hash);
    const ownTraces = traces.filter((trace) => trace.block_number === block.number);
    const proof = verifyEvmBlock(json, own.length === 0 ? null : own.map((one) => one.json));
    const canonical = canonicalEvmBlock(network, {
      block,
      transactions: transactionsOf(json),
      receipts: own.map((one) => one.record),
      traces: ownTraces.length === 0 ? null : ownTraces,
    });
    yield {
      kind: 'block',
      network: canonical.chain,
      hash: canonical.hash,
      previous_hash: canonical.parent,
      height: canonical.height,
      time: new Date(canonical.time).toISOString(),
      recomputed: proof,
      transaction_count: block.transaction_count,
      txids: txidsOf(json),
      transactions: canonical.transactions.map(accountTransactionReport),
      ...accountFindings(canonical, tags),
    };
  }
  const known = new Set(answers.blocks.map((json) => String(json.hash).toLowerCase()));
  for (const { record } of receipts) if (!known.has(record.block_hash)) yield receiptReport(network, record);
  const numbers = new Set(answers.blocks.map((json) => blockOf(json).number));
  for (const trace of traces) if (!numbers.has(trace.block_number)) yield traceReport(trace);
}

function txidsOf(block: RpcObject): string[] {
  const { transactions } = block;
  if (!Array.isArray(transactions))
    throw badChainData('chain.malformed', 'transactions is not a list', '/transactions');
  return transactions.map((one: unknown) => String(isRpcObject(one) ? one.hash : one));
}
