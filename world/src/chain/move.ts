import type { CoinBlock, GraphBlock } from '@atalaya/contract/tracing.ts';

/** What happens on a chain around the exchange's customers, one act at a time. Amounts are units of the asset. */
export type ChainMove = {
  readonly at_ms: number;
  /** A network of the exchange, or another chain that a bridge leads to. */
  readonly network: string;
  readonly asset: string;
} & (
  | { readonly transfer: GraphBlock['transfers'][number] }
  | { readonly signal: NonNullable<GraphBlock['signals']>[number] }
  | { readonly coins: CoinBlock['transactions'][number] }
);

/** A line of `readBlocks`. */
export type ChainLine = GraphBlock | CoinBlock;
