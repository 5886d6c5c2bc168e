import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../../kernel/failure.ts';
import {
  type AsOf,
  type Evidence,
  type FlowGraph,
  type Movement,
  NOWHERE,
  UNKNOWN,
} from '../graph/flow-graph.ts';
import type { CoinTransaction, Transfer } from '../graph/memory-graph.ts';
import { Adjacency } from './adjacency.ts';
import { BLOCK_BYTES, BlockIndex } from './block-index.ts';
import { CoinTable } from './coin-table.ts';
import { Delta } from './delta.ts';
import { indexCoins, indexTransfers } from './index-files.ts';
import { LogFile } from './log-file.ts';
import { NameTable } from './name-table.ts';
import { getAmount, getPot, MOVEMENT_BYTES, putAmount, putPot } from './records.ts';

const SPEND_BYTES = 8;
const TRANSACTION_BYTES = 32;

export interface StoreKind {
  readonly kind: 'account' | 'utxo';
  readonly network: string;
  readonly asset: string;
}

interface Manifest extends StoreKind {
  readonly format: 1;
  /** Movements and spends the index files cover; later ones are in memory. */
  readonly indexed: { readonly movements: number; readonly spends: number };
}

export interface StoredBlock {
  readonly height: number | null;
  /** ms since 1970. */
  readonly time: number;
}

/**
 * A flow graph on the disk: logs that only grow (or are cut back by a reorganisation), and indexes over them sorted by pot,
 * so that a pot's movements are one read. What came after the last indexing is in memory. One asset of one network a folder.
 */
export class GraphStore implements FlowGraph {
  readonly kind: 'account' | 'utxo';
  readonly network: string;
  readonly asset: string;
  readonly #folder: string;
  readonly #movements: LogFile;
  readonly #spends: LogFile;
  readonly #transactions: LogFile;
  readonly #blockLog: LogFile;
  readonly #blocks: BlockIndex;
  readonly #names: NameTable;
  readonly #scratch = Buffer.alloc(TRANSACTION_BYTES);
  #delta = new Delta();
  #known: CoinTable | null = null;
  #filling = false;
  #ins: Adjacency | null = null;
  #outs: Adjacency | null = null;
  #owned: Adjacency | null = null;
  #indexed = { movements: 0, spends: 0 };

