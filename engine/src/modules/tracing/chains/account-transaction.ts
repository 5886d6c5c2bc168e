import type { ChainTransaction, ChainTransfer } from './chain-block.ts';

/** What an account chain's transaction says; the rest of the canonical form is empty there. */
export type AccountTransaction = Pick<ChainTransaction, 'id' | 'index'> &
  Partial<Pick<ChainTransaction, 'coinbase' | 'failed' | 'fee' | 'feePayer' | 'transfers' | 'signals'>>;

export const accountTransaction = (told: AccountTransaction): ChainTransaction => ({
  kind: 'account',
  coinbase: false,
  failed: false,
  fee: null,
  feePayer: null,
  inputs: [],
  outputs: [],
  transfers: [],
  signals: [],
  ...told,
});

export const nativeTransfer = (
  asset: string,
  from: string | null,
  to: string | null,
  amount: bigint,
  more: Partial<Pick<ChainTransfer, 'position' | 'memo' | 'kind'>> = {},
): ChainTransfer => ({
  position: 'tx',
  kind: 'native',
  asset,
  token: null,
  from,
  to,
  amount,
  memo: null,
  ...more,
});
