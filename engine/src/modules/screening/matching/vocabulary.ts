/**
 * Every word of every listed name, once: how rare it is and how to find it from a word that is written otherwise.
 * Look-ups: equal, related by the tables, equal sound key, and sharing enough trigrams to be a few edits away. All
 * postings are typed arrays; the work per look-up is bounded whatever the input.
 */
import { editBudget, editSimilarity } from './edit-similarity.ts';
import { consonantSkeleton, iberianKey, metaphoneKeys } from './phonetic.ts';
import { buildPostings, type Postings } from './postings.ts';
import { type Relation, relatedWords } from './tables.ts';

export type Likeness = 'exact' | Relation | 'phonetic' | 'spelling' | 'transliterated';

/** A listed word that may be the word asked for. */
export interface SimilarWord {
  id: number;
  /** 0.6 to 1. */
  similarity: number;
  how: Likeness;
}

/** By id, most alike first. */
export type SimilarWords = ReadonlyMap<number, SimilarWord>;

export interface Vocabulary {
  readonly words: readonly string[];
  readonly ids: ReadonlyMap<string, number>;
  /** Weight by rarity: 0.4 for a word of every name, 1 for a word of one. */
  readonly weights: Float32Array;
  /** Set of its letters, one bit each, and its length. */
  readonly letters: Uint32Array;
  readonly lengths: Uint8Array;
  readonly trigrams: Postings;
  readonly iberian: ReadonlyMap<string, readonly number[]>;
  readonly metaphone: ReadonlyMap<string, readonly number[]>;
  readonly skeletons: ReadonlyMap<string, readonly number[]>;
  /** Reused by look-ups: trigrams shared with the word at hand, and the words that share any. */
  readonly shared: Uint8Array;
  readonly touched: Uint32Array;
  readonly cache: Map<string, SimilarWords>;
}

const RARITY_FLOOR = 0.4;
const GRAM_BASE = 38;
const GRAM_SPACE = GRAM_BASE ** 3;
/** Postings visited and words compared for one look-up, whatever is asked. */
const VISITS_MAX = 40_000;
const COMPARED_MAX = 600;
const SIMILAR_MAX = 64;
const CACHE_MAX = 20_000;
const RELATION_SIMILARITY: Record<Relation, number> = {
  abbreviation: 0.95,
  variant: 0.95,
  synonym: 0.95,
  nickname: 0.85,
};
const TRANSLITERATED = 0.72;
const PHONETIC_LETTERS_MIN = 3;
const SKELETON_MIN = 3;

/** a-z 1-26, 0-9 27-36, edge of the word 0. */
const gramDigit = (word: string, at: number): number => {
  if (at < 0 || at >= word.length) return 0;
  const code = word.charCodeAt(at);
  return code >= 97 ? code - 96 : code - 21;
};

/** Trigrams of the word with one edge sign on either side, each once. */
export function trigramsOf(word: string): number[] {
  const grams: number[] = [];
  for (let at = -1; at < word.length - 1; at += 1) {
    const gram =
      (gramDigit(word, at) * GRAM_BASE + gramDigit(word, at + 1)) * GRAM_BASE + gramDigit(word, at + 2);
    if (!grams.includes(gram)) grams.push(gram);
  }
  return grams;
}

/** One bit per letter: words whose sets differ by more than two letters per edit cannot be that near. */
function letterSet(word: string): number {
  let bits = 0;
  for (let at = 0; at < word.length; at += 1) bits |= 1 << (word.charCodeAt(at) % 32);
  return bits >>> 0;
}

