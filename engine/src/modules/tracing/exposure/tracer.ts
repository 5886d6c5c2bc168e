import { type FlowGraph, type Movement, NOWHERE, UNKNOWN } from '../graph/flow-graph.ts';
import { type Demand, sumOf, within } from './demand.ts';
import { Heap } from './heap.ts';
import type { Attribution, Attributions, Question } from './limits.ts';
import { type PotBook, readPot } from './pot-book.ts';
import { SliceBook } from './slice-book.ts';
import { type View, viewOf } from './view.ts';

/** How a policy hands demand on: to a pot, and from a pot to one of its supplies. */
export interface Sharing {
  ask(tracer: Tracer, pot: number, movement: Movement, demand: Demand): void;
  /** What is asked of this supply, now that everything later has been said. */
  supply(tracer: Tracer, task: SupplyTask): Demand | null;
  /** Demand that no supply answered for, with where it was asked. */
  rests(): Iterable<{ readonly hops: number; readonly amount: bigint; readonly movement: Movement | null }>;
}

export interface SupplyTask {
  readonly kind: 'supply';
  readonly pot: number;
  readonly place: number;
  readonly movement: Movement;
}

interface AskTask {
  readonly kind: 'ask';
  readonly movement: Movement;
  readonly demand: Demand;
}

export interface TraceSubject {
  /** Movements whose money is traced. */
  readonly roots: readonly Movement[];
  /** Whose they are: money that comes by again is its own. */
  readonly owner: number;
}

/** What stopped a movement's money, for policies that look at the whole trace again. */
export type Stop = { readonly attribution: Attribution } | { readonly why: Parameters<SliceBook['end']>[0] };

/** One trace: demand walks through the graph in the order of time until it meets a name, an end or a limit. */
export class Tracer {
  readonly graph: FlowGraph;
  readonly view: View;
  readonly slices = new SliceBook();
  readonly books = new Map<number, PotBook>();
  /** The movement that asked most of a movement, by hops: the way back to the subject. */
  readonly via = new Map<number, (Movement | undefined)[]>();
  readonly stops = new Map<number, Stop & { readonly hops: number }>();
  /** Movements whose money was followed on. */
  readonly followed = new Set<number>();
  readonly #attributions: Attributions;
  readonly #question: Question;
  readonly #sharing: Sharing;
  readonly #subject: TraceSubject;
  readonly #tasks = new Heap<SupplyTask | AskTask>();
  readonly #dust: bigint;
  readonly #attributed = new Map<number, Attribution | null>();
  #touched = 0;

  constructor(
    graph: FlowGraph,
    attributions: Attributions,
    question: Question,
    subject: TraceSubject,
    sharing: Sharing,
  ) {
    this.graph = graph;
    this.view = viewOf(graph, question.direction);
    this.#attributions = attributions;
    this.#question = question;
    this.#subject = subject;
    this.#sharing = sharing;
    const total = subject.roots.reduce((sum, { amount }) => sum + amount, 0n);
    this.#dust = (total * BigInt(question.limits.dustPpm)) / 1_000_000n;
  }

