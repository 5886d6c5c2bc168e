import type { ChainBlock, ChainId } from '../chains/chain-block.ts';

export interface BlockReference {
  readonly height: number;
  readonly hash: string;
}

/** Where blocks come from. What it answers has been held against its own hashes as far as they reach. */
export interface ChainSource {
  readonly chain: ChainId;
  tip(): Promise<BlockReference>;
  /** Null where the chain is shorter. */
  hashAt(height: number): Promise<string | null>;
  /** The block with this hash. Failures: chain.source_…, chain.merkle_mismatch, chain.hash_mismatch, chain.source_lied. */
  block(reference: BlockReference): Promise<ChainBlock>;
}
