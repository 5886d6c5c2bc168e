import type { ChainTransaction } from '../chains/chain-block.ts';

/** A long row of payments that each peel a little off and pass the rest on. Source: scenario 16 and its literature. */
export interface PeelChain {
  /** In order; each spends the large leg of the one before. */
  readonly transactions: readonly string[];
  /** Where the small legs went. */
  readonly peels: readonly {
    readonly txid: string;
    readonly address: string | null;
    readonly value: bigint;
  }[];
  /** 0-100. */
  readonly confidence: number;
  readonly reasons: readonly string[];
}

export interface PeelOptions {
  /** Fewest hops that make a chain. */
  readonly hopsMin?: number;
  /** Largest part of a transaction's outputs that a peel may be, in percent. */
  readonly peelPercentMax?: number;
  readonly isService?: (address: string) => boolean;
}

const HOPS_MIN = 6;
const PEEL_PERCENT_MAX = 20;
const HOPS_MAX = 10_000;

interface Hop {
  readonly transaction: ChainTransaction;
  readonly large: number;
  readonly small: number;
}

/** One input, two outputs, one of them much smaller; what a wallet with several coins does looks otherwise. */
function hopOf(transaction: ChainTransaction, percentMax: number): Hop | null {
  const { inputs, outputs, coinbase } = transaction;
  const [a, b] = outputs;
  if (coinbase || inputs.length !== 1 || outputs.length !== 2 || a === undefined || b === undefined)
    return null;
  const [large, small] = a.value >= b.value ? [a, b] : [b, a];
  const fits = small.value * 100n <= (a.value + b.value) * BigInt(percentMax) && small.value > 0n;
  return fits ? { transaction, large: large.index, small: small.index } : null;
}

/** Peel chains among transactions in any order; of overlapping ones the longest. */
export function findPeelChains(
  transactions: readonly ChainTransaction[],
  options: PeelOptions = {},
): PeelChain[] {
  const { hopsMin = HOPS_MIN, peelPercentMax = PEEL_PERCENT_MAX } = options;
  const hops = new Map<string, Hop>();
  for (const transaction of transactions) {
    const hop = hopOf(transaction, peelPercentMax);
    if (hop !== null) hops.set(transaction.id, hop);
  }
  const next = new Map<string, Hop>();
  for (const hop of hops.values()) {
    const previous = hop.transaction.inputs[0]?.previous;
    if (previous != null && hops.get(previous.id)?.large === previous.index) next.set(previous.id, hop);
  }
  const followed = new Set([...next.values()].map(({ transaction }) => transaction.id));
  return [...hops.values()]
    .filter(({ transaction }) => !followed.has(transaction.id))
    .map((first) => chainFrom(first, next))
    .filter((chain) => chain.length >= hopsMin)
    .map((chain) => present(chain, options));
}

function chainFrom(first: Hop, next: ReadonlyMap<string, Hop>): Hop[] {
  const chain: Hop[] = [];
  for (let hop: Hop | undefined = first; hop !== undefined && chain.length < HOPS_MAX; ) {
    chain.push(hop);
    hop = next.get(hop.transaction.id);
  }
  return chain;
}

/** One address all along is a service paying from one coin; fresh ones each time and services at the ends speak for laundering. */
function present(chain: readonly Hop[], { isService }: PeelOptions): PeelChain {
  const peels = chain.map(({ transaction, small }) => ({
    txid: transaction.id,
    address: transaction.outputs[small]?.address ?? null,
    value: transaction.outputs[small]?.value ?? 0n,
  }));
  const carriers = new Set(
    chain.map(({ transaction, large }) => transaction.outputs[large]?.address ?? transaction.id),
  );
  const fresh = carriers.size === chain.length;
  const served = peels.filter(({ address }) => address !== null && isService?.(address) === true).length;
  const confidence =
    (fresh ? 50 : 15) + Math.min(30, 3 * (chain.length - HOPS_MIN)) + Math.min(15, 5 * served);
  return {
    transactions: chain.map(({ transaction }) => transaction.id),
    peels,
    confidence: Math.max(5, Math.min(95, confidence)),
    reasons: [
      `${chain.length} hops`,
      fresh
        ? 'the rest goes to a new address each time'
        : 'the rest returns to addresses used before: a wallet that pays out',
      `${served} small legs reach services`,
    ],
  };
}
