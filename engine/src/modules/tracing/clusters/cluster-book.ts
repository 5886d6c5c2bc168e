import type { ChainTransaction } from '../chains/chain-block.ts';
import { changeOf } from '../heuristics/change.ts';
import { COINJOIN_CONFIDENCE_MIN, detectCoinJoin } from '../heuristics/coinjoin.ts';
import { AddressTable } from './address-table.ts';
import { UnionFind } from './union-find.ts';

export type LinkRule = 'co_spend' | 'change' | 'deposit_reuse' | 'confirmed';

/** Why two addresses are one owner's. */
export interface ClusterLink {
  readonly left: string;
  readonly right: string;
  readonly txid: string;
  readonly rule: LinkRule;
  /** 0-100. */
  readonly confidence: number;
}

export interface RefusedLink extends ClusterLink {
  readonly reason: 'different_actors' | 'needs_review';
  /** Actors, or sizes, of the two clusters. */
  readonly sides: readonly [string, string];
}

export interface ClusterOptions {
  /** CoinJoins join strangers: their inputs are no one owner's. True when absent. */
  readonly excludeCoinJoins?: boolean;
  /** Also join the change where several heuristics agree on it. False when absent. */
  readonly change?: boolean;
  /** Who a tag says is behind an address. */
  readonly actorOf?: (address: string) => string | null;
  /** Two clusters of this size and more are joined only by a person. */
  readonly reviewFrom?: number;
  /** How CoinJoins are told; by shape when absent. */
  readonly isCoinJoin?: (transaction: ChainTransaction) => boolean;
}

const CONFIDENCE: Readonly<Record<Exclude<LinkRule, 'change'>, number>> = {
  co_spend: 95,
  deposit_reuse: 70,
  confirmed: 100,
};
const REVIEW_FROM = 5_000;
const RULES: readonly LinkRule[] = ['co_spend', 'change', 'deposit_reuse', 'confirmed'];

/**
 * Clusters of addresses, each link with its reason. A union that would put two actors into one cluster, or two large clusters together, is
 * refused and kept for a person: one wrong link makes everything below it wrong.
 */
export class ClusterBook {
  readonly #addresses = new AddressTable();
  readonly #sets = new UnionFind();
  readonly #options: ClusterOptions;
  readonly #actors = new Map<number, string>();
  readonly #links: { left: number; right: number; txid: string; rule: number; confidence: number }[] = [];
  /** Per address the numbers of its links: a forest, since a link within one cluster is not kept. */
  readonly #linksOf = new Map<number, number[]>();
  readonly refused: RefusedLink[] = [];

  constructor(options: ClusterOptions = {}) {
    this.#options = options;
  }

  /** Addresses met. */
  get size(): number {
    return this.#addresses.size;
  }

