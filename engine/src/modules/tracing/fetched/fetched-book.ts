import { join } from 'node:path';
import { isNetwork } from '@atalaya/contract/assets.ts';
import { Failure, isFailure } from '../../../kernel/failure.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { addressKey } from '../../wallets/address.ts';
import type { ChainTransaction, ChainTransfer } from '../chains/chain-block.ts';
import type { MemoryGraph } from '../graph/memory-graph.ts';
import { Budget } from '../sources/budget.ts';
import type { AskableChain } from '../sources/configured.ts';
import type { DatedTransaction } from '../sources/esplora.ts';
import { type AskedAddress, FetchedFile } from './fetched-file.ts';
import { graphOfFetched } from './fetched-graph.ts';

/** Questions to a service for one expansion. */
export const QUESTIONS_MAX = 20;
/** What was told is believed for this long before it is asked again. */
const FRESH_MS = 10 * 60_000;
/** Transactions kept of a chain; beyond, everything fetched of it is forgotten: it is a cache. */
const KEPT_MAX = 200_000;

/** What became of asking for an address. */
export interface Fetched {
  readonly host: string;
  /** Of this address, those fetched earlier included. */
  readonly transactions: number;
  /** Asked this time; 0 where what is known is fresh. */
  readonly questions: number;
  /** Whether the source has no more. */
  readonly complete: boolean;
  /** Code of what ended it early. */
  readonly cut: string | null;
  /** ms since 1970; null where there is no transaction. */
  readonly oldest: number | null;
  readonly newest: number | null;
}

/** Neighbourhoods that investigators asked services for, kept in the data folder. Nothing here reaches decisions. */
export class FetchedBook {
  readonly #chains: ReadonlyMap<string, FetchedChain>;

  constructor(home: string, askable: readonly AskableChain[], now: () => Instant) {
    const path = (chain: string): string => join(home, 'fetched', `${chain.replace(':', '-')}.ndjson`);
    this.#chains = new Map(
      askable.map((one) => [one.chain, new FetchedChain(one, new FetchedFile(path(one.chain)), now)]),
    );
  }

  /** Networks and assets whose addresses can be asked for. */
  askable = (): { network: string; asset: string }[] =>
    [...this.#chains].flatMap(([network, { assets }]) => assets.map((asset) => ({ network, asset })));

  /** Failures: tracing.no_source, chain.source_…. */
  async expand(network: string, address: string): Promise<Fetched> {
    const chain = this.#chains.get(network);
    if (chain === undefined)
      throw new Failure('missing', 'tracing.no_source', `no service is configured for ${network}`, [
        { field: '/network', message: network },
      ]);
    return chain.expand(isNetwork(network) ? addressKey(network, address) : address);
  }

  graph = (network: string, asset: string): MemoryGraph | undefined =>
    this.#chains.get(network)?.graph(asset);
}

class FetchedChain {
  readonly #askable: AskableChain;
  readonly #file: FetchedFile;
  readonly #now: () => Instant;
  readonly #transactions = new Map<string, DatedTransaction>();
  readonly #asked = new Map<string, AskedAddress>();
  readonly #graphs = new Map<string, MemoryGraph>();
  readonly #running = new Map<string, Promise<Fetched>>();

  constructor(askable: AskableChain, file: FetchedFile, now: () => Instant) {
    this.#askable = askable;
    this.#file = file;
    this.#now = now;
    for (const { asked, transactions } of file.lines()) this.#take(asked, transactions);
  }

  get assets(): readonly string[] {
    return this.#askable.assets;
  }

  graph(asset: string): MemoryGraph | undefined {
    if (this.#transactions.size === 0 || !this.assets.includes(asset)) return undefined;
    const known = this.#graphs.get(asset);
    if (known !== undefined) return known;
    const graph = graphOfFetched(this.#askable.chain, asset, this.#transactions.values());
    this.#graphs.set(asset, graph);
    return graph;
  }

  /** Two investigators who ask at once are answered together. */
  expand(address: string): Promise<Fetched> {
    const running = this.#running.get(address) ?? this.#expand(address);
    this.#running.set(address, running);
    return running.finally(() => this.#running.delete(address));
  }

  async #expand(address: string): Promise<Fetched> {
    const before = this.#asked.get(address);
    const fresh = before !== undefined && this.#now() - before.at < FRESH_MS;
    if (fresh && before.after === null) return this.#report(address, 0, null);
    const budget = new Budget(QUESTIONS_MAX);
    const { after, transactions, cut } = await this.#ask(address, budget, fresh ? before.after : null);
    const asked = { address, after, at: this.#now() };
    if (this.#transactions.size + transactions.length > KEPT_MAX) this.#forget();
    this.#file.append({ asked, transactions });
    this.#take(asked, transactions);
    return this.#report(address, QUESTIONS_MAX - budget.left, cut);
  }

  /** Page by page until the end, the budget, or a failure after something was told. */
  async #ask(address: string, budget: Budget, from: string | null) {
    const source = this.#askable.source(budget);
    const transactions: DatedTransaction[] = [];
    let after = from;
    try {
      do {
        const page = await source.addressTransactions(address, after ?? undefined);
        transactions.push(...page.transactions.filter(({ height }) => height !== null));
        after = page.after;
      } while (after !== null);
    } catch (error) {
      if (!isFailure(error) || transactions.length === 0) throw error;
      return { after, transactions, cut: error.code };
    }
    return { after, transactions, cut: null };
  }

  #take(asked: AskedAddress, transactions: readonly DatedTransaction[]): void {
    for (const one of transactions) {
      const { id } = one.transaction;
      this.#transactions.set(id, together(this.#transactions.get(id), one));
    }
    this.#asked.set(asked.address, asked);
    this.#graphs.clear();
  }

  #forget(): void {
    this.#transactions.clear();
    this.#asked.clear();
    this.#file.remove();
  }

  #report(address: string, questions: number, cut: string | null): Fetched {
    const times = [...this.#transactions.values()]
      .filter(({ transaction }) => touches(transaction, address))
      .map(({ time }) => time ?? 0);
    return {
      host: this.#askable.host,
      transactions: times.length,
      questions,
      complete: this.#asked.get(address)?.after === null,
      cut,
      oldest: times.length === 0 ? null : Math.min(...times),
      newest: times.length === 0 ? null : Math.max(...times),
    };
  }
}

const touches = ({ inputs, outputs, transfers }: ChainTransaction, address: string): boolean =>
  inputs.some((one) => one.address === address) ||
  outputs.some((one) => one.address === address) ||
  transfers.some(({ from, to }) => from === address || to === address);

/** Of an account chain's transaction a service tells what touches the address asked for: two addresses see two parts. */
function together(known: DatedTransaction | undefined, told: DatedTransaction): DatedTransaction {
  if (known === undefined || told.transaction.kind === 'utxo') return told;
  const unmatched = known.transaction.transfers.map(keyOf);
  const others = told.transaction.transfers.filter((transfer) => {
    const place = unmatched.indexOf(keyOf(transfer));
    if (place >= 0) unmatched.splice(place, 1);
    return place < 0;
  });
  const transfers = [...known.transaction.transfers, ...others];
  return { ...told, transaction: { ...told.transaction, transfers } };
}

const keyOf = ({ kind, asset, from, to, amount }: ChainTransfer): string =>
  `${kind} ${asset} ${from} ${to} ${amount}`;
