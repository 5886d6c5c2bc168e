import { type AsOf, type Evidence, type FlowGraph, type Movement, NOWHERE, UNKNOWN } from './flow-graph.ts';

/** A transfer of an account chain; `from` null: newly issued. In chain order. */
export interface Transfer {
  readonly from: string | null;
  readonly to: string;
  readonly amount: bigint;
  readonly transaction: string;
  readonly block: number | null;
  readonly time: number;
}

/** A transaction of a chain of coins. Inputs name coins by transaction and index; one not in the graph has owner and value. */
export interface CoinTransaction {
  readonly id: string;
  readonly block: number | null;
  readonly time: number;
  readonly coinbase: boolean;
  readonly inputs: readonly {
    readonly transaction: string;
    readonly index: number;
    readonly address: string | null;
    readonly value: bigint | null;
  }[];
  readonly outputs: readonly { readonly address: string | null; readonly value: bigint }[];
}

/** Numbers for names, both ways. */
class Names {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];

  number(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#names.length;
    this.#names.push(name);
    this.#numbers.set(name, number);
    return number;
  }

  find = (name: string): number | undefined => this.#numbers.get(name);
  name = (number: number): string => this.#names[number] ?? '';
}

/** Owner of an output nobody can be named for: bare scripts, data. Every such output has its own. */
const nameless = (transaction: string, index: number): string => `${transaction}:${index}`;

type Lists = Map<number, Movement[]>;

const addTo = (lists: Lists, key: number, movement: Movement): void => {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [movement]);
  else list.push(movement);
};

/** A neighbourhood in memory: what the store or a source gave about some addresses. Read-only once made. */
export class MemoryGraph implements FlowGraph {
  readonly kind: 'account' | 'utxo';
  readonly network: string;
  readonly asset: string;
  readonly #owners = new Names();
  readonly #ins: Lists = new Map();
  readonly #outs: Lists = new Map();
  readonly #owned: Lists = new Map();
  readonly #evidence: Evidence[] = [];
  readonly #transactions: string[] = [];
  /** Movements of coins by `transaction:index`, replaced when the coin is spent. */
  readonly #coins = new Map<string, Movement>();
  #asOf: AsOf = { block: null, time: 0 };
  #made = 0;

  private constructor(kind: 'account' | 'utxo', network: string, asset: string) {
    this.kind = kind;
    this.network = network;
    this.asset = asset;
  }

  static ofTransfers(network: string, asset: string, transfers: Iterable<Transfer>): MemoryGraph {
    const graph = new MemoryGraph('account', network, asset);
    for (const transfer of transfers) graph.#addTransfer(transfer);
    return graph;
  }

  static ofCoins(network: string, asset: string, transactions: readonly CoinTransaction[]): MemoryGraph {
    const graph = new MemoryGraph('utxo', network, asset);
    for (const [pot, transaction] of transactions.entries()) graph.#addTransaction(pot, transaction);
    for (const coin of graph.#coins.values()) {
      addTo(graph.#owned, coin.payee, coin);
      if (coin.from >= 0) addTo(graph.#outs, coin.from, coin);
    }
    return graph;
  }

  get asOf(): AsOf {
    return this.#asOf;
  }

  degree = (pot: number): number => (this.#ins.get(pot)?.length ?? 0) + (this.#outs.get(pot)?.length ?? 0);
  ins = (pot: number): readonly Movement[] => this.#ins.get(pot) ?? [];
  outs = (pot: number): readonly Movement[] => this.#outs.get(pot) ?? [];
  received = (owner: number): readonly Movement[] =>
    this.kind === 'account' ? this.ins(owner) : this.#coinsOf(owner);
  sent = (owner: number): readonly Movement[] =>
    this.kind === 'account' ? this.outs(owner) : this.#coinsOf(owner);
  owner = (address: string): number | undefined => this.#owners.find(address);
  address = (owner: number): string => this.#owners.name(owner);
  evidence = ({ id }: Movement): Evidence => this.#evidence[id] ?? { transaction: '', block: null, time: 0 };

  transaction = (pot: number): string => this.#transactions[pot] ?? '';

  #coinsOf = (owner: number): readonly Movement[] => this.#owned.get(owner) ?? [];

  #note(evidence: Evidence): number {
    const { block, time } = evidence;
    this.#asOf = { block: block ?? this.#asOf.block, time: Math.max(time, this.#asOf.time) };
    this.#evidence.push(evidence);
    this.#made += 1;
    return this.#made - 1;
  }

  #addTransfer({ from, to, amount, transaction, block, time }: Transfer): void {
    // An account that pays itself moves nothing.
    if (from === to || amount <= 0n) return;
    const payer = from === null ? NOWHERE : this.#owners.number(from);
    const payee = this.#owners.number(to);
    const id = this.#note({ transaction, block, time });
    const movement = { id, from: payer, to: payee, amount, payer, payee };
    addTo(this.#ins, payee, movement);
    if (from !== null) addTo(this.#outs, payer, movement);
  }

  #addTransaction(pot: number, { id, block, time, coinbase, inputs, outputs }: CoinTransaction): void {
    this.#transactions[pot] = id;
    for (const input of coinbase ? [] : inputs) {
      const key = nameless(input.transaction, input.index);
      const coin = this.#coins.get(key) ?? this.#foreignCoin(key, input, { block, time });
      if (coin === undefined) continue;
      const spent = { ...coin, to: pot };
      this.#coins.set(key, spent);
      addTo(this.#ins, pot, spent);
    }
    for (const [index, { address, value }] of outputs.entries()) {
      if (value <= 0n) continue;
      const owner = this.#owners.number(address ?? nameless(id, index));
      const movement = this.#note({ transaction: id, block, time });
      const coin = { id: movement, from: pot, to: NOWHERE, amount: value, payer: owner, payee: owner };
      this.#coins.set(nameless(id, index), coin);
    }
    if (coinbase) this.#issue(pot, id, outputs, { block, time });
  }

  /** The subsidy and the fees a block pays: one movement from nowhere into its first transaction. */
  #issue(
    pot: number,
    id: string,
    outputs: CoinTransaction['outputs'],
    at: Omit<Evidence, 'transaction'>,
  ): void {
    const amount = outputs.reduce((sum, { value }) => sum + value, 0n);
    const movement = this.#note({ transaction: id, ...at });
    addTo(this.#ins, pot, { id: movement, from: NOWHERE, to: pot, amount, payer: NOWHERE, payee: NOWHERE });
  }

  /** A coin made by a transaction that is not in the graph: its own history is not known here. */
  #foreignCoin(
    key: string,
    { transaction, address, value }: CoinTransaction['inputs'][number],
    at: Omit<Evidence, 'transaction'>,
  ): Movement | undefined {
    if (value === null) return undefined;
    const owner = this.#owners.number(address ?? key);
    const id = this.#note({ transaction, ...at });
    return { id, from: UNKNOWN, to: NOWHERE, amount: value, payer: owner, payee: owner };
  }
}
