/**
 * Most candidates have one word in common with the query and are otherwise somebody else. That is told here from the words
 * alone, without aligning the names: what `pairNames` would find of them is no more than this, so no match is lost.
 */
import { comparedAt, listedReading, type ScreeningIndex, wordIdOf } from './index/shape.ts';
import { compareWords, mayBeJoined, pairWeight } from './score/align.ts';
import { type ComparedName, type ComparedWord, isCompared } from './score/name-words.ts';
import { OTHER_SHARE } from './score/pair-score.ts';

/** A listed word beside all words asked. */
interface Met {
  readonly word: ComparedWord;
  /** Asked words it may be paired with, one bit each; a query has at most 24. */
  readonly asked: number;
  /** The most it agrees with any of them. */
  readonly agreed: number;
}

type Reading = ReturnType<typeof listedReading>;
const ROUNDING = 1e-9;

/** Of one query: words meet again and again among its candidates. */
export class UnlikeNames {
  readonly #index: ScreeningIndex;
  readonly #query: ComparedName;
  readonly #likeness: readonly ((listed: ComparedWord, id: number) => number | undefined)[];
  readonly #met: Record<Reading, Map<number, Met | null>> = {
    person: new Map(),
    organization: new Map(),
    unknown: new Map(),
  };
  /** Of the name looked at last. */
  readonly #words: ComparedWord[] = [];

  constructor(index: ScreeningIndex, query: ComparedName) {
    this.#index = index;
    this.#query = query;
    this.#likeness = query.words.map(
      (one) => index.likeness?.of(one) ?? ((listed) => compareWords(one, listed)?.similarity),
    );
  }

  /** True only where more of both names is another's than agrees, however they are aligned. */
  has(name: number): boolean {
    const { wordOffsets, wordItems } = this.#index;
    const reading = listedReading(this.#index, name);
    const known = this.#met[reading];
    this.#words.length = 0;
    let [asked, agreed, listingAlone] = [0, 0, 0];
    const end = wordOffsets[name + 1] ?? 0;
    for (let at = wordOffsets[name] ?? 0; at < end; at += 1) {
      const item = wordItems[at] ?? 0;
      let met = known.get(item);
      if (met === undefined) {
        met = this.#meet(item, reading);
        known.set(item, met);
      }
      if (met === null) continue;
      this.#words.push(met.word);
      asked |= met.asked;
      agreed += met.agreed;
      if (met.asked === 0) listingAlone += met.word.weight;
    }
    const other = Math.min(listingAlone, this.#askedAlone(asked));
    return other > OTHER_SHARE * agreed + ROUNDING && !mayBeJoined(this.#query.words, this.#words);
  }

  /** Weight of the words asked that no word of the name meets. */
  #askedAlone(asked: number): number {
    let alone = 0;
    let bit = 1;
    for (const { weight } of this.#query.words) {
      if ((asked & bit) === 0) alone += weight;
      bit <<= 1;
    }
    return alone;
  }

  /** Null for a word that no alignment looks at. */
  #meet(item: number, reading: Reading): Met | null {
    const word = comparedAt(this.#index, item, reading);
    if (!isCompared(word)) return null;
    const id = wordIdOf(item);
    let [asked, agreed, at] = [0, 0, 0];
    for (const one of this.#query.words) {
      const similarity = this.#likeness[at]?.(word, id);
      if (similarity !== undefined) {
        asked |= 1 << at;
        agreed = Math.max(agreed, similarity * pairWeight(one, word));
      }
      at += 1;
    }
    return { word, asked, agreed };
  }
}
