import { Amounts, Integers, type Movements } from './columns.ts';
import type { Movement } from './flow-graph.ts';

/** Movements by pot, each pot's beside one another in memory: reading a busy pot is one run, not a search for every object. */
export class Adjacent {
  readonly #starts: Uint32Array;
  readonly #ids = new Integers();
  readonly #from = new Integers();
  readonly #to = new Integers();
  readonly #owner = new Integers();
  readonly #amount = new Amounts();

  /** `potAt(n)` and `idAt(n)` say which movement belongs to which pot, in the order that is kept within a pot; below 0: to none. */
  constructor(
    movements: Movements,
    count: number,
    idAt: (place: number) => number,
    potAt: (place: number) => number,
  ) {
    const { starts, sorted } = sortByPot(count, potAt);
    this.#starts = starts;
    for (const place of sorted) {
      const id = idAt(place);
      this.#ids.push(id);
      this.#from.push(movements.from.at(id));
      this.#to.push(movements.to.at(id));
      this.#owner.push(movements.owner.at(id));
      this.#amount.push(movements.amount.at(id));
    }
  }

  count(pot: number): number {
    return pot < 0 || pot + 1 >= this.#starts.length ? 0 : (this.#starts[pot + 1] ?? 0) - this.#start(pot);
  }

  list(pot: number, account: boolean): Movement[] {
    const count = this.count(pot);
    const list: Movement[] = new Array(count);
    for (let n = 0; n < count; n += 1) list[n] = this.#movement(this.#start(pot) + n, account);
    return list;
  }

  #start = (pot: number): number => this.#starts[pot] ?? 0;

  #movement(at: number, account: boolean): Movement {
    const [from, to, owner] = [this.#from.at(at), this.#to.at(at), this.#owner.at(at)];
    return {
      id: this.#ids.at(at),
      from,
      to,
      amount: this.#amount.at(at),
      payer: account ? from : owner,
      payee: account ? to : owner,
    };
  }
}

/** Places in the order of their pots, and where each pot's begin. */
function sortByPot(count: number, potAt: (place: number) => number) {
  let pots = 0;
  for (let place = 0; place < count; place += 1) pots = Math.max(pots, potAt(place) + 1);
  const starts = new Uint32Array(pots + 1);
  for (let place = 0; place < count; place += 1) {
    const pot = potAt(place);
    if (pot >= 0) starts[pot + 1] = (starts[pot + 1] ?? 0) + 1;
  }
  for (let pot = 0; pot < pots; pot += 1) starts[pot + 1] = (starts[pot + 1] ?? 0) + (starts[pot] ?? 0);
  const next = starts.slice();
  const sorted = new Uint32Array(starts[pots] ?? 0);
  for (let place = 0; place < count; place += 1) {
    const pot = potAt(place);
    if (pot < 0) continue;
    const at = next[pot] ?? 0;
    sorted[at] = place;
    next[pot] = at + 1;
  }
  return { starts, sorted };
}
