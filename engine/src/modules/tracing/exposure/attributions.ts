import type { ContractBook } from '../contracts/contract-book.ts';
import { CATEGORIES, CATEGORY_NAMES, categoryOf } from '../tags/categories.ts';
import { DECIDING_CONFIDENCE_MIN } from '../tags/confidence.ts';
import { gravest, type TagIndex } from '../tags/tag-index.ts';
import type { Attribution, Attributions } from './limits.ts';

/** A transaction found to be a CoinJoin when its block was read. */
export interface KnownJoin {
  readonly kind: string;
  readonly confidence: number;
}

/** What the lists in use say of an address: synchronous, in memory. */
export interface ListsSay {
  screenAddress(
    network: string,
    address: string,
  ): { readonly listed: boolean; readonly lists: readonly string[]; readonly tags: readonly string[] };
  /** Another object whenever lists changed. */
  versions(): object;
}

/** Who else may name an address, asked where no tag does. */
export interface OtherNames {
  readonly contracts?: ContractBook;
  readonly lists?: ListsSay;
}

const AUTHORITY_CONFIDENCE = 100;
const LIST_TAG_CONFIDENCE = 60;
const BRIDGE_CONFIDENCE = 80;

const severityOf = (category: string): number => {
  const place = CATEGORY_NAMES.indexOf(category);
  return place < 0 ? 0 : CATEGORY_NAMES.length - place;
};

/** A trace ends at services, whose customers' money is mixed, and at whoever is grave enough to be an answer by itself. */
const endsAt = (category: string): boolean => {
  const known = CATEGORIES[category];
  return known !== undefined && (known.service || known.risk === 'severe' || known.risk === 'high');
};

const named = (
  entity: string,
  category: string,
  confidence: number,
  tags: readonly string[],
): Attribution => ({ entity, category, confidence, tags, severity: severityOf(category) });

/** Tags as tracing reads them: the most believed tag that a trace ends at; then lists; then what contracts are by how they speak. */
export const attributionsOf = (
  tags: TagIndex,
  joinOf: (network: string, transaction: string) => KnownJoin | undefined,
  others: OtherNames = {},
): Attributions => ({
  version: tags.version,
  ofAddress: (network, address) =>
    tagged(tags, network, address) ??
    (others.lists === undefined ? null : listed(others.lists, network, address)) ??
    (others.contracts === undefined ? null : spoken(others.contracts, network, address)),
  ofTransaction(network, transaction) {
    const join = joinOf(network, transaction);
    if (join === undefined) return null;
    return named(join.kind, 'coinjoin', join.confidence, [`heuristic: ${join.kind}`]);
  },
  ofArrival: (network, transaction) =>
    others.contracts === undefined ? null : arrived(others.contracts, network, transaction),
});

function tagged(tags: TagIndex, network: string, address: string): Attribution | null {
  const found = tags.findKey(network, address);
  if (found.length === 0) return null;
  const believed = found.filter(({ confidence }) => confidence >= DECIDING_CONFIDENCE_MIN);
  const tag = believed.find(({ categories }) => categories.some(endsAt));
  if (tag === undefined) return null;
  return named(
    tag.actor ?? tag.label,
    gravest(tag.categories.filter(endsAt)),
    tag.confidence,
    believed.map(({ pack, label, source }) => `${pack}: ${label}${source === '' ? '' : ` (${source})`}`),
  );
}

/** On a list that decides: as good as sanctioned. Tags of lists are taken where our taxonomy has a word for them. */
function listed(say: ListsSay, network: string, address: string): Attribution | null {
  const { listed: banned, lists, tags } = say.screenAddress(network, address);
  if (banned)
    return named(lists.join(', '), 'sanctions', AUTHORITY_CONFIDENCE, [`list: ${lists.join(', ')}`]);
  const categories = tags
    .map((tag) => categoryOf(tag, true))
    .filter((category) => category !== undefined && endsAt(category))
    .filter((category) => category !== undefined);
  if (categories.length === 0) return null;
  return named(address, gravest(categories), LIST_TAG_CONFIDENCE, [`list: ${tags.join(', ')}`]);
}

function spoken(contracts: ContractBook, network: string, address: string): Attribution | null {
  const mixer = contracts.mixer(network, address);
  if (mixer !== undefined)
    return named(
      address,
      'mixing',
      mixer.confidence,
      mixer.reasons.map((reason) => `heuristic: ${reason}`),
    );
  return contracts.isBridge(network, address)
    ? named(address, 'bridge', BRIDGE_CONFIDENCE, ['heuristic: speaks as a bridge'])
    : null;
}

function arrived(contracts: ContractBook, network: string, transaction: string): Attribution | null {
  const [arrival, ...others] = contracts.arrivals(network, transaction);
  if (arrival === undefined) return null;
  const bridge = named(arrival.contract, 'bridge', BRIDGE_CONFIDENCE, ['heuristic: speaks as a bridge']);
  const pair = others.length === 0 ? contracts.pairOf(arrival) : undefined;
  if (pair?.out.account == null || pair.out.asset === null) return bridge;
  const { chain, account, asset } = pair.out;
  return {
    ...bridge,
    entity: `${arrival.contract} · ${chain} ${account}`,
    confidence: pair.confidence,
    tags: [`heuristic: bridge, both sides paired by ${pair.how === 'id' ? 'its id' : 'amount and time'}`],
    beyond: { network: chain, asset, address: account },
  };
}
