import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TAINT_POLICIES } from '@atalaya/contract/tracing.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith, sharedFolder } from '../../../platform/testing/requirements.ts';
import { attributionsOf } from '../exposure/attributions.ts';
import { exposureOf, subjectOf } from '../exposure/exposure.ts';
import { type Attributions, DEFAULT_LIMITS } from '../exposure/limits.ts';
import { TagIndex } from '../tags/tag-index.ts';
import { readTagPack } from '../tags/tag-pack.ts';
import { GraphShelf } from './graph-shelf.ts';
import { readRawBlocks } from './read-blocks.ts';

/** Real mainnet blocks and real tags: who paid whom, and that every answer adds up. */
const home = mkdtempSync(join(tmpdir(), 'atalaya-real-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Block 437303, which says its height; those of 2013 do not. */
const LAST = 'electrs-000000000000000002d249a3d89f63ef3fee203adcca7c24008c13fd854513f2.blk';

describeWith(sharedFolder(), 'real blocks', (shared) => {
  const chain = join(shared, 'data/chain');
  const shelf = new GraphShelf(home);
  const read = (name: string) => readRawBlocks(shelf, readFileSync(join(chain, 'btc', name)), 'bitcoin');
  read('bitcoinj-block227835.dat');
  read('bitcoinj-block227836.dat');
  read(LAST);
  const graph = shelf.get('bitcoin', 'BTC');

  let attributions: Attributions;
  beforeAll(async () => {
    const text = readFileSync(join(chain, 'tagpacks/packs/walletexplorer.yaml'), 'utf8');
    const { tags } = await readTagPack(text);
    const packed = tags.map((tag) => ({ ...tag, pack: 'services', tier: 'public' as const, licence: 'MIT' }));
    attributions = attributionsOf(TagIndex.of(packed, 'real'), shelf.joinOf);
  });

  it('every address’s shares add up to one under every policy, both ways', () => {
    const wrong: string[] = [];
    for (let owner = 0; owner < graph.size.owners; owner += 7)
      for (const direction of ['received', 'sent'] as const)
        for (const policy of TAINT_POLICIES) {
          const question = { direction, policy, limits: DEFAULT_LIMITS };
          const { slices, total } = exposureOf(
            graph,
            attributions,
            question,
            subjectOf(graph, owner, direction),
          );
          const amount = slices.reduce((sum, slice) => sum + slice.amount, 0n);
          const share = slices.reduce((sum, { sharePpm }) => sum + sharePpm, 0);
          if (amount !== total || (total > 0n && share !== 1_000_000))
            wrong.push(`${graph.address(owner)} ${policy}`);
        }
    expect(wrong).toEqual([]);
  });

  it('a real payment is followed to the service it went to, by its tag', () => {
    const payer = graph.owner('1dice9wcMu5hLF4g81u8nioL5mmSHTApw') ?? -9;
    const question = { direction: 'sent', policy: 'fifo', limits: DEFAULT_LIMITS } as const;
    const { slices } = exposureOf(graph, attributions, question, subjectOf(graph, payer, 'sent'));
    const found = slices.find(({ category }) => category === 'gambling');
    expect(found).toMatchObject({ kind: 'direct', hopsMin: 1 });
    expect(found?.path.map(({ from, to }) => [from, to])).toEqual([
      ['1dice9wcMu5hLF4g81u8nioL5mmSHTApw', '14ChPPM8rPYJeHnw6kMVUDnNNKx1KnjYW4'],
    ]);
  });

  it('a block read again changes nothing', () => {
    const before = graph.size;
    expect(read(LAST)).toMatchObject([{ blocks: 0, repeated: 1 }]);
    expect(graph.size).toEqual(before);
  });

  it('money mixed in the JoinMarket transactions of block 437303 is called so', () => {
    expect(
      shelf.joinOf('bitcoin', '49f3a31560df5284268721d36e8811f9cee4bb528a75cf31296b5ac3f5856f4d'),
    ).toMatchObject({
      kind: 'joinmarket',
    });
  });
});