  apply(transaction: ChainTransaction, time: number): void {
    if (transaction.kind !== 'utxo') return;
    const before = this.#addresses.size;
    for (const { address } of transaction.outputs) if (address !== null) this.#meet(address);
    for (const { address } of transaction.inputs) if (address !== null) this.#meet(address);
    if (transaction.coinbase || this.#isCoinJoin(transaction, time)) return;
    const [first, ...others] = transaction.inputs.flatMap(({ address }) =>
      address === null ? [] : [address],
    );
    if (first === undefined) return;
    const link = {
      left: first,
      txid: transaction.id,
      rule: 'co_spend',
      confidence: CONFIDENCE.co_spend,
    } as const;
    for (const other of others) this.link({ ...link, right: other });
    if (this.#options.change === true) this.#joinChange(transaction, first, before);
  }

  #isCoinJoin(transaction: ChainTransaction, time: number): boolean {
    if (this.#options.excludeCoinJoins === false) return false;
    const { isCoinJoin } = this.#options;
    if (isCoinJoin !== undefined) return isCoinJoin(transaction);
    return (detectCoinJoin(transaction, { time })?.confidence ?? 0) >= COINJOIN_CONFIDENCE_MIN;
  }

  /** `before`: how many addresses were known before the transaction. */
  #joinChange(transaction: ChainTransaction, owner: string, before: number): void {
    const change = changeOf(transaction, {
      seen: (address) => this.#addresses.find(address) < before,
      sameOwner: (address) => this.clusterOf(address) === this.clusterOf(owner),
    });
    if (change?.address == null) return;
    const { address, confidence } = change;
    this.link({ left: owner, right: address, txid: transaction.id, rule: 'change', confidence });
  }

  #meet(address: string): number {
    const number = this.#addresses.number(address);
    if (number < this.#sets.size) return number;
    this.#sets.grow(number + 1);
    const actor = this.#options.actorOf?.(address) ?? null;
    if (actor !== null) this.#actors.set(number, actor);
    return number;
  }

  /** Joins two addresses' clusters; false where the guard refuses. A person's word (`confirmed`) passes the guard. */
  link(link: ClusterLink): boolean {
    const left = this.#sets.find(this.#meet(link.left));
    const right = this.#sets.find(this.#meet(link.right));
    if (left === right) return true;
    const reason = link.rule === 'confirmed' ? null : this.#refusal(left, right);
    if (reason !== null) {
      this.refused.push({ ...link, ...reason });
      return false;
    }
    const actor = this.#actors.get(left) ?? this.#actors.get(right);
    const root = this.#sets.union(left, right);
    if (actor !== undefined) this.#actors.set(root, actor);
    this.#keep(link);
    return true;
  }

  #refusal(left: number, right: number): Pick<RefusedLink, 'reason' | 'sides'> | null {
    const [a, b] = [this.#actors.get(left), this.#actors.get(right)];
    if (a !== undefined && b !== undefined && a !== b) return { reason: 'different_actors', sides: [a, b] };
    const sizes = [this.#sets.sizeOf(left), this.#sets.sizeOf(right)] as const;
    const from = this.#options.reviewFrom ?? REVIEW_FROM;
    return Math.min(...sizes) >= from
      ? { reason: 'needs_review', sides: [String(sizes[0]), String(sizes[1])] }
      : null;
  }

  #keep({ left, right, txid, rule, confidence }: ClusterLink): void {
    const [a, b] = [this.#addresses.find(left), this.#addresses.find(right)];
    const number = this.#links.length;
    this.#links.push({ left: a, right: b, txid, rule: RULES.indexOf(rule), confidence });
    for (const end of [a, b]) {
      const known = this.#linksOf.get(end);
      if (known === undefined) this.#linksOf.set(end, [number]);
      else known.push(number);
    }
  }

  /** A number for the cluster of an address, the same for all its members until the next union; null for an unknown address. */
  clusterOf(address: string): number | null {
    const number = this.#addresses.find(address);
    return number < 0 ? null : this.#sets.find(number);
  }

  /** Members of the cluster of an address. */
  sizeOf(address: string): number {
    const number = this.#addresses.find(address);
    return number < 0 ? 0 : this.#sets.sizeOf(number);
  }

  actorOf(address: string): string | null {
    const cluster = this.clusterOf(address);
    return cluster === null ? null : (this.#actors.get(cluster) ?? null);
  }

  /** The chain of links from one address to another; empty where they are not of one cluster. */
  why(from: string, to: string): ClusterLink[] {
    const start = this.#addresses.find(from);
    const end = this.#addresses.find(to);
    if (start < 0 || end < 0 || this.#sets.find(start) !== this.#sets.find(end)) return [];
    const cameBy = new Map<number, number>([[start, -1]]);
    const queue = [start];
    for (let at = queue.shift(); at !== undefined && at !== end; at = queue.shift())
      for (const number of this.#linksOf.get(at) ?? []) {
        const link = this.#links[number];
        const next = link?.left === at ? link.right : link?.left;
        if (next === undefined || cameBy.has(next)) continue;
        cameBy.set(next, number);
        queue.push(next);
      }
    return this.#walkBack(cameBy, end);
  }

  #walkBack(cameBy: ReadonlyMap<number, number>, end: number): ClusterLink[] {
    const path: ClusterLink[] = [];
    let at = end;
    for (let number = cameBy.get(at) ?? -1; number >= 0; number = cameBy.get(at) ?? -1) {
      const link = this.#links[number];
      if (link === undefined) break;
      const { left, right, txid, rule, confidence } = link;
      path.unshift({
        left: this.#addresses.text(left),
        right: this.#addresses.text(right),
        txid,
        rule: RULES[rule] ?? 'co_spend',
        confidence,
      });
      at = left === at ? right : left;
    }
    return path;
  }
}
