import type { SIGNAL_KINDS } from '@atalaya/contract/tracing.ts';

/**
 * What every chain is turned into: blocks of transactions with who paid whom how much, in base units. Addresses are
 * canonical keys (`addressKey` of wallets). A UTXO chain fills inputs and outputs, an account chain transfers.
 */

/** A network of contract/assets, `eip155:<chain id>` for other EVM chains, or a test network such as `bitcoin-testnet`. */
export type ChainId = string;

export type ScriptKind =
  | 'p2pk'
  | 'p2pkh'
  | 'p2sh'
  | 'p2wpkh'
  | 'p2wsh'
  | 'p2tr'
  | 'witness_unknown'
  | 'multisig'
  | 'op_return'
  | 'empty'
  | 'nonstandard';

export interface ChainInput {
  /** Output that is spent; null for a coinbase. */
  readonly previous: { readonly id: string; readonly index: number } | null;
  /** Null where the previous output is not known or has no address. */
  readonly address: string | null;
  readonly value: bigint | null;
  readonly script: ScriptKind | null;
}

export interface ChainOutput {
  readonly index: number;
  /** Null for scripts that no address stands for. */
  readonly address: string | null;
  readonly value: bigint;
  readonly script: ScriptKind;
}

export interface ChainTransfer {
  /** `tx`, `log:<index>` or `trace:<path>`: unique within its transaction. */
  readonly position: string;
  readonly kind: 'native' | 'internal' | 'token' | 'mint' | 'burn';
  /** Code of contract/assets where the contract is a known one, else the contract itself. */
  readonly asset: string;
  readonly token: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly amount: bigint;
  /** Destination tag or memo. */
  readonly memo: string | null;
}

export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** Something a contract said that means more than a transfer. */
export interface ContractSignal {
  readonly kind: SignalKind;
  /** Who says so; for `energy_delegated` the account that gives its energy. */
  readonly contract: string;
  readonly position: string;
  /** Account it is about; null where the event names none. */
  readonly account: string | null;
  readonly asset: string | null;
  readonly amount: bigint | null;
  /** Commitment, nullifier, transfer id, chain id: as the event gives them. */
  readonly details: Readonly<Record<string, string>>;
}

export interface ChainTransaction {
  readonly id: string;
  /** Place in the block, from 0. */
  readonly index: number;
  readonly kind: 'utxo' | 'account';
  readonly coinbase: boolean;
  /** Included, but its effects were undone; the fee was paid. */
  readonly failed: boolean;
  /** In base units of the chain's own asset; null: previous outputs are not known. */
  readonly fee: bigint | null;
  readonly feePayer: string | null;
  readonly inputs: readonly ChainInput[];
  readonly outputs: readonly ChainOutput[];
  readonly transfers: readonly ChainTransfer[];
  readonly signals: readonly ContractSignal[];
}

export interface ChainBlock {
  readonly chain: ChainId;
  /** Null where the block itself does not say. */
  readonly height: number | null;
  readonly hash: string;
  readonly parent: string;
  /** Milliseconds since 1970, as the block claims. */
  readonly time: number;
  readonly transactions: readonly ChainTransaction[];
}
