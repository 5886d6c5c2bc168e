import type { Movement } from '../graph/flow-graph.ts';
import type { Attribution } from './limits.ts';
import type { Ending } from './view.ts';

/** Why money was not followed to a name. */
export type Cut = 'depth' | 'dust' | 'budget' | 'hub' | 'no_history';
type SliceKind = 'direct' | 'indirect' | 'ended' | 'untraced';

/** Part of the money that ends in one place. */
export interface SliceSum {
  readonly kind: SliceKind;
  /** Category of the attribution, or the reason: an ending or a cut. */
  readonly category: string;
  readonly attribution: Attribution | null;
  amount: bigint;
  hopsMin: number;
  /** Sum of amount × hops. */
  hopUnits: bigint;
  /** The movement that carries most of it, the last step of the path shown as evidence. */
  best: { readonly at: Place | null; readonly amount: bigint };
}

/** A movement as one way leads to it. */
export interface Place {
  readonly movement: Movement;
  readonly hops: number;
}

const CUTS: ReadonlySet<string> = new Set<Cut>(['depth', 'dust', 'budget', 'hub', 'no_history']);

/** Adds up where money ends. */
export class SliceBook {
  readonly #sums = new Map<string, SliceSum>();

  name(attribution: Attribution, hops: number, amount: bigint, at: Place | null): void {
    const kind = hops <= 1 ? 'direct' : 'indirect';
    this.#add(
      `${kind}\n${attribution.category}\n${attribution.entity}`,
      { kind, category: attribution.category, attribution },
      hops,
      amount,
      at,
    );
  }

  end(why: Ending | Cut | 'own_funds', hops: number, amount: bigint, at: Place | null): void {
    const kind = CUTS.has(why) ? 'untraced' : 'ended';
    this.#add(`${kind}\n${why}`, { kind, category: why, attribution: null }, hops, amount, at);
  }

  /** The largest first. */
  sums(): SliceSum[] {
    return [...this.#sums.values()].sort((a, b) => (a.amount < b.amount ? 1 : a.amount > b.amount ? -1 : 0));
  }

  #add(
    key: string,
    slice: Pick<SliceSum, 'kind' | 'category' | 'attribution'>,
    hops: number,
    amount: bigint,
    at: Place | null,
  ): void {
    const known = this.#sums.get(key);
    const best = { at, amount };
    if (known === undefined) {
      this.#sums.set(key, { ...slice, amount, hopsMin: hops, hopUnits: amount * BigInt(hops), best });
      return;
    }
    known.amount += amount;
    known.hopsMin = Math.min(known.hopsMin, hops);
    known.hopUnits += amount * BigInt(hops);
    if (amount > known.best.amount) known.best = best;
  }
}
