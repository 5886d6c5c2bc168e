/**
 * Sound keys of one word in lower-case ASCII. Spanish and Portuguese spellings that sound alike get one key: silent h,
 * b/v, s/z/soft c, ll/y, j/x/soft g, c/k/qu, doubled letters, m/n before b and p, Portuguese lh, nh and ão.
 * Two words with one key are candidates, not equals: the scorer still looks at the letters.
 */
import { doubleMetaphone } from 'double-metaphone';

const RULES: readonly [RegExp, string][] = [
  [/ph/g, 'f'],
  [/sch|sh/g, 's'],
  [/th/g, 't'],
  [/^ps/, 's'],
  [/lh/g, 'i'],
  [/nh/g, 'n'],
  [/ch/g, 'C'],
  [/h/g, ''],
  [/ll/g, 'i'],
  [/qu(?=[eiy])/g, 'k'],
  [/g[uw](?=[eiy])/g, 'G'],
  [/g(?=[eiy])/g, 'j'],
  [/c(?=[eiy])/g, 's'],
  [/ck|[cqk]/g, 'k'],
  [/^x/, 'j'],
  [/x/g, 's'],
  [/z/g, 's'],
  [/v/g, 'b'],
  [/w/g, 'u'],
  [/y/g, 'i'],
  [/G/g, 'g'],
  [/n(?=[bp])/g, 'm'],
  [/ao$/, 'on'],
  [/^s(?=[bcdfgjklmnpqrt])/, 'es'],
  [/(.)\1+/g, '$1'],
];

/** Empty when the word has no letter. */
export function iberianKey(word: string): string {
  let key = word.replace(/[^a-z]/g, '');
  for (const [pattern, replacement] of RULES) key = key.replace(pattern, replacement);
  return key;
}

/** Primary and secondary double metaphone; one entry where they are equal, none shorter than two sounds. */
export function metaphoneKeys(word: string): readonly string[] {
  const [primary, secondary] = doubleMetaphone(word);
  const keys = primary === secondary ? [primary] : [primary, secondary];
  return keys.filter((key) => key.length >= 2);
}

/**
 * What is left of a word when the letters that transliterations disagree about go: vowels and half-vowels, doubled
 * letters, q/k/c, v/p/b, z/s, j/g. Used only for words that came from another script.
 */
export const consonantSkeleton = (word: string): string =>
  word
    .replace(/[^a-z]|[aeiouyhw]/g, '')
    .replace(/[qc]/g, 'k')
    .replace(/[vp]/g, 'b')
    .replace(/z/g, 's')
    .replace(/j/g, 'g')
    .replace(/(.)\1+/g, '$1');
