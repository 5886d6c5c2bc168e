/**
 * What was found of pairs of words, kept from query to query: where very many names are compared with few listed ones, as on a
 * list delta, the same words meet again and again. One bit for each listed word that a word asked is not like.
 */
import { compareWords } from './align.ts';
import { type ComparedWord, carriesName } from './name-words.ts';

/** More listed words than this would take more memory than they save time. */
const LISTED_MAX = 12_000;
const ASKED_MAX = 20_000;

class Known {
  readonly unlike: Uint8Array;
  readonly alike = new Map<number, number>();

  constructor(listed: number) {
    this.unlike = new Uint8Array((listed >> 3) + 1);
  }
}

export class LikenessMemory {
  readonly #listed: number;
  readonly #asked = new Map<string, Known>();

  /** `listed`: number of listed words; undefined where they are too many to be remembered. */
  static for(listed: number): LikenessMemory | undefined {
    return listed > LISTED_MAX ? undefined : new LikenessMemory(listed);
  }

  private constructor(listed: number) {
    this.#listed = listed;
  }

  /** Similarity of a word asked and listed words, these by their id; undefined where they are different words. */
  of(asked: ComparedWord): (listed: ComparedWord, id: number) => number | undefined {
    if (!carriesName(asked)) return (listed) => compareWords(asked, listed)?.similarity;
    const { unlike, alike } = this.#knownOf(asked);
    return (listed, id) => {
      // Initials and particles, and what a word of another script says, are not the word's alone.
      if (!carriesName(listed) || listed.script !== undefined) return compareWords(asked, listed)?.similarity;
      const [place, bit] = [id >> 3, 1 << (id & 7)];
      if (((unlike[place] ?? 0) & bit) !== 0) return undefined;
      const known = alike.get(id);
      if (known !== undefined) return known;
      const similarity = compareWords(asked, listed)?.similarity;
      if (similarity === undefined) unlike[place] = (unlike[place] ?? 0) | bit;
      else alike.set(id, similarity);
      return similarity;
    };
  }

  #knownOf(asked: ComparedWord): Known {
    const { script, form } = asked;
    const key =
      script === undefined
        ? `${asked.class}~${form.text}`
        : `${asked.class}~${form.text}~${script}~${asked.written}`;
    const remembered = this.#asked.get(key);
    if (remembered !== undefined) return remembered;
    if (this.#asked.size >= ASKED_MAX) this.#asked.clear();
    const known = new Known(this.#listed);
    this.#asked.set(key, known);
    return known;
  }
}
