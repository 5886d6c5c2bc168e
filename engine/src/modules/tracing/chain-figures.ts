/**
 * Shapes of the chain around an address, as decisions are told them: plain JSON, stored with the decision. What is absent is not known.
 * Shares are millionths, times milliseconds since 1970, amounts base units of the asset as text.
 */
export interface ChainFigures {
  /** Height of the last block read. */
  readonly block: number | null;
  /** When the address was first seen. */
  readonly first?: number;
  /** Transfers (of coins: transactions) in and out, as far as blocks were read. */
  readonly movements?: number;
  /** Part of what it ever received that it has sent on. */
  readonly passed?: number;
  /** Payers without a name within seven days, the median of what one of them paid, and the part that went on to one address. */
  readonly collector?: { readonly senders: number; readonly median: string; readonly forwarded: number };
  /** A row of payments that each peel a little off: its length, how many peels reached services, its first and last moment. */
  readonly peel?: {
    readonly hops: number;
    readonly services: number;
    readonly from: number;
    readonly to: number;
  };
  /** Changes of chain one after the other: how many, the part of the first amount that arrived, when the first one left. */
  readonly bridged?: { readonly hops: number; readonly kept: number; readonly since: number };
  /** The last exchange for another asset: how long after the given one came, which part of that was tainted, and when. */
  readonly swap?: { readonly waited: number | null; readonly tainted: number; readonly at: number };
  /** The farthest address without a name that most of the money came through; of a withdrawal, the destination itself. */
  readonly origin?: { readonly address: string; readonly hops: number };
  /** Who paid the address's first fees: another account that is no known service. */
  readonly sponsor?: string;
  /** Shortest time after which what it received went into a CoinJoin. */
  readonly joined?: number;
}
