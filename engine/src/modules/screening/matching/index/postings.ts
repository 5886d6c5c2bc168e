/**
 * Inverted lists in typed arrays. `Postings` have a dense key (word, trigram); `HashPostings` any text by its 32-bit hash:
 * two texts with one hash only bring a candidate more, never an answer.
 */
import type { GrowingNumbers } from './growing.ts';

/** Steps of work after which others may have their turn. */
export type Steps<T> = Generator<undefined, T, undefined>;
const ITEMS_PER_STEP = 20_000;

export interface Postings {
  readonly offsets: Uint32Array;
  readonly items: Uint32Array;
}

export const postingCount = (postings: Postings, key: number): number =>
  (postings.offsets[key + 1] ?? 0) - (postings.offsets[key] ?? 0);

/** `pairs`: key, item, key, item … The items of a key keep their order. */
export function* postingsOf(keys: number, pairs: GrowingNumbers): Steps<Postings> {
  const offsets = new Uint32Array(keys + 1);
  const count = pairs.length / 2;
  for (let at = 0; at < count; at += 1) {
    const key = pairs.get(at * 2) + 1;
    offsets[key] = (offsets[key] ?? 0) + 1;
    if (at % ITEMS_PER_STEP === 0) yield;
  }
  for (let key = 0; key < keys; key += 1) offsets[key + 1] = (offsets[key + 1] ?? 0) + (offsets[key] ?? 0);
  yield;
  const items = new Uint32Array(count);
  const next = offsets.slice();
  for (let at = 0; at < count; at += 1) {
    const key = pairs.get(at * 2);
    items[next[key] ?? 0] = pairs.get(at * 2 + 1);
    next[key] = (next[key] ?? 0) + 1;
    if (at % ITEMS_PER_STEP === 0) yield;
  }
  return { offsets, items };
}

/** FNV-1a over UTF-16 units, mixed. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  return (Math.imul(hash, 0x2c1b3c6d) ^ (hash >>> 13)) >>> 0;
}

export interface HashPostings {
  readonly buckets: Postings;
  readonly hashes: Uint32Array;
  readonly mask: number;
}

/** `pairs`: hash, item, hash, item … */
export function* hashPostingsOf(pairs: GrowingNumbers): Steps<HashPostings> {
  const count = pairs.length / 2;
  const size = 2 ** Math.ceil(Math.log2(Math.max(count, 16)));
  const mask = size - 1;
  const offsets = new Uint32Array(size + 1);
  for (let at = 0; at < count; at += 1) {
    const bucket = (pairs.get(at * 2) & mask) + 1;
    offsets[bucket] = (offsets[bucket] ?? 0) + 1;
    if (at % ITEMS_PER_STEP === 0) yield;
  }
  for (let key = 0; key < size; key += 1) offsets[key + 1] = (offsets[key + 1] ?? 0) + (offsets[key] ?? 0);
  yield;
  const items = new Uint32Array(count);
  const hashes = new Uint32Array(count);
  const next = offsets.slice();
  for (let at = 0; at < count; at += 1) {
    const hash = pairs.get(at * 2);
    const bucket = hash & mask;
    const place = next[bucket] ?? 0;
    items[place] = pairs.get(at * 2 + 1);
    hashes[place] = hash;
    next[bucket] = place + 1;
    if (at % ITEMS_PER_STEP === 0) yield;
  }
  return { buckets: { offsets, items }, hashes, mask };
}

/** Calls `visit` with each item of the text, until it says `false`. */
export function visitHash(
  postings: HashPostings,
  text: string,
  visit: (item: number) => boolean | undefined,
): void {
  const hash = hashText(text);
  const bucket = hash & postings.mask;
  const { offsets, items } = postings.buckets;
  const end = offsets[bucket + 1] ?? 0;
  for (let at = offsets[bucket] ?? 0; at < end; at += 1)
    if (postings.hashes[at] === hash && visit(items[at] ?? 0) === false) return;
}
