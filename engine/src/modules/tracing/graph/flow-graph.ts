/**
 * Money flow of one asset on one network, as the exposure engine reads it. *Pots* hold money and *movements* carry it between
 * them, in an order in which nothing leaves before it came.
 *
 * - `account`: a pot is an account, a movement a transfer; pots and owners have the same numbers.
 * - `utxo`: a pot is a transaction, a movement a coin: made by one transaction, spent by another, owned by an address.
 */
export const NOWHERE = -1;
/** The pot before a coin whose transaction is not in the graph. */
export const UNKNOWN = -2;

export interface Movement {
  /** Rises in the order of leaving. */
  readonly id: number;
  /** Pot it left; NOWHERE: newly issued. */
  readonly from: number;
  /** Pot it entered; NOWHERE: a coin nobody has spent. */
  readonly to: number;
  /** Base units. */
  readonly amount: bigint;
  /** Owner who paid with it, and owner who received it; one and the same for a coin. */
  readonly payer: number;
  readonly payee: number;
}

export interface AsOf {
  /** Height of the last block in the graph; null where heights are not known. */
  readonly block: number | null;
  /** Its time, ms since 1970. */
  readonly time: number;
}

export interface Evidence {
  readonly transaction: string;
  readonly block: number | null;
  readonly time: number;
}

export interface FlowGraph {
  readonly kind: 'account' | 'utxo';
  readonly network: string;
  readonly asset: string;
  readonly asOf: AsOf;
  /** How many movements touch a pot: cheap, asked before they are read. */
  degree(pot: number): number;
  /** Movements into a pot in the order they entered, and out of it in the order they left. */
  ins(pot: number): readonly Movement[];
  outs(pot: number): readonly Movement[];
  /** Movements an owner received, and those it paid with. */
  received(owner: number): readonly Movement[];
  sent(owner: number): readonly Movement[];
  owner(address: string): number | undefined;
  address(owner: number): string;
  evidence(movement: Movement): Evidence;
  /** Of a graph of coins: the id of the transaction that a pot is. */
  transaction(pot: number): string;
}

/** Moments of a movement on one clock: when it left a pot, and when it entered the next. */
export const leavesAt = (graph: FlowGraph, { id, from }: Movement): number =>
  graph.kind === 'account' ? 2 * id : 2 * from + 1;
export const entersAt = (graph: FlowGraph, { id, to }: Movement): number =>
  graph.kind === 'account' ? 2 * id + 1 : 2 * to;
