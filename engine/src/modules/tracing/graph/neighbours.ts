import { type FlowGraph, type Movement, NOWHERE } from './flow-graph.ts';

/** Everything one owner got from, or gave to, another. */
export interface Neighbour {
  readonly owner: number;
  amount: bigint;
  count: number;
  first: Movement;
  last: Movement;
  /** Movements with their part, in chain order; the first `PARTS_MAX`. */
  readonly parts: { readonly movement: Movement; readonly amount: bigint }[];
}

const PARTS_MAX = 200;

/**
 * Who an owner received from, or paid. Of a coin's transaction with many inputs, each payer's part is in proportion to what it
 * put in, rounded down, the last taking the rest; likewise for payees. The largest first.
 */
export function neighboursOf(graph: FlowGraph, owner: number, direction: 'received' | 'sent'): Neighbour[] {
  const found = new Map<number, Neighbour>();
  const note = (other: number, movement: Movement, amount: bigint): void => {
    if (other === owner || amount === 0n) return;
    const known = found.get(other);
    if (known === undefined) {
      found.set(other, {
        owner: other,
        amount,
        count: 1,
        first: movement,
        last: movement,
        parts: [{ movement, amount }],
      });
      return;
    }
    known.amount += amount;
    known.count += 1;
    known.last = movement;
    if (known.parts.length < PARTS_MAX) known.parts.push({ movement, amount });
  };
  if (graph.kind === 'account') {
    for (const movement of direction === 'received' ? graph.received(owner) : graph.sent(owner))
      note(direction === 'received' ? movement.payer : movement.payee, movement, movement.amount);
  } else noteCoins(graph, owner, direction, note);
  return [...found.values()].sort((a, b) =>
    a.amount < b.amount ? 1 : a.amount > b.amount ? -1 : a.owner - b.owner,
  );
}

type Note = (other: number, movement: Movement, amount: bigint) => void;

function noteCoins(graph: FlowGraph, owner: number, direction: 'received' | 'sent', note: Note): void {
  const coins = graph.received(owner);
  const own = new Set(coins.map(({ to }) => to));
  if (direction === 'received') {
    for (const coin of coins)
      if (coin.from >= 0 && !own.has(coin.from))
        split(graph.ins(coin.from), coin.amount, 'payer', note, coin);
    return;
  }
  for (const pot of own) {
    if (pot === NOWHERE) continue;
    const ins = graph.ins(pot);
    const whole = sum(ins);
    const mine = sum(ins.filter(({ payer }) => payer === owner));
    for (const coin of graph.outs(pot))
      note(coin.payee, coin, whole === 0n ? 0n : (coin.amount * mine) / whole);
  }
}

const sum = (movements: readonly Movement[]): bigint =>
  movements.reduce((total, { amount }) => total + amount, 0n);

function split(
  movements: readonly Movement[],
  amount: bigint,
  side: 'payer' | 'payee',
  note: Note,
  by: Movement,
): void {
  let left = amount;
  let units = sum(movements);
  for (const movement of movements) {
    const own = units === 0n ? 0n : (left * movement.amount) / units;
    note(movement[side], by, own);
    left -= own;
    units -= movement.amount;
  }
}
