/**
 * Which listed names are worth a close look. Postings of the words alike are visited rarest word first and within a
 * budget, so the time is bounded however common the words are; then the most promising names go on.
 */

import { bitCount } from '../names/letter-set.ts';
import type { ComparedName, ComparedWord } from '../score/name-words.ts';
import { carriesName } from '../score/name-words.ts';
import { joinedTexts } from './joined.ts';
import { postingCount, visitHash } from './postings.ts';
import { isCarrying, type Scratch, type ScreeningIndex, wordIdOf } from './shape.ts';
import { type SimilarWord, similarWords } from './vocabulary.ts';

const VISITS_MAX = 150_000;
const CANDIDATES_MAX = 64;
const SORTED_AT = 256;
const JOINED_MAX = 2_000;
const JOINED_GAIN = 1;
const SHORT = 3;
/** Rough score below which a name is not looked at: what the close look would give it is no match. */
const PROMISE_MIN = 0.3;
/** What a word missing on either side costs in the rough score; milder than in the close one. */
const MISSING_IN_LISTING = 0.3;
const MISSING_IN_QUERY = 0.12;

/** More than the words of a query and what is joined of them. */
const WORD_NUMBERS = 32;
const QUERIES_MAX = 2 ** 32 / WORD_NUMBERS - 1;

interface Search {
  readonly index: ScreeningIndex;
  readonly scratch: Scratch;
  /** What is written beside names that this query reached; more than any query before it wrote. */
  readonly mark: number;
  reached: number;
  visits: number;
}

interface AskedWord {
  readonly number: number;
  readonly weight: number;
  readonly similar: readonly SimilarWord[];
  readonly frequency: number;
}

/** Adds what one query word gives to a name; a second, weaker likeness of the same word adds nothing. */
function gain(search: Search, name: number, word: number, amount: number): void {
  const { marks, gains, touched } = search.scratch;
  const cell = name * 2;
  const mark = marks[cell] ?? 0;
  if (mark === search.mark + word) return;
  if (mark < search.mark) {
    touched[search.reached] = name;
    search.reached += 1;
    gains[cell + 1] = amount;
  } else gains[cell + 1] = (gains[cell + 1] ?? 0) + amount;
  marks[cell] = search.mark + word;
}

/** Rarity of the listed words it may be; a word that stands nowhere is rare. */
function askedWord(index: ScreeningIndex, word: ComparedWord, number: number): AskedWord {
  const similar = similarWords(index.vocabulary, word.form.text, word.script);
  const [best] = similar;
  const weight = best !== undefined && best.similarity === 1 ? (index.rarity[best.id] ?? 1) : 1;
  let frequency = 0;
  for (const { id } of similar) frequency += postingCount(index.postings, id);
  return { number, weight, similar, frequency };
}

function visitWord(search: Search, word: AskedWord): void {
  const { postings } = search.index;
  for (const { id, similarity } of word.similar) {
    const count = postingCount(postings, id);
    if (search.visits > 0 && search.visits + count > VISITS_MAX) continue;
    search.visits += count;
    const end = postings.offsets[id + 1] ?? 0;
    for (let at = postings.offsets[id] ?? 0; at < end; at += 1)
      gain(search, postings.items[at] ?? 0, word.number + 1, word.weight * similarity);
  }
}

/** The query's words written as one, and words of the query that are several of the name: together as much as one word. */
function visitJoined(search: Search, query: ComparedName, number: number): void {
  const { index } = search;
  const texts = query.words.map((word) => ({ text: word.form.text, class: word.class }));
  for (const text of joinedTexts(texts)) {
    const id = index.vocabulary.ids.get(text);
    const end = id === undefined ? 0 : (index.postings.offsets[id + 1] ?? 0);
    for (let at = id === undefined ? 0 : (index.postings.offsets[id] ?? 0); at < end; at += 1)
      gain(search, index.postings.items[at] ?? 0, number, JOINED_GAIN);
    visitJoinedNames(search, text, number);
  }
  for (const { text } of texts) if (text.length > SHORT) visitJoinedNames(search, text, number);
}

function visitJoinedNames(search: Search, text: string, number: number): void {
  let left = JOINED_MAX;
  visitHash(search.index.joined, text, (name) => {
    gain(search, name, number, JOINED_GAIN);
    left -= 1;
    return left > 0;
  });
}

interface Promising {
  readonly name: number;
  readonly promise: number;
}

const bestFirst = (a: Promising, b: Promising): number => b.promise - a.promise || a.name - b.name;

