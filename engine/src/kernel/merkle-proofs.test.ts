import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafHash } from './merkle.ts';
import {
  consistencyProof,
  consistencyProofFromTiles,
  inclusionProof,
  inclusionProofFromTiles,
  rootFromTiles,
  rootOf,
  type SubtreeRoots,
  type TileReader,
} from './merkle-proofs.ts';

const LEAVES = Array.from({ length: 2000 }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));

/** Tiles over the first `held` leaves, and the tiles that were asked for. */
function tilesOf(held: number): { read: TileReader; asked: number[] } {
  const asked: number[] = [];
  const read: TileReader = async (tileIndex) => {
    asked.push(tileIndex);
    return Buffer.concat(LEAVES.slice(tileIndex * 256, Math.min((tileIndex + 1) * 256, held)));
  };
  return { read, asked };
}

const edge = fc.constantFrom(1, 2, 255, 256, 257, 511, 512, 513, 768, 1024, 1025, 1536, 1999, 2000);
const size = fc.oneof(edge, fc.integer({ min: 1, max: LEAVES.length }));

describe('proofs from tiles', () => {
  it('are the proofs from leaves, with and without remembered subtrees', async () => {
    const roots: SubtreeRoots = new Map();
    await fc.assert(
      fc.asyncProperty(size, fc.nat(), fc.nat(), async (n, i, m) => {
        const index = i % n;
        const before = (m % n) + 1;
        const { read } = tilesOf(n);
        const inclusion = inclusionProof(index, n, LEAVES);
        const consistency = consistencyProof(before, n, LEAVES);
        expect(await inclusionProofFromTiles(index, n, read)).toEqual(inclusion);
        expect(await inclusionProofFromTiles(index, n, read, roots)).toEqual(inclusion);
        expect(await consistencyProofFromTiles(before, n, read)).toEqual(consistency);
        expect(await consistencyProofFromTiles(before, n, read, roots)).toEqual(consistency);
        expect(await rootFromTiles({ start: 0, end: n }, read, roots)).toEqual(rootOf(LEAVES.slice(0, n)));
      }),
      { numRuns: 60 },
    );
  });

  it('read a tile only when they need it', async () => {
    const { read, asked } = tilesOf(2000);
    const roots: SubtreeRoots = new Map();
    await inclusionProofFromTiles(700, 2000, read, roots);
    expect(new Set(asked).size).toBe(8);
    asked.length = 0;
    await inclusionProofFromTiles(700, 2000, read, roots);
    expect([...new Set(asked)].sort()).toEqual([2, 7]);
    asked.length = 0;
    await consistencyProofFromTiles(1024, 2000, read, roots);
    expect(asked).toEqual([7]);
  });

  it('take tiles that grew since: the tree asked about is the old one', async () => {
    const { read } = tilesOf(2000);
    expect(await inclusionProofFromTiles(3, 300, read)).toEqual(inclusionProof(3, 300, LEAVES));
  });

  it('say which tile is short', async () => {
    const { read } = tilesOf(700);
    await expect(rootFromTiles({ start: 0, end: 701 }, read)).rejects.toThrow(
      expect.objectContaining({
        kind: 'operator',
        code: 'merkle.tile_short',
        message: expect.stringContaining('tile 2'),
      }),
    );
  });

  it.each([
    [1, 3],
    [200, 300],
    [3, 1],
  ])('refuse [%i, %i), which is no subtree', async (start, end) => {
    await expect(rootFromTiles({ start, end }, tilesOf(2000).read)).rejects.toThrow(
      expect.objectContaining({ kind: 'caller', code: 'merkle.out_of_range' }),
    );
  });

  it('have the empty root for the empty tree', async () => {
    expect(await rootFromTiles({ start: 0, end: 0 }, tilesOf(0).read)).toEqual(rootOf([]));
  });
});
