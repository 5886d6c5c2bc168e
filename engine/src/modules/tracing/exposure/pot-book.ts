import { entersAt, type FlowGraph, leavesAt, type Movement } from '../graph/flow-graph.ts';

/** A pot's history with its balances: what was in it after each entry and before each leaving. */
export interface PotBook {
  readonly ins: readonly Movement[];
  readonly outs: readonly Movement[];
  readonly afterIn: readonly bigint[];
  readonly beforeOut: readonly bigint[];
  /** What must have been there before the first movement known, as more left than came. */
  readonly opening: bigint;
  /** What is left: unspent in an account, the fee in a transaction. */
  readonly closing: bigint;
}

export function readPot(graph: FlowGraph, pot: number): PotBook {
  const ins = graph.ins(pot);
  const outs = graph.outs(pot);
  const afterIn: bigint[] = new Array(ins.length);
  const beforeOut: bigint[] = new Array(outs.length);
  let balance = 0n;
  let lowest = 0n;
  eachInOrder(graph, ins, outs, (kind, movement, index) => {
    if (kind === 'in') {
      balance += movement.amount;
      afterIn[index] = balance;
    } else {
      beforeOut[index] = balance;
      balance -= movement.amount;
      if (balance < lowest) lowest = balance;
    }
  });
  const opening = -lowest;
  if (opening > 0n) {
    for (const [index, value] of afterIn.entries()) afterIn[index] = value + opening;
    for (const [index, value] of beforeOut.entries()) beforeOut[index] = value + opening;
  }
  return { ins, outs, afterIn, beforeOut, opening, closing: balance + opening };
}

/** A pot's movements as they happened. */
export function eachInOrder(
  graph: FlowGraph,
  ins: readonly Movement[],
  outs: readonly Movement[],
  visit: (kind: 'in' | 'out', movement: Movement, index: number) => void,
): void {
  let next = 0;
  for (const [index, movement] of ins.entries()) {
    const at = entersAt(graph, movement);
    for (let out = outs[next]; out !== undefined && leavesAt(graph, out) < at; out = outs[next]) {
      visit('out', out, next);
      next += 1;
    }
    visit('in', movement, index);
  }
  for (let out = outs[next]; out !== undefined; out = outs[next]) {
    visit('out', out, next);
    next += 1;
  }
}

/** Units of one entry that left by one leaving: ranges of equal length in both. -1: the opening balance; what stays. */
export interface Passage {
  readonly in: number;
  readonly inAt: bigint;
  readonly out: number;
  readonly outAt: bigint;
  readonly length: bigint;
}

interface Lot {
  readonly in: number;
  at: bigint;
  length: bigint;
}

/** Which units left with which: FIFO the first that came, LIFO the last, each leaving keeping their order. */
export function passagesOf(graph: FlowGraph, book: PotBook, policy: 'fifo' | 'lifo'): Passage[] {
  const lots: Lot[] = book.opening > 0n ? [{ in: -1, at: 0n, length: book.opening }] : [];
  const passages: Passage[] = [];
  let first = 0;
  const take = policy === 'fifo' ? takeFirst : takeLast;
  eachInOrder(graph, book.ins, book.outs, (kind, { amount }, index) => {
    if (kind === 'in') lots.push({ in: index, at: 0n, length: amount });
    else first = take(lots, first, index, amount, passages);
  });
  let at = 0n;
  for (const lot of lots.slice(first)) {
    passages.push({ in: lot.in, inAt: lot.at, out: -1, outAt: at, length: lot.length });
    at += lot.length;
  }
  return passages;
}

function takeFirst(
  lots: readonly Lot[],
  start: number,
  out: number,
  amount: bigint,
  into: Passage[],
): number {
  let first = start;
  let outAt = 0n;
  for (let lot = lots[first]; lot !== undefined && outAt < amount; lot = lots[first]) {
    const wanted = amount - outAt;
    const length = lot.length < wanted ? lot.length : wanted;
    into.push({ in: lot.in, inAt: lot.at, out, outAt, length });
    outAt += length;
    lot.at += length;
    lot.length -= length;
    if (lot.length === 0n) first += 1;
  }
  return first;
}

function takeLast(lots: Lot[], first: number, out: number, amount: bigint, into: Passage[]): number {
  let wanted = amount;
  for (let lot = lots.at(-1); lot !== undefined && wanted > 0n; lot = lots.at(-1)) {
    const length = lot.length < wanted ? lot.length : wanted;
    wanted -= length;
    lot.length -= length;
    into.push({ in: lot.in, inAt: lot.at + lot.length, out, outAt: wanted, length });
    if (lot.length === 0n) lots.pop();
  }
  return first;
}
