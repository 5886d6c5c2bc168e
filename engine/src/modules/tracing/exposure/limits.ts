import type { ExposureDirection, TaintPolicy } from '@atalaya/contract/tracing.ts';

/** How far a trace goes. Whatever a limit cut off is told in the answer, with its amount. */
export interface Limits {
  /** Payers (or payees) looked at in a row; 1 sees direct counterparties only. */
  readonly hops: number;
  /** Pots opened in one trace. */
  readonly pots: number;
  /** An unattributed address with more movements than this is a hub: not followed. */
  readonly hub: number;
  /** Parts of the whole, in millionths, below which money is not followed. */
  readonly dustPpm: number;
  /** Movements read in one trace; no pot is opened beyond. */
  readonly movements: number;
}

export const DEFAULT_LIMITS: Limits = { hops: 5, pots: 2000, hub: 1000, dustPpm: 100, movements: 200_000 };

/** Who stands behind an owner, or what a transaction is. Tracing stops there. */
export interface Attribution {
  /** Service, actor or label. */
  readonly entity: string;
  readonly category: string;
  /** 0-100, on the confidence ladder of TagPacks. */
  readonly confidence: number;
  /** What says so: tags by source and label. */
  readonly tags: readonly string[];
  /** Order of gravity: under poison and TIHO the graver category goes first. */
  readonly severity: number;
  /** Of a bridge whose other side was found: where the money left from. */
  readonly beyond?: Beyond;
}

/** An account on another chain. */
export interface Beyond {
  readonly network: string;
  readonly asset: string;
  readonly address: string;
}

export interface Attributions {
  /** Version of the tags and lists, stored with every answer. */
  readonly version: string;
  ofAddress(network: string, address: string): Attribution | null;
  /** A CoinJoin, a bridge or a mixer call; null for an ordinary transaction. */
  ofTransaction(network: string, transaction: string): Attribution | null;
  /** What a bridge brought in a transaction of an account chain, with its other side where it was found. */
  ofArrival?(network: string, transaction: string): Attribution | null;
}

export interface Question {
  readonly direction: ExposureDirection;
  readonly policy: TaintPolicy;
  readonly limits: Limits;
}
