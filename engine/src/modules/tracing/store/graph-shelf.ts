import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../../kernel/failure.ts';
import { ContractBook } from '../contracts/contract-book.ts';
import type { KnownJoin } from '../exposure/attributions.ts';
import { GraphStore, type StoreKind } from './graph-store.ts';

/** More than this is sorted at the start, before anyone waits for an answer. */
const PENDING_MAX = 250_000;

const nameOf = (network: string, asset: string): string => `${network}.${asset}`;

/** Every flow graph of this deployment, one folder each under `graphs` of the data folder, the CoinJoins met in them and what contracts said. */
export class GraphShelf {
  readonly #folder: string;
  readonly #stores = new Map<string, GraphStore>();
  readonly #joins = new Map<string, KnownJoin>();
  /** What contracts said on the chains that were read. */
  readonly contracts: ContractBook;

  constructor(home: string) {
    this.#folder = join(home, 'graphs');
    this.contracts = new ContractBook(join(this.#folder, 'signals.ndjson'));
    if (!existsSync(this.#folder)) return;
    for (const name of readdirSync(this.#folder))
      if (existsSync(join(this.#folder, name, 'blocks.log'))) this.#reopen(name);
  }

  all = (): readonly GraphStore[] => [...this.#stores.values()];

  find = (network: string, asset: string): GraphStore | undefined => this.#stores.get(nameOf(network, asset));

  /** Failure: tracing.graph_unknown. */
  get(network: string, asset: string): GraphStore {
    const store = this.find(network, asset);
    if (store === undefined)
      throw new Failure('missing', 'tracing.graph_unknown', `no ${asset} of ${network} has been read yet`, [
        { field: '/network', message: nameOf(network, asset) },
      ]);
    return store;
  }

  open(kind: StoreKind): GraphStore {
    const name = nameOf(kind.network, kind.asset);
    const known = this.#stores.get(name);
    if (known !== undefined) return known;
    const store = new GraphStore(join(this.#folder, name), kind);
    store.saveKind();
    this.#stores.set(name, store);
    return store;
  }

  joinOf = (network: string, transaction: string): KnownJoin | undefined =>
    this.#joins.get(`${network} ${transaction}`);

  noteJoin(network: string, transaction: string, known: KnownJoin): void {
    const key = `${network} ${transaction}`;
    if (this.#joins.has(key)) return;
    this.#joins.set(key, known);
    mkdirSync(this.#folder, { recursive: true });
    appendFileSync(this.#joinFile, `${key} ${known.kind} ${known.confidence}\n`);
  }

  close(): void {
    for (const store of this.#stores.values()) store.close();
    this.#stores.clear();
  }

  get #joinFile(): string {
    return join(this.#folder, 'coinjoins.txt');
  }

  #reopen(name: string): void {
    const [network = '', asset = ''] = name.split('.');
    const store = new GraphStore(join(this.#folder, name), { kind: 'account', network, asset });
    if (store.pending > PENDING_MAX) store.index();
    this.#stores.set(name, store);
    if (this.#joins.size > 0 || !existsSync(this.#joinFile)) return;
    for (const line of readFileSync(this.#joinFile, 'utf8').split('\n')) {
      const [of = '', transaction = '', kind = '', confidence = '0'] = line.split(' ');
      if (transaction !== '')
        this.#joins.set(`${of} ${transaction}`, { kind, confidence: Number(confidence) });
    }
  }
}
