import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { instantOf } from '../../../kernel/instant.ts';
import { asSystem, type Database, openDatabase } from '../../../platform/database.ts';
import { createTestDatabase } from '../../../platform/testing/database.ts';
import type { ChainBlock } from '../chains/chain-block.ts';
import { type FakeNode, startFakeBitcoin } from '../testing/fake-node.ts';
import { idOf, type MadeBlock, madeBlock, madeChain, payTo } from '../testing/made-chain.ts';
import { createBitcoinNode } from './bitcoin-node.ts';
import { Budget } from './budget.ts';
import { type BlockSink, createFollower, type FollowOptions, keptBlocks } from './follow.ts';
import { createHttpClient } from './http-client.ts';
import { createRpc } from './json-rpc.ts';

/** A node that answers, lies, stalls, refuses and dies, at its wire format; PostgreSQL is real. */
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let node: FakeNode;
let waits: number[];

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.config, { app: 1, system: 2 });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});
beforeEach(async () => {
  node = await startFakeBitcoin(madeChain(12, 1));
  waits = [];
  await asSystem(db, (tx) => tx.query('delete from tracing.chain_block; delete from tracing.chain_cursor'));
});
afterEach(() => node.stop());

const sourceOf = (more: { budget?: Budget; timeout_ms?: number; retries?: number; url?: string } = {}) =>
  createBitcoinNode({
    chain: 'bitcoin-regtest',
    previousOutputs: 'needed',
    rpc: createRpc(
      createHttpClient({ url: node.url, sleep: async (ms) => void waits.push(ms), retries: 2, ...more }),
    ),
  });

/** Balances by address, as exact state that must be the same whichever way it was reached. */
class Ledger implements BlockSink {
  readonly balances = new Map<string, bigint>();
  readonly applied: string[] = [];
  readonly #blocks = new Map<string, ChainBlock>();

  #move(block: ChainBlock, sign: bigint): void {
    const add = (address: string | null, value: bigint): void => {
      if (address === null) return;
      const balance = (this.balances.get(address) ?? 0n) + sign * value;
      if (balance === 0n) this.balances.delete(address);
      else this.balances.set(address, balance);
    };
    for (const { inputs, outputs } of block.transactions) {
      for (const { address, value } of inputs) add(address, -(value ?? 0n));
      for (const { address, value } of outputs) add(address, value);
    }
  }

  async apply(block: ChainBlock): Promise<void> {
    if (this.#blocks.has(block.hash)) return;
    this.#blocks.set(block.hash, block);
    this.applied.push(block.hash);
    this.#move(block, 1n);
  }

  async undo({ hash }: { hash: string }): Promise<void> {
    const block = this.#blocks.get(hash);
    if (block === undefined) throw new Error(`${hash} was never applied`);
    this.#blocks.delete(hash);
    this.applied.splice(this.applied.indexOf(hash), 1);
    this.#move(block, -1n);
  }
}

const follow = (sink: BlockSink, more: Partial<FollowOptions> = {}) =>
  createFollower({ db, source: sourceOf(), sink, now: () => instantOf(1_800_000_000_000), from: 0, ...more });

const run = async (follower: ReturnType<typeof follow>, blocks = 50): Promise<void> => {
  while (await follower.step(blocks)) {
    // until it has caught up
  }
};

const hashes = (chain: readonly MadeBlock[]): string[] => chain.map(({ hash }) => hash);

test('backfill shows how far it is, and another process goes on from there', async () => {
  const ledger = new Ledger();
  expect(await follow(ledger).step(5)).toBe(true);
  expect(await follow(ledger).progress()).toMatchObject({ from: 0, height: 4, tip: 11 });
  await run(follow(ledger), 4);
  expect(ledger.applied).toEqual(hashes(node.chain));
  expect(await follow(ledger).progress()).toMatchObject({ height: 11, tip: 11, undone: 0 });
});

test('a reorganisation of three blocks is taken back exactly', async () => {
  const ledger = new Ledger();
  const common = node.chain.slice(0, 9);
  await run(follow(ledger));
  node.chain = madeChain(5, 2, common);
  await run(follow(ledger));
  const straight = new Ledger();
  await asSystem(db, (tx) => tx.query('delete from tracing.chain_cursor; delete from tracing.chain_block'));
  await run(follow(straight));
  expect(ledger.applied).toEqual(hashes(node.chain));
  expect([...ledger.balances].sort()).toEqual([...straight.balances].sort());
  expect(await asSystem(db, (tx) => keptBlocks(tx, 'bitcoin-regtest'))).toHaveLength(14);
});

test('a chain that became shorter is followed back; one from before the first block begins again', async () => {
  const ledger = new Ledger();
  await run(follow(ledger));
  node.chain = node.chain.slice(0, 8);
  await run(follow(ledger));
  expect(ledger.applied).toEqual(hashes(node.chain));
  node.chain = madeChain(3, 3);
  await run(follow(ledger));
  expect(ledger.applied).toEqual(hashes(node.chain));
  expect(ledger.balances.size).toBe(1);
});

