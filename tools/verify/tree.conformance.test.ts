import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isConsistent, rootFromInclusion } from '../../cli/src/verify/tree.ts';

const shared = process.env.ATALAYA_SHARED ?? join(import.meta.dirname, '..', '..', '..', 'shared');
const vectors = join(shared, 'data', 'regulation', 'rfc6962', 'testdata');
const absent = !existsSync(vectors);

interface Vector {
  readonly desc: string;
  readonly wantErr: boolean;
  readonly proof: readonly string[] | null;
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
}

const read = (group: string): { file: string; vector: Vector }[] =>
  absent
    ? []
    : readdirSync(join(vectors, group), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.json'))
        .map((file) => ({
          file,
          vector: JSON.parse(readFileSync(join(vectors, group, file), 'utf8')) as Vector,
        }));

const bytes = (text: string | null): Buffer => Buffer.from(text ?? '', 'base64');
const proofOf = ({ proof }: Vector): Buffer[] => (proof ?? []).map(bytes);
const title = absent
  ? 'RFC 6962 vectors against the verifier (not run: the shared data is absent)'
  : 'RFC 6962 vectors against the verifier';

describe.skipIf(absent)(title, () => {
  it('answers every inclusion vector as it wants', () => {
    const all = read('inclusion');
    expect(all.length).toBeGreaterThan(90);
    for (const { file, vector } of all) {
      const root = rootFromInclusion(
        vector.leafIdx,
        vector.treeSize,
        bytes(vector.leafHash),
        proofOf(vector),
      );
      const holds = root?.equals(bytes(vector.root)) === true;
      expect(holds, `${file}: ${vector.desc}`).toBe(!vector.wantErr);
    }
  });

  it('answers every consistency vector as it wants', () => {
    const all = read('consistency');
    expect(all.length).toBeGreaterThan(90);
    for (const { file, vector } of all) {
      const { size1, size2, root1, root2 } = vector;
      const holds = isConsistent(size1, bytes(root1), size2, bytes(root2), proofOf(vector));
      expect(holds, `${file}: ${vector.desc}`).toBe(!vector.wantErr);
    }
  });
});
