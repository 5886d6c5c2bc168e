import { Failure } from './failure.ts';
import { constantTimeEqual, sha256 } from './hash.ts';

/**
 * The Merkle tree of RFC 6962: leaf hash SHA-256(0x00 ‖ data), node hash SHA-256(0x01 ‖ left ‖ right), and a tree of n
 * leaves split at the largest power of two below n. Hashes are 32 bytes; indices count from 0; sizes count leaves.
 * Subtrees [start, end) follow the Merkle Tree Certificates draft (draft-ietf-plants-merkle-tree-certs, section 4).
 */
export const HASH_BYTES = 32;

/** The leaves from `start` up to, not including, `end`. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** The root of the tree without leaves: SHA-256 of nothing. */
export const emptyRoot: Buffer = sha256(new Uint8Array(0));

export function leafHash(data: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(data.length + 1);
  framed[0] = 0;
  framed.set(data, 1);
  return sha256(framed);
}

/** The UTF-8 bytes of a text with their leaf hash. */
export function leafOfText(text: string): { readonly bytes: Buffer; readonly leaf: Buffer } {
  const framed = Buffer.allocUnsafe(Buffer.byteLength(text) + 1);
  framed[0] = 0;
  framed.write(text, 1, 'utf8');
  return { bytes: framed.subarray(1), leaf: sha256(framed) };
}

const nodeScratch = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES)
    throw new RangeError('a node joins two 32-byte hashes');
  nodeScratch.set(left, 1);
  nodeScratch.set(right, 1 + HASH_BYTES);
  return sha256(nodeScratch);
}

const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;

/** The right edge of a growing tree: the roots of its full subtrees, largest first. Immutable. */
export interface MerkleFrontier {
  readonly size: number;
  readonly peaks: readonly Uint8Array[];
}

export const emptyFrontier: MerkleFrontier = { size: 0, peaks: [] };

/** The frontier with one more leaf; `leaf` is a leaf hash. */
export function appendLeaf(frontier: MerkleFrontier, leaf: Uint8Array): MerkleFrontier {
  if (leaf.length !== HASH_BYTES) throw new RangeError('a leaf hash has 32 bytes');
  const peaks = frontier.peaks.slice();
  let merged: Uint8Array = leaf;
  for (let n = frontier.size; isOdd(n); n = half(n)) {
    const left = peaks.pop();
    if (left === undefined) throw new RangeError('the frontier has fewer peaks than its size needs');
    merged = nodeHash(left, merged);
  }
  peaks.push(merged);
  return { size: frontier.size + 1, peaks };
}

/** The root of the tree of `frontier.size` leaves. */
export function frontierRoot(frontier: MerkleFrontier): Buffer {
  const last = frontier.peaks.at(-1);
  if (last === undefined) return emptyRoot;
  return Buffer.from(
    frontier.peaks.slice(0, -1).reduceRight<Uint8Array>((root, peak) => nodeHash(peak, root), last),
  );
}

/** 8 bytes of size, big-endian, then the peaks. */
export function encodeFrontier(frontier: MerkleFrontier): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(frontier.size));
  return Buffer.concat([size, ...frontier.peaks]);
}

function countOnes(n: number): number {
  let ones = 0;
  for (let rest = n; rest > 0; rest = half(rest)) ones += rest % 2;
  return ones;
}

/** Failure: merkle.frontier_malformed. */
export function decodeFrontier(bytes: Uint8Array): MerkleFrontier {
  const buffer = Buffer.from(bytes);
  const size = buffer.length < 8 ? Number.NaN : Number(buffer.readBigUInt64BE());
  if (!Number.isSafeInteger(size) || buffer.length !== 8 + HASH_BYTES * countOnes(size)) {
    throw new Failure('operator', 'merkle.frontier_malformed', 'the stored tree frontier is damaged');
  }
  const peaks = Array.from({ length: countOnes(size) }, (_, i) =>
    buffer.subarray(8 + i * HASH_BYTES, 8 + (i + 1) * HASH_BYTES),
  );
  return { size, peaks };
}

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

/** True where [start, end) is not empty and stands in every larger tree as one piece. */
export function isSubtree(start: number, end: number): boolean {
  if (!isCount(start) || !isCount(end) || start >= end) return false;
  let width = 1;
  while (width < end - start) width *= 2;
  return start % width === 0;
}

/** Whether `proof` shows that the leaf with this hash is at `index` of the tree of `size` leaves with this root. */
export function verifyInclusion(
  index: number,
  size: number,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || leaf.length !== HASH_BYTES) return false;
  if (proof.some((step) => step.length !== HASH_BYTES)) return false;
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (const step of proof) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      hash = nodeHash(step, hash);
      while (!isOdd(at) && at > 0) {
        at = half(at);
        last = half(last);
      }
    } else {
      hash = nodeHash(hash, step);
    }
    at = half(at);
    last = half(last);
  }
  return last === 0 && constantTimeEqual(hash, root);
}

/** As verifyInclusion, in the subtree [start, end). `index` counts from the start of the whole tree. */
export function verifySubtreeInclusion(
  index: number,
  subtree: LeafRange,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
  subtreeRoot: Uint8Array,
): boolean {
  const { start, end } = subtree;
  if (!isSubtree(start, end) || !isCount(index) || index < start) return false;
  return verifyInclusion(index - start, end - start, leaf, proof, subtreeRoot);
}

/**
 * Whether `proof` shows that the tree of `size1` leaves is the beginning of the tree of `size2`. Every tree begins with
 * the empty one, which proves nothing: `size1` 0 is false.
 */
export function verifyConsistency(
  size1: number,
  size2: number,
  root1: Uint8Array,
  root2: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!isCount(size1) || !isCount(size2) || size1 === 0 || size1 > size2) return false;
  return walkConsistency({ start: 0, end: size1 }, size2, root1, root2, proof);
}

/**
 * Whether `proof` shows that the subtree [start, end) with root `subtreeRoot` is part of the tree of `size` leaves. The
 * empty subtree is part of every tree: its root must be `emptyRoot` and the proof empty.
 */
export function verifySubtreeConsistency(
  subtree: LeafRange,
  size: number,
  subtreeRoot: Uint8Array,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  const { start, end } = subtree;
  if (!isCount(size) || !isCount(start) || end > size) return false;
  if (start === end) return proof.length === 0 && constantTimeEqual(subtreeRoot, emptyRoot);
  return isSubtree(start, end) && walkConsistency(subtree, size, subtreeRoot, root, proof);
}

function walkConsistency(
  subtree: LeafRange,
  size: number,
  subtreeRoot: Uint8Array,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  let first = subtree.start;
  let end = subtree.end - 1;
  let last = size - 1;
  const climb = (): void => {
    first = half(first);
    end = half(end);
    last = half(last);
  };
  if (end === last) while (first !== end) climb();
  else while (first !== end && isOdd(end)) climb();
  const seeded = first === end;
  const steps = seeded ? proof : proof.slice(1);
  const seed = seeded ? subtreeRoot : proof[0];
  if (seed === undefined || steps.some((step) => step.length !== HASH_BYTES)) return false;
  let inner = seed;
  let outer = seed;
  for (const step of steps) {
    if (last === 0 || outer.length !== HASH_BYTES) return false;
    if (isOdd(end) || end === last) {
      if (first < end) inner = nodeHash(step, inner);
      outer = nodeHash(step, outer);
      while (!isOdd(end) && end > 0) climb();
    } else {
      outer = nodeHash(outer, step);
    }
    climb();
  }
  return last === 0 && constantTimeEqual(inner, subtreeRoot) && constantTimeEqual(outer, root);
}
