/**
 * Edits between one word and many others, a column of the usual table in a few operations on bits (Hyyrö 2003, with
 * swaps of neighbours). It serves to pass over words that cannot be alike before they are compared with weights.
 */
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
