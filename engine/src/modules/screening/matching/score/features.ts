/**
 * What an alignment says, as numbers a model can weigh. Every feature is 0 where there is nothing to say, and its sign in
 * the model is fixed: more agreement never lowers a score.
 */
import { editDistance } from '../names/edit-distance.ts';
import { weightedEdits } from '../names/weighted-edits.ts';
import type { Alignment } from './align.ts';
import { type ComparedName, type ComparedWord, carriesName } from './name-words.ts';
import { isPaternalMissing } from './roles.ts';

export const FEATURES = [
  'agreement',
  'evidence',
  'conflict',
  'conflict_org',
  'conflict_words',
  'only_query',
  'only_listing',
  'only_query_org',
  'only_listing_org',
  'edits_worst',
  'edits_many',
  'edits_share',
  'whole',
  'initial',
  'nickname',
  'equivalent',
  'paternal',
  'known_differ',
  'gender_differ',
  'single',
  'single_slip',
  'legal_differ',
  'junior_differ',
  'number_differ',
  'first_differ',
  'place_differ',
  'swapped',
  'organization',
  'foreign',
  'foreign_doubt',
  'foreign_extra',
  'slip_and_extra',
  'variant_and_extra',
  'common_slip',
  'thin',
  'no_exact',
] as const;

export type Feature = (typeof FEATURES)[number];
export type FeatureValues = Record<Feature, number>;

/** Where chance among some ten thousand names ends, in nats. */
const NATS_SURE = 20;
const NATS_WIDTH = 3;

/** Agreement on less than this, beside words that do not agree, is what namesakes have. */
const THIN = 1.7;

const FILIATION = new Set(['bin', 'ben', 'ibn', 'bint']);

const textOf = (words: readonly ComparedWord[], positions: readonly number[]): string =>
  positions.map((at) => (words[at]?.class === 'particle' ? '' : (words[at]?.form.fold ?? ''))).join('');

const sumAt = (words: readonly ComparedWord[], positions: readonly number[]): number =>
  positions.reduce((sum, at) => sum + (words[at]?.weight ?? 0), 0);

/** Fernando and Fernanda, Martin and Martina: one letter, two people. */
const isOtherGender = (left: string, right: string): boolean =>
  left.endsWith('a') !== right.endsWith('a') && left.replace(/[aeo]$/, '') === right.replace(/[aeo]$/, '');

/** Share of letters kept between what both sides have left. */
function wholeSimilarity(query: ComparedName, listing: ComparedName, alignment: Alignment): number {
  const order = [...alignment.pairs].sort((a, b) => a.query[0] - b.query[0]);
  let edits = 0;
  let letters = 0;
  for (const pair of order) {
    edits += pair.edits;
    for (let at = pair.query[0]; at <= pair.query[1]; at += 1)
      letters += query.words[at]?.form.fold.length ?? 0;
  }
  const [left, right] = [
    textOf(query.words, alignment.onlyInQuery),
    textOf(listing.words, alignment.onlyInListing),
  ];
  if (left === '' || right === '') return letters === 0 ? 0 : 1 - edits / letters;
  const longest = Math.max(left.length, right.length);
  const rest = weightedEdits(left.slice(0, 40), right.slice(0, 40), 40);
  return Math.max(0, 1 - (edits + rest) / (letters + longest));
}

