import { accountTransaction } from '../../chains/account-transaction.ts';
import type {
  ChainBlock,
  ChainTransaction,
  ChainTransfer,
  ContractSignal,
} from '../../chains/chain-block.ts';

/** Transactions of tests, in few words. */
export interface MadeUtxo {
  readonly id?: string;
  /** Values, or values with their address: `'a:5'`; `null` where the previous output is not known. */
  readonly inputs: readonly (bigint | null | readonly [string, bigint])[];
  readonly outputs: readonly (bigint | readonly [string, bigint] | 'note')[];
  readonly spends?: readonly { readonly id: string; readonly index: number }[];
}

export function utxo({ id = 'tx', inputs, outputs, spends = [] }: MadeUtxo): ChainTransaction {
  const side = (one: bigint | null | readonly [string, bigint], prefix: string, i: number) =>
    Array.isArray(one)
      ? { address: String(one[0]), value: BigInt(one[1]) }
      : { address: `${id}-${prefix}${i}`, value: one as bigint | null };
  return {
    ...accountTransaction({ id, index: 0 }),
    kind: 'utxo',
    inputs: inputs.map((one, i) => ({
      previous: spends[i] ?? { id: `before-${id}`, index: i },
      ...side(one, 'in', i),
      script: 'p2wpkh',
    })),
    outputs: outputs.map((one, i) => {
      if (one === 'note') return { index: i, address: null, value: 0n, script: 'op_return' as const };
      const { address, value } = side(one, 'out', i);
      return { index: i, address, value: value ?? 0n, script: 'p2wpkh' as const };
    }),
  };
}

export const blockOf = (
  transactions: readonly ChainTransaction[],
  more: Partial<ChainBlock> = {},
): ChainBlock & { readonly height: number } => ({
  chain: 'ethereum',
  hash: 'h',
  parent: 'p',
  time: 0,
  transactions,
  ...more,
  height: more.height ?? 1,
});

export const moved = (from: string, to: string, amount: bigint, asset = 'ETH'): ChainTransfer => ({
  position: 'tx',
  kind: 'native',
  asset,
  token: null,
  from,
  to,
  amount,
  memo: null,
});

export const said = (
  kind: ContractSignal['kind'],
  contract: string,
  details: Readonly<Record<string, string>> = {},
  amount: bigint | null = null,
): ContractSignal => ({ kind, contract, position: 'log:0', account: null, asset: null, amount, details });
