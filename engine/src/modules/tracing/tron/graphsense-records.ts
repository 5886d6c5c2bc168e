import { tronAddress } from '../../wallets/encode-address.ts';
import { accountTransaction, nativeTransfer } from '../chains/account-transaction.ts';
import type { ChainTransaction, ChainTransfer } from '../chains/chain-block.ts';
import { badChainData } from '../chains/chain-failure.ts';
import { parseExactJson } from '../chains/exact-json.ts';
import { isRpcObject, objectOf, quantity, type RpcObject } from '../evm/rpc-values.ts';

/** Files of GraphSense's TRON export: one JSON object a line, hashes and accounts in base64. */
export const linesOf = (text: string): RpcObject[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, i) => objectOf(parseExactJson(line), `line ${i + 1}`));

function base64(of: RpcObject, name: string, bytes: number): Buffer | null {
  const value = of[name];
  if (value === undefined || value === null || value === '') return null;
  const decoded = Buffer.from(String(value), 'base64');
  if (decoded.length === bytes) return decoded;
  throw badChainData('chain.malformed', `${name} has ${decoded.length} bytes, not ${bytes}`, name);
}

function account(of: RpcObject, name: string): string | null {
  const bytes = base64(of, name, 20);
  return bytes === null ? null : tronAddress(bytes);
}

const hashOf = (of: RpcObject): string => base64(of, 'txHash', 32)?.toString('hex') ?? '';

export interface GraphSenseTron {
  readonly transactions: readonly RpcObject[];
  readonly fees: readonly RpcObject[];
  readonly traces: readonly RpcObject[];
}

export interface PlacedTransaction {
  readonly height: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly transaction: ChainTransaction;
}

/** An internal call that moved TRX; null for calls that did not, or were undone. */
export function internalTransferOf(
  trace: RpcObject,
): { readonly txid: string; readonly transfer: ChainTransfer } | null {
  const amount = quantity(trace, 'callValue') ?? 0n;
  if (trace.rejected === true || amount === 0n) return null;
  const [from, to] = [account(trace, 'callerAddress'), account(trace, 'transfertoAddress')];
  const position = `trace:${String(trace.traceIndex)}`;
  return {
    txid: hashOf(trace),
    transfer: nativeTransfer('TRX', from, to, amount, { position, kind: 'internal' }),
  };
}

/** Transactions of the export with their fees and internal transfers. Failure: chain.malformed. */
export function graphSenseTransactions({ transactions, fees, traces }: GraphSenseTron): PlacedTransaction[] {
  const feeOf = new Map(fees.map((fee) => [hashOf(fee), quantity(fee, 'fee') ?? 0n]));
  const internal = new Map<string, ChainTransfer[]>();
  for (const trace of traces) {
    const found = internalTransferOf(trace);
    if (found !== null) internal.set(found.txid, [...(internal.get(found.txid) ?? []), found.transfer]);
  }
  return transactions.filter(isRpcObject).map((json) => {
    const id = hashOf(json);
    const [from, to] = [account(json, 'fromAddress'), account(json, 'toAddress')];
    const value = quantity(json, 'value') ?? 0n;
    const failed = json.receiptStatus === 0;
    const own = failed || value === 0n || to === null ? [] : [nativeTransfer('TRX', from, to, value)];
    return {
      height: Number(json.blockId),
      time: Number(json.blockTimestamp) * 1000,
      transaction: accountTransaction({
        id,
        index: Number(json.transactionIndex),
        failed,
        fee: feeOf.get(id) ?? null,
        feePayer: from,
        transfers: [...own, ...(failed ? [] : (internal.get(id) ?? []))],
      }),
    };
  });
}
