/**
 * The score of one pair of records, with its reasons. Pure: query, listed name, listing and tables give it, and nothing else
 * that is listed. The name gives log-odds, evidence adds to them, the sum is shown as a probability.
 */
import type { MatchFeature, MatchReason, NameQuery } from '../../match.ts';
import type { ListedFacts } from '../index/dossier.ts';
import { type AlignedPair, type Alignment, alignNames } from './align.ts';
import { type Evidence, evidenceOf, SAME_NUMBER } from './evidence.ts';
import { featuresOf } from './features.ts';
import { nameNats, natsOf, natsOfScore, probabilityOf, scoreOf } from './model.ts';
import { type ComparedName, carriesName } from './name-words.ts';

export interface NamePair {
  readonly query: ComparedName;
  readonly listing: ComparedName;
  readonly alignment: Alignment;
  /** Log-odds of the names alone. */
  readonly nats: number;
}

/** A name alone is never certain. */
const NAME_NATS_MAX = 5;
const NAME_NATS_MIN = -8;
/** A weak alias alone stays below the threshold of a match: it needs corroboration. */
const WEAK_ALIAS_NATS = natsOfScore(0.48);
/** One word of a longer name of a person names nobody: Guzman is not Joaquin Guzman Loera. */
const SINGLE_NATS = natsOfScore(0.48);
/** Where the numbers agree, the name can speak against no more than this. */
const NAME_AGAINST_NUMBER = -4.4;

/** How much more of another than what agrees. */
export const OTHER_SHARE = 1.2;

/** More on both sides that is another's than what agrees: no model is needed. */
function isMostlyOther(
  query: ComparedName,
  listing: ComparedName,
  { pairs, onlyInQuery, onlyInListing }: Alignment,
): boolean {
  const sum = (name: ComparedName, at: readonly number[]): number =>
    at.reduce((total, one) => total + (name.words[one]?.weight ?? 0), 0);
  const agreed = pairs.reduce((total, pair) => total + pair.weight * pair.similarity, 0);
  return Math.min(sum(query, onlyInQuery), sum(listing, onlyInListing)) > OTHER_SHARE * agreed;
}

export function pairNames(query: ComparedName, listing: ComparedName, isOrganization: boolean): NamePair {
  const alignment = alignNames(query, listing);
  const isAny = alignment.pairs.some(({ query: [at] }) => {
    const word = query.words[at];
    return word !== undefined && carriesName(word);
  });
  if (!isAny || isMostlyOther(query, listing, alignment))
    return { query, listing, alignment, nats: NAME_NATS_MIN };
  const features = featuresOf(query, listing, alignment, isOrganization);
  const nats = nameNats(features);
  const most = features.single === 1 && !isOrganization ? SINGLE_NATS : NAME_NATS_MAX;
  return { query, listing, alignment, nats: Math.min(most, Math.max(NAME_NATS_MIN, nats)) };
}

/** A birth date or a country supports a name; to a name that says nothing it gives nothing. */
const SUPPORT_FROM = 0.12;
const SUPPORT_FULL = 0.35;
export const UNSUPPORTED_NATS = natsOf(SUPPORT_FROM);

const supports = ({ feature, nats }: Evidence, name: number): number =>
  feature === 'identifier' || nats < 0
    ? 1
    : Math.min(1, Math.max(0, (name - SUPPORT_FROM) / (SUPPORT_FULL - SUPPORT_FROM)));

export interface PairScore {
  /** 0 to 1, never 1. */
  readonly score: number;
  /** Made only for pairs that become matches. */
  explain(): MatchReason[];
}

export interface PairContext {
  readonly weak: 'capped' | 'full';
  readonly isWeak: boolean;
  /** The names as written. */
  readonly asked: string;
  readonly listed: string;
}

export function scorePairOf(
  pair: NamePair,
  query: NameQuery,
  facts: ListedFacts,
  context: PairContext,
): PairScore {
  const isCapped = context.isWeak && context.weak === 'capped' && pair.nats > WEAK_ALIAS_NATS;
  const evidence = evidenceOf(query, facts);
  const hasNumber = evidence.some(({ nats }) => nats >= SAME_NUMBER);
  const capped = isCapped ? WEAK_ALIAS_NATS : pair.nats;
  const own = hasNumber ? Math.max(capped, NAME_AGAINST_NUMBER) : capped;
  const name = probabilityOf(own);
  let nats = own;
  let shown = pair.alignment.pairs.length === 0 ? 0 : scoreOf(own);
  const steps: { evidence: Evidence; effect: number }[] = [];
  for (const one of evidence) {
    nats += one.nats * supports(one, name);
    steps.push({ evidence: one, effect: scoreOf(nats) - shown });
    shown = scoreOf(nats);
  }
  return {
    score: scoreOf(nats),
    explain: () => [
      ...explainName(pair, scoreOf(hasNumber ? own : pair.nats)),
      ...(isCapped && !hasNumber
        ? [
            {
              feature: 'weak_alias_cap',
              query: context.asked,
              listing: context.listed,
              effect: scoreOf(own) - scoreOf(pair.nats),
            } as const,
          ]
        : []),
      ...steps.map(({ evidence: { feature, query: q, listing }, effect }) => ({
        feature,
        query: q,
        listing,
        effect,
      })),
    ],
  };
}

const FEATURE: Readonly<Record<AlignedPair['how'], MatchFeature>> = {
  exact: 'name_exact',
  number: 'name_exact',
  spelling: 'name_spelling',
  phonetic: 'name_phonetic',
  variant: 'name_variant',
  equivalent: 'name_variant',
  abbreviation: 'name_abbreviation',
  nickname: 'name_nickname',
  synonym: 'name_synonym',
  transliterated: 'name_transliterated',
  initial: 'name_initial',
  acronym: 'name_initial',
  joined: 'name_joined',
};

const written = (name: ComparedName, [from, to]: readonly [number, number]): string =>
  name.words
    .slice(from, to + 1)
    .map((word) => word.written)
    .join(' ');

/** What each pair of words gives, and what each word left over takes from it; together the score of the names. */
function explainName({ query, listing, alignment }: NamePair, score: number): MatchReason[] {
  const { pairs, onlyInQuery, onlyInListing } = alignment;
  const agreed = pairs.reduce((sum, pair) => sum + pair.weight * pair.similarity, 0);
  const rest = (name: ComparedName, at: readonly number[]) =>
    at.flatMap((one) => {
      const word = name.words[one];
      return word === undefined || word.class === 'particle' ? [] : [word];
    });
  const left = [
    ...rest(query, onlyInQuery).map((word) => ({ feature: 'name_only_in_query', word }) as const),
    ...rest(listing, onlyInListing).map((word) => ({ feature: 'name_only_in_listing', word }) as const),
  ];
  const missing = left.reduce((sum, { word }) => sum + word.weight, 0);
  if (agreed === 0) return [];
  const lost = missing === 0 ? 0 : Math.min(score, (score * missing) / (2 * agreed));
  return [
    ...pairs.map((pair) => ({
      feature: FEATURE[pair.how],
      query: written(query, pair.query),
      listing: written(listing, pair.listing),
      effect: ((score + lost) * pair.weight * pair.similarity) / agreed,
    })),
    ...left.map(({ feature, word }) => ({
      feature,
      query: feature === 'name_only_in_query' ? word.written : '',
      listing: feature === 'name_only_in_query' ? '' : word.written,
      effect: (-lost * word.weight) / missing,
    })),
  ];
}
