/**
 * Weighted edits between two folded words: a vowel for another vowel costs less than a consonant for another; swaps of
 * neighbours cost one. Buffers are reused: no allocation per call.
 */
import { bitCount } from './letter-set.ts';

const LENGTH_MAX = 40;
const ROWS: readonly [Float64Array, Float64Array, Float64Array] = [
  new Float64Array(LENGTH_MAX + 1),
  new Float64Array(LENGTH_MAX + 1),
  new Float64Array(LENGTH_MAX + 1),
];

const VOWEL = new Uint8Array(128);
for (const letter of 'aeiou') VOWEL[letter.charCodeAt(0)] = 1;

const VOWEL_FOR_VOWEL = 0.65;
const VOWEL_MORE = 0.75;
const H_MORE = 0.6;
const SOUND_ALIKE = 0.6;
/** Letters that ears and keyboards take for each other. */
const ALIKE = new Set([
  'bv',
  'vb',
  'fv',
  'vf',
  'kg',
  'gk',
  'dt',
  'td',
  'mn',
  'nm',
  'sc',
  'cs',
  'jg',
  'gj',
  'pb',
  'bp',
  'ij',
  'ji',
]);
const alike = new Uint8Array(128 * 128);
for (const pair of ALIKE) alike[pair.charCodeAt(0) * 128 + pair.charCodeAt(1)] = 1;

/** What a letter for another costs, and a letter more or less, by character code. */
const SUBSTITUTE = new Float64Array(128 * 128).fill(1);
const GAP = new Float64Array(128).fill(1);
for (let a = 0; a < 128; a += 1) {
  for (let b = 0; b < 128; b += 1)
    if (VOWEL[a] === 1 && VOWEL[b] === 1) SUBSTITUTE[a * 128 + b] = VOWEL_FOR_VOWEL;
    else if (alike[a * 128 + b] === 1) SUBSTITUTE[a * 128 + b] = SOUND_ALIKE;
  SUBSTITUTE[a * 128 + a] = 0;
  if (VOWEL[a] === 1) GAP[a] = VOWEL_MORE;
}
GAP[104] = H_MORE;

/** Letters that may go or change for less than one edit, as bits of `letterSet`. */
const CHEAP_LETTERS = [...'aeiouhbvfkgdtmnscjp'].reduce(
  (bits, letter) => bits | (1 << (letter.charCodeAt(0) % 32)),
  0,
);
/** What an edit costs at the least. */
export const CHEAPEST_EDIT = 0.6;

/** Never more than the weighted edits between words with these letters: what only one side has must go or change. */
export function weightedEditsMin(left: number, right: number): number {
  const [mine, theirs] = [left & ~right, right & ~left];
  return Math.max(
    CHEAPEST_EDIT * bitCount(mine & CHEAP_LETTERS) + bitCount(mine & ~CHEAP_LETTERS),
    CHEAPEST_EDIT * bitCount(theirs & CHEAP_LETTERS) + bitCount(theirs & ~CHEAP_LETTERS),
  );
}

const LEFT = new Uint8Array(LENGTH_MAX + 1);
const RIGHT = new Uint8Array(LENGTH_MAX + 1);

/** Up to 40 letters of each are looked at; more than `limit` is answered with a number above it. */
export function weightedEdits(left: string, right: string, limit: number): number {
  const n = Math.min(left.length, LENGTH_MAX);
  const m = Math.min(right.length, LENGTH_MAX);
  if (Math.abs(n - m) * H_MORE > limit) return limit + 1;
  let [older, previous, current] = ROWS;
  for (let i = 1; i <= n; i += 1) LEFT[i] = left.charCodeAt(i - 1) & 127;
  previous[0] = 0;
  for (let j = 1; j <= m; j += 1) {
    const code = right.charCodeAt(j - 1) & 127;
    RIGHT[j] = code;
    previous[j] = (previous[j - 1] ?? 0) + (GAP[code] ?? 1);
  }
  let before = -1;
  for (let i = 1; i <= n; i += 1) {
    const code = LEFT[i] ?? 0;
    const row = code * 128;
    const removed = GAP[code] ?? 1;
    let diagonal = previous[0] ?? 0;
    let cost = diagonal + removed;
    let best = cost;
    let beside = -1;
    current[0] = cost;
    for (let j = 1; j <= m; j += 1) {
      const other = RIGHT[j] ?? 0;
      const above = previous[j] ?? 0;
      const added = cost + (GAP[other] ?? 1);
      cost = diagonal + (SUBSTITUTE[row + other] ?? 1);
      if (above + removed < cost) cost = above + removed;
      if (added < cost) cost = added;
      if (other === before && code === beside && code !== other) {
        const swapped = (older[j - 2] ?? 0) + 1;
        if (swapped < cost) cost = swapped;
      }
      current[j] = cost;
      if (cost < best) best = cost;
      diagonal = above;
      beside = other;
    }
    if (best > limit) return limit + 1;
    const oldest = older;
    older = previous;
    previous = current;
    current = oldest;
    before = code;
  }
  return previous[m] ?? 0;
}
