import type { ChainConfig } from '@atalaya/engine/modules/tracing/sources/configured.ts';

/** A block of payments by the address that is tagged, each to an address nobody used before. */
export interface MinedBlock {
  readonly height: number;
  readonly hash: string;
  readonly paid: readonly string[];
}

/** A real node of a chain of its own, as a process that can be killed. */
export interface LiveNode {
  /** For `chains.json`. */
  readonly config: ChainConfig;
  readonly network: 'ethereum' | 'bitcoin';
  readonly asset: 'USDT' | 'BTC';
  /** Of one unit, in USD; and the amount of each payment in units. */
  readonly price: string;
  readonly amount: string;
  /** Who pays. */
  readonly payer: string;
  mine(payments: number): Promise<MinedBlock>;
  /** The newest blocks are no longer of the chain. */
  drop(blocks: number): Promise<void>;
  tip(): Promise<number>;
  /** SIGKILL, once everything mined is on the node's disk; `start` begins again on the same port with what it left. */
  kill(): Promise<void>;
  start(): Promise<void>;
}
