import { type BridgeLeg, type BridgePair, pairBridges } from '../heuristics/bridge.ts';

/** Sides that have no id meet within this time of each other. */
const NEAR_MS = 2 * 3_600_000;

/**
 * Both sides of bridges as their blocks are read, in whatever order the chains are read in. A transfer with an id is paired by it,
 * however long it took; the others by amount and time among their neighbours in time, looked at again whenever one is added there.
 */
export class BridgeBook {
  readonly #byId = new Map<string, BridgeLeg[]>();
  /** In order of time. */
  readonly #legs: BridgeLeg[] = [];
  readonly #pairOf = new Map<BridgeLeg, BridgePair>();
  #touched: { from: number; to: number } | null = null;

  add(leg: BridgeLeg): void {
    if (leg.id !== null) {
      const known = this.#byId.get(leg.id);
      if (known === undefined) this.#byId.set(leg.id, [leg]);
      else known.push(leg);
      this.#pairById(this.#byId.get(leg.id) ?? []);
    }
    this.#legs.splice(this.#placeOf(leg.time), 0, leg);
    const { from = leg.time, to = leg.time } = this.#touched ?? {};
    this.#touched = { from: Math.min(from, leg.time), to: Math.max(to, leg.time) };
  }

  /** The other side of an arrival (or of a departure); undefined where none was found. */
  pairOf(leg: BridgeLeg): BridgePair | undefined {
    if (this.#touched !== null) this.#pairByAmount(this.#touched);
    this.#touched = null;
    return this.#pairOf.get(leg);
  }

  #pairById(legs: readonly BridgeLeg[]): void {
    for (const leg of legs) this.#pairOf.delete(leg);
    for (const pair of pairBridges(legs).pairs)
      if (pair.how === 'id') this.#pairOf.set(pair.out, pair).set(pair.in, pair);
  }

  /** Sides near what was added are paired anew; those farther off keep theirs. */
  #pairByAmount({ from, to }: { from: number; to: number }): void {
    const near = this.#legs.slice(this.#placeOf(from - 2 * NEAR_MS), this.#placeOf(to + 2 * NEAR_MS));
    const inside = new Set(near);
    const free = near.filter((leg) => {
      const pair = this.#pairOf.get(leg);
      return pair === undefined || (pair.how !== 'id' && inside.has(pair.in) && inside.has(pair.out));
    });
    for (const leg of free) this.#pairOf.delete(leg);
    for (const pair of pairBridges(free, { within_ms: NEAR_MS }).pairs)
      this.#pairOf.set(pair.out, pair).set(pair.in, pair);
  }

  /** Where the first leg later than this time stands. */
  #placeOf(time: number): number {
    let low = 0;
    let high = this.#legs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#legs[middle]?.time ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
