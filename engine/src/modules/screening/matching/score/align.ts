/**
 * Pairs the words of two names: each word with at most one, best pairs first; neighbouring words may be read as one
 * (De la Rosa, Delarosa). What is left over on both sides is compared once more as a whole.
 */

import { transliterationLikeness } from '../names/transliteration.ts';
import { weightedEdits, weightedEditsMin } from '../names/weighted-edits.ts';
import type { Likeness } from '../names/word-likeness.ts';
import { wordLikeness } from '../names/word-likeness.ts';
import { type ComparedName, type ComparedWord, carriesName } from './name-words.ts';

export type PairKind = Likeness | 'initial' | 'joined' | 'acronym';

export interface AlignedPair {
  readonly how: PairKind;
  readonly similarity: number;
  readonly edits: number;
  /** Of words of two scripts: how much more likely the letters are for one name than for two. */
  readonly nats?: number;
  /** Positions of the words it covers, both ends included. */
  readonly query: readonly [from: number, to: number];
  readonly listing: readonly [from: number, to: number];
  readonly weight: number;
}

export interface Alignment {
  readonly pairs: readonly AlignedPair[];
  readonly onlyInQuery: readonly number[];
  readonly onlyInListing: readonly number[];
}

type Compare = (
  asked: ComparedWord,
  listed: ComparedWord,
) => Pick<AlignedPair, 'how' | 'similarity' | 'edits' | 'nats'> | undefined;

const INITIAL = { how: 'initial', similarity: 0.8, edits: 0 } as const;
const SAME = { how: 'exact', similarity: 1, edits: 0 } as const;
const JOINED = 0.97;
const JOINED_WORDS_MAX = 4;
const ACRONYM_MIN = 3;

const VOWELLESS: ReadonlySet<string> = new Set(['arabic', 'hebrew']);
const LONG_VOWELLESS = 4;
const SYLLABIC: ReadonlySet<string | undefined> = new Set(['chinese', 'korean']);

/** Likeness of two words in their classes. */
export const compareWords: Compare = (asked, listed) => {
  if (asked.class === 'particle' || listed.class === 'particle')
    return asked.form.text === listed.form.text && asked.class === listed.class ? SAME : undefined;
  if (asked.class === 'initial' || listed.class === 'initial') {
    if (asked.form.text[0] !== listed.form.text[0]) return undefined;
    return asked.form.text.length === listed.form.text.length ? SAME : INITIAL;
  }
  const [foreign, latin] = asked.script === undefined ? [listed, asked] : [asked, listed];
  if (foreign.script !== undefined && latin.script === undefined)
    return transliterationLikeness({ form: foreign.form, script: foreign.script }, latin.form);
  // Two syllables that differ are two names: there are no slips of a letter in them.
  if (asked.script === listed.script && SYLLABIC.has(asked.script) && asked.written !== listed.written)
    return undefined;
  const alike = wordLikeness(asked.form, listed.form);
  // Without vowels one letter is another name: محمد, احمد.
  if (asked.script !== undefined && VOWELLESS.has(asked.script) && (alike?.edits ?? 0) > 0)
    return asked.form.text.length > LONG_VOWELLESS && (alike?.edits ?? 0) <= 1 ? alike : undefined;
  return alike;
};

export const pairWeight = (asked: ComparedWord, listed: ComparedWord): number =>
  carriesName(asked) && carriesName(listed)
    ? (asked.weight + listed.weight) / 2
    : Math.min(asked.weight, listed.weight);

const text = (words: readonly ComparedWord[], from: number, to: number): string => {
  let joined = '';
  for (let at = from; at <= to; at += 1) joined += words[at]?.form.text ?? '';
  return joined;
};

const weightOf = (words: readonly ComparedWord[], from: number, to: number): number => {
  let sum = 0;
  for (let at = from; at <= to; at += 1) sum += words[at]?.weight ?? 0;
  return sum;
};

const initials = (words: readonly ComparedWord[], from: number, to: number): string => {
  let letters = '';
  for (let at = from; at <= to; at += 1) letters += words[at]?.form.text[0] ?? '';
  return letters;
};

/** Runs of two to four words of one side that are one word of the other, written together or as its initials. */
function joinedPairs(
  words: readonly ComparedWord[],
  whole: readonly ComparedWord[],
  flipped: boolean,
): AlignedPair[] {
  const found: AlignedPair[] = [];
  for (const [at, one] of whole.entries()) {
    if (!carriesName(one)) continue;
    for (let from = 0; from + 1 < words.length; from += 1) {
      let length = words[from]?.form.text.length ?? 0;
      for (let to = from + 1; to < Math.min(words.length, from + JOINED_WORDS_MAX); to += 1) {
        length += words[to]?.form.text.length ?? 0;
        const isAcronym = one.form.text.length === to - from + 1 && isInitials(one, words, from, to);
        if (!isAcronym && !mayBeGlued(one, words, from, to, length)) continue;
        const pair = isAcronym ? acronymPair(one, words, from, to) : gluedPair(one, words, from, to);
        if (pair === undefined) continue;
        const run = [from, to] as const;
        const single = [at, at] as const;
        found.push({ ...pair, query: flipped ? single : run, listing: flipped ? run : single });
      }
    }
  }
  return found;
}

