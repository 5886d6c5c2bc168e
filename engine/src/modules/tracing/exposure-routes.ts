import { type Asset, assetOf, isNetwork } from '@atalaya/contract/assets.ts';
import {
  CoinBlock,
  calculateTaint,
  type ExposureView,
  fetchAddress,
  GraphBlock,
  getExposure,
  getNeighbours,
  getRelated,
  listGraphs,
  readBlocks,
} from '@atalaya/contract/tracing.ts';
import { Value } from 'typebox/value';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, instantOf } from '../../kernel/instant.ts';
import type { Scope } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import type { PriceBook } from '../activity/prices.ts';
import { readBody } from '../jurisdictions/read-body.ts';
import { addressKey } from '../wallets/address.ts';
import { relatedTo } from './clusters/related.ts';
import { attributionsOf, type ListsSay } from './exposure/attributions.ts';
import { exposureOf, subjectOf } from './exposure/exposure.ts';
import { type Attributions, DEFAULT_LIMITS } from './exposure/limits.ts';
import { type Figures, presentAttribution, presentExposure, presentNeighbour } from './exposure/present.ts';
import type { FetchedBook } from './fetched/fetched-book.ts';
import type { AsOf, FlowGraph } from './graph/flow-graph.ts';
import { neighboursOf } from './graph/neighbours.ts';
import type { GraphShelf } from './store/graph-shelf.ts';
import type { GraphStore } from './store/graph-store.ts';
import { type ReadBlocks, readRawBlocks } from './store/read-blocks.ts';
import { readEtlTransfers } from './store/read-etl.ts';
import { readCoins, readTransfers } from './store/read-lines.ts';
import type { TagBook } from './tags/tag-book.ts';
import { traceTaint } from './taint/ledger.ts';
import { presentTaint, readTaintGraph } from './taint/present.ts';

export interface TracingPorts {
  readonly shelf: GraphShelf;
  readonly tags: TagBook;
  /** What the lists in use say of addresses. */
  readonly lists: ListsSay;
  readonly prices: PriceBook;
  /** What services told of addresses that investigators asked for. */
  readonly fetched: FetchedBook;
  /** Told when blocks were read: what was answered before may be answered otherwise now. */
  readonly blocksRead: () => Promise<void>;
}

const BLOCKS_BYTES_MAX = 256 * 1024 * 1024;
/** Addresses with more movements than this are not listed neighbour by neighbour: the answer says so. */
const NEIGHBOUR_MOVEMENTS_MAX = 200_000;

export function mountTracing(http: Http, ports: TracingPorts): void {
  http.mount(calculateTaint, async ({ body: { policy, transactions } }) => ({
    policy,
    transactions: presentTaint(traceTaint(policy, readTaintGraph(transactions))),
  }));

  http.mount(listGraphs, async () => ({
    items: ports.shelf.all().flatMap(presentGraph),
    askable: ports.fetched.askable(),
  }));

  http.mount(fetchAddress, async ({ body: { network, address } }) => {
    const { oldest, newest, cut, ...told } = await ports.fetched.expand(network, address);
    return {
      ...told,
      ...(cut === null ? {} : { cut }),
      ...(oldest === null ? {} : { oldest_at: formatInstant(instantOf(oldest)) }),
      ...(newest === null ? {} : { newest_at: formatInstant(instantOf(newest)) }),
    };
  });

  http.mount(
    readBlocks,
    async ({ body, query, request }) => {
      const content = await readBody(body, { bytes_max: BLOCKS_BYTES_MAX, code: 'request.too_large' });
      const type = request.headers['content-type'] ?? '';
      const items = type.includes('ndjson')
        ? readLines(ports.shelf, content)
        : type.includes('csv')
          ? readEtlTransfers(ports.shelf, content, query.network)
          : readRawBlocks(ports.shelf, content, query.network);
      await ports.blocksRead();
      return { items: [...items] };
    },
    { bodyLimit: BLOCKS_BYTES_MAX },
  );

  http.mount(getExposure, async ({ query, scope }) => {
    const { graph, owner, attributions, figures } = subject(ports, query, scope);
    const { direction, policy = 'haircut', hops = DEFAULT_LIMITS.hops } = query;
    const question = { direction, policy, limits: { ...DEFAULT_LIMITS, hops } };
    const exposure = exposureOf(graph, attributions, question, subjectOf(graph, owner, direction));
    const attribution = attributions.ofAddress(graph.network, graph.address(owner));
    return {
      network: graph.network,
      asset: graph.asset,
      address: graph.address(owner),
      ...(attribution === null ? {} : { attribution: presentAttribution(attribution) }),
      ...presentExposure(exposure, figures),
      note: LOWER_BOUND,
      as_of: presentAsOf(exposure.asOf),
    };
  });

  http.mount(getRelated, async ({ query, scope }) => {
    const { graph, owner, attributions } = subject(ports, query, scope);
    const { items, ...rest } = relatedTo(graph, attributions, owner);
    return {
      items: items.map(({ depositAddress, transaction, ...one }) => ({
        ...one,
        deposit_address: depositAddress,
        tx: transaction,
      })),
      ...rest,
    };
  });

  http.mount(getNeighbours, async ({ query, scope }) => {
    const { graph, owner, attributions, figures } = subject(ports, query, scope);
    if (graph.kind === 'account' && graph.degree(owner) > NEIGHBOUR_MOVEMENTS_MAX)
      throw new Failure('policy', 'tracing.hub', `the address has ${graph.degree(owner)} movements`);
    const neighbours = neighboursOf(graph, owner, query.direction);
    const shown = neighbours.slice(0, query.limit ?? 25);
    const others = neighbours.slice(shown.length);
    const attribution = attributions.ofAddress(graph.network, graph.address(owner));
    return {
      address: graph.address(owner),
      ...(attribution === null ? {} : { attribution: presentAttribution(attribution) }),
      items: shown.map((one) => presentNeighbour(graph, attributions, one, figures)),
      rest: {
        count: others.length,
        amount: figures.amount(others.reduce((sum, { amount }) => sum + amount, 0n)),
      },
      as_of: presentAsOf(graph.asOf),
    };
  });
}

