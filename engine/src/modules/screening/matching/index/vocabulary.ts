/**
 * Every word of every listed name, once, and how to find it from a word that is written otherwise: equal, related by the
 * tables, equal in sound, fold or consonants, or sharing enough trigrams to be a few edits away. The work per look-up is
 * bounded whatever is asked.
 */

import { bitCount, letterSet } from '../names/letter-set.ts';
import { relatedWords } from '../names/tables.ts';
import { type Script, transliterationLikeness } from '../names/transliteration.ts';
import { makeWordForm, type WordForm, wordForm } from '../names/word-form.ts';
import { editsAllowed, wordLikeness } from '../names/word-likeness.ts';
import { growingNumbers } from './growing.ts';
import { growingNearWords, type NearWords, nearTo } from './near-words.ts';
import {
  type HashPostings,
  hashPostingsOf,
  hashText,
  type Postings,
  postingCount,
  postingsOf,
  type Steps,
  visitHash,
} from './postings.ts';

export interface SimilarWord {
  readonly id: number;
  /** 0.5 to 1. */
  readonly similarity: number;
}

export interface Vocabulary {
  readonly words: readonly string[];
  readonly ids: ReadonlyMap<string, number>;
  readonly trigrams: Postings;
  /** Sound, fold and consonants, each text marked by its kind. */
  readonly keys: HashPostings;
  readonly foreign: ReadonlyMap<number, Script>;
  readonly near: NearWords;
  readonly lengths: Uint8Array;
  /** Forms of the words looked at so far, by id. */
  readonly forms: (WordForm | undefined)[];
  /** Reused by look-ups. */
  readonly shared: Uint8Array;
  readonly touched: Uint32Array;
  readonly cache: Map<string, readonly SimilarWord[]>;
}

const GRAM_BASE = 38;
const GRAM_SPACE = GRAM_BASE ** 3;
const VISITS_MAX = 40_000;
const COMPARED_MAX = 500;
const BY_KEY_MAX = 300;
const SIMILAR_MAX = 96;
const CACHE_MAX = 20_000;
const SKELETON_MIN = 2;
const WORDS_PER_STEP = 2_000;

/** a-z 1-26, 0-9 27-36, edge of the word 0. */
const gramDigit = (word: string, at: number): number => {
  if (at < 0 || at >= word.length) return 0;
  const code = word.charCodeAt(at);
  return code >= 97 ? code - 96 : code >= 48 && code <= 57 ? code - 21 : 37;
};

function trigramsOf(word: string): number[] {
  const grams: number[] = [];
  for (let at = -1; at < word.length - 1; at += 1) {
    const gram =
      (gramDigit(word, at) * GRAM_BASE + gramDigit(word, at + 1)) * GRAM_BASE + gramDigit(word, at + 2);
    if (!grams.includes(gram)) grams.push(gram);
  }
  return grams;
}

/** Sound and fold of a word, each marked by a letter of its own. */
function soundKeys(form: WordForm): string[] {
  const keys = [`f${form.fold}`];
  if (form.iberian.length >= 3) keys.push(`i${form.iberian}`);
  return keys;
}

/** Under these a word is found by its consonants: all by words of other scripts, those of other scripts by all. */
const CONSONANTS = 's';
const FOREIGN_CONSONANTS = 'z';

/** The consonants, and the consonants without each one of them: what differs by one is found under a common key. */
function nearSkeletons(skeleton: string): string[] {
  if (skeleton.length < SKELETON_MIN) return [];
  const near = [skeleton];
  if (skeleton.length > SKELETON_MIN)
    for (let at = 0; at < skeleton.length; at += 1) near.push(skeleton.slice(0, at) + skeleton.slice(at + 1));
  return near;
}

/** `foreign`: ids of the words that stand in a name of another script, and which. */
export function* vocabularyOf(
  words: readonly string[],
  ids: ReadonlyMap<string, number>,
  foreign: ReadonlyMap<number, Script>,
): Steps<Vocabulary> {
  const grams = growingNumbers(words.length * 16 + 16);
  const keys = growingNumbers(words.length * 8 + 16);
  const near = growingNearWords(words);
  const lengths = new Uint8Array(words.length);
  for (const [id, word] of words.entries()) {
    if (id % WORDS_PER_STEP === 0) yield;
    for (const gram of trigramsOf(word)) {
      grams.push(gram);
      grams.push(id);
    }
    const form = makeWordForm(word);
    const found = soundKeys(form);
    for (const skeleton of nearSkeletons(form.skeleton)) {
      found.push(CONSONANTS + skeleton);
      if (foreign.has(id)) found.push(FOREIGN_CONSONANTS + skeleton);
    }
    for (const key of found) {
      keys.push(hashText(key));
      keys.push(id);
    }
    near.add(id, form);
    lengths[id] = word.length;
  }
  return {
    words,
    ids,
    trigrams: yield* postingsOf(GRAM_SPACE, grams),
    keys: yield* hashPostingsOf(keys),
    foreign,
    near,
    lengths,
    forms: [],
    shared: new Uint8Array(words.length),
    touched: new Uint32Array(words.length),
    cache: new Map(),
  };
}

