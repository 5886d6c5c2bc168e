import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@atalaya/contract/client.gen.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeNode, startFakeBitcoin } from '../modules/tracing/testing/fake-node.ts';
import { type MadeBlock, madeBlock, madeChain, payTo } from '../modules/tracing/testing/made-chain.ts';
import { openTestHouse, type TestHouse } from './testing/house.ts';

/** A node beside the whole house: its blocks become graphs that decisions and investigators ask. */
let house: TestHouse;
let node: FakeNode;

beforeAll(async () => {
  node = await startFakeBitcoin(madeChain(5, 1));
  house = await openTestHouse();
  const chains = [{ kind: 'bitcoin-node', chain: 'bitcoin-regtest', url: node.url, from: 0 }];
  writeFileSync(join(house.home, 'chains.json'), JSON.stringify(chains));
  await house.restart();
}, 120_000);
afterAll(async () => {
  await house.close();
  await node.stop();
});

const client = () =>
  createClient({ baseUrl: house.url, headers: () => ({ authorization: `Bearer ${house.key}` }) });

const followed = async () => (await client().listChains()).items[0];

async function until(what: (one: Awaited<ReturnType<typeof followed>>) => boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (what(await followed())) return;
    await sleep(25);
  }
  throw new Error(`the chain stands at ${JSON.stringify(await followed())}`);
}

const movements = async (): Promise<number> =>
  (await client().listGraphs()).items.find(({ network }) => network === 'bitcoin-regtest')?.movements ?? 0;

/** A block without payments issues a coin to its miner: money made, and the coin it became. */
const EACH_BLOCK = 2;

const grown = (...payments: Parameters<typeof madeBlock>[3][]): readonly MadeBlock[] => {
  const chain = [...node.chain];
  for (const payment of payments) chain.push(madeBlock(chain.at(-1)?.hash ?? '', chain.length, 1, payment));
  return chain;
};

test('blocks are read from where it was told to begin, and each new one as it comes', async () => {
  await until((one) => one?.height === 4);
  expect(await followed()).toMatchObject({ chain: 'bitcoin-regtest', from: 0, tip: 4, undone: 0 });
  const [coinbase = ''] = [...(node.chain[0]?.transactions.keys() ?? [])];
  const before = await movements();
  node.chain = grown([
    { from: { txid: coinbase, index: 0 }, outputs: [{ value: 4_999_000_000n, script: payTo(7) }] },
  ]);
  await until((one) => one?.height === 5);
  expect(await movements()).toBeGreaterThan(before);
});

test('a reorganisation of three blocks leaves the graph as if it had never been', async () => {
  const common = node.chain.slice(0, 3);
  node.chain = madeChain(6, 2, common);
  await until((one) => one?.height === 8);
  expect((await followed())?.undone).toBe(3);
  expect(await movements()).toBe(9 * EACH_BLOCK);
});

test('the node goes and comes back: the house goes on where it was', async () => {
  const { chain, url } = node;
  await node.stop();
  await house.restart();
  expect((await followed())?.height).toBe(8);
  node = await startFakeBitcoin(madeChain(2, 3, chain), Number(new URL(url).port));
  await until((one) => one?.height === 10);
  expect(await movements()).toBe(11 * EACH_BLOCK);
}, 60_000);
