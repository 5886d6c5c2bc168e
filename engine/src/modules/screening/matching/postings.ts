/** Lists of small integers per key, in two typed arrays: items of key k stand at offsets[k] to offsets[k + 1]. */
export interface Postings {
  readonly offsets: Uint32Array;
  readonly items: Uint32Array;
  count(key: number): number;
}

/** `keysOf(item)` is called twice per item and must answer the same; items stand in ascending order under each key. */
export function buildPostings(
  keys: number,
  items: number,
  keysOf: (item: number) => Iterable<number>,
): Postings {
  const offsets = new Uint32Array(keys + 1);
  for (let item = 0; item < items; item += 1) {
    for (const key of keysOf(item)) offsets[key + 1] = (offsets[key + 1] ?? 0) + 1;
  }
  for (let key = 0; key < keys; key += 1) offsets[key + 1] = (offsets[key + 1] ?? 0) + (offsets[key] ?? 0);
  const filled = offsets.slice(0, keys);
  const list = new Uint32Array(offsets[keys] ?? 0);
  for (let item = 0; item < items; item += 1) {
    for (const key of keysOf(item)) {
      const at = filled[key] ?? 0;
      list[at] = item;
      filled[key] = at + 1;
    }
  }
  return { offsets, items: list, count: (key) => (offsets[key + 1] ?? 0) - (offsets[key] ?? 0) };
}
