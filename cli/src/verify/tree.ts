import { hash } from 'node:crypto';

/** RFC 6962 Merkle trees, the verifier's own: leaf 0x00, node 0x01, SHA-256, 32 bytes. */
export const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  hash('sha256', Buffer.concat(parts), 'buffer');

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

export const hashLeaf = (bytes: Uint8Array): Buffer => sha256(LEAF, bytes);
export const hashNode = (left: Uint8Array, right: Uint8Array): Buffer => sha256(NODE, left, right);
export const emptyRoot = (): Buffer => sha256();

/** Grows leaf by leaf and knows the root at every size; keeps one hash per full subtree. */
export class GrowingTree {
  size = 0;
  /** Roots of full subtrees, largest first; `heights[i]` is the height of `roots[i]`. */
  readonly #roots: Buffer[] = [];
  readonly #heights: number[] = [];

  push(leaf: Buffer): void {
    let hash = leaf;
    let height = 0;
    while (this.#heights.at(-1) === height) {
      hash = hashNode(this.#roots.pop() ?? leaf, hash);
      this.#heights.pop();
      height += 1;
    }
    this.#roots.push(hash);
    this.#heights.push(height);
    this.size += 1;
  }

  root(): Buffer {
    const [last, ...before] = [...this.#roots].reverse();
    if (last === undefined) return emptyRoot();
    return before.reduce((right, left) => hashNode(left, right), last);
  }
}

/** The root of a full or partial run of hashes, e.g. of a tile. */
export function rootOf(hashes: readonly Buffer[]): Buffer {
  const tree = new GrowingTree();
  for (const hash of hashes) tree.push(hash);
  return tree.root();
}

export const splitHashes = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.floor(bytes.length / 32) }, (_, i) => bytes.subarray(32 * i, 32 * i + 32));

/**
 * The root that an inclusion proof leads to (RFC 9162, 2.1.3.2), or undefined when the proof does not have the shape of
 * a proof for that leaf and size.
 */
export function rootFromInclusion(
  index: number,
  size: number,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
): Buffer | undefined {
  if (index < 0 || index >= size || [leaf, ...proof].some((hash) => hash.length !== 32)) return undefined;
  let [at, last] = [BigInt(index), BigInt(size) - 1n];
  let hash: Buffer = Buffer.from(leaf);
  for (const sibling of proof) {
    if (last === 0n) return undefined;
    if (at % 2n === 1n || at === last) {
      hash = hashNode(sibling, hash);
      while (at % 2n === 0n && at !== 0n) [at, last] = [at >> 1n, last >> 1n];
    } else hash = hashNode(hash, sibling);
    [at, last] = [at >> 1n, last >> 1n];
  }
  return last === 0n ? hash : undefined;
}

/** Whether the proof shows that the tree of `size2` and `root2` begins with that of `size1` and `root1` (RFC 9162, 2.1.4.2). */
export function isConsistent(
  size1: number,
  root1: Uint8Array,
  size2: number,
  root2: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  const same = Buffer.compare(root1, root2) === 0;
  if (size1 > size2 || size1 < 1) return false;
  if (size1 === size2) return same && proof.length === 0;
  if (proof.length === 0) return false;
  const powerOfTwo = (BigInt(size1) & (BigInt(size1) - 1n)) === 0n;
  const [seed, ...rest] = powerOfTwo ? [root1, ...proof] : proof;
  if (seed === undefined) return false;
  let [at, last] = [BigInt(size1) - 1n, BigInt(size2) - 1n];
  while (at % 2n === 1n) [at, last] = [at >> 1n, last >> 1n];
  let old: Buffer = Buffer.from(seed);
  let grown = old;
  for (const hash of rest) {
    if (last === 0n) return false;
    if (at % 2n === 1n || at === last) {
      old = hashNode(hash, old);
      grown = hashNode(hash, grown);
      while (at % 2n === 0n && at !== 0n) [at, last] = [at >> 1n, last >> 1n];
    } else grown = hashNode(grown, hash);
    [at, last] = [at >> 1n, last >> 1n];
  }
  return last === 0n && old.equals(root1) && grown.equals(root2);
}

/** Hash of the full subtree of height `height` that starts at leaf `index · 2^height`. */
export type NodeReader = (height: number, index: number) => Promise<Buffer>;

const largestPowerBelow = (size: number): number => {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
};

async function rangeRoot(read: NodeReader, start: number, size: number): Promise<Buffer> {
  const height = Math.log2(size);
  if (Number.isInteger(height)) return read(height, start / size);
  const left = largestPowerBelow(size);
  return hashNode(await rangeRoot(read, start, left), await rangeRoot(read, start + left, size - left));
}

/** The inclusion proof of a leaf in a tree of `size`, siblings from leaf to root. */
export async function inclusionProof(read: NodeReader, index: number, size: number): Promise<Buffer[]> {
  const proof: Buffer[] = [];
  let [start, length] = [0, size];
  while (length > 1) {
    const left = largestPowerBelow(length);
    if (index < start + left) {
      proof.push(await rangeRoot(read, start + left, length - left));
      length = left;
    } else {
      proof.push(await rangeRoot(read, start, left));
      [start, length] = [start + left, length - left];
    }
  }
  return proof.reverse();
}