  get work(): { readonly pots: number; readonly movements: number } {
    return { pots: this.books.size, movements: this.#touched };
  }

  run(): void {
    for (const root of this.#subject.roots) this.#begin(root);
    for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) {
      const { item } = task;
      if (item.kind === 'ask')
        this.#sharing.ask(this, this.view.behind(item.movement), item.movement, item.demand);
      else {
        const demand = this.#sharing.supply(this, item);
        if (demand !== null) this.#settle(item.movement, demand);
      }
    }
    for (const { hops, amount, movement } of this.#sharing.rests())
      this.slices.end(this.view.rest, hops, amount, movement === null ? null : { movement, hops });
  }

  /** Asks a supply of a pot in its turn. */
  plan(task: SupplyTask): void {
    this.#tasks.push(this.view.supplyKey(task.movement), task);
  }

  book(pot: number): PotBook {
    const known = this.books.get(pot);
    if (known !== undefined) return known;
    const book = readPot(this.graph, pot);
    this.#touched += book.ins.length + book.outs.length;
    this.books.set(pot, book);
    return book;
  }

  noteVia(movement: Movement, hops: number, by: Movement): void {
    const known = this.via.get(movement.id);
    if (known !== undefined) known[hops] = by;
    else {
      const list: (Movement | undefined)[] = [];
      list[hops] = by;
      this.via.set(movement.id, list);
    }
  }

  /** A transfer has its counterparty one hop away; a coin is the subject's own, its transaction's other side is. */
  #begin(root: Movement): void {
    const hops = this.graph.kind === 'account' ? 1 : 0;
    const byHop = hops === 1 ? [0n, root.amount] : [root.amount];
    const demand = { byHop, ranges: [{ at: 0n, length: root.amount, hops }] };
    if (hops === 1) this.#settle(root, demand);
    else this.#follow(root, demand);
  }

  #settle(movement: Movement, demand: Demand): void {
    const owner = this.view.other(movement);
    const attribution = this.#attributionOf(owner);
    if (attribution?.category === 'bridge')
      this.#stop(movement, demand, { attribution: this.#arrival(movement) ?? attribution });
    else if (attribution !== null) this.#stop(movement, demand, { attribution });
    else if (owner === this.#subject.owner) this.#stop(movement, demand, { why: 'own_funds' });
    else this.#follow(movement, demand);
  }

  #follow(movement: Movement, whole: Demand): void {
    const { hops } = this.#question.limits;
    const pot = this.view.behind(movement);
    if (pot < 0) {
      const bridge = pot === NOWHERE ? this.#arrival(movement) : null;
      if (bridge === null)
        this.#stop(movement, whole, { why: pot === UNKNOWN ? 'no_history' : this.view.nowhere });
      else this.#stop(movement, whole, { attribution: bridge });
      return;
    }
    const kept = within(whole, hops);
    for (const [far, amount] of whole.byHop.entries())
      if (far >= hops && amount > 0n) this.slices.end('depth', far, amount, { movement, hops: far });
    const amount = sumOf(kept.byHop);
    if (amount === 0n) this.stops.set(movement.id, { why: 'depth', hops });
    else this.#open(movement, pot, kept, amount);
  }

  #open(movement: Movement, pot: number, demand: Demand, amount: bigint): void {
    const attribution = this.#transactionAt(pot);
    const barrier = attribution === null ? this.#barrier(pot, amount) : { attribution };
    if (barrier === null) {
      this.followed.add(movement.id);
      this.#tasks.push(this.view.askKey(movement), { kind: 'ask', movement, demand });
    } else this.#stop(movement, demand, barrier, attribution === null ? 0 : 1);
  }

  /** Why a pot is not opened; null when it is. */
  #barrier(pot: number, amount: bigint): Stop | null {
    const { limits } = this.#question;
    if (amount < this.#dust) return { why: 'dust' };
    if (this.books.has(pot)) return null;
    if (this.books.size >= limits.pots || this.#touched >= limits.movements) return { why: 'budget' };
    return this.graph.degree(pot) > limits.hub ? { why: 'hub' } : null;
  }

  #transactionAt(pot: number): Attribution | null {
    if (this.graph.kind === 'account') return null;
    return this.#attributions.ofTransaction(this.graph.network, this.graph.transaction(pot));
  }

  /** Money that a bridge brought, released by it or newly issued for it. */
  #arrival(movement: Movement): Attribution | null {
    if (this.graph.kind !== 'account' || this.#question.direction === 'sent') return null;
    const { transaction } = this.graph.evidence(movement);
    return this.#attributions.ofArrival?.(this.graph.network, transaction) ?? null;
  }

  /** `farther`: a transaction that is known stands that many hops behind the coin it made. */
  #stop(movement: Movement, { byHop }: Demand, stop: Stop, farther = 0): void {
    const least = byHop.findIndex((amount) => (amount ?? 0n) > 0n);
    this.stops.set(movement.id, { ...stop, hops: least + farther });
    for (const [hops, amount] of byHop.entries()) {
      if (amount === undefined || amount === 0n) continue;
      const at = { movement, hops };
      if ('attribution' in stop) this.slices.name(stop.attribution, hops + farther, amount, at);
      else this.slices.end(stop.why, hops, amount, at);
    }
  }

  #attributionOf(owner: number): Attribution | null {
    if (owner < 0) return null;
    const known = this.#attributed.get(owner);
    if (known !== undefined) return known;
    const found = this.#attributions.ofAddress(this.graph.network, this.graph.address(owner));
    this.#attributed.set(owner, found);
    return found;
  }
}