/** What exposure is and is not, beside every answer. */
const LOWER_BOUND: ExposureView['note'] = {
  es: 'Lo que se nombra es un mínimo: puede haber más detrás de lo que no se siguió o no tiene nombre. Que no se nombre a nadie no significa que el dinero esté limpio.',
  pt: 'O que se nomeia é um mínimo: pode haver mais atrás do que não foi seguido ou não tem nome. Que ninguém seja nomeado não significa que o dinheiro esteja limpo.',
  en: 'What is named is a lower bound: more may stand behind what was not followed or has no name. That nobody is named does not mean that the money is clean.',
};

const presentAsOf = ({ block, time }: AsOf) => ({
  ...(block === null ? {} : { block }),
  time: formatInstant(instantOf(time)),
});

/** None where a reorganisation took back everything that was read of it. */
const presentGraph = ({ network, asset, kind, size, asOf }: GraphStore) =>
  size.movements === 0
    ? []
    : [
        {
          network,
          asset,
          kind,
          movements: size.movements,
          addresses: size.owners,
          as_of: presentAsOf(asOf),
        },
      ];

interface Subject {
  readonly graph: FlowGraph;
  readonly owner: number;
  readonly attributions: Attributions;
  readonly figures: Figures;
}

/** Failures: tracing.graph_unknown, tracing.address_unseen. */
function subject(
  { shelf, tags, lists, prices, fetched }: TracingPorts,
  query: { network: string; asset: string; address: string },
  scope: Scope,
): Subject {
  const { network, address } = query;
  const key = isNetwork(network) ? addressKey(network, address) : address;
  const told = fetched.graph(network, query.asset);
  const graphs =
    told === undefined ? [shelf.get(network, query.asset)] : [shelf.find(network, query.asset), told];
  const [knowing] = graphs
    .flatMap((graph) => {
      const owner = graph?.owner(key);
      return graph === undefined || owner === undefined ? [] : [{ graph, owner }];
    })
    .sort((a, b) => movementsOf(b) - movementsOf(a));
  if (knowing === undefined)
    throw new Failure('missing', 'tracing.address_unseen', 'the address is in no block that was read', [
      { field: '/address', message: address },
    ]);
  const asset = assetOf(query.asset);
  return {
    ...knowing,
    attributions: attributionsOf(tags.index, shelf.joinOf, { contracts: shelf.contracts, lists }),
    figures: figuresOf(asset, prices, scope),
  };
}

/** What was read and what was fetched are two graphs; whichever knows more of the address answers. */
const movementsOf = ({ graph, owner }: { readonly graph: FlowGraph; readonly owner: number }): number =>
  graph.kind === 'account' ? graph.degree(owner) : graph.received(owner).length;

const USD = assetOf('USD') as Asset;

/** Amounts as people read them, and dollars by the prices of the first obliged entity in sight. */
function figuresOf(asset: Asset | undefined, prices: PriceBook, { entities: [entity = ''] }: Scope): Figures {
  const scaled = (minor: bigint, decimals: number): string => {
    const text = minor.toString().padStart(decimals + 1, '0');
    return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
  };
  return {
    amount: (minor) => scaled(minor, asset?.decimals ?? 0),
    cents(minor, time) {
      if (asset === undefined) return null;
      return prices.value(entity, { asset: asset.code, minor }, USD, time)?.minor ?? null;
    },
    dollars: (cents) => scaled(cents, 2),
  };
}

interface Tally {
  blocks: number;
  transactions: number;
  repeated: number;
}

function* readLines(shelf: GraphShelf, content: Buffer): Generator<ReadBlocks> {
  const touched = new Map<GraphStore, Tally>();
  for (const [index, line] of content.toString('utf8').split('\n').entries()) {
    if (line.trim() === '') continue;
    const { store, transactions, repeated } = readLine(shelf, line, index + 1);
    const tally = touched.get(store) ?? { blocks: 0, transactions: 0, repeated: 0 };
    touched.set(store, tally);
    if (repeated) tally.repeated += 1;
    else tally.blocks += 1;
    tally.transactions += repeated ? 0 : transactions;
  }
  for (const [store, tally] of touched) {
    store.flush();
    yield { network: store.network, asset: store.asset, ...tally };
  }
}

function readLine(
  shelf: GraphShelf,
  line: string,
  row: number,
): { readonly store: GraphStore; readonly transactions: number; readonly repeated: boolean } {
  const block = parsed(line, row);
  return 'transfers' in block
    ? { store: readTransfers(shelf, block, row), transactions: block.transfers.length, repeated: false }
    : { ...readCoins(shelf, block, row), transactions: block.transactions.length };
}

/** Failure: request.invalid, naming the line. */
function parsed(line: string, row: number): GraphBlock | CoinBlock {
  const refuse = (field: string, message: string): Failure =>
    new Failure('caller', 'request.invalid', `line ${row}: ${message}`, [{ field, row, message }]);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw refuse('', 'is not JSON');
  }
  const coins = typeof value === 'object' && value !== null && 'transactions' in value;
  const shape = coins ? CoinBlock : GraphBlock;
  if (Value.Check(shape, value)) return value;
  const [first] = Value.Errors(shape, value);
  throw refuse(first?.instancePath ?? '', first?.message ?? 'is not a block of transfers');
}
