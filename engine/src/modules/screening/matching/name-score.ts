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

const NICKNAME_CAP = 0.85;
const SINGLE_NAME_CAP = 0.6;
/** Below the default threshold: a weak alias needs corroboration. */
const WEAK_ALIAS_CAP = 0.72;
const GENERATION_FACTOR = 0.8;

export interface ScoredName {
  score: number;
  /** Made only for names that become matches. */
  explain(): MatchReason[];
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

interface Agreement {
  score: number;
  ceiling: number;
  /** Weight of the paired words, and what the words left over on either side cost. */
  weight: number;
  priceQuery: number;
  priceListing: number;
}

function measure({ pairs, onlyInQuery, onlyInListing }: Alignment): Agreement {
  const weight = sum(pairs);
  let agreed = 0;
  let evidence = 0;
  for (const pair of pairs) {
    agreed += pair.weight * pair.similarity;
    if (pair.carrying > 0) evidence += pair.weight * pair.similarity;
  }
  const [extraQuery, extraListing] = [sum(onlyInQuery), sum(onlyInListing)];
  const both = Math.min(extraQuery, extraListing);
  const priceQuery = BOTH_SIDES * both * 0.5 + ONLY_IN_QUERY * (extraQuery - both);
  const priceListing = BOTH_SIDES * both * 0.5 + ONLY_IN_LISTING * (extraListing - both);
  const ceiling = 1 - CEILING_GAP * Math.exp(-evidence);
  const score = weight === 0 ? 0 : (ceiling * agreed) / (weight + priceQuery + priceListing);
  return { score, ceiling, weight, priceQuery, priceListing };
}

/** What each pair gives, and what each word left over takes from it; together the score. */
function explainAgreement(alignment: Alignment, agreement: Agreement): MatchReason[] {
  const { score, ceiling, weight, priceQuery, priceListing } = agreement;
  if (weight === 0) return [];
  const reasons: MatchReason[] = alignment.pairs.map(
    ({ feature, query, listing, weight: part, similarity }) => ({
      feature,
      query,
      listing,
      effect: (ceiling * part * similarity) / weight,
    }),
  );
  const lost = reasons.reduce((total, reason) => total + reason.effect, 0) - score;
  const share = (price: number, word: { weight: number }, words: readonly { weight: number }[]): number =>
    price === 0 ? 0 : -lost * (price / (priceQuery + priceListing)) * (word.weight / sum(words));
  const { onlyInQuery, onlyInListing } = alignment;
  for (const word of onlyInQuery) {
    const effect = share(priceQuery, word, onlyInQuery);
    reasons.push({ feature: 'name_only_in_query', query: word.text, listing: '', effect });
  }
  for (const word of onlyInListing) {
    const effect = share(priceListing, word, onlyInListing);
    reasons.push({ feature: 'name_only_in_listing', query: '', listing: word.text, effect });
  }
  return reasons;
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
  const agreement = measure(alignment);
  const caps: MatchReason[] = [];
  let score = agreement.score;
  const lower = (feature: MatchReason['feature'], to: number, query: string, listing: string): void => {
    if (score <= to) return;
    caps.push({ feature, query, listing, effect: to - score });
    score = to;
  };
  const { onlyInQuery, onlyInListing } = alignment;
  const [asked, listed] = [generation(onlyInQuery), generation(onlyInListing)];
  if (asked !== listed) lower('generation_differs', score * GENERATION_FACTOR, asked, listed);
  if (isSingleName(alignment, context.kind)) {
    lower('single_name_cap', SINGLE_NAME_CAP, context.query, context.listing);
  }
  const pet = alignment.pairs.find((pair) => pair.feature === 'name_nickname');
  if (pet !== undefined) lower('nickname_cap', NICKNAME_CAP, pet.query, pet.listing);
  if (context.quality === 'weak') lower('weak_alias_cap', WEAK_ALIAS_CAP, context.query, context.listing);
  return { score, explain: () => [...explainAgreement(alignment, agreement), ...caps] };
}
