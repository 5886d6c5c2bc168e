/** A name ready to be compared: its words with their forms, and what is not part of the name apart. */
import { type NameReading, type NameWord, prepareName, type WordClass } from '../names/normalise.ts';
import type { Script } from '../names/transliteration.ts';
import { type WordForm, wordForm } from '../names/word-form.ts';

export interface ComparedWord {
  readonly form: WordForm;
  readonly written: string;
  readonly class: WordClass;
  /** The script it was written in, where that is not Latin. */
  readonly script: Script | undefined;
  readonly weight: number;
}

export interface ComparedName {
  /** Words that carry the name, initials and particles, in the order of the text. */
  readonly words: readonly ComparedWord[];
  readonly legal: readonly string[];
  readonly juniors: readonly string[];
  /** There was more than `WORDS_MAX` and the rest was left out. */
  readonly cut: boolean;
}

/** Particles are there to be glued to their neighbours (De la Rosa, Delarosa). */
const CLASS_WEIGHT: Readonly<Partial<Record<WordClass, number>>> = { initial: 0.25, particle: 0.02 };

export const carriesName = (word: { class: WordClass }): boolean =>
  word.class === 'word' || word.class === 'number';

export function comparedName(text: string, reading: NameReading): ComparedName {
  const { words, cut } = prepareName(text, reading);
  return { ...nameOf(words.map((word) => comparedWord(word, reading, wordForm(word.text)))), cut };
}

export const comparedWord = (word: NameWord, reading: NameReading, form: WordForm): ComparedWord => ({
  form,
  written: word.written,
  class: word.class,
  script: word.script,
  weight: CLASS_WEIGHT[word.class] ?? weightIn(reading, form),
});

const NONE: readonly string[] = [];

/** `all`: every word of the name, also those that are no part of it. */
export function nameOf(all: readonly ComparedWord[]): ComparedName {
  let words = all;
  let legal = NONE;
  let juniors = NONE;
  if (!all.every(isCompared)) {
    words = all.filter(isCompared);
    legal = textsOf(all, 'legal');
    juniors = textsOf(all, 'junior');
  }
  return { words, legal, juniors, cut: false };
}

/** Whether it is aligned: legal forms, titles and generation marks are not. */
export const isCompared = (word: ComparedWord): boolean =>
  carriesName(word) || word.class === 'initial' || word.class === 'particle';

const textsOf = (words: readonly ComparedWord[], of: WordClass): string[] =>
  words.flatMap((word) => (word.class === of ? [word.form.text] : []));

/** What is common in companies may be rare in people. */
function weightIn(reading: NameReading, form: WordForm): number {
  if (reading !== 'person') return form.weight;
  return form.known === 'organization' || form.known === 'place' ? Math.max(form.weight, 0.8) : form.weight;
}