export function featuresOf(
  query: ComparedName,
  listing: ComparedName,
  alignment: Alignment,
  isOrganization: boolean,
): FeatureValues {
  const org = isOrganization ? 1 : 0;
  const { pairs, onlyInQuery, onlyInListing } = alignment;
  const [restQ, restL] = [sumAt(query.words, onlyInQuery), sumAt(listing.words, onlyInListing)];
  let agreed = 0;
  let weight = 0;
  let evidence = 0;
  let worst = 0;
  let many = 0;
  let share = 0;
  let initial = 0;
  let nickname = 0;
  let equivalent = 0;
  let known = 0;
  let first = 0;
  let place = 0;
  let carrying = 0;
  let inversions = 0;
  let nats = 0;
  let gender = 0;
  let exact = 0;
  let varied = 0;
  let commonSlip = 0;
  let foreign = 0;
  for (const pair of pairs) {
    const asked = query.words[pair.query[0]];
    const listed = listing.words[pair.listing[0]];
    if (asked === undefined || listed === undefined) continue;
    if (asked.class === 'particle' && listed.class === 'particle') continue;
    agreed += pair.weight * pair.similarity;
    weight += pair.weight;
    if (carriesName(asked) && carriesName(listed)) {
      evidence += pair.weight * Math.max(0, 2 * pair.similarity - 1);
      carrying += 1;
    }
    if (pair.how === 'initial' || pair.how === 'acronym') initial += 1;
    if (pair.how === 'exact' && carriesName(asked)) exact += 1;
    if (pair.how === 'nickname') nickname = 1;
    if (pair.how === 'equivalent') equivalent = 1;
    if (pair.nats !== undefined) {
      foreign = 1;
      nats += pair.nats;
    }
    if (pair.how !== 'exact' && pair.how !== 'number' && pair.how !== 'joined') varied += pair.weight;
    if (pair.edits > 0) {
      commonSlip = Math.max(commonSlip, 1 - Math.min(asked.weight, listed.weight));
      worst = Math.max(worst, pair.edits);
      many += pair.edits;
      share = Math.max(share, 1 - pair.similarity);
      if (asked.form.known !== undefined && listed.form.known !== undefined && pair.how !== 'joined') {
        if (asked.form.known === 'place' && listed.form.known === 'place') place = 1;
        else known = 1;
        if (asked.form.given && listed.form.given && isOtherGender(asked.form.text, listed.form.text))
          gender = 1;
      }
      if (asked.form.text[0] !== listed.form.text[0] && pair.how !== 'phonetic') first = 1;
    }
    for (const other of pairs)
      if (other.weight > 0.1 && other.query[0] < pair.query[0] && other.listing[0] > pair.listing[0])
        inversions += 1;
  }
  const total = agreed + restQ + restL;
  const both = Math.min(restQ, restL);
  const numbers = (words: readonly ComparedWord[], at: readonly number[]) =>
    at.some((one) => words[one]?.class === 'number');
  const extra = Math.min(1, (restQ + restL) / Math.max(weight, 0.1));
  const wholeSim = wholeSimilarity(query, listing, alignment);
  // What both have left, when it is near in letters, is one name spelled otherwise.
  const left = textOf(query.words, onlyInQuery);
  const right = textOf(listing.words, onlyInListing);
  const restEdits = left === '' || right === '' ? 0 : editDistance(left, right, 8);
  const restKept =
    left === '' || right === '' ? 0 : Math.max(0, 1 - restEdits / Math.max(left.length, right.length));
  const conflict =
    total === 0 ? 1 : ((2 * both) / (weight * 2 + restQ + restL)) * (1 - 0.8 * restKept * restKept);
  return {
    agreement: weight === 0 ? 0 : agreed / weight,
    evidence: 1 - Math.exp(-0.8 * evidence),
    conflict,
    conflict_org: conflict * org,
    conflict_words: both > 0 ? Math.min(3, restEdits) / 3 : 0,
    only_query: Math.max(0, restQ - both) / (weight + restQ),
    only_listing: Math.max(0, restL - both) / (weight + restL),
    only_query_org: (org * Math.max(0, restQ - both)) / (weight + restQ),
    only_listing_org: (org * Math.max(0, restL - both)) / (weight + restL),
    edits_worst: Math.min(3, Math.max(worst, 0)) / 3,
    edits_many: Math.min(4, Math.max(0, many)) / 4,
    edits_share: share,
    whole: wholeSim,
    initial: Math.min(2, initial) / 2,
    nickname,
    equivalent,
    paternal: org === 0 && isPaternalMissing(query, listing, alignment) ? 1 : 0,
    known_differ: known,
    gender_differ: gender,
    single: carrying < 2 && restQ + restL > 0 ? 1 : 0,
    single_slip: carrying < 2 && pairs.length < 2 && many > 0 ? 1 : 0,
    legal_differ:
      query.legal.length > 0 && listing.legal.length > 0 && query.legal.join() !== listing.legal.join()
        ? 1
        : 0,
    junior_differ: query.juniors.join() === listing.juniors.join() ? 0 : 1,
    number_differ: numbers(query.words, onlyInQuery) !== numbers(listing.words, onlyInListing) ? 1 : 0,
    first_differ: first,
    place_differ: place,
    swapped:
      inversions > 0 && query.words.some((word) => word.class === 'particle' && FILIATION.has(word.form.text))
        ? 1
        : 0,
    organization: org,
    slip_and_extra: (Math.min(2, many) / 2) * extra,
    variant_and_extra: weight === 0 ? 0 : (varied / weight) * extra,
    common_slip: commonSlip,
    thin: restQ + restL > 0.3 && org === 0 ? Math.max(0, THIN - evidence) : 0,
    no_exact: exact === 0 && org === 0 ? Math.min(2, many) / 2 : 0,
    foreign,
    foreign_extra: foreign * extra,
    foreign_doubt: foreign === 0 ? 0 : 1 / (1 + Math.exp((nats - NATS_SURE) / NATS_WIDTH)),
  };
}