type Found = Map<number, SimilarWord>;

export function formAt(vocabulary: Vocabulary, id: number): WordForm {
  const known = vocabulary.forms[id];
  if (known !== undefined) return known;
  const form = makeWordForm(vocabulary.words[id] ?? '');
  vocabulary.forms[id] = form;
  return form;
}

function keep(found: Found, id: number, similarity: number): void {
  if ((found.get(id)?.similarity ?? 0) < similarity) found.set(id, { id, similarity });
}

/** Words near in spelling: those that share enough trigrams, rarest trigram first, then compared letter by letter. */
function nearInSpelling(vocabulary: Vocabulary, form: WordForm, found: Found): void {
  const { trigrams, shared, touched, lengths } = vocabulary;
  const { letters } = vocabulary.near;
  const isNear = nearTo(vocabulary.near, form);
  const word = form.text;
  const grams = trigramsOf(word).sort((a, b) => postingCount(trigrams, a) - postingCount(trigrams, b));
  const budget = Math.max(1, Math.floor(editsAllowed(word.length)));
  const needed = Math.max(budget > 1 && grams.length > 5 ? 2 : 1, grams.length - 3 * budget);
  let reached = 0;
  let visits = 0;
  for (const gram of grams) {
    if (visits > 0 && visits + postingCount(trigrams, gram) > VISITS_MAX) break;
    visits += postingCount(trigrams, gram);
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
    if (!enough || compared >= COMPARED_MAX || Math.abs((lengths[id] ?? 0) - word.length) > budget + 1)
      continue;
    if (bitCount((letters[id] ?? 0) ^ own) > 2 * budget + 1) continue;
    compared += 1;
    const alike = isNear(id) ? wordLikeness(form, formAt(vocabulary, id)) : undefined;
    if (alike !== undefined) keep(found, id, alike.similarity);
  }
}

function nearInSound(vocabulary: Vocabulary, form: WordForm, found: Found): void {
  for (const key of soundKeys(form)) {
    let left = BY_KEY_MAX;
    visitHash(vocabulary.keys, key, (id) => {
      const alike = wordLikeness(form, formAt(vocabulary, id));
      if (alike !== undefined) keep(found, id, alike.similarity);
      left -= 1;
      return left > 0;
    });
  }
}

/** A word of another script is looked for among Latin ones, and a Latin one among those of other scripts. */
function nearInConsonants(
  vocabulary: Vocabulary,
  form: WordForm,
  script: Script | undefined,
  found: Found,
): void {
  const seen = new Set<number>();
  const mark = script === undefined ? FOREIGN_CONSONANTS : CONSONANTS;
  for (const near of nearSkeletons(form.skeleton)) {
    let left = BY_KEY_MAX;
    visitHash(vocabulary.keys, mark + near, (id) => {
      if (seen.has(id)) return true;
      seen.add(id);
      const other = formAt(vocabulary, id);
      const otherScript = vocabulary.foreign.get(id);
      const alike =
        script === undefined
          ? otherScript && transliterationLikeness({ form: other, script: otherScript }, form)
          : transliterationLikeness({ form, script }, other);
      if (alike !== undefined) keep(found, id, alike.similarity);
      left -= 1;
      return left > 0;
    });
  }
}

function lookUp(vocabulary: Vocabulary, text: string, script: Script | undefined): readonly SimilarWord[] {
  const found: Found = new Map();
  const form = wordForm(text);
  const id = vocabulary.ids.get(text);
  if (id !== undefined) keep(found, id, 1);
  for (const other of relatedWords(text).keys()) {
    const otherId = vocabulary.ids.get(other);
    if (otherId !== undefined) keep(found, otherId, wordLikeness(form, wordForm(other))?.similarity ?? 0);
  }
  if (/[a-z]/.test(text) && text.length > 1) {
    nearInSound(vocabulary, form, found);
    nearInConsonants(vocabulary, form, script, found);
    nearInSpelling(vocabulary, form, found);
  }
  const best = [...found.values()].sort((a, b) => b.similarity - a.similarity || a.id - b.id);
  return best.slice(0, SIMILAR_MAX);
}

/** Listed words that may be `text`, most alike first. The answer depends on the vocabulary alone. */
export function similarWords(
  vocabulary: Vocabulary,
  text: string,
  script: Script | undefined,
): readonly SimilarWord[] {
  const key = script === undefined ? text : `${script}~${text}`;
  const known = vocabulary.cache.get(key);
  if (known !== undefined) return known;
  const found = lookUp(vocabulary, text, script);
  if (vocabulary.cache.size >= CACHE_MAX) vocabulary.cache.clear();
  vocabulary.cache.set(key, found);
  return found;
}