/** Less gives less promise than this even where the name has no other words. */
const gainFor = (promise: number, total: number): number =>
  ((MISSING_IN_LISTING * promise * total) / (1 - promise + MISSING_IN_LISTING * promise)) * (1 - ROUNDING);
const ROUNDING = 1e-6;

/** The best 64 of many, sorted some hundred at a time: common words reach a hundred thousand names. */
function promising(search: Search, total: number, isWanted: (name: number) => boolean): Promising[] {
  const { weightOf } = search.index;
  const { touched, gains } = search.scratch;
  const found: Promising[] = [];
  let bar = PROMISE_MIN;
  let enough = gainFor(bar, total);
  for (let at = 0; at < search.reached; at += 1) {
    const name = touched[at] ?? 0;
    const gain = gains[name * 2 + 1] ?? 0;
    if (gain < enough) continue;
    const gained = Math.min(gain, total);
    const missing = MISSING_IN_LISTING * (total - gained);
    const extra = MISSING_IN_QUERY * Math.max(0, (weightOf[name] ?? 0) - gained);
    const promise = gained / (gained + missing + extra);
    if (promise < bar || !isWanted(name)) continue;
    found.push({ name, promise });
    if (found.length < SORTED_AT) continue;
    found.sort(bestFirst).length = CANDIDATES_MAX;
    bar = found[CANDIDATES_MAX - 1]?.promise ?? bar;
    enough = gainFor(bar, total);
  }
  found.sort(bestFirst);
  return found.slice(0, CANDIDATES_MAX);
}

const CONTAINED_MIN = 0.34;
const SHARED_MIN = 0.25;

/**
 * Whether a name has one word in common with the query, and what both have besides is of other letters: nothing that a close
 * look could find. Two in three candidates have one word in common; one in three of them is passed over by this.
 */
function oneWordInCommon(
  index: ScreeningIndex,
  query: ComparedName,
  asked: readonly AskedWord[],
): (name: number) => boolean {
  const alike = new Map<number, number>();
  for (const { number, similar } of asked)
    for (const { id } of similar) alike.set(id, (alike.get(id) ?? 0) | (1 << number));
  const letters = query.words.filter(carriesName).map((word) => word.form.textLetters);
  return (name) => {
    let met = 0;
    let theirs = 0;
    const end = index.wordOffsets[name + 1] ?? 0;
    for (let at = index.wordOffsets[name] ?? 0; at < end; at += 1) {
      const item = index.wordItems[at] ?? 0;
      if (!isCarrying(item)) continue;
      const words = alike.get(wordIdOf(item));
      if (words === undefined) theirs |= index.vocabulary.near.letters[wordIdOf(item)] ?? 0;
      else met |= words;
    }
    if (theirs === 0 || bitCount(met) !== 1) return false;
    let mine = 0;
    for (const [at, own] of letters.entries()) if ((met & (1 << at)) === 0) mine |= own;
    if (mine === 0) return false;
    const shared = bitCount(mine & theirs);
    const [fewer, more] = [bitCount(mine), bitCount(theirs)].sort((a, b) => a - b);
    return shared < CONTAINED_MIN * (fewer ?? 0) || shared < SHARED_MIN * (more ?? 0);
  };
}

interface Candidates {
  readonly names: readonly number[];
  /** Names that need no close look. */
  readonly isHopeless: (name: number) => boolean;
}

function searchIn(index: ScreeningIndex): Search {
  const { scratch } = index;
  scratch.queries += 1;
  if (scratch.queries > QUERIES_MAX) {
    scratch.marks.fill(0);
    scratch.queries = 1;
  }
  return { index, scratch, mark: scratch.queries * WORD_NUMBERS, reached: 0, visits: 0 };
}

/**
 * Names by rough score, best first, at most 64. Ties go to the lower name number, so the answer is always the same.
 */
export function findCandidates(
  index: ScreeningIndex,
  query: ComparedName,
  isWanted: (name: number) => boolean,
): Candidates {
  const search = searchIn(index);
  const words = query.words
    .filter(carriesName)
    .map((word, at) => askedWord(index, word, at))
    .sort((a, b) => a.frequency - b.frequency || a.number - b.number);
  for (const word of words) visitWord(search, word);
  visitJoined(search, query, words.length + 1);
  const total = words.reduce((sum, word) => sum + word.weight, 0);
  return {
    names: promising(search, Math.max(total, 1), isWanted).map(({ name }) => name),
    isHopeless: oneWordInCommon(index, query, words),
  };
}
