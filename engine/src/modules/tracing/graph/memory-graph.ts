import { Adjacent } from './adjacent.ts';
import { Integers, Movements } from './columns.ts';
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

/** A neighbourhood in memory: what a source gave about some addresses. Read-only once made. */
export class MemoryGraph implements FlowGraph {
  readonly kind: 'account' | 'utxo';
  readonly network: string;
  readonly asset: string;
  readonly #owners = new Names();
  readonly #movements = new Movements();
  /** Coins as they were spent: movement, and the transaction that spent it. */
  readonly #spends = { coin: new Integers(), pot: new Integers() };
  readonly #evidence: Evidence[] = [];
  readonly #transactions: string[] = [];
  /** Movements of coins by `transaction:index`. */
  readonly #coins = new Map<string, number>();
  #ins: Adjacent | null = null;
  #outs: Adjacent | null = null;
  #owned: Adjacent | null = null;
  #asOf: AsOf = { block: null, time: 0 };

  private constructor(kind: 'account' | 'utxo', network: string, asset: string) {
    this.kind = kind;
    this.network = network;
    this.asset = asset;
  }

  static ofTransfers(network: string, asset: string, transfers: Iterable<Transfer>): MemoryGraph {
    const graph = new MemoryGraph('account', network, asset);
    for (const transfer of transfers) graph.#addTransfer(transfer);
    const all = graph.#movements;
    const self = (place: number): number => place;
    graph.#ins = new Adjacent(all, all.length, self, all.to.at);
    graph.#outs = new Adjacent(all, all.length, self, all.from.at);
    return graph;
  }

  static ofCoins(network: string, asset: string, transactions: readonly CoinTransaction[]): MemoryGraph {
    const graph = new MemoryGraph('utxo', network, asset);
    for (const [pot, transaction] of transactions.entries()) graph.#addTransaction(pot, transaction);
    const all = graph.#movements;
    const { coin, pot } = graph.#spends;
    const self = (place: number): number => place;
    graph.#ins = new Adjacent(all, coin.length, coin.at, pot.at);
    graph.#outs = new Adjacent(all, all.length, self, all.from.at);
    graph.#owned = new Adjacent(all, all.length, self, all.owner.at);
    return graph;
  }

  get asOf(): AsOf {
    return this.#asOf;
  }

  degree = (pot: number): number => (this.#ins?.count(pot) ?? 0) + (this.#outs?.count(pot) ?? 0);
  ins = (pot: number): readonly Movement[] => this.#ins?.list(pot, this.kind === 'account') ?? [];
  outs = (pot: number): readonly Movement[] => this.#outs?.list(pot, this.kind === 'account') ?? [];
  received = (owner: number): readonly Movement[] =>
    this.kind === 'account' ? this.ins(owner) : this.#coinsOf(owner);
  sent = (owner: number): readonly Movement[] =>
    this.kind === 'account' ? this.outs(owner) : this.#coinsOf(owner);
  owner = (address: string): number | undefined => this.#owners.find(address);
  address = (owner: number): string => this.#owners.name(owner);
  evidence = ({ id }: Movement): Evidence => this.#evidence[id] ?? { transaction: '', block: null, time: 0 };
  transaction = (pot: number): string => this.#transactions[pot] ?? '';

  #coinsOf = (owner: number): readonly Movement[] => this.#owned?.list(owner, false) ?? [];

  #add(evidence: Evidence, [from, to, owner]: readonly [number, number, number], amount: bigint): number {
    const { block, time } = evidence;
    this.#asOf = { block: block ?? this.#asOf.block, time: Math.max(time, this.#asOf.time) };
    this.#evidence.push(evidence);
    return this.#movements.push(from, to, owner, amount);
  }

  #addTransfer({ from, to, amount, transaction, block, time }: Transfer): void {
    // An account that pays itself moves nothing.
    if (from === to || amount <= 0n) return;
    const payer = from === null ? NOWHERE : this.#owners.number(from);
    this.#add({ transaction, block, time }, [payer, this.#owners.number(to), NOWHERE], amount);
  }

  #addTransaction(pot: number, { id, block, time, coinbase, inputs, outputs }: CoinTransaction): void {
    this.#transactions[pot] = id;
    for (const input of coinbase ? [] : inputs) {
      const key = nameless(input.transaction, input.index);
      const coin = this.#coins.get(key) ?? this.#foreignCoin(key, input, { block, time });
      if (coin !== undefined) this.#spend(coin, pot);
    }
    for (const [index, { address, value }] of outputs.entries()) {
      if (value <= 0n) continue;
      const owner = this.#owners.number(address ?? nameless(id, index));
      const coin = this.#add({ transaction: id, block, time }, [pot, NOWHERE, owner], value);
      this.#coins.set(nameless(id, index), coin);
    }
    if (coinbase) this.#issue(pot, id, outputs, { block, time });
  }

  #spend(coin: number, pot: number): void {
    this.#movements.to.set(coin, pot);
    this.#spends.coin.push(coin);
    this.#spends.pot.push(pot);
  }

  /** The subsidy and the fees a block pays: one movement from nowhere into its first transaction. */
  #issue(
    pot: number,
    id: string,
    outputs: CoinTransaction['outputs'],
    at: Omit<Evidence, 'transaction'>,
  ): void {
    const amount = outputs.reduce((sum, { value }) => sum + value, 0n);
    this.#spend(this.#add({ transaction: id, ...at }, [NOWHERE, NOWHERE, NOWHERE], amount), pot);
  }

  /** A coin made by a transaction that is not in the graph: its own history is not known here. */
  #foreignCoin(
    key: string,
    { transaction, address, value }: CoinTransaction['inputs'][number],
    at: Omit<Evidence, 'transaction'>,
  ): number | undefined {
    if (value === null) return undefined;
    const owner = this.#owners.number(address ?? key);
    const coin = this.#add({ transaction, ...at }, [UNKNOWN, NOWHERE, owner], value);
    this.#coins.set(key, coin);
    return coin;
  }
}
