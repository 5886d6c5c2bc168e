/** What is kept of each word to tell, without making its form, that it is not like another. */
import { letterSet } from '../names/letter-set.ts';
import type { WordForm } from '../names/word-form.ts';
import { WordPattern } from '../names/word-pattern.ts';
import { hashText } from './postings.ts';

/** By word id. */
export interface NearWords {
  readonly texts: readonly string[];
  readonly folds: readonly string[];
  /** Sets of the letters of the text and of the fold. */
  readonly letters: Uint32Array;
  readonly foldLetters: Uint32Array;
  /** Hash of the Spanish and Portuguese key of sound. */
  readonly sounds: Uint32Array;
}

interface GrowingNearWords extends NearWords {
  add(id: number, form: WordForm): void;
}

export function growingNearWords(texts: readonly string[]): GrowingNearWords {
  const folds: string[] = [];
  const [letters, foldLetters, sounds] = [
    new Uint32Array(texts.length),
    new Uint32Array(texts.length),
    new Uint32Array(texts.length),
  ];
  return {
    texts,
    folds,
    letters,
    foldLetters,
    sounds,
    add(id, form) {
      letters[id] = form.textLetters;
      // Mostly the word itself: one text for both.
      folds[id] = form.fold === form.text ? form.text : form.fold;
      foldLetters[id] = letterSet(form.fold);
      sounds[id] = hashText(form.iberian);
    },
  };
}

/** Whether the word of an id may be like this one: false only where `wordLikeness` finds nothing. */
export function nearTo(words: NearWords, form: WordForm): (id: number) => boolean {
  const pattern = new WordPattern(form);
  const sound = hashText(form.iberian);
  return (id) =>
    pattern.mayBeLike(
      words.texts[id] ?? '',
      words.folds[id] ?? '',
      words.letters[id] ?? 0,
      words.foldLetters[id] ?? 0,
      words.sounds[id] === sound,
    );
}
