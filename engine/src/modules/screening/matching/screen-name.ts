/**
 * Screens one name against the index: candidates, close look, evidence, threshold. Pure: the same index, query and
 * options give the same matches. Bounded: at most 24 words, 64 names looked at closely.
 */

import { displayName } from '../../watchlists/listing.ts';
import {
  DEFAULT_THRESHOLD,
  type Match,
  type MatchReason,
  type NameQuery,
  type ScreenOptions,
} from '../match.ts';
import { alignNames } from './align.ts';
import { findCandidates } from './candidates.ts';
import { applyEvidence, evidenceOf } from './evidence.ts';
import { identifierKey } from './identifier-key.ts';
import { scoreName } from './name-score.ts';
import { type PreparedQuery, prepareQuery } from './prepared-query.ts';
import type { ScreeningIndex } from './screening-index.ts';

const LIMIT_MAX = 50;
const LIMIT = 10;
/** Listings that share an identity number with the query are looked at whatever their name. */
const BY_NUMBER_MAX = 50;

interface Found {
  entry: number;
  matched: string;
  weak: boolean;
  score: number;
  explain(): MatchReason[];
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;

function judgeName(
  index: ScreeningIndex,
  query: NameQuery,
  prepared: PreparedQuery,
  name: number,
): Found | undefined {
  const entry = index.owners[name] ?? 0;
  const listing = index.entries[entry]?.listing;
  if (listing === undefined) return undefined;
  const matched = listing.names[index.positions[name] ?? 0]?.text ?? '';
  const weak = index.weak[name] === 1;
  const named = scoreName(alignNames(prepared, index.wordsOf(name)), {
    kind: listing.kind,
    quality: weak ? 'weak' : 'strong',
    query: query.name,
    listing: matched,
  });
  const { score, reasons } = applyEvidence(named.score, evidenceOf(query, listing));
  return { entry, matched, weak, score, explain: () => [...named.explain(), ...reasons] };
}

/** Listings found by an identity number alone start from nothing. */
function judgeNumber(index: ScreeningIndex, query: NameQuery, entry: number): Found | undefined {
  const listing = index.entries[entry]?.listing;
  if (listing === undefined) return undefined;
  const { score, reasons } = applyEvidence(0, evidenceOf(query, listing));
  return { entry, matched: displayName(listing), weak: false, score, explain: () => reasons };
}

function entriesByNumber(index: ScreeningIndex, query: NameQuery): number[] {
  const entries = new Set<number>();
  for (const { value } of query.identifiers ?? []) {
    const key = identifierKey(value);
    for (const entry of key === undefined ? [] : (index.identifiers.get(key) ?? [])) entries.add(entry);
  }
  return [...entries].slice(0, BY_NUMBER_MAX);
}

function present(index: ScreeningIndex, found: Found): Match[] {
  const entry = index.entries[found.entry];
  if (entry === undefined) return [];
  const { list, listing } = entry;
  return [
    {
      list,
      reference: listing.reference,
      kind: listing.kind,
      name: displayName(listing),
      matched: found.matched,
      quality: found.weak ? 'weak' : 'strong',
      score: round(found.score),
      reasons: found.explain().map((reason) => ({ ...reason, effect: round(reason.effect) })),
    },
  ];
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Matches at or above the threshold, best first, one per listing (its best name); equal scores by list and reference.
 * Errors: `screening.name_unusable`.
 */
export function screenName(index: ScreeningIndex, query: NameQuery, options: ScreenOptions = {}): Match[] {
  const threshold = options.threshold ?? DEFAULT_THRESHOLD;
  const limit = Math.min(Math.max(options.limit ?? LIMIT, 1), LIMIT_MAX);
  const prepared = prepareQuery(index, query);
  const best = new Map<number, Found>();
  const keep = (found: Found | undefined): void => {
    if (found === undefined) return;
    const known = best.get(found.entry);
    if (known === undefined || found.score > known.score) best.set(found.entry, found);
  };
  for (const name of findCandidates(index, prepared, threshold))
    keep(judgeName(index, query, prepared, name));
  for (const entry of entriesByNumber(index, query)) keep(judgeNumber(index, query, entry));
  return [...best.values()]
    .filter((found) => round(found.score) >= threshold && found.score > 0)
    .flatMap((found) => present(index, found))
    .sort((a, b) => b.score - a.score || compareText(a.list, b.list) || compareText(a.reference, b.reference))
    .slice(0, limit);
}
