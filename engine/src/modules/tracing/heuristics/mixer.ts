import type { ChainBlock, ContractSignal } from '../chains/chain-block.ts';

/** A contract that takes equal amounts against commitments and gives them back against proofs, to whoever has one. */
export interface MixerContract {
  readonly contract: string;
  readonly deposits: number;
  readonly withdrawals: number;
  /** Base units every deposit had; null while none was seen with its amount. */
  readonly denomination: bigint | null;
  /** 0-100. */
  readonly confidence: number;
  readonly reasons: readonly string[];
}

interface Seen {
  readonly commitments: Set<string>;
  readonly nullifiers: Set<string>;
  readonly amounts: Set<bigint>;
}

/**
 * Watches contracts speak. A `Deposit` event alone is any vault's; what makes a mixer is one denomination, commitments and nullifiers that
 * never repeat, and no account named on the way in.
 */
export class MixerWatch {
  readonly #seen = new Map<string, Seen>();

  apply(block: ChainBlock): void {
    for (const { signals } of block.transactions) for (const signal of signals) this.hear(signal);
  }

  hear({ kind, contract, amount, details }: ContractSignal): void {
    if (kind !== 'mixer_deposit' && kind !== 'mixer_withdrawal') return;
    const seen = this.#of(contract);
    if (kind === 'mixer_withdrawal') seen.nullifiers.add(details.nullifierHash ?? '');
    else {
      seen.commitments.add(details.commitment ?? '');
      if (amount !== null) seen.amounts.add(amount);
    }
  }

  /** What one contract is taken for; undefined where it never spoke so. */
  verdictOf(contract: string): MixerContract | undefined {
    const seen = this.#seen.get(contract);
    return seen === undefined ? undefined : verdict(contract, seen);
  }

  #of(contract: string): Seen {
    const known = this.#seen.get(contract);
    if (known !== undefined) return known;
    const seen: Seen = { commitments: new Set(), nullifiers: new Set(), amounts: new Set() };
    this.#seen.set(contract, seen);
    return seen;
  }

  /** Contracts that speak like mixers, the surest first. */
  found(): MixerContract[] {
    return [...this.#seen]
      .map(([contract, seen]) => verdict(contract, seen))
      .filter((one) => one.confidence > 0)
      .sort((left, right) => right.confidence - left.confidence);
  }
}

function verdict(contract: string, { commitments, nullifiers, amounts }: Seen): MixerContract {
  const [denomination = null] = amounts;
  const one = amounts.size <= 1;
  const overdrawn = nullifiers.size > commitments.size && commitments.size > 0;
  const both = commitments.size > 0 && nullifiers.size > 0;
  const base = one ? (both ? 90 : 60) : 0;
  return {
    contract,
    deposits: commitments.size,
    withdrawals: nullifiers.size,
    denomination: one ? denomination : null,
    confidence: overdrawn ? Math.min(base, 50) : base,
    reasons: [
      one
        ? 'every deposit has the same amount'
        : `deposits of ${amounts.size} different amounts: a vault, not a mixer`,
      ...(both ? ['commitments come in, proofs of other accounts go out'] : ['only one side was seen']),
      ...(overdrawn ? ['more was taken out than seen going in: earlier blocks are missing'] : []),
    ],
  };
}
