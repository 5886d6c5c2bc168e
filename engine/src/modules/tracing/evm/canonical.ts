import type { ChainBlock, ChainTransaction, ChainTransfer, ContractSignal } from '../chains/chain-block.ts';
import { assetOfContract } from './contracts.ts';
import { decodeEvent, signalOf } from './events.ts';
import type { EvmBlock, EvmLog, EvmReceipt, EvmTrace, EvmTransaction } from './records.ts';

export interface EvmBlockParts {
  readonly block: EvmBlock;
  readonly transactions: readonly EvmTransaction[];
  readonly receipts: readonly EvmReceipt[];
  /** Null where the source tells none: internal transfers are then not known. */
  readonly traces: readonly EvmTrace[] | null;
}

export interface EvmNetwork {
  readonly chain: string;
  readonly native: string;
  /** Assets by contract beside those we know ourselves: tokens of the deployment's own choice. */
  readonly tokens?: ReadonlyMap<string, string>;
}

const assetOn = ({ chain, tokens }: EvmNetwork, contract: string): string | null =>
  tokens?.get(contract) ?? assetOfContract(chain, contract);

/** One block as everything else in the house reads it. */
export function canonicalEvmBlock(network: EvmNetwork, parts: EvmBlockParts): ChainBlock {
  const { block, transactions } = parts;
  const receipts = new Map(parts.receipts.map((receipt) => [receipt.transaction_hash, receipt]));
  const traces = new Map<string, EvmTrace[]>();
  for (const trace of parts.traces ?? [])
    if (trace.transaction_hash !== null) push(traces, trace.transaction_hash, trace);
  return {
    chain: network.chain,
    height: block.number,
    hash: block.hash,
    parent: block.parent_hash,
    time: block.timestamp * 1000,
    transactions: transactions.map((one) =>
      canonicalTransaction(network, one, receipts.get(one.hash), traces.get(one.hash) ?? []),
    ),
  };
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function canonicalTransaction(
  network: EvmNetwork,
  one: EvmTransaction,
  receipt: EvmReceipt | undefined,
  traces: readonly EvmTrace[],
): ChainTransaction {
  const root = traces.find((trace) => trace.trace_address.length === 0);
  const failed = receipt?.status === 0 || (receipt?.status == null && root?.status === 0);
  const price = receipt?.effective_gas_price ?? one.gas_price;
  const logs = failed ? [] : (receipt?.logs ?? []);
  const transfers = [
    ...nativeTransfer(network, one, receipt, failed),
    ...(failed ? [] : traces.flatMap((trace) => internalTransfer(network, trace))),
    ...logs.flatMap((log) => tokenTransfer(network, log)),
  ];
  const signals = logs.flatMap((log): ContractSignal[] => {
    const signal = signalOf(log, (contract) => assetOn(network, contract));
    return signal === null ? [] : [signal];
  });
  return {
    id: one.hash,
    index: one.transaction_index,
    kind: 'account',
    coinbase: false,
    failed,
    fee: receipt === undefined || price === null ? null : BigInt(receipt.gas_used) * price,
    feePayer: one.from_address,
    inputs: [],
    outputs: [],
    transfers,
    signals: signals.map((signal) => withMixedAmount(signal, one, network)),
  };
}

/** A mixer's deposit does not repeat the amount: it is what the transaction carried. */
const withMixedAmount = (signal: ContractSignal, one: EvmTransaction, network: EvmNetwork): ContractSignal =>
  signal.kind === 'mixer_deposit' && signal.amount === null && one.value > 0n
    ? { ...signal, account: one.from_address, asset: network.native, amount: one.value }
    : signal;

const nativeTransfer = (
  network: EvmNetwork,
  one: EvmTransaction,
  receipt: EvmReceipt | undefined,
  failed: boolean,
): ChainTransfer[] =>
  failed || one.value === 0n
    ? []
    : [
        {
          position: 'tx',
          kind: 'native',
          asset: network.native,
          token: null,
          from: one.from_address,
          to: one.to_address ?? receipt?.contract_address ?? null,
          amount: one.value,
          memo: null,
        },
      ];

/** Calls that run in another's name (delegatecall, callcode) carry a value that does not move. */
function internalTransfer(network: EvmNetwork, trace: EvmTrace): ChainTransfer[] {
  const moves = trace.trace_type !== 'call' || trace.call_type === 'call' || trace.call_type === null;
  if (trace.status === 0 || !moves || trace.trace_address.length === 0 || (trace.value ?? 0n) === 0n)
    return [];
  return [
    {
      position: `trace:${trace.trace_address.join('_')}`,
      kind: 'internal',
      asset: network.native,
      token: null,
      from: trace.from_address,
      to: trace.to_address,
      amount: trace.value ?? 0n,
      memo: null,
    },
  ];
}

const NOBODY = `0x${'0'.repeat(40)}`;

/** ERC-20 and whoever speaks like it. With a third topic it is a collectible, which is no amount. */
export function tokenTransfer(network: EvmNetwork, log: EvmLog): ChainTransfer[] {
  const event = decodeEvent(log);
  if (event?.kind !== 'transfer') return [];
  const { from = NOBODY, to = NOBODY, amount = '0' } = event.values;
  return [
    {
      position: `log:${log.log_index}`,
      kind: from === NOBODY ? 'mint' : to === NOBODY ? 'burn' : 'token',
      asset: assetOn(network, log.address) ?? log.address,
      token: log.address,
      from: from === NOBODY ? null : from,
      to: to === NOBODY ? null : to,
      amount: BigInt(amount),
      memo: null,
    },
  ];
}
