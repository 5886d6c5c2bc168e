import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from './merkle.ts';

/** Proof vectors of transparency-dev/merkle: each file says whether a verifier must refuse it. */
interface Vector {
  readonly desc: string;
  readonly wantErr: boolean;
  readonly proof: readonly string[] | null;
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly size1: number;
  readonly size2: number;
  readonly start: number;
  readonly end: number;
  readonly size: number;
  readonly root: string;
  readonly root1: string;
  readonly root2: string;
  readonly leafHash: string;
}

const repository = join(import.meta.dirname, '../../..');
const shared = process.env.ATALAYA_SHARED ?? join(repository, '../shared');
const testdata = join(shared, 'data/regulation/rfc6962/testdata');
const absent = !existsSync(testdata);

const bytes = (text: string): Buffer => Buffer.from(text, 'base64');
const proofOf = (vector: Vector): Buffer[] => (vector.proof ?? []).map(bytes);

const FAMILIES: [string, number, number, (vector: Vector) => boolean][] = [
  [
    'inclusion',
    98,
    6,
    (v) => verifyInclusion(v.leafIdx, v.treeSize, bytes(v.leafHash), proofOf(v), bytes(v.root)),
  ],
  [
    'consistency',
    98,
    6,
    (v) => verifyConsistency(v.size1, v.size2, bytes(v.root1), bytes(v.root2), proofOf(v)),
  ],
  [
    'subtreeinclusion',
    204,
    12,
    (v) => verifySubtreeInclusion(v.leafIdx, v, bytes(v.leafHash), proofOf(v), bytes(v.root)),
  ],
  [
    'subtreeconsistency',
    118,
    12,
    (v) => verifySubtreeConsistency(v, v.size, bytes(v.root1), bytes(v.root2), proofOf(v)),
  ],
];

const readVectors = (family: string): [string, Vector][] =>
  globSync('**/*.json', { cwd: join(testdata, family) })
    .sort()
    .map((file) => [file, JSON.parse(readFileSync(join(testdata, family, file), 'utf8')) as Vector]);

describe.skipIf(absent)(`RFC 6962 vectors${absent ? ' (not run: shared data absent)' : ''}`, () => {
  it.each(FAMILIES)('%s: all %i, of which %i hold', (family, count, holding, verify) => {
    const vectors = readVectors(family);
    expect(vectors).toHaveLength(count);
    expect(vectors.filter(([, vector]) => !vector.wantErr)).toHaveLength(holding);
    const wrong = vectors.filter(([, vector]) => verify(vector) === vector.wantErr);
    expect(wrong.map(([file]) => file)).toEqual([]);
  });

  it('are 518', () => {
    expect(FAMILIES.reduce((sum, [family]) => sum + readVectors(family).length, 0)).toBe(518);
  });
});
