import type { Movement } from '../graph/flow-graph.ts';
import type { PotBook } from './pot-book.ts';
import { SliceBook } from './slice-book.ts';
import type { Stop, Tracer } from './tracer.ts';

/**
 * Poison, and TIHO looking back, ask which money is the dirtiest, so they need all of it at once: the trace of the haircut
 * is gone through again from its ends to the subject, and every pot knows what is in it.
 */
interface Label {
  readonly stop: Stop & { readonly hops: number };
  /** Larger is graver; what nobody is named for comes last. */
  readonly severity: number;
  readonly key: string;
}

/** What money of a movement or in a pot is made of; under poison one label that stands for all of it. */
type Mixture = Map<Label, bigint>;

interface Mixing {
  /** What one movement takes of what is in the pot; a pot of an account has less afterwards. */
  draw(pool: Mixture, movement: Movement, book: PotBook, account: boolean): Mixture;
}

interface Happening {
  readonly key: number;
  readonly kind: 'supply' | 'ask';
  readonly pot: number;
  readonly movement: Movement;
  /** Among the pot's movements of its kind. */
  readonly place: number;
}

export function wholeTrace(tracer: Tracer, policy: 'poison' | 'tiho', roots: readonly Movement[]): SliceBook {
  const labels = new Labels(tracer);
  const mixing = policy === 'poison' ? POISON : TIHO;
  const account = tracer.graph.kind === 'account';
  const pools = new Map<number, Mixture>();
  const drawn = new Map<number, Mixture>();
  for (const [pot, book] of tracer.books) pools.set(pot, openingOf(tracer, book, labels));
  for (const { kind, pot, movement, place } of happenings(tracer)) {
    const pool = pools.get(pot);
    const book = tracer.books.get(pot);
    if (pool === undefined || book === undefined) continue;
    if (kind === 'ask') {
      drawn.set(movement.id, mixing.draw(pool, movement, book, account));
      // An emptied account remembers nothing: what comes later is other money.
      if (account && emptiedBy(tracer, book, movement, place)) pool.clear();
    } else
      for (const [label, amount] of labels.of(movement) ?? drawn.get(movement.id) ?? labels.lost(movement))
        pool.set(label, (pool.get(label) ?? 0n) + amount);
  }
  const slices = new SliceBook();
  for (const root of roots) {
    const mixture = tracer.followed.has(root.id) ? drawn.get(root.id) : labels.of(root);
    add(slices, mixture ?? labels.lost(root), root);
  }
  return slices;
}

function add(slices: SliceBook, mixture: Mixture, root: Movement): void {
  for (const [{ stop }, amount] of mixture) {
    if (amount === 0n) continue;
    if ('attribution' in stop) slices.name(stop.attribution, stop.hops, amount, null);
    else slices.end(stop.why, stop.hops, amount, { movement: root, hops: 1 });
  }
}

/** Whether nothing stayed when this movement left; looking ahead, whether nothing was there before it came. */
function emptiedBy({ view }: Tracer, book: PotBook, { amount }: Movement, place: number): boolean {
  return (view.rest === 'no_history' ? book.beforeOut : book.afterIn)[place] === amount;
}

/** Everything in the opened pots, from the ends of the trace to its beginning. */
function happenings({ books, view }: Tracer): Happening[] {
  const list: Happening[] = [];
  for (const [pot, book] of books) {
    const supplies = view.supplies(book);
    const asks = supplies === book.outs ? book.ins : book.outs;
    for (const [place, movement] of supplies.entries())
      list.push({ key: view.supplyKey(movement), kind: 'supply', pot, movement, place });
    for (const [place, movement] of asks.entries())
      list.push({ key: view.askKey(movement), kind: 'ask', pot, movement, place });
  }
  return list.sort((a, b) => a.key - b.key);
}

function openingOf(tracer: Tracer, book: PotBook, labels: Labels): Mixture {
  const amount = tracer.view.rest === 'no_history' ? book.opening : book.closing;
  return amount === 0n ? new Map() : new Map([[labels.label({ why: tracer.view.rest, hops: 1 }), amount]]);
}

class Labels {
  readonly #tracer: Tracer;
  readonly #known = new Map<string, Label>();

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  label(stop: Stop & { readonly hops: number }): Label {
    const direct = stop.hops <= 1 ? 'direct' : 'indirect';
    const key =
      'attribution' in stop ? `${direct} ${stop.attribution.category} ${stop.attribution.entity}` : stop.why;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const severity = 'attribution' in stop ? stop.attribution.severity : -1;
    const label = { stop, severity, key };
    this.#known.set(key, label);
    return label;
  }

  /** Of a movement that the trace stopped at. */
  of(movement: Movement): Mixture | undefined {
    const stop = this.#tracer.stops.get(movement.id);
    return stop === undefined ? undefined : new Map([[this.label(stop), movement.amount]]);
  }

  /** Of a movement too small for the trace to have asked for. */
  lost = (movement: Movement): Mixture => new Map([[this.label({ why: 'dust', hops: 1 }), movement.amount]]);
}

const graverFirst = ([a]: readonly [Label, bigint], [b]: readonly [Label, bigint]): number =>
  b.severity - a.severity || (a.key < b.key ? -1 : 1);

const POISON: Mixing = {
  draw(pool, movement) {
    const [worst] = [...pool].filter(([, amount]) => amount > 0n).sort(graverFirst);
    return new Map(worst === undefined ? [] : [[worst[0], movement.amount]]);
  },
};

const TIHO: Mixing = {
  draw(pool, movement, book, account) {
    const line = [...pool].sort(graverFirst);
    const units = line.reduce((sum, [, amount]) => sum + amount, 0n);
    const start = account ? placeBeside(movement, units) : placeAmong(movement, book);
    const taken = stretch(line, start, movement.amount);
    if (account) for (const [label, amount] of taken) pool.set(label, (pool.get(label) ?? 0n) - amount);
    return taken;
  },
};

/** The larger of a transfer and what stays is filled first, the transfer when they are equal. */
const placeBeside = ({ amount }: Movement, units: bigint): bigint =>
  amount >= units - amount ? 0n : units - amount;

const placeAmong = ({ id, amount }: Movement, { outs }: PotBook): bigint =>
  outs.reduce(
    (sum, other) =>
      other.amount > amount || (other.amount === amount && other.id < id) ? sum + other.amount : sum,
    0n,
  );

function stretch(line: readonly (readonly [Label, bigint])[], start: bigint, length: bigint): Mixture {
  const taken: Mixture = new Map();
  let at = 0n;
  for (const [label, amount] of line) {
    const from = at > start ? at : start;
    const to = at + amount < start + length ? at + amount : start + length;
    if (to > from) taken.set(label, to - from);
    at += amount;
  }
  return taken;
}
