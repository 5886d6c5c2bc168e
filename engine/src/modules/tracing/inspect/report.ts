import type { ChainTransaction } from '../chains/chain-block.ts';
import { COINJOIN_CONFIDENCE_MIN, type CoinJoin, detectCoinJoin } from '../heuristics/coinjoin.ts';
import type { Tag } from '../tags/tag.ts';

/** What is told of tagged addresses; several books (packs given, packs installed) answer as one. */
export interface TagLookup {
  /** By canonical key. */
  readonly find: (network: string, key: string) => readonly Tag[];
}

export interface ReportedHit {
  readonly address: string;
  readonly txid: string;
  readonly side: 'in' | 'out';
  readonly label: string;
  readonly category: string;
  readonly categories: readonly string[];
  readonly actor: string | null;
  readonly confidence: number;
  readonly confidence_name: string;
  readonly source: string;
  readonly licence: string;
  readonly pack: string;
}

export interface ReportedCoinJoin {
  readonly txid: string;
  readonly kind: CoinJoin['kind'];
  readonly confidence: number;
  readonly denomination: string | null;
  readonly equal_outputs: number;
  readonly reasons: readonly string[];
}

/** Tags of every address of a transaction, once per side. Test networks have no tags. */
export function hitsOf(transaction: ChainTransaction, chain: string, tags: TagLookup): ReportedHit[] {
  const seen = new Set<string>();
  const hits: ReportedHit[] = [];
  const look = (side: ReportedHit['side'], address: string | null): void => {
    if (address === null || seen.has(`${side}${address}`)) return;
    seen.add(`${side}${address}`);
    for (const tag of tags.find(chain, address)) hits.push(hit(transaction.id, side, tag));
  };
  for (const { address } of transaction.inputs) look('in', address);
  for (const { address } of transaction.outputs) look('out', address);
  for (const { from, to } of transaction.transfers) {
    look('in', from);
    look('out', to);
  }
  return hits;
}

const hit = (txid: string, side: ReportedHit['side'], tag: Tag): ReportedHit => ({
  address: tag.address,
  txid,
  side,
  label: tag.label,
  category: tag.category,
  categories: tag.categories,
  actor: tag.actor,
  confidence: tag.confidence,
  confidence_name: tag.confidenceName,
  source: tag.source,
  licence: tag.licence,
  pack: tag.pack,
});

/** CoinJoins of a block; those that merely might be one apart. */
export function coinJoinsOf(
  transactions: readonly ChainTransaction[],
  time: number,
  chain: string,
  tags: TagLookup,
): { readonly coinjoins: ReportedCoinJoin[]; readonly doubtful: ReportedCoinJoin[] } {
  const isExchange = (address: string): boolean =>
    tags.find(chain, address).some((tag) => tag.categories.includes('exchange'));
  const rounds = whirlpoolRounds(transactions, time);
  const found = transactions.flatMap((transaction) => {
    const join = detectCoinJoin(transaction, {
      time,
      isExchange,
      feedsWhirlpool: rounds.has(transaction.id),
    });
    return join === null ? [] : [reported(transaction.id, join)];
  });
  return {
    coinjoins: found.filter(({ confidence }) => confidence >= COINJOIN_CONFIDENCE_MIN),
    doubtful: found.filter(({ confidence }) => confidence < COINJOIN_CONFIDENCE_MIN),
  };
}

/** Transactions whose outputs a Whirlpool round of the same file spends. */
function whirlpoolRounds(transactions: readonly ChainTransaction[], time: number): Set<string> {
  const fed = new Set<string>();
  for (const transaction of transactions)
    if (detectCoinJoin(transaction, { time })?.kind === 'whirlpool')
      for (const { previous } of transaction.inputs) if (previous !== null) fed.add(previous.id);
  return fed;
}

const reported = (txid: string, join: CoinJoin): ReportedCoinJoin => ({
  txid,
  kind: join.kind,
  confidence: join.confidence,
  denomination: join.denomination?.toString() ?? null,
  equal_outputs: join.equalOutputs,
  reasons: join.reasons,
});