function bitCount(bits: number): number {
  let left = bits - ((bits >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return (((left + (left >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

function push(map: Map<string, number[]>, key: string, id: number): void {
  const ids = map.get(key);
  if (ids === undefined) map.set(key, [id]);
  else ids.push(id);
}

/** `names`: number of listed names; `frequency[i]`: in how many of them word i stands. */
export function buildVocabulary(
  words: readonly string[],
  frequency: ArrayLike<number>,
  names: number,
): Vocabulary {
  const ids = new Map(words.map((word, id) => [word, id]));
  const scale = Math.log(Math.max(names, 2));
  const weights = Float32Array.from(words, (_, id) => {
    const rarity = Math.log(Math.max(names, 2) / Math.max(frequency[id] ?? 1, 1)) / scale;
    return RARITY_FLOOR + (1 - RARITY_FLOOR) * Math.max(0, rarity);
  });
  const sound = { iberian: new Map<string, number[]>(), metaphone: new Map<string, number[]>() };
  const skeletons = new Map<string, number[]>();
  for (const [id, word] of words.entries()) {
    if (word.length >= PHONETIC_LETTERS_MIN) push(sound.iberian, iberianKey(word), id);
    if (word.length > PHONETIC_LETTERS_MIN)
      for (const key of metaphoneKeys(word)) push(sound.metaphone, key, id);
    const skeleton = consonantSkeleton(word);
    if (skeleton.length >= SKELETON_MIN) push(skeletons, skeleton, id);
  }
  return {
    words,
    ids,
    weights,
    letters: Uint32Array.from(words, letterSet),
    lengths: Uint8Array.from(words, (word) => word.length),
    trigrams: buildPostings(GRAM_SPACE, words.length, (id) => trigramsOf(words[id] ?? '')),
    ...sound,
    skeletons,
    shared: new Uint8Array(words.length),
    touched: new Uint32Array(words.length),
    cache: new Map(),
  };
}

/** Weight of a word: by rarity when it is listed, else as one that stands in no name. */
export const wordWeight = (vocabulary: Vocabulary, word: string): number => {
  const id = vocabulary.ids.get(word);
  return id === undefined ? 1 : (vocabulary.weights[id] ?? 1);
};

/** Words near in spelling: those that share enough trigrams, rarest trigram first, then compared letter by letter. */
function nearInSpelling(vocabulary: Vocabulary, word: string, found: Map<number, SimilarWord>): void {
  const { trigrams, shared, touched, letters, lengths, words } = vocabulary;
  const grams = trigramsOf(word).sort((a, b) => trigrams.count(a) - trigrams.count(b));
  const budget = editBudget(word.length);
  const needed = Math.max(1, grams.length - 4 * budget);
  let reached = 0;
  let visits = 0;
  for (const gram of grams) {
    if (visits > 0 && visits + trigrams.count(gram) > VISITS_MAX) break;
    visits += trigrams.count(gram);
    for (let at = trigrams.offsets[gram] ?? 0; at < (trigrams.offsets[gram + 1] ?? 0); at += 1) {
      const id = trigrams.items[at] ?? 0;
      if (shared[id] === 0) touched[reached++] = id;
      shared[id] = (shared[id] ?? 0) + 1;
    }
  }
  const own = letterSet(word);
  let compared = 0;
  for (let at = 0; at < reached; at += 1) {
    const id = touched[at] ?? 0;
    const enough = (shared[id] ?? 0) >= needed;
    shared[id] = 0;
    if (!enough || compared >= COMPARED_MAX || Math.abs((lengths[id] ?? 0) - word.length) > budget) continue;
    if (bitCount((letters[id] ?? 0) ^ own) > 2 * budget) continue;
    compared += 1;
    const similarity = editSimilarity(word, words[id] ?? '');
    if (similarity > 0) keepBest(found, { id, similarity, how: 'spelling' });
  }
}

function keepBest(found: Map<number, SimilarWord>, candidate: SimilarWord): void {
  const known = found.get(candidate.id);
  if (known === undefined || known.similarity < candidate.similarity) found.set(candidate.id, candidate);
}

/** Equal sound: worth more than the letters alone say, less than equality. */
function nearInSound(vocabulary: Vocabulary, word: string, found: Map<number, SimilarWord>): void {
  if (word.length < PHONETIC_LETTERS_MIN) return;
  const sounds: [readonly number[] | undefined, number, number][] = [
    [vocabulary.iberian.get(iberianKey(word)), 0.8, 0.16],
    ...metaphoneKeys(word).map((key): [readonly number[] | undefined, number, number] => [
      word.length > PHONETIC_LETTERS_MIN ? vocabulary.metaphone.get(key) : undefined,
      0.45,
      0.45,
    ]),
  ];
  for (const [ids, base, letters] of sounds) {
    for (const id of ids?.slice(0, COMPARED_MAX) ?? []) {
      const spelled = editSimilarity(word, vocabulary.words[id] ?? '');
      if (spelled > 0 && spelled < 1)
        keepBest(found, { id, similarity: base + letters * spelled, how: 'phonetic' });
    }
  }
}

function lookUp(vocabulary: Vocabulary, word: string, foreign: boolean): SimilarWords {
  const found = new Map<number, SimilarWord>();
  const id = vocabulary.ids.get(word);
  if (id !== undefined) found.set(id, { id, similarity: 1, how: 'exact' });
  for (const [other, relation] of relatedWords(word)) {
    const otherId = vocabulary.ids.get(other);
    if (otherId !== undefined)
      keepBest(found, { id: otherId, similarity: RELATION_SIMILARITY[relation], how: relation });
  }
  if (/[a-z]/.test(word)) {
    nearInSound(vocabulary, word, found);
    nearInSpelling(vocabulary, word, found);
    const skeleton = foreign ? consonantSkeleton(word) : '';
    for (const other of skeleton.length >= SKELETON_MIN ? (vocabulary.skeletons.get(skeleton) ?? []) : []) {
      keepBest(found, { id: other, similarity: TRANSLITERATED, how: 'transliterated' });
    }
  }
  const best = [...found.values()].sort((a, b) => b.similarity - a.similarity || a.id - b.id);
  return new Map(best.slice(0, SIMILAR_MAX).map((similar) => [similar.id, similar]));
}

/** Listed words that may be `word`, most alike first, at most 64. The answer depends on the vocabulary alone. */
export function similarWords(vocabulary: Vocabulary, word: string, foreign: boolean): SimilarWords {
  const key = foreign ? `~${word}` : word;
  const known = vocabulary.cache.get(key);
  if (known !== undefined) return known;
  const found = lookUp(vocabulary, word, foreign);
  if (vocabulary.cache.size >= CACHE_MAX) vocabulary.cache.clear();
  vocabulary.cache.set(key, found);
  return found;
}
