import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appendLeaf,
  decodeFrontier,
  emptyFrontier,
  emptyRoot,
  encodeFrontier,
  frontierRoot,
  isSubtree,
  leafHash,
  nodeHash,
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from './merkle.ts';
import { consistencyProof, consistencyRanges, inclusionProof, rootOf } from './merkle-proofs.ts';

const LEAVES = Array.from({ length: 300 }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));

/** MTH of RFC 6962 section 2.1, as it is written there. */
function definedRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return emptyRoot;
  if (leaves.length === 1) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(definedRoot(leaves.slice(0, k)), definedRoot(leaves.slice(k)));
}
const rootAt = (size: number): Uint8Array => definedRoot(LEAVES.slice(0, size));
const leafAt = (index: number): Uint8Array => LEAVES[index] ?? emptyRoot;

const size = fc.integer({ min: 1, max: LEAVES.length });
const indexAndSize = size.chain((n) => fc.tuple(fc.nat(n - 1), fc.constant(n)));
const twoSizes = size.chain((n) => fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n)));

/** A proof with one thing wrong: a flipped bit, a step lost, a step more, two steps exchanged. */
function spoil(proof: readonly Uint8Array[], how: number, at: number): Uint8Array[] | undefined {
  const step = proof[at % Math.max(proof.length, 1)];
  if (how === 0) return [...proof, emptyRoot];
  if (step === undefined) return undefined;
  const place = proof.indexOf(step);
  if (how === 1) return proof.filter((_, i) => i !== place);
  const flipped = Uint8Array.from(step, (byte, i) => (i === at % 32 ? byte ^ 1 : byte));
  return proof.map((other, i) => (i === place ? flipped : other));
}
const spoiling = fc.tuple(fc.nat(2), fc.nat());

describe('hashes', () => {
  it('are those of RFC 6962', () => {
    expect(emptyRoot.toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    expect(leafHash(new Uint8Array(0)).toString('hex')).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
  });

  it('tell leaves from nodes', () => {
    fc.assert(
      fc.property(fc.nat(299), fc.nat(299), (a, b) => {
        const joined = Buffer.concat([leafAt(a), leafAt(b)]);
        expect(leafHash(joined)).not.toEqual(nodeHash(leafAt(a), leafAt(b)));
      }),
    );
    expect(() => nodeHash(emptyRoot, Buffer.alloc(31))).toThrow(RangeError);
  });
});

describe('the frontier', () => {
  it('has the root of the definition at every size, and survives being stored', () => {
    let frontier = emptyFrontier;
    for (let n = 0; n <= LEAVES.length; n += 1) {
      expect(Buffer.from(rootAt(n)).equals(frontierRoot(frontier))).toBe(true);
      const stored = decodeFrontier(encodeFrontier(frontier));
      expect(stored.size).toBe(n);
      expect(frontierRoot(stored)).toEqual(frontierRoot(frontier));
      frontier = appendLeaf(stored, leafAt(n));
    }
  });

  it('leaves the frontier it grew from as it was', () => {
    const five = LEAVES.slice(0, 5).reduce(appendLeaf, emptyFrontier);
    appendLeaf(five, leafAt(5));
    expect(frontierRoot(five).equals(rootAt(5))).toBe(true);
  });

  it.each([
    Buffer.alloc(0),
    Buffer.alloc(7),
    encodeFrontier(LEAVES.slice(0, 5).reduce(appendLeaf, emptyFrontier)).subarray(1),
    encodeFrontier(LEAVES.slice(0, 5).reduce(appendLeaf, emptyFrontier)).subarray(0, -1),
    Buffer.alloc(8, 0xff),
  ])('is refused when damaged: %o', (bytes) => {
    expect(() => decodeFrontier(bytes)).toThrow(
      expect.objectContaining({ kind: 'operator', code: 'merkle.frontier_malformed' }),
    );
  });
});

describe('inclusion', () => {
  it('is proved for every leaf of every tree up to 70 leaves', () => {
    for (let n = 1; n <= 70; n += 1) {
      for (let i = 0; i < n; i += 1) {
        const proof = inclusionProof(i, n, LEAVES);
        expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(n)));
        expect(verifyInclusion(i, n, leafAt(i), proof, rootAt(n))).toBe(true);
      }
    }
  });

  it('is not proved by anything else', () => {
    fc.assert(
      fc.property(indexAndSize, fc.nat(299), spoiling, ([index, n], other, [how, at]) => {
        const proof = inclusionProof(index, n, LEAVES);
        const root = rootAt(n);
        if (other !== index) expect(verifyInclusion(index, n, leafAt(other), proof, root)).toBe(false);
        if (other !== index) expect(verifyInclusion(other, n, leafAt(index), proof, root)).toBe(false);
        if (other !== n) expect(verifyInclusion(index, n, leafAt(index), proof, rootAt(other))).toBe(false);
        const wrong = spoil(proof, how, at);
        if (wrong !== undefined) expect(verifyInclusion(index, n, leafAt(index), wrong, root)).toBe(false);
      }),
    );
  });

  it.each([
    [-1, 5],
    [5, 5],
    [0.5, 5],
    [0, 0],
    [0, 2 ** 53],
    [Number.NaN, 5],
  ])('leaf %s of %s does not exist', (index, n) => {
    expect(verifyInclusion(index, n, leafAt(0), [], leafAt(0))).toBe(false);
    expect(() => inclusionProof(index, n, LEAVES)).toThrow(
      expect.objectContaining({ code: 'merkle.out_of_range' }),
    );
  });

  it('needs the leaves of the tree', () => {
    expect(() => inclusionProof(0, 301, LEAVES)).toThrow(
      expect.objectContaining({ code: 'merkle.out_of_range' }),
    );
    expect(() => consistencyProof(1, 301, LEAVES)).toThrow(
      expect.objectContaining({ code: 'merkle.out_of_range' }),
    );
  });
});

