/**
 * Likeness of two words by edits (insert, delete, replace, swap of neighbours: optimal string alignment), with a
 * budget by length: short words allow one edit, long ones three. Buffers are reused: no allocation per call.
 */
const LENGTH_MAX = 80;
const ROWS = [
  new Uint8Array(LENGTH_MAX + 1),
  new Uint8Array(LENGTH_MAX + 1),
  new Uint8Array(LENGTH_MAX + 1),
] as const;

/** Edits between the words from position `start` on; up to 80 letters of each are looked at. */
function distanceFrom(start: number, left: string, right: string, limit: number): number {
  const n = Math.min(left.length - start, LENGTH_MAX);
  const m = Math.min(right.length - start, LENGTH_MAX);
  let [older, previous, current]: [Uint8Array, Uint8Array, Uint8Array] = [...ROWS];
  for (let j = 0; j <= m; j += 1) previous[j] = j;
  for (let i = 1; i <= n; i += 1) {
    const code = left.charCodeAt(start + i - 1);
    const before = i > 1 ? left.charCodeAt(start + i - 2) : -1;
    let best = i;
    current[0] = i;
    for (let j = 1; j <= m; j += 1) {
      const other = right.charCodeAt(start + j - 1);
      let cost = (previous[j - 1] ?? 0) + (code === other ? 0 : 1);
      cost = Math.min(cost, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
      const swapped = other === before && code !== other && j > 1 && code === right.charCodeAt(start + j - 2);
      if (swapped) cost = Math.min(cost, (older[j - 2] ?? 0) + 1);
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

/** Number of edits, or `limit + 1` when there are more. Equal letters at the start are skipped. */
export function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let start = 0;
  while (start < left.length && left.charCodeAt(start) === right.charCodeAt(start)) start += 1;
  return Math.min(distanceFrom(start, left, right, limit), limit + 1);
}
