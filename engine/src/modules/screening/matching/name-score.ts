/**
 * From an alignment to a score with reasons. With W the weight of the paired words, G the part of it that agrees and P
 * the price of what is left over, the agreement is G / (W + P); it is multiplied by a ceiling that grows with the
 * amount of agreeing evidence, so that two common words never count like four rare ones. Then the caps.
 */
import type { ListingKind, NameQuality } from '../../watchlists/listing.ts';
import type { MatchReason } from '../match.ts';
import type { Alignment } from './align.ts';
import { carriesName } from './screening-index.ts';

/** Prices per unit of weight left over. */
const BOTH_SIDES = 1.8;
const ONLY_IN_QUERY = 0.3;
const ONLY_IN_LISTING = 0.25;
/** Ceiling 1 - CEILING_GAP * exp(-G). */
const CEILING_GAP = 0.2;

export const NICKNAME_CAP = 0.85;
export const SINGLE_NAME_CAP = 0.6;
/** Below the default threshold: a weak alias needs corroboration. */
export const WEAK_ALIAS_CAP = 0.72;
const GENERATION_FACTOR = 0.8;

export interface ScoredName {
  score: number;
  reasons: MatchReason[];
}

export interface NamePairContext {
  kind: ListingKind;
  quality: NameQuality;
  /** The names as written, for the reasons. */
  query: string;
  listing: string;
}

const sum = (items: readonly { weight: number }[]): number =>
  items.reduce((total, item) => total + item.weight, 0);

function agreement(alignment: Alignment): ScoredName {
  const { pairs, onlyInQuery, onlyInListing } = alignment;
  const weight = sum(pairs);
  const agreed = pairs.reduce((total, pair) => total + pair.weight * pair.similarity, 0);
  if (weight === 0) return { score: 0, reasons: [] };
  const [extraQuery, extraListing] = [sum(onlyInQuery), sum(onlyInListing)];
  const both = Math.min(extraQuery, extraListing);
  const priceQuery = BOTH_SIDES * both * 0.5 + ONLY_IN_QUERY * (extraQuery - both);
  const priceListing = BOTH_SIDES * both * 0.5 + ONLY_IN_LISTING * (extraListing - both);
  const evidence = pairs.reduce(
    (total, pair) => total + (pair.carrying > 0 ? pair.weight * pair.similarity : 0),
    0,
  );
  const ceiling = 1 - CEILING_GAP * Math.exp(-evidence);
  const score = (ceiling * agreed) / (weight + priceQuery + priceListing);
  const lost = (ceiling * agreed) / weight - score;
  const price = priceQuery + priceListing;
  const reasons: MatchReason[] = pairs.map((pair) => ({
    feature: pair.feature,
    query: pair.query,
    listing: pair.listing,
    effect: (ceiling * pair.weight * pair.similarity) / weight,
  }));
  const leftOver = (
    words: readonly { text: string; weight: number }[],
    total: number,
    part: number,
    listed: boolean,
  ) => {
    for (const word of words) {
      reasons.push({
        feature: listed ? 'name_only_in_listing' : 'name_only_in_query',
        query: listed ? '' : word.text,
        listing: listed ? word.text : '',
        effect: price === 0 || total === 0 ? 0 : -((lost * part) / price) * (word.weight / total),
      });
    }
  };
  leftOver(onlyInQuery, extraQuery, priceQuery, false);
  leftOver(onlyInListing, extraListing, priceListing, true);
  return { score, reasons };
}

/** A single word of a longer personal name says little: "Guzman" is not Joaquin Guzman Loera. */
function isSingleName(alignment: Alignment, kind: ListingKind): boolean {
  if (kind !== 'person') return false;
  const matched = alignment.pairs.filter((pair) => pair.carrying > 0).length;
  const left = [...alignment.onlyInListing, ...alignment.onlyInQuery].filter(carriesName).length;
  return matched < 2 && left > 0;
}

const generation = (list: readonly { class: string; text: string }[]): string =>
  list
    .filter((word) => word.class === 'junior')
    .map((word) => word.text)
    .join(' ');

export function scoreName(alignment: Alignment, context: NamePairContext): ScoredName {
  const scored = agreement(alignment);
  const lower = (feature: MatchReason['feature'], to: number, query: string, listing: string): void => {
    if (scored.score <= to) return;
    scored.reasons.push({ feature, query, listing, effect: to - scored.score });
    scored.score = to;
  };
  const { onlyInQuery, onlyInListing } = alignment;
  const [asked, listed] = [generation(onlyInQuery), generation(onlyInListing)];
  if (asked !== listed) lower('generation_differs', scored.score * GENERATION_FACTOR, asked, listed);
  if (isSingleName(alignment, context.kind))
    lower('single_name_cap', SINGLE_NAME_CAP, context.query, context.listing);
  const pet = alignment.pairs.find((pair) => pair.feature === 'name_nickname');
  if (pet !== undefined) lower('nickname_cap', NICKNAME_CAP, pet.query, pet.listing);
  if (context.quality === 'weak') lower('weak_alias_cap', WEAK_ALIAS_CAP, context.query, context.listing);
  return scored;
}