  constructor(folder: string, kind: StoreKind) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    const manifest = this.#readManifest(kind);
    ({ kind: this.kind, network: this.network, asset: this.asset } = manifest);
    const log = (name: string, bytes: number): LogFile => new LogFile(join(folder, name), bytes);
    this.#movements = log('movements.log', MOVEMENT_BYTES);
    this.#spends = log('spends.log', SPEND_BYTES);
    this.#transactions = log('transactions.log', TRANSACTION_BYTES);
    this.#blockLog = log('blocks.log', BLOCK_BYTES);
    this.#blocks = new BlockIndex(this.#blockLog);
    this.#names = new NameTable(join(folder, 'names.log'));
    this.#open(manifest);
  }

  get size(): { readonly movements: number; readonly owners: number } {
    return { movements: this.#movements.length, owners: this.#names.size };
  }

  /** Movements that are in memory, and on the disk only in the log. */
  get pending(): number {
    return this.#movements.length - this.#indexed.movements;
  }

  get asOf(): AsOf {
    const last = this.#blocks.last;
    return { block: last?.height ?? null, time: last?.time ?? 0 };
  }

  owner = (address: string): number | undefined => this.#names.find(address);
  address = (owner: number): string => this.#names.name(owner);
  received = (owner: number): readonly Movement[] =>
    this.kind === 'account' ? this.ins(owner) : this.#coins(owner);
  sent = (owner: number): readonly Movement[] =>
    this.kind === 'account' ? this.outs(owner) : this.#coins(owner);
  degree = (pot: number): number =>
    (this.#ins?.count(pot) ?? 0) + (this.#outs?.count(pot) ?? 0) + this.#delta.degree(pot);
  ins = (pot: number): readonly Movement[] => this.#read('ins', pot);
  outs = (pot: number): readonly Movement[] => this.#read('outs', pot);

  transaction(number: number): string {
    if (this.#transactions.read(this.#scratch, number, 1) !== 1) return '';
    return this.#scratch.toString('hex');
  }

  evidence({ id, from }: Movement): Evidence {
    const block = this.#blocks.of(id);
    const number = this.kind === 'utxo' && from >= 0 ? from : this.#transactionOf(id);
    return {
      transaction: number < 0 ? '' : this.transaction(number),
      block: block?.height ?? null,
      time: block?.time ?? 0,
    };
  }

  /** Appends a block of transfers, in chain order. Failures: tracing.block_out_of_order, tracing.amount_too_large, tracing.name_too_long. */
  appendTransfers(block: StoredBlock, transfers: Iterable<Omit<Transfer, 'block' | 'time'>>): void {
    this.#beginBlock(block);
    let known = '';
    for (const { from, to, amount, transaction } of transfers) {
      if (from === to || amount <= 0n) continue;
      if (transaction !== known) this.#addTransaction(transaction);
      known = transaction;
      const payer = from === null ? NOWHERE : this.#names.number(from);
      this.#addMovement(payer, this.#names.number(to), amount);
    }
  }

  /** Appends a block of transactions of coins. */
  appendCoins(block: StoredBlock, transactions: readonly CoinTransaction[]): void {
    this.#beginBlock(block);
    for (const transaction of transactions) {
      const pot = this.#addTransaction(transaction.id);
      for (const input of transaction.inputs) {
        const coin = this.#coinTable().find(input.transaction, input.index) ?? this.#addForeign(input);
        if (coin !== undefined) this.#spend(coin, pot);
      }
      if (transaction.coinbase) this.#addIssue(pot, transaction);
      for (const [index, { address, value }] of transaction.outputs.entries())
        if (value > 0n) {
          const owner = this.#names.number(address ?? `${transaction.id}:${index}`);
          this.#coinTable().note(transaction.id, index, this.#addMovement(pot, owner, value));
        }
    }
  }

  /** A coin that was met before, spent or not. */
  coinOf(
    transaction: string,
    index: number,
  ): { readonly address: string; readonly value: bigint } | undefined {
    const number = this.#coinTable().find(transaction, index);
    if (number === undefined) return undefined;
    const { payee, amount } = this.#coin(number);
    return { address: this.#names.name(payee), value: amount };
  }

  /** Takes back every block above this height, exactly: a reorganisation. */
  rollBackTo(height: number): void {
    const mark = this.#blocks.cutAbove(height);
    if (mark === undefined) return;
    this.#movements.cut(mark.movements);
    this.#spends.cut(mark.spends);
    this.#transactions.cut(mark.transactions);
    this.#names.cut(mark.names);
    if (this.kind === 'utxo') this.#coinTable().cut(mark.movements);
    const { movements, spends } = this.#indexed;
    if (mark.movements < movements || mark.spends < spends) this.index();
    else this.#readDelta();
  }

  /** A whole chain at once: what is appended meanwhile is sorted at the end, and not kept in memory until then. */
  fill(append: () => void): void {
    this.#filling = true;
    try {
      append();
    } finally {
      this.#filling = false;
      this.index();
    }
  }

  /** Writes what is pending to the disk. */
  flush(): void {
    this.#names.flush();
    this.#known?.flush();
    for (const log of [this.#transactions, this.#spends, this.#movements, this.#blockLog]) log.flush();
  }

  /** Sorts everything by pot, so that memory holds nothing but where each pot begins. Rewrites the index files whole. */
  index(): void {
    this.flush();
    for (const open of [this.#ins, this.#outs, this.#owned]) open?.close();
    this.#indexed = { movements: this.#movements.length, spends: this.#spends.length };
    const logs = { movements: this.#movements, spends: this.#spends };
    const counts = { owners: this.#names.size, transactions: this.#transactions.length };
    if (this.kind === 'account') indexTransfers(this.#folder, logs, counts);
    else indexCoins(this.#folder, logs, counts, (coin) => this.#coin(coin));
    this.#open(this.saveKind());
  }

  /** Writes what this graph is, and how far it is indexed, beside it. */
  saveKind(): Manifest {
    const { kind, network, asset } = this;
    const manifest: Manifest = { format: 1, kind, network, asset, indexed: this.#indexed };
    writeFileSync(join(this.#folder, 'manifest.json.new'), JSON.stringify(manifest));
    renameSync(join(this.#folder, 'manifest.json.new'), join(this.#folder, 'manifest.json'));
    return manifest;
  }

  close(): void {
    this.flush();
    for (const open of [this.#ins, this.#outs, this.#owned, this.#names, this.#known]) open?.close();
    for (const log of [this.#movements, this.#spends, this.#transactions, this.#blockLog]) log.close();
  }

  /** Only a graph of coins has one. */
  #coinTable(): CoinTable {
    this.#known ??= new CoinTable(this.#folder);
    return this.#known;
  }

  #read(side: 'ins' | 'outs', pot: number): Movement[] {
    const list: Movement[] = [];
    const account = this.kind === 'account';
    (side === 'ins' ? this.#ins : this.#outs)?.each(pot, (buffer, at) => {
      const id = buffer.readUInt32LE(at);
      const other = getPot(buffer, at + 4);
      const owner = account ? NOWHERE : getPot(buffer, at + 24);
      const [from, to] = side === 'ins' ? [other, pot] : [pot, other];
      list.push(this.#movement(id, from, to, getAmount(buffer, at + 8), owner));
    });
    return this.#delta.complete(side, pot, list);
  }

  #coins(owner: number): readonly Movement[] {
    const list: Movement[] = [];
    this.#owned?.each(owner, (buffer, at) => {
      const [from, to] = [getPot(buffer, at + 4), getPot(buffer, at + 24)];
      list.push(this.#movement(buffer.readUInt32LE(at), from, to, getAmount(buffer, at + 8), owner));
    });
    return this.#delta.complete('owned', owner, list);
  }

  #movement(id: number, from: number, to: number, amount: bigint, owner: number): Movement {
    return this.kind === 'account'
      ? { id, from, to, amount, payer: from, payee: to }
      : { id, from, to, amount, payer: owner, payee: owner };
  }

  /** A movement as its record says: `to` is the owner where movements are coins, which nobody has spent yet. */
  #made(id: number, from: number, to: number, amount: bigint): Movement {
    return this.kind === 'account'
      ? this.#movement(id, from, to, amount, NOWHERE)
      : this.#movement(id, from, NOWHERE, amount, to);
  }

  #beginBlock({ height, time }: StoredBlock): void {
    const last = this.#blocks.last?.height ?? null;
    if (height !== null && last !== null && height <= last)
      throw new Failure('conflict', 'tracing.block_out_of_order', `block ${height} comes after ${last}`);
    this.#blocks.add({
      movements: this.#movements.length,
      spends: this.#spends.length,
      transactions: this.#transactions.length,
      names: this.#names.size,
      height,
      time,
    });
  }

  #addTransaction(id: string): number {
    const { buffer, at } = this.#transactions.add();
    buffer.write(id.replace(/^0x/, '').slice(0, 2 * TRANSACTION_BYTES), at, 'hex');
    return this.#transactions.length - 1;
  }

  #addMovement(from: number, to: number, amount: bigint): number {
    const id = this.#movements.length;
    const transaction = Math.max(0, this.#transactions.length - 1);
    const { buffer, at } = this.#movements.add();
    putPot(buffer, at, from);
    putPot(buffer, at + 4, to);
    putAmount(buffer, at + 8, amount);
    buffer.writeUInt32LE(transaction, at + 24);
    if (!this.#filling) this.#delta.add(this.#made(id, from, to, amount), this.kind);
    return id;
  }

  #addForeign(input: CoinTransaction['inputs'][number]): number | undefined {
    if (input.value === null) return undefined;
    this.#addTransaction(input.transaction);
    const owner = this.#names.number(input.address ?? `${input.transaction}:${input.index}`);
    const coin = this.#addMovement(UNKNOWN, owner, input.value);
    this.#coinTable().note(input.transaction, input.index, coin);
    return coin;
  }

  #addIssue(pot: number, { outputs }: CoinTransaction): void {
    const amount = outputs.reduce((sum, { value }) => sum + value, 0n);
    if (amount > 0n) this.#spend(this.#addMovement(NOWHERE, NOWHERE, amount), pot);
  }

  #spend(coin: number, pot: number): void {
    const { buffer, at } = this.#spends.add();
    buffer.writeUInt32LE(coin, at);
    buffer.writeUInt32LE(pot, at + 4);
    if (!this.#filling) this.#delta.spend(this.#coin(coin), pot);
  }

  /** A coin as its making says it, from the log. */
  #coin(id: number): Movement {
    const buffer = Buffer.alloc(MOVEMENT_BYTES);
    this.#movements.read(buffer, id, 1);
    return this.#movement(id, getPot(buffer, 0), NOWHERE, getAmount(buffer, 8), getPot(buffer, 4));
  }

  #transactionOf(id: number): number {
    const buffer = Buffer.alloc(MOVEMENT_BYTES);
    return this.#movements.read(buffer, id, 1) === 1 ? buffer.readUInt32LE(24) : NOWHERE;
  }

  #readManifest(kind: StoreKind): Manifest {
    const path = join(this.#folder, 'manifest.json');
    if (!existsSync(path)) return { format: 1, ...kind, indexed: { movements: 0, spends: 0 } };
    return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  }

  #open({ indexed }: Manifest): void {
    this.#indexed = indexed;
    const adjacency = (name: string): Adjacency | null =>
      existsSync(join(this.#folder, `${name}.idx`)) ? new Adjacency(join(this.#folder, name)) : null;
    [this.#ins, this.#outs] = [adjacency('ins'), adjacency('outs')];
    this.#owned = this.kind === 'utxo' ? adjacency('owned') : null;
    this.#readDelta();
  }

  /** What the index files do not cover yet, from the logs. */
  #readDelta(): void {
    this.#delta = new Delta();
    let id = this.#indexed.movements;
    for (const { buffer, at } of this.#movements.scan(id)) {
      const [from, to] = [getPot(buffer, at), getPot(buffer, at + 4)];
      const amount = getAmount(buffer, at + 8);
      this.#delta.add(this.#made(id, from, to, amount), this.kind);
      id += 1;
    }
    for (const { buffer, at } of this.#spends.scan(this.#indexed.spends))
      this.#delta.spend(this.#coin(buffer.readUInt32LE(at)), buffer.readUInt32LE(at + 4));
  }
}
