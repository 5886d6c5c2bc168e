import { describeWith } from '@atalaya/engine/platform/testing/requirements.ts';
import { openTestHouse, type TestHouse } from '@atalaya/engine/programs/testing/house.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnvilNode, startAnvil } from './anvil.ts';
import { type BcoinNode, startBcoin } from './bcoin.ts';
import { recognised } from './contracts.ts';
import { type FollowingHouse, follow } from './house.ts';
import { liveNodes, packagesIn } from './packages.ts';
import { depositDecided, killedAndBack, reorganised } from './stories.ts';
import { unruly } from './unruly.ts';

/** Real nodes before the whole product on a real PostgreSQL; how fast it is, `node tools/live-nodes/main.ts` says. */
describeWith(liveNodes(), 'live nodes', (folder) => {
  let anvil: AnvilNode;
  let bcoin: BcoinNode;
  let open: TestHouse;
  let house: FollowingHouse;

  beforeAll(async () => {
    const packages = packagesIn(folder);
    anvil = await startAnvil(packages);
    bcoin = await startBcoin(packages);
    open = await openTestHouse();
    house = await follow(open, [anvil, bcoin]);
  }, 300_000);
  afterAll(async () => {
    await open?.close();
    await Promise.all([anvil?.stop(), bcoin?.stop()]);
  }, 60_000);

  const nodeOf = (name: string) => (name === 'anvil' ? anvil : bcoin);

  test.each(['anvil', 'bcoin'])(
    '%s: a deposit is decided on what its block brought',
    async (name) => {
      expect(await depositDecided(house, nodeOf(name), 3)).toMatchObject({ blocks: 3 });
    },
    400_000,
  );

  test.each(['anvil', 'bcoin'])(
    '%s: three blocks are taken back exactly',
    async (name) => {
      expect(await reorganised(house, nodeOf(name), 3)).toMatchObject({ depth: 3, undone: 3 });
    },
    400_000,
  );

  test.each(['anvil', 'bcoin'])(
    '%s: killed and back, no payment is lost or told twice',
    async (name) => {
      expect(await killedAndBack(house, nodeOf(name))).toMatchObject({ payments: 12 });
    },
    400_000,
  );

  test('anvil: lies, stalls and refusals have a code and cost few questions', async () => {
    expect(await unruly(anvil)).toEqual([
      { mood: 'honest', code: 'taken', questions: 5 },
      { mood: 'stalls', code: 'chain.source_unreachable', questions: 3 },
      { mood: 'answers 429', code: 'chain.source_throttled', questions: 3 },
      { mood: 'answers 500', code: 'chain.source_unreachable', questions: 3 },
      { mood: 'breaks off', code: 'chain.source_unreachable', questions: 3 },
      { mood: 'answers no JSON', code: 'chain.source_lied', questions: 1 },
      { mood: 'answers without end', code: 'chain.too_large', questions: 1 },
      { mood: 'is of another chain', code: 'chain.source_lied', questions: 1 },
      { mood: 'changes an amount', code: 'chain.hash_mismatch', questions: 4 },
      { mood: 'changes a log', code: 'chain.hash_mismatch', questions: 4 },
      { mood: 'leaves a receipt out', code: 'chain.source_lied', questions: 4 },
      { mood: 'gives another block', code: 'chain.source_lied', questions: 3 },
    ]);
  }, 400_000);

  test('bcoin: the same', async () => {
    const outcomes = await unruly(bcoin);
    expect(outcomes.slice(-4)).toEqual([
      { mood: 'changes an amount', code: 'chain.merkle_mismatch', questions: 3 },
      { mood: 'cuts the block off', code: 'chain.truncated', questions: 3 },
      { mood: 'changes the header', code: 'chain.source_lied', questions: 3 },
      { mood: 'has no hash', code: 'chain.source_lied', questions: 2 },
    ]);
    expect(outcomes[0]).toMatchObject({ code: 'taken' });
  }, 400_000);

  test('contracts are taken for what they are', async () => {
    expect(await recognised(house, anvil)).toEqual({
      token_is_erc20: true,
      mixer_is_erc20: false,
      issuer_said: ['frozen', 'frozen_funds_destroyed'],
      mixer_is: 'mixing',
      vault_is: 'unnamed',
      behind_withdrawal: ['mixing 1000000'],
    });
  }, 400_000);
});
