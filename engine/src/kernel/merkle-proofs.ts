import { Failure } from './failure.ts';
import {
  appendLeaf,
  emptyFrontier,
  frontierRoot,
  HASH_BYTES,
  isSubtree,
  type LeafRange,
  nodeHash,
} from './merkle.ts';

/**
 * Making the proofs that merkle.ts verifies. A proof is first a list of leaf ranges whose roots it holds (pure), then
 * those roots, computed from leaf hashes in memory or from tiles of 256 leaf hashes fetched as needed.
 */
export const TILE_LEAVES = 256;

/**
 * Gives tile `tileIndex` of level 0: the leaf hashes from `256 * tileIndex` on, one after the other, up to 256 * 32
 * bytes. The last tile may be short, never shorter than the tree size asked about needs.
 */
export type TileReader = (tileIndex: number) => Promise<Uint8Array>;

/**
 * Roots of full, aligned subtrees of at least a tile. They never change while a log only grows, so a caller may keep one
 * for the life of a log and save re-reading its tiles; 64 to 100 bytes of memory per 256 leaves.
 */
export type SubtreeRoots = Map<string, Buffer>;

/** The largest power of two below n (n > 1). */
function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function refuseUnless(possible: boolean, message: string): void {
  if (!possible) throw new Failure('caller', 'merkle.out_of_range', message);
}

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

/** The ranges whose roots prove leaf `index` in the tree of `size`, nearest first. Failure: merkle.out_of_range. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  refuseUnless(isCount(index) && isCount(size) && index < size, `no leaf ${index} in a tree of ${size}`);
  const ranges: LeafRange[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  return ranges.reverse();
}

/**
 * The ranges whose roots prove that subtree [start, end) is part of the tree of `size`; with start 0, that the tree of
 * `end` leaves is its beginning. The subtree must be one (merkle.isSubtree). Failure: merkle.out_of_range.
 */
export function consistencyRanges(subtree: LeafRange, size: number): LeafRange[] {
  const { start, end } = subtree;
  const possible = isCount(start) && isCount(end) && isCount(size) && start < end && end <= size;
  refuseUnless(possible, `no subtree [${start}, ${end}) in a tree of ${size}`);
  const ranges: LeafRange[] = [];
  let low = 0;
  let high = size;
  let known = true;
  let from = start;
  while (from !== low || end !== high) {
    const middle = low + splitOf(high - low);
    if (end <= middle) {
      ranges.push({ start: middle, end: high });
      high = middle;
      continue;
    }
    ranges.push({ start: low, end: middle });
    if (from < middle) {
      refuseUnless(from === low, `[${start}, ${end}) is not a subtree`);
      known = false;
      from = middle;
    }
    low = middle;
  }
  if (!known) ranges.push({ start: low, end: high });
  return ranges.reverse();
}

/** The root over leaf hashes. */
export const rootOf = (leaves: Iterable<Uint8Array>): Buffer => {
  let frontier = emptyFrontier;
  for (const leaf of leaves) frontier = appendLeaf(frontier, leaf);
  return frontierRoot(frontier);
};

/** The inclusion proof of leaf `index` in the tree over the first `size` of `leaves` (leaf hashes). */
export const inclusionProof = (index: number, size: number, leaves: readonly Uint8Array[]): Buffer[] => {
  refuseUnless(size <= leaves.length, `${leaves.length} leaves are not a tree of ${size}`);
  return inclusionRanges(index, size).map(({ start, end }) => rootOf(leaves.slice(start, end)));
};

/** The proof that the tree over the first `size1` of `leaves` begins the one over the first `size2`; size1 > 0. */
export const consistencyProof = (size1: number, size2: number, leaves: readonly Uint8Array[]): Buffer[] => {
  refuseUnless(size2 <= leaves.length, `${leaves.length} leaves are not a tree of ${size2}`);
  return consistencyRanges({ start: 0, end: size1 }, size2).map(({ start, end }) =>
    rootOf(leaves.slice(start, end)),
  );
};

function* tileLeaves(tile: Uint8Array, from: number, to: number): Generator<Uint8Array> {
  for (let i = from; i < to; i += 1) yield tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES);
}

async function rootInTile(range: LeafRange, read: TileReader): Promise<Buffer> {
  const tileIndex = Math.floor(range.start / TILE_LEAVES);
  const first = tileIndex * TILE_LEAVES;
  const tile = await read(tileIndex);
  if (tile.length < (range.end - first) * HASH_BYTES) {
    throw new Failure(
      'operator',
      'merkle.tile_short',
      `tile ${tileIndex} holds ${tile.length} bytes, leaf ${range.end - 1} is missing`,
    );
  }
  return rootOf(tileLeaves(tile, range.start - first, range.end - first));
}

/**
 * The root of a range that a proof names, or of a whole tree ({start: 0, end: size}). Each tile is read at most once
 * unless its subtree is already in `roots`. Failures: merkle.out_of_range when the range is not a subtree,
 * merkle.tile_short (operator) when a tile lacks leaves.
 */
export async function rootFromTiles(
  range: LeafRange,
  read: TileReader,
  roots: SubtreeRoots = new Map(),
): Promise<Buffer> {
  const width = range.end - range.start;
  if (width === 0) return rootOf([]);
  refuseUnless(isSubtree(range.start, range.end), `[${range.start}, ${range.end}) is not a subtree`);
  const full = width >= TILE_LEAVES && splitOf(width + 1) === width;
  const name = `${range.start}+${width}`;
  const known = full ? roots.get(name) : undefined;
  if (known !== undefined) return known;
  const root = width <= TILE_LEAVES ? await rootInTile(range, read) : await rootOfHalves(range, read, roots);
  if (full) roots.set(name, root);
  return root;
}

async function rootOfHalves(range: LeafRange, read: TileReader, roots: SubtreeRoots): Promise<Buffer> {
  const middle = range.start + splitOf(range.end - range.start);
  const left = await rootFromTiles({ start: range.start, end: middle }, read, roots);
  return nodeHash(left, await rootFromTiles({ start: middle, end: range.end }, read, roots));
}

async function rootsFromTiles(
  ranges: readonly LeafRange[],
  read: TileReader,
  roots: SubtreeRoots,
): Promise<Buffer[]> {
  const proof: Buffer[] = [];
  for (const range of ranges) proof.push(await rootFromTiles(range, read, roots));
  return proof;
}

/** As inclusionProof, from tiles. Failures: merkle.out_of_range, merkle.tile_short. */
export const inclusionProofFromTiles = (
  index: number,
  size: number,
  read: TileReader,
  roots: SubtreeRoots = new Map(),
): Promise<Buffer[]> => rootsFromTiles(inclusionRanges(index, size), read, roots);

/** As consistencyProof, from tiles. Failures: merkle.out_of_range, merkle.tile_short. */
export const consistencyProofFromTiles = (
  size1: number,
  size2: number,
  read: TileReader,
  roots: SubtreeRoots = new Map(),
): Promise<Buffer[]> => rootsFromTiles(consistencyRanges({ start: 0, end: size1 }, size2), read, roots);
