/**
 * Edits between one word and many others, a column of the usual table in a few operations on bits (Hyyrö 2003, with
 * swaps of neighbours). It serves to pass over words that cannot be alike before they are compared with weights.
 */
import { bitCount } from './letter-set.ts';
import { CHEAPEST_EDIT, weightedEditsMin } from './weighted-edits.ts';
import type { WordForm } from './word-form.ts';
import { editsAllowed, FOLDED_EDITS } from './word-likeness.ts';

const BITS = 32;
const CODES = 128;

/** A word of 1 to 32 ASCII letters and digits, by the positions of each. */
export class EditPattern {
  readonly #length: number;
  readonly #positions = new Int32Array(CODES);

  constructor(word: string) {
    this.#length = word.length;
    for (let at = 0; at < Math.min(word.length, BITS); at += 1) {
      const code = word.charCodeAt(at) & (CODES - 1);
      this.#positions[code] = (this.#positions[code] ?? 0) | (1 << at);
    }
  }

  /** Insertions, deletions, replacements and swaps; 0 where the word is longer than can be told. */
  editsTo(other: string): number {
    if (this.#length === 0 || this.#length > BITS) return 0;
    const last = 1 << (this.#length - 1);
    let [up, down, diagonal, before] = [-1, 0, 0, 0];
    let edits = this.#length;
    for (let at = 0; at < other.length; at += 1) {
      const here = this.#positions[other.charCodeAt(at) & (CODES - 1)] ?? 0;
      const swapped = ((~diagonal & here) << 1) & before;
      diagonal = (((here & up) + up) ^ up) | here | down | swapped;
      let right = down | ~(diagonal | up);
      const left = diagonal & up;
      if ((right & last) !== 0) edits += 1;
      if ((left & last) !== 0) edits -= 1;
      right = (right << 1) | 1;
      up = (left << 1) | ~(diagonal | right);
      down = right & diagonal;
      before = here;
    }
    return edits;
  }
}

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
