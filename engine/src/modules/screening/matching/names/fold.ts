/**
 * Spellings that mean the same sound in some romanisation, made one: Husayn and Hussein, Wladimir and Vladimir. The fold
 * of a word is compared, never shown.
 */
const RULES: readonly [RegExp, string][] = [
  [/tsch|tch/g, 'ch'],
  [/sch/g, 'sh'],
  [/dzh|dj|zh/g, 'j'],
  [/ph/g, 'f'],
  [/ck|q/g, 'k'],
  [/c(?![eiyh])/g, 'k'],
  [/x/g, 'ks'],
  [/([bdgkt])h/g, '$1'],
  [/ou|oo/g, 'u'],
  [/ee|ie|y/g, 'i'],
  [/ij(?![aeiou])/g, 'i'],
  [/w/g, 'v'],
  [/z/g, 's'],
  [/(.)\1+/g, '$1'],
  [/(?<=..)[he]$/, ''],
];

export function foldWord(word: string): string {
  let fold = word;
  for (const [pattern, replacement] of RULES) fold = fold.replace(pattern, replacement);
  return fold;
}