test('deeper than what is kept is refused, and nothing is taken', async () => {
  const ledger = new Ledger();
  await run(follow(ledger, { depthMax: 2 }));
  node.chain = madeChain(8, 2, node.chain.slice(0, 6));
  await expect(run(follow(ledger, { depthMax: 2 }))).rejects.toMatchObject({
    code: 'chain.reorganisation_too_deep',
  });
});

test('killed and back: no block lost, none doubled', async () => {
  const ledger = new Ledger();
  await follow(ledger).step(4);
  const { chain, url } = node;
  await node.stop();
  await expect(follow(ledger).step()).rejects.toMatchObject({ code: 'chain.source_unreachable' });
  node = await startFakeBitcoin(madeChain(2, 1, chain), Number(new URL(url).port));
  await run(follow(ledger));
  expect(ledger.applied).toEqual(hashes(node.chain));
});

test('a crash between the sink and the cursor gives the block again, and changes nothing', async () => {
  const ledger = new Ledger();
  await follow(ledger).step(3);
  await asSystem(db, (tx) =>
    tx.query('update tracing.chain_cursor set height = 1, hash = $1', [node.chain[1]?.hash]),
  );
  await run(follow(ledger));
  expect(ledger.applied).toEqual(hashes(node.chain));
});

describe('a node that', () => {
  test('asks to wait is waited for, as long as it says', async () => {
    node.mood.throttle = 2;
    await follow(new Ledger()).step(1);
    expect(waits).toEqual([1000, 1000]);
  });

  test('goes on asking to wait is given up', async () => {
    node.mood.throttle = 100;
    await expect(follow(new Ledger()).step(1)).rejects.toMatchObject({ code: 'chain.source_throttled' });
  });

  test('stalls is asked again, then given up', async () => {
    node.mood.stall = 1;
    const source = sourceOf({ timeout_ms: 60 });
    await expect(source.tip()).resolves.toMatchObject({ height: 11 });
    node.mood.stall = 100;
    await expect(source.tip()).rejects.toMatchObject({ code: 'chain.source_unreachable' });
  });

  test('costs more than allowed is stopped', async () => {
    const source = sourceOf({ budget: new Budget(3) });
    await source.tip();
    await source.hashAt(1);
    await expect(source.hashAt(2)).rejects.toMatchObject({ code: 'chain.budget_exhausted' });
  });

  const spending = (): MadeBlock[] => {
    const chain = madeChain(3, 1);
    const [[txid] = ['']] = [...(chain[0]?.transactions.keys() ?? [])].map((id) => [id] as const);
    const payment = { from: { txid, index: 0 }, outputs: [{ value: 4_999_990_000n, script: payTo(9) }] };
    return [...chain, madeBlock(chain.at(-1)?.hash ?? '', 3, 1, [payment])];
  };

  test('tells the truth gives fees from the transactions spent', async () => {
    node.chain = spending();
    const block = await sourceOf().block({ height: 3, hash: node.chain[3]?.hash ?? '' });
    expect(block.transactions[1]).toMatchObject({ fee: 10_000n, inputs: [{ value: 5_000_000_000n }] });
  });

  const lies: readonly [string, string, (chain: readonly MadeBlock[]) => FakeNode['mood']['lie']][] = [
    [
      'another block',
      'chain.source_lied',
      (chain) => (method, _params, truth) =>
        method === 'getblock' ? chain[0]?.bytes.toString('hex') : truth,
    ],
    [
      'a block with a changed amount',
      'chain.merkle_mismatch',
      () => (method, _params, truth) =>
        method === 'getblock' && typeof truth === 'string' ? truth.replace('f2052a01', 'f2052a02') : truth,
    ],
    [
      'a block cut off',
      'chain.truncated',
      () => (method, _params, truth) =>
        method === 'getblock' && typeof truth === 'string' ? truth.slice(0, -20) : truth,
    ],
    [
      'another previous transaction',
      'chain.hash_mismatch',
      (chain) => (method, _params, truth) =>
        method === 'getrawtransaction'
          ? [...(chain[1]?.transactions.values() ?? [])][0]?.toString('hex')
          : truth,
    ],
    [
      'a height of words',
      'chain.source_lied',
      () => (method, _params, truth) => (method === 'getblockcount' ? 'many' : truth),
    ],
  ];
  test.each(lies)('tells %s: %s, and nothing is taken', async (_what, code, lie) => {
    node.chain = spending();
    const ledger = new Ledger();
    await follow(ledger).step(3);
    node.mood.lie = lie(node.chain);
    await expect(follow(ledger).step(1)).rejects.toMatchObject({ code });
    expect(ledger.applied).toEqual(hashes(node.chain.slice(0, 3)));
    node.mood.lie = null;
    await run(follow(ledger));
    expect(ledger.applied).toEqual(hashes(node.chain));
  });

  test('ids are recomputed: idOf a made transaction is the one its block lists', () => {
    const [[id, bytes] = ['', Buffer.alloc(0)]] = [...(node.chain[0]?.transactions ?? [])];
    expect(idOf(bytes)).toBe(id);
  });
});
