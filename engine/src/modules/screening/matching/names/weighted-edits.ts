/**
 * Weighted edits between two folded words: a vowel for another vowel costs less than a consonant for another; swaps of
 * neighbours cost one. Buffers are reused: no allocation per call.
 */
const LENGTH_MAX = 40;
const ROWS = [
  new Float64Array(LENGTH_MAX + 1),
  new Float64Array(LENGTH_MAX + 1),
  new Float64Array(LENGTH_MAX + 1),
] as const;

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

const substitute = (a: number, b: number): number => {
  if (a === b) return 0;
  if (VOWEL[a] === 1 && VOWEL[b] === 1) return VOWEL_FOR_VOWEL;
  return alike[a * 128 + b] === 1 ? SOUND_ALIKE : 1;
};
const gap = (a: number): number => (VOWEL[a] === 1 ? VOWEL_MORE : a === 104 ? H_MORE : 1);

/** Up to 40 letters of each are looked at; more than `limit` is answered with a number above it. */
export function weightedEdits(left: string, right: string, limit: number): number {
  const n = Math.min(left.length, LENGTH_MAX);
  const m = Math.min(right.length, LENGTH_MAX);
  if (Math.abs(n - m) * H_MORE > limit) return limit + 1;
  let [older, previous, current]: [Float64Array, Float64Array, Float64Array] = [...ROWS];
  previous[0] = 0;
  for (let j = 1; j <= m; j += 1) previous[j] = (previous[j - 1] ?? 0) + gap(right.charCodeAt(j - 1));
  for (let i = 1; i <= n; i += 1) {
    const code = left.charCodeAt(i - 1) & 127;
    const before = i > 1 ? left.charCodeAt(i - 2) & 127 : -1;
    const removed = gap(code);
    let best = (previous[0] ?? 0) + removed;
    current[0] = best;
    for (let j = 1; j <= m; j += 1) {
      const other = right.charCodeAt(j - 1) & 127;
      let cost = (previous[j - 1] ?? 0) + substitute(code, other);
      cost = Math.min(cost, (previous[j] ?? 0) + removed, (current[j - 1] ?? 0) + gap(other));
      if (other === before && code !== other && j > 1 && code === (right.charCodeAt(j - 2) & 127))
        cost = Math.min(cost, (older[j - 2] ?? 0) + 1);
      current[j] = cost;
      if (cost < best) best = cost;
    }
    if (best > limit) return limit + 1;
    const oldest = older;
    older = previous;
    previous = current;
    current = oldest;
  }
  return previous[m] ?? 0;
}
