/** Spellings a name can have when neighbours are written as one: de+la+rosa, abdul+rahman, kim+jong+un. */
import type { WordClass } from '../names/normalise.ts';

const SHORT_MAX = 6;
const LENGTH_MAX = 24;
const RUN_MAX = 4;

const isPart = (of: WordClass): boolean => of === 'word' || of === 'number' || of === 'particle';

/** Runs of two to four neighbours with at least one that carries the name, of which all but one are short. */
export function joinedTexts(words: readonly { text: string; class: WordClass }[]): string[] {
  const texts: string[] = [];
  for (let from = 0; from + 1 < words.length; from += 1) {
    let text = '';
    let long = 0;
    let isCarrying = false;
    for (let to = from; to < Math.min(words.length, from + RUN_MAX); to += 1) {
      const word = words[to];
      if (word === undefined || !isPart(word.class)) break;
      text += word.text;
      if (word.text.length > SHORT_MAX) long += 1;
      isCarrying ||= word.class !== 'particle';
      if (long > 1 || text.length > LENGTH_MAX) break;
      if (to > from && isCarrying) texts.push(text);
    }
  }
  return texts;
}
