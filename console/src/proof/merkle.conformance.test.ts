import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { climb, toHex } from './merkle.ts';

interface Vector {
  readonly desc: string;
  readonly wantErr: boolean;
  readonly proof: readonly string[] | null;
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
}

const shared = process.env.ATALAYA_SHARED ?? join(import.meta.dirname, '../../../../shared');
const folder = join(shared, 'data/regulation/rfc6962/testdata/inclusion');
const absent = !existsSync(folder);
const hex = (text: string): string => toHex(Buffer.from(text, 'base64'));

async function accepts(vector: Vector): Promise<boolean> {
  try {
    const steps = await climb(
      hex(vector.leafHash),
      vector.leafIdx,
      vector.treeSize,
      (vector.proof ?? []).map(hex),
    );
    return (steps.at(-1)?.hash ?? hex(vector.leafHash)) === hex(vector.root);
  } catch {
    return false;
  }
}

describe.skipIf(absent)(
  `inclusion in the browser, vectors of transparency-dev/merkle${absent ? ' (not run)' : ''}`,
  () => {
    test('each is accepted or refused as it says', async () => {
      const files = globSync('**/*.json', { cwd: folder });
      expect(files.length).toBeGreaterThan(90);
      for (const file of files) {
        const vector: Vector = JSON.parse(readFileSync(join(folder, file), 'utf8'));
        expect(await accepts(vector), `${file}: ${vector.desc}`).toBe(!vector.wantErr);
      }
    });
  },
);
