/** Passes over words that cannot be alike, before they are compared with weights. */
import { EditPattern } from './edit-pattern.ts';
import { bitCount } from './letter-set.ts';
import { CHEAPEST_EDIT, weightedEditsMin } from './weighted-edits.ts';
import type { WordForm } from './word-form.ts';
import { editsAllowed, FOLDED_EDITS } from './word-likeness.ts';

/** One word that many are compared with. */
export class WordPattern {
  readonly #form: WordForm;
  readonly #text: EditPattern;
  readonly #fold: EditPattern;

  constructor(form: WordForm) {
    this.#form = form;
    this.#text = new EditPattern(form.text);
    this.#fold = form.fold === form.text ? this.#text : new EditPattern(form.fold);
  }

  /**
   * False only where `wordLikeness` finds nothing. The other word by its text, its fold and the sets of their letters; and whether
   * both have one Spanish key of sound.
   */
  mayBeLike(
    text: string,
    fold: string,
    letters: number,
    foldLetters: number,
    isAlikeInSound: boolean,
  ): boolean {
    const own = this.#form;
    if (isAlikeInSound || own.number !== undefined || own.related?.has(text) === true) return true;
    const limit = editsAllowed(Math.max(own.text.length, text.length));
    if (this.#mayFoldsBeLike(fold, foldLetters, limit)) return true;
    const most = Math.floor(limit);
    if (bitCount(own.textLetters & ~letters) > most || bitCount(letters & ~own.textLetters) > most)
      return false;
    return this.#text.editsTo(text) <= most;
  }

  #mayFoldsBeLike(fold: string, letters: number, limit: number): boolean {
    if (weightedEditsMin(this.#form.letters, letters) + FOLDED_EDITS > limit) return this.#form.fold === fold;
    return this.#fold.editsTo(fold) * CHEAPEST_EDIT + FOLDED_EDITS <= limit;
  }
}