const isInitials = (one: ComparedWord, words: readonly ComparedWord[], from: number, to: number): boolean =>
  one.form.text === initials(words, from, to) &&
  (to - from + 1 >= ACRONYM_MIN || !/[aeiou]/.test(one.form.text));

function acronymPair(one: ComparedWord, words: readonly ComparedWord[], from: number, to: number) {
  const weight = (one.weight + weightOf(words, from, to)) / 2;
  return { how: 'acronym', similarity: 0.8, edits: 0, weight } as const;
}

/** By length and letters alone: false only where `gluedPair` finds nothing. */
function mayBeGlued(
  one: ComparedWord,
  words: readonly ComparedWord[],
  from: number,
  to: number,
  length: number,
): boolean {
  if (Math.abs(length - one.form.text.length) > 2) return false;
  let letters = 0;
  for (let at = from; at <= to; at += 1) letters |= words[at]?.form.textLetters ?? 0;
  return weightedEditsMin(letters, one.form.textLetters) <= gluedEditsMax(one);
}

const gluedEditsMax = ({ form }: ComparedWord): number =>
  form.text.length >= 9 ? 1.5 : form.text.length >= 6 ? 1 : 0;

/** Whether a run of one side's words could be one word of the other: false only where `joinedPairs` finds nothing. */
export const mayBeJoined = (left: readonly ComparedWord[], right: readonly ComparedWord[]): boolean =>
  isAnyJoined(left, right) || isAnyJoined(right, left);

function isAnyJoined(words: readonly ComparedWord[], whole: readonly ComparedWord[]): boolean {
  for (const one of whole) {
    if (!carriesName(one)) continue;
    const wanted = one.form.text.length;
    for (let from = 0; from + 1 < words.length; from += 1) {
      let length = words[from]?.form.text.length ?? 0;
      for (let to = from + 1; to < Math.min(words.length, from + JOINED_WORDS_MAX); to += 1) {
        length += words[to]?.form.text.length ?? 0;
        if (wanted === to - from + 1 && isInitials(one, words, from, to)) return true;
        if (mayBeGlued(one, words, from, to, length)) return true;
      }
    }
  }
  return false;
}

function gluedPair(one: ComparedWord, words: readonly ComparedWord[], from: number, to: number) {
  const glued = text(words, from, to);
  const limit = gluedEditsMax(one);
  const edits = glued === one.form.text ? 0 : limit === 0 ? 9 : weightedEdits(glued, one.form.text, limit);
  if (edits > limit) return undefined;
  const weight = (Math.max(one.weight, 0.5) + weightOf(words, from, to)) / 2;
  return { how: 'joined', similarity: JOINED - edits / glued.length, edits, weight } as const;
}

const isAllExact = (query: ComparedName, listing: ComparedName): boolean =>
  query.words.every(
    (asked) => !carriesName(asked) || listing.words.some((listed) => listed.form.text === asked.form.text),
  );

/** Greedy on purpose: with at most 24 words the best pairs first is what a person would draw, and it can be explained. */
export function alignNames(query: ComparedName, listing: ComparedName): Alignment {
  const options: AlignedPair[] = [];
  let i = 0;
  for (const asked of query.words) {
    let j = 0;
    for (const listed of listing.words) {
      const like = compareWords(asked, listed);
      if (like !== undefined)
        options.push({ ...like, query: [i, i], listing: [j, j], weight: pairWeight(asked, listed) });
      j += 1;
    }
    i += 1;
  }
  if (!isAllExact(query, listing)) {
    options.push(...joinedPairs(query.words, listing.words, false));
    options.push(...joinedPairs(listing.words, query.words, true));
  }
  options.sort(
    (a, b) =>
      b.similarity * b.similarity * b.weight - a.similarity * a.similarity * a.weight ||
      Math.abs(a.query[0] - a.listing[0]) - Math.abs(b.query[0] - b.listing[0]) ||
      a.query[0] - b.query[0],
  );
  return pickPairs(options, query.words.length, listing.words.length);
}

function pickPairs(options: readonly AlignedPair[], asked: number, listed: number): Alignment {
  const usedQuery = new Uint8Array(asked);
  const usedListing = new Uint8Array(listed);
  const isFree = (used: Uint8Array, [from, to]: AlignedPair['query']): boolean => {
    for (let at = from; at <= to; at += 1) if (used[at] !== 0) return false;
    return true;
  };
  const pairs: AlignedPair[] = [];
  for (const pair of options) {
    if (!isFree(usedQuery, pair.query) || !isFree(usedListing, pair.listing)) continue;
    usedQuery.fill(1, pair.query[0], pair.query[1] + 1);
    usedListing.fill(1, pair.listing[0], pair.listing[1] + 1);
    pairs.push(pair);
  }
  return { pairs, onlyInQuery: unused(usedQuery), onlyInListing: unused(usedListing) };
}

function unused(used: Uint8Array): number[] {
  const left: number[] = [];
  for (let at = 0; at < used.length; at += 1) if (used[at] === 0) left.push(at);
  return left;
}
