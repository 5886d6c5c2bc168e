/**
 * Which listed names are worth a close look. Postings of the words alike are visited rarest word first and within a
 * budget, so the time is bounded however common the words are; then the most promising names go on.
 */
import type { PreparedQuery, QueryWord } from './prepared-query.ts';
import type { ScreeningIndex } from './screening-index.ts';

const VISITS_MAX = 120_000;
const CANDIDATES_MAX = 64;
/** Rough score below which a name is not looked at, and as a share of the threshold: evidence can still lift it. */
const PROMISE_MIN = 0.3;
const PROMISE_SHARE = 0.65;
/** What a word missing on either side costs in the rough score; milder than in the close one. */
const MISSING_IN_LISTING = 0.3;
const MISSING_IN_QUERY = 0.15;

interface Search {
  readonly index: ScreeningIndex;
  readonly query: number;
  reached: number;
  visits: number;
}

/** Adds what one query word gives to a name; a second, weaker likeness of the same word adds nothing. */
function gain(search: Search, name: number, word: number, amount: number): void {
  const { scratch } = search.index;
  if (scratch.stamp[name] !== search.query) {
    scratch.stamp[name] = search.query;
    scratch.gain[name] = 0;
    scratch.word[name] = 0;
    scratch.touched[search.reached] = name;
    search.reached += 1;
  }
  if (scratch.word[name] === word) return;
  scratch.word[name] = word;
  scratch.gain[name] = (scratch.gain[name] ?? 0) + amount;
}

function visitWord(search: Search, word: QueryWord, number: number): void {
  const { postings } = search.index;
  for (const { id, similarity } of word.similar.values()) {
    const count = postings.count(id);
    if (search.visits > 0 && search.visits + count > VISITS_MAX) continue;
    search.visits += count;
    const end = postings.offsets[id + 1] ?? 0;
    for (let at = postings.offsets[id] ?? 0; at < end; at += 1) {
      gain(search, postings.items[at] ?? 0, number, word.weight * similarity);
    }
  }
}

function visitJoined(search: Search, query: PreparedQuery): void {
  const { index } = search;
  for (const [position, word] of query.words.entries()) {
    for (const name of index.joined.get(word.key) ?? []) gain(search, name, position + 1, word.weight);
  }
  for (const [position, joined] of query.joined.entries()) {
    const weight = query.words.slice(joined.from, joined.to + 1).reduce((sum, word) => sum + word.weight, 0);
    const number = query.words.length + position + 1;
    const id = index.vocabulary.ids.get(joined.text);
    if (id === undefined) continue;
    const end = index.postings.offsets[id + 1] ?? 0;
    for (let at = index.postings.offsets[id] ?? 0; at < end; at += 1) {
      gain(search, index.postings.items[at] ?? 0, number, weight);
    }
  }
}

/** Names by rough score, best first, at most 64. Ties go to the lower name number, so the answer is always the same. */
export function findCandidates(index: ScreeningIndex, query: PreparedQuery, threshold: number): number[] {
  const { scratch } = index;
  scratch.queries = (scratch.queries + 1) >>> 0 || 1;
  const search: Search = { index, query: scratch.queries, reached: 0, visits: 0 };
  const frequency = (word: QueryWord): number => {
    let sum = 0;
    for (const id of word.similar.keys()) sum += index.postings.count(id);
    return sum;
  };
  const order = query.words
    .map((word, position) => ({ word, number: position + 1, frequency: frequency(word) }))
    .sort((a, b) => a.frequency - b.frequency || a.number - b.number);
  for (const { word, number } of order) visitWord(search, word, number);
  visitJoined(search, query);

  const least = Math.max(PROMISE_MIN, threshold * PROMISE_SHARE);
  const total = query.words.reduce((sum, word) => sum + word.weight, 0);
  const promising: { name: number; promise: number }[] = [];
  for (let at = 0; at < search.reached; at += 1) {
    const name = scratch.touched[at] ?? 0;
    const gained = Math.min(scratch.gain[name] ?? 0, total);
    const missing = MISSING_IN_LISTING * (total - gained);
    const extra = MISSING_IN_QUERY * Math.max(0, (index.weightOf[name] ?? 0) - gained);
    const promise = gained / (gained + missing + extra);
    if (promise >= least) promising.push({ name, promise });
  }
  promising.sort((a, b) => b.promise - a.promise || a.name - b.name);
  return promising.slice(0, CANDIDATES_MAX).map(({ name }) => name);
}
