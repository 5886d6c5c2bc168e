import type { Movement } from '../graph/flow-graph.ts';
import { byHopOf, type Demand, type Range } from './demand.ts';
import { type Passage, passagesOf } from './pot-book.ts';
import type { Sharing, SupplyTask, Tracer } from './tracer.ts';

/** Passages of a pot by the movement that asks, with what they lead to. */
interface Passages {
  readonly byAsker: ReadonlyMap<number, readonly Passage[]>;
  readonly supplies: readonly Movement[];
}

interface Waiting {
  readonly ranges: Range[];
  readonly best: bigint[];
}

/** Units keep apart: FIFO and LIFO. */
export class Ranged implements Sharing {
  readonly #policy: 'fifo' | 'lifo';
  readonly #backward: boolean;
  readonly #pots = new Map<number, Passages>();
  readonly #waiting = new Map<number, Waiting>();
  readonly #rests: { hops: number; amount: bigint; movement: Movement | null }[] = [];

  constructor(policy: 'fifo' | 'lifo', backward: boolean) {
    this.#policy = policy;
    this.#backward = backward;
  }

  ask(tracer: Tracer, pot: number, movement: Movement, { ranges }: Demand): void {
    const { byAsker, supplies } = this.#pots.get(pot) ?? this.#open(tracer, pot);
    for (const passage of byAsker.get(movement.id) ?? []) {
      const [askedAt, suppliedAt, place] = this.#backward
        ? [passage.outAt, passage.inAt, passage.in]
        : [passage.inAt, passage.outAt, passage.out];
      for (const range of ranges ?? []) {
        const start = range.at > askedAt ? range.at : askedAt;
        const end = smaller(range.at + range.length, askedAt + passage.length);
        if (start >= end) continue;
        const part = { at: suppliedAt + start - askedAt, length: end - start, hops: range.hops + 1 };
        this.#pass(tracer, { pot, place, supply: supplies[place], asker: movement }, part);
      }
    }
  }

  supply(_: Tracer, { movement }: SupplyTask): Demand | null {
    const waiting = this.#waiting.get(movement.id);
    return waiting === undefined ? null : { byHop: byHopOf(waiting.ranges), ranges: waiting.ranges };
  }

  rests = () => this.#rests;

  #pass(
    tracer: Tracer,
    to: { pot: number; place: number; supply: Movement | undefined; asker: Movement },
    part: Range,
  ): void {
    const { pot, place, supply, asker } = to;
    if (supply === undefined) {
      this.#rests.push({ hops: part.hops - 1, amount: part.length, movement: asker });
      return;
    }
    const known = this.#waiting.get(supply.id);
    const waiting = known ?? { ranges: [], best: [] };
    waiting.ranges.push(part);
    if (part.length > (waiting.best[part.hops] ?? 0n)) {
      waiting.best[part.hops] = part.length;
      tracer.noteVia(supply, part.hops, asker);
    }
    if (known !== undefined) return;
    this.#waiting.set(supply.id, waiting);
    tracer.plan({ kind: 'supply', pot, place, movement: supply });
  }

  #open(tracer: Tracer, pot: number): Passages {
    const book = tracer.book(pot);
    const [askers, supplies] = this.#backward ? [book.outs, book.ins] : [book.ins, book.outs];
    const byAsker = new Map<number, Passage[]>();
    for (const passage of passagesOf(tracer.graph, book, this.#policy)) {
      const asker = askers[this.#backward ? passage.out : passage.in];
      if (asker === undefined) continue;
      const list = byAsker.get(asker.id);
      if (list === undefined) byAsker.set(asker.id, [passage]);
      else list.push(passage);
    }
    const passages = { byAsker, supplies };
    this.#pots.set(pot, passages);
    return passages;
  }
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
