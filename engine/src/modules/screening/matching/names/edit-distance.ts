/**
 * Likeness of two words by edits (insert, delete, replace, swap of neighbours: optimal string alignment), with a
 * budget by length: short words allow one edit, long ones three. Buffers are reused: no allocation per call.
 */
const LENGTH_MAX = 80;
const ROWS: readonly [Uint8Array, Uint8Array, Uint8Array] = [
  new Uint8Array(LENGTH_MAX + 1),
  new Uint8Array(LENGTH_MAX + 1),
  new Uint8Array(LENGTH_MAX + 1),
];
const RIGHT = new Uint16Array(LENGTH_MAX + 1);

/** Edits between the words from position `start` on; up to 80 letters of each are looked at. */
function distanceFrom(start: number, left: string, right: string, limit: number): number {
  const n = Math.min(left.length - start, LENGTH_MAX);
  const m = Math.min(right.length - start, LENGTH_MAX);
  let [older, previous, current] = ROWS;
  previous[0] = 0;
  for (let j = 1; j <= m; j += 1) {
    previous[j] = j;
    RIGHT[j] = right.charCodeAt(start + j - 1);
  }
  let before = -1;
  for (let i = 1; i <= n; i += 1) {
    const code = left.charCodeAt(start + i - 1);
    let best = i;
    let cost = i;
    let diagonal = i - 1;
    let beside = -1;
    current[0] = i;
    for (let j = 1; j <= m; j += 1) {
      const other = RIGHT[j] ?? 0;
      const above = previous[j] ?? 0;
      const near = (above < cost ? above : cost) + 1;
      cost = diagonal + (code === other ? 0 : 1);
      if (near < cost) cost = near;
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

/** Number of edits, or `limit + 1` when there are more. Equal letters at the start are skipped. */
export function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let start = 0;
  while (start < left.length && left.charCodeAt(start) === right.charCodeAt(start)) start += 1;
  return Math.min(distanceFrom(start, left, right, limit), limit + 1);
}
