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

const NONE: string[] = [];

export function comparedName(text: string, reading: NameReading): ComparedName {
  const { words, cut } = prepareName(text, reading);
  return { ...nameOfWords(words, reading), cut };
}

/** `forms`: the forms of the words, where they are at hand. */
export function nameOfWords(
  words: readonly NameWord[],
  reading: NameReading,
  forms?: readonly WordForm[],
): ComparedName {
  const compared: ComparedWord[] = [];
  let legal: string[] = NONE;
  let juniors: string[] = NONE;
  for (const [at, word] of words.entries()) {
    if (word.class === 'legal') legal = [...legal, word.text];
    else if (word.class === 'junior') juniors = [...juniors, word.text];
    if (!carriesName(word) && word.class !== 'initial' && word.class !== 'particle') continue;
    const form = forms?.[at] ?? wordForm(word.text);
    const weight = CLASS_WEIGHT[word.class] ?? weightIn(reading, form);
    compared.push({ form, written: word.written, class: word.class, script: word.script, weight });
  }
  return { words: compared, legal, juniors, cut: false };
}

/** What is common in companies may be rare in people. */
function weightIn(reading: NameReading, form: WordForm): number {
  if (reading !== 'person') return form.weight;
  return form.known === 'organization' || form.known === 'place' ? Math.max(form.weight, 0.8) : form.weight;
}
