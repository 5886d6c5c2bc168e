import type { Movement } from '../graph/flow-graph.ts';

type Side = 'ins' | 'outs' | 'owned';

/** What happened since the index files were written, in memory, and laid over what they say. */
export class Delta {
  readonly #lists: Record<Side, Map<number, Movement[]>> = {
    ins: new Map(),
    outs: new Map(),
    owned: new Map(),
  };
  /** Who spent a coin since, by movement. */
  readonly #spent = new Map<number, number>();

  degree = (pot: number): number =>
    (this.#lists.ins.get(pot)?.length ?? 0) + (this.#lists.outs.get(pot)?.length ?? 0);

  add(movement: Movement, kind: 'account' | 'utxo'): void {
    this.#push('outs', movement.from, movement);
    if (kind === 'account') this.#push('ins', movement.to, movement);
    else this.#push('owned', movement.payee, movement);
  }

  spend(coin: Movement, pot: number): void {
    this.#spent.set(coin.id, pot);
    this.#push('ins', pot, { ...coin, to: pot });
  }

  /** The indexed movements of a pot, then those since; coins as they are spent now. */
  complete(side: Side, pot: number, indexed: Movement[]): Movement[] {
    const since = this.#lists[side].get(pot);
    const all = since === undefined ? indexed : [...indexed, ...since];
    if (this.#spent.size === 0 || side === 'ins') return all;
    return all.map((movement) => {
      const to = this.#spent.get(movement.id);
      return to === undefined ? movement : { ...movement, to };
    });
  }

  #push(side: Side, pot: number, movement: Movement): void {
    if (pot < 0) return;
    const list = this.#lists[side].get(pot);
    if (list === undefined) this.#lists[side].set(pot, [movement]);
    else list.push(movement);
  }
}