describe('consistency', () => {
  it('is proved between all sizes up to 40', () => {
    for (let n = 1; n <= 40; n += 1) {
      for (let m = 1; m <= n; m += 1) {
        expect(verifyConsistency(m, n, rootAt(m), rootAt(n), consistencyProof(m, n, LEAVES))).toBe(true);
      }
    }
  });

  it('is not proved by anything else', () => {
    fc.assert(
      fc.property(twoSizes, size, spoiling, ([m, n], other, [how, at]) => {
        const proof = consistencyProof(m, n, LEAVES);
        if (other !== m) expect(verifyConsistency(m, n, rootAt(other), rootAt(n), proof)).toBe(false);
        if (other !== n) expect(verifyConsistency(m, n, rootAt(m), rootAt(other), proof)).toBe(false);
        const wrong = spoil(proof, how, at);
        if (wrong !== undefined) expect(verifyConsistency(m, n, rootAt(m), rootAt(n), wrong)).toBe(false);
      }),
    );
  });

  it('is not proved for a log whose past was rewritten', () => {
    fc.assert(
      fc.property(twoSizes, fc.nat(), ([m, n], at) => {
        const rewritten = LEAVES.with(at % m, emptyRoot);
        const proof = consistencyProof(m, n, rewritten);
        expect(verifyConsistency(m, n, rootAt(m), rootOf(rewritten.slice(0, n)), proof)).toBe(false);
      }),
    );
  });

  it('says nothing of the empty tree, and nothing backwards', () => {
    expect(verifyConsistency(0, 0, emptyRoot, emptyRoot, [])).toBe(false);
    expect(verifyConsistency(0, 3, emptyRoot, rootAt(3), [])).toBe(false);
    expect(verifyConsistency(4, 3, rootAt(4), rootAt(3), [])).toBe(false);
    expect(() => consistencyProof(0, 3, LEAVES)).toThrow(
      expect.objectContaining({ code: 'merkle.out_of_range' }),
    );
    expect(() => consistencyProof(4, 3, LEAVES)).toThrow(
      expect.objectContaining({ code: 'merkle.out_of_range' }),
    );
  });
});

describe('subtrees', () => {
  it('are proved part of every tree that holds them, with the leaves they hold', () => {
    let proved = 0;
    for (let n = 1; n <= 24; n += 1) {
      for (let start = 0; start < n; start += 1) {
        for (let end = start + 1; end <= n; end += 1) {
          if (!isSubtree(start, end)) continue;
          const inside = LEAVES.slice(start, end);
          const ranges = consistencyRanges({ start, end }, n);
          const proof = ranges.map((range) => rootOf(LEAVES.slice(range.start, range.end)));
          expect(verifySubtreeConsistency({ start, end }, n, rootOf(inside), rootAt(n), proof)).toBe(true);
          const path = inclusionProof(0, inside.length, inside);
          expect(verifySubtreeInclusion(start, { start, end }, leafAt(start), path, rootOf(inside))).toBe(
            true,
          );
          proved += 1;
        }
      }
    }
    expect(proved).toBeGreaterThan(700);
  });

  it.each([
    [1, 3],
    [2, 6],
    [3, 3],
    [3, 2],
    [-1, 1],
    [0, 2 ** 53],
  ])('[%s, %s) is not one', (start, end) => {
    expect(isSubtree(start, end)).toBe(false);
    expect(verifySubtreeInclusion(start, { start, end }, leafAt(0), [], leafAt(0))).toBe(false);
  });
});
