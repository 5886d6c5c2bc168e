import { isDeepStrictEqual } from 'node:util';
import { eventually } from './child.ts';
import { graphFiles, straightFiles } from './graph-files.ts';
import type { FollowingHouse } from './house.ts';
import type { LiveNode } from './live-node.ts';

const rounded = (value: number): number => Math.round(value * 10) / 10;

function demand(holds: boolean, what: string, found: unknown): void {
  if (!holds) throw new Error(`${what}: ${JSON.stringify(found)}`);
}

/** From the moment the node has a block to the decision on a deposit that this block brought. */
export async function depositDecided(house: FollowingHouse, node: LiveNode, blocks: number) {
  const times: number[] = [];
  await house.reached(node, await node.tip());
  for (let block = 0; block < blocks; block += 1) {
    const { height, paid } = await node.mine(1);
    const mined = performance.now();
    await house.reached(node, height);
    const { decision, values } = await house.deposit(node, paid[0] ?? '');
    times.push(performance.now() - mined);
    const found = { decision, share: values['exposure.darknet_market_share'] };
    demand(decision === 'review' && found.share === 10_000, 'the deposit was not found exposed', found);
  }
  times.sort((left, right) => left - right);
  return {
    blocks,
    p50_ms: rounded(times[Math.floor(times.length / 2)] ?? 0),
    max_ms: rounded(times.at(-1) ?? 0),
  };
}

/** Blocks are read, then taken back: what is left is what was there, and what somebody has who never saw them. */
export async function reorganised(house: FollowingHouse, node: LiveNode, depth: number) {
  const height = await node.tip();
  await house.reached(node, height);
  const before = graphFiles(house.home, node.network);
  const undone = await house.undone(node);
  const gone: string[] = [];
  for (let block = 0; block < depth; block += 1) gone.push(...(await node.mine(3)).paid);
  await house.reached(node, height + depth);
  const between = graphFiles(house.home, node.network);
  demand(!isDeepStrictEqual(before, between), 'the blocks left no trace', between);
  const [seen = ''] = gone;
  demand((await house.deposit(node, seen)).decision === 'review', 'a block was read', seen);

  await node.drop(depth);
  await house.reached(node, height);
  const after = graphFiles(house.home, node.network);
  demand(isDeepStrictEqual(before, after), 'something was left of blocks taken back', { before, after });
  const decisions = await Promise.all(gone.map(async (one) => (await house.deposit(node, one)).values));
  demand(
    decisions.every((values) => values['exposure.darknet_market_share'] === undefined),
    'a decision knows what no block tells any more',
    decisions,
  );

  for (let block = 0; block <= depth; block += 1) await node.mine(2);
  await house.reached(node, height + depth + 1);
  const straight = await straightFiles(node);
  const now = graphFiles(house.home, node.network);
  demand(isDeepStrictEqual(now, straight), 'the other branch was read otherwise', { now, straight });
  return { depth, undone: (await house.undone(node)) - undone, files_equal: Object.keys(now).length };
}

/** The node is killed in the middle of reading, deposits go on being decided, and it comes back with more. */
export async function killedAndBack(house: FollowingHouse, node: LiveNode) {
  const known = (await node.mine(1)).paid[0] ?? '';
  await house.reached(node, await node.tip());
  const ahead: string[] = [];
  for (let block = 0; block < 5; block += 1) ahead.push(...(await node.mine(2)).paid);
  await node.kill();
  const { decision } = await house.deposit(node, known);
  demand(decision === 'review', 'without its node the house knows what it knew', decision);
  const began = performance.now();
  await node.start();
  const { height, paid } = await node.mine(2);
  await house.reached(node, height);
  const back = performance.now() - began;
  for (const address of [...ahead, ...paid]) {
    const found = await house.deposit(node, address);
    demand(found.decision === 'review', 'a payment was lost', address);
  }
  const straight = await straightFiles(node);
  const now = graphFiles(house.home, node.network);
  demand(isDeepStrictEqual(now, straight), 'a block was lost or read twice', { now, straight });
  return { payments: ahead.length + paid.length, caught_up_ms: rounded(back) };
}

/** Waits for what the house says of an address. */
export const exposureOf = (
  house: FollowingHouse,
  node: { network: string; asset: string },
  address: string,
) =>
  eventually(`exposure of ${address}`, () =>
    house.client.getExposure({
      query: { network: node.network, asset: node.asset, address, direction: 'received' },
    }),
  );
