/**
 * The close look at one listed name: each word of the query is paired with at most one word of the name, best pairs
 * first; neighbouring words may be read as one (dela rosa, Delarosa). What is left over costs: most where both sides
 * have something of their own (another maternal surname), little where only one side has more (one left out).
 */
import type { MatchFeature } from '../match.ts';
import { editSimilarity } from './edit-similarity.ts';
import type { PreparedQuery, QueryWord } from './prepared-query.ts';
import { carriesName, type IndexedWord, joinedSpellings } from './screening-index.ts';
import type { Likeness } from './vocabulary.ts';

export interface AlignedPair {
  feature: MatchFeature;
  query: string;
  listing: string;
  similarity: number;
  weight: number;
  /** Number of words that carry a name in it; 0 for particles, titles and initials. */
  carrying: number;
}

export interface Alignment {
  pairs: AlignedPair[];
  onlyInQuery: QueryWord[];
  onlyInListing: IndexedWord[];
}

const FEATURES: Record<Likeness, MatchFeature> = {
  exact: 'name_exact',
  spelling: 'name_spelling',
  phonetic: 'name_phonetic',
  variant: 'name_variant',
  abbreviation: 'name_abbreviation',
  nickname: 'name_nickname',
  synonym: 'name_synonym',
  transliterated: 'name_transliterated',
};

const JOINED = 0.95;
const INITIAL = 0.8;

interface Option extends AlignedPair {
  q: readonly [from: number, to: number];
  l: readonly [from: number, to: number];
}

type Words = readonly IndexedWord[];

function likeness(
  asked: QueryWord,
  listed: IndexedWord,
): { similarity: number; feature: MatchFeature } | undefined {
  if (carriesName(asked) && carriesName(listed)) {
    const found = asked.similar.get(listed.id);
    if (found !== undefined) return { similarity: found.similarity, feature: FEATURES[found.how] };
    if (asked.text.length > 3 || listed.text.length > 3 || asked.class === 'number') return undefined;
    const spelled = editSimilarity(asked.text, listed.text);
    return spelled === 0 ? undefined : { similarity: spelled, feature: 'name_spelling' };
  }
  const isInitial = asked.class === 'initial' || listed.class === 'initial';
  if (isInitial && asked.class !== 'number' && listed.class !== 'number' && listed.class !== 'legal') {
    const same = asked.text.length === 1 && listed.text.length === 1;
    return asked.text[0] === listed.text[0]
      ? { similarity: same ? 1 : INITIAL, feature: 'name_initial' }
      : undefined;
  }
  return asked.text === listed.text ? { similarity: 1, feature: 'name_exact' } : undefined;
}

/** A short name shared by both as an initial or title must not weigh like a word. */
const pairWeight = (asked: QueryWord, listed: IndexedWord): number =>
  carriesName(asked) && carriesName(listed)
    ? (asked.weight + listed.weight) / 2
    : Math.min(asked.weight, listed.weight);

function singleOptions(query: PreparedQuery, words: Words): Option[] {
  const options: Option[] = [];
  for (const [i, asked] of query.words.entries()) {
    for (const [j, listed] of words.entries()) {
      const like = likeness(asked, listed);
      if (like === undefined) continue;
      const carrying = carriesName(asked) && carriesName(listed) ? 1 : 0;
      const weight = pairWeight(asked, listed);
      options.push({
        ...like,
        query: asked.text,
        listing: listed.text,
        weight,
        carrying,
        q: [i, i],
        l: [j, j],
      });
    }
  }
  return options;
}

const sumWeights = (words: readonly { weight: number }[], from: number, to: number): number =>
  words.slice(from, to + 1).reduce((sum, word) => sum + word.weight, 0);

function joinedOptions(query: PreparedQuery, words: Words): Option[] {
  const options: Option[] = [];
  const add = (q: Option['q'], l: Option['l'], text: string): void => {
    const written = (list: readonly { text: string }[], [from, to]: Option['q']) =>
      list
        .slice(from, to + 1)
        .map((word) => word.text)
        .join(' ');
    const weight = (sumWeights(query.words, ...q) + sumWeights(words, ...l)) / 2;
    if (text.length < 4) return;
    options.push({
      feature: 'name_joined',
      query: written(query.words, q),
      listing: written(words, l),
      similarity: JOINED,
      weight,
      carrying: 1,
      q,
      l,
    });
  };
  for (const { key, text, from, to } of query.joined) {
    for (const [j, listed] of words.entries()) if (listed.key === key) add([from, to], [j, j], text);
  }
  const listedJoined = query.words.some((word) => word.text.length >= 4) ? joinedSpellings(words) : [];
  for (const { key, text, from, to } of listedJoined) {
    for (const [i, asked] of query.words.entries()) if (asked.key === key) add([i, i], [from, to], text);
  }
  return options;
}

/** Greedy on purpose: with at most 24 words the best pairs first is what a person would draw, and it can be explained. */
export function alignNames(query: PreparedQuery, words: Words): Alignment {
  const options = singleOptions(query, words);
  const allFound = query.words.every(
    (asked) => !carriesName(asked) || words.some((listed) => listed.text === asked.text),
  );
  if (!allFound) options.push(...joinedOptions(query, words));
  options.sort(
    (a, b) => b.similarity * b.weight - a.similarity * a.weight || a.q[0] - b.q[0] || a.l[0] - b.l[0],
  );
  const usedQuery = new Uint8Array(query.words.length);
  const usedListing = new Uint8Array(words.length);
  const free = (used: Uint8Array, [from, to]: Option['q']): boolean => {
    for (let at = from; at <= to; at += 1) if (used[at] !== 0) return false;
    return true;
  };
  const pairs: AlignedPair[] = [];
  for (const { q, l, ...pair } of options) {
    if (!free(usedQuery, q) || !free(usedListing, l)) continue;
    usedQuery.fill(1, q[0], q[1] + 1);
    usedListing.fill(1, l[0], l[1] + 1);
    pairs.push(pair);
  }
  return {
    pairs,
    onlyInQuery: query.words.filter((_, i) => usedQuery[i] === 0),
    onlyInListing: words.filter((_, j) => usedListing[j] === 0),
  };
}
