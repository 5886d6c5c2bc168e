import type { Movement } from '../graph/flow-graph.ts';
import { type Demand, sumOf } from './demand.ts';
import type { PotBook } from './pot-book.ts';
import type { Sharing, SupplyTask, Tracer } from './tracer.ts';

interface Pool {
  readonly book: PotBook;
  readonly supplies: readonly Movement[];
  /** Place of the supply that is asked next. */
  next: number;
  waiting: boolean;
  readonly byHop: bigint[];
  /** The largest demand by hops, for the path. */
  readonly best: ({ readonly movement: Movement; readonly amount: bigint } | undefined)[];
}

/** How much of the pool's demand one supply answers for, of `units` in the pot. */
type Share = (demand: bigint, supply: bigint, units: bigint) => bigint;

/**
 * Haircut: each supply answers for its part of the balance, rounded down; what rounding leaves stays in the pool and falls to
 * the supplies asked later.
 */
const proportionally: Share = (demand, supply, units) => (units === 0n ? 0n : (demand * supply) / units);

/** TIHO, ahead: of a transfer and what stays, the larger is filled first; the transfer when they are equal. */
const largerFirst: Share = (demand, supply, units) => {
  const stays = units - supply;
  const beyond = supply >= stays ? demand : demand - stays;
  return beyond <= 0n ? 0n : beyond < supply ? beyond : supply;
};

/** Money in a pot has no order: haircut, and TIHO where money is followed ahead. */
export class Pooled implements Sharing {
  readonly #pools = new Map<number, Pool>();
  readonly #policy: 'haircut' | 'tiho';

  constructor(policy: 'haircut' | 'tiho') {
    this.#policy = policy;
  }

  ask(tracer: Tracer, pot: number, movement: Movement, { byHop }: Demand): void {
    const pool = this.#pools.get(pot) ?? this.#open(tracer, pot);
    for (const [hops, amount] of byHop.entries()) {
      if (amount === undefined || amount === 0n) continue;
      pool.byHop[hops] = (pool.byHop[hops] ?? 0n) + amount;
      if (amount > (pool.best[hops]?.amount ?? 0n)) pool.best[hops] = { movement, amount };
    }
    if (pool.waiting) return;
    const key = tracer.view.askKey(movement);
    for (let supply = pool.supplies[pool.next]; supply !== undefined; supply = pool.supplies[pool.next]) {
      if (tracer.view.supplyKey(supply) < key) break;
      pool.next += 1;
    }
    this.#plan(tracer, pot, pool);
  }

  supply(tracer: Tracer, { pot, place, movement }: SupplyTask): Demand | null {
    const pool = this.#pools.get(pot);
    if (pool === undefined) return null;
    pool.waiting = false;
    pool.next = place + 1;
    const byHop = this.#share(tracer, pool, place, movement);
    if (sumOf(pool.byHop) > 0n) this.#plan(tracer, pot, pool);
    return sumOf(byHop) === 0n ? null : { byHop, ranges: null };
  }

  *rests() {
    for (const { byHop, best } of this.#pools.values())
      for (const [hops, amount] of byHop.entries())
        if (amount !== undefined && amount > 0n)
          yield { hops, amount, movement: best[hops]?.movement ?? null };
  }

  #open(tracer: Tracer, pot: number): Pool {
    const book = tracer.book(pot);
    const supplies =
      this.#policy === 'tiho' && tracer.graph.kind === 'utxo' ? largest(book) : tracer.view.supplies(book);
    const pool: Pool = { book, supplies, next: 0, waiting: false, byHop: [], best: [] };
    this.#pools.set(pot, pool);
    return pool;
  }

  #plan(tracer: Tracer, pot: number, pool: Pool): void {
    const movement = pool.supplies[pool.next];
    if (movement === undefined) return;
    pool.waiting = true;
    tracer.plan({ kind: 'supply', pot, place: pool.next, movement });
  }

  #share(tracer: Tracer, pool: Pool, place: number, movement: Movement): bigint[] {
    const { byHop } = pool;
    // Fewer hops are served first, so that what all of them get is what one demand of their sum would get.
    let pooled = sumOf(byHop);
    let granted = this.#granted(tracer, pool, place, movement, pooled);
    const shared: bigint[] = [0n];
    for (const [hops, amount] of byHop.entries()) {
      if (amount === undefined || amount === 0n) {
        shared.push(0n);
        continue;
      }
      const own = (granted * amount) / pooled;
      pooled -= amount;
      granted -= own;
      byHop[hops] = amount - own;
      shared.push(own);
      const best = pool.best[hops];
      if (own > 0n && best !== undefined) tracer.noteVia(movement, hops + 1, best.movement);
    }
    return shared;
  }

  #granted(tracer: Tracer, pool: Pool, place: number, { amount }: Movement, demand: bigint): bigint {
    if (this.#policy === 'haircut')
      return proportionally(demand, amount, tracer.view.unitsAt(pool.book, place));
    if (tracer.graph.kind === 'utxo') return demand < amount ? demand : amount;
    return largerFirst(demand, amount, tracer.view.unitsAt(pool.book, place));
  }
}

/** Outputs of a transaction, the largest first; ties by lowest index. */
const largest = ({ outs }: PotBook): Movement[] =>
  [...outs].sort((a, b) => (a.amount < b.amount ? 1 : a.amount > b.amount ? -1 : a.id - b.id));
