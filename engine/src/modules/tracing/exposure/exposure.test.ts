import type { TaintPolicy } from '@atalaya/contract/tracing.ts';
import { describe, expect, test } from 'vitest';
import { MemoryGraph, type Transfer } from '../graph/memory-graph.ts';
import { seeded } from '../taint/testing/random-ledger.ts';
import { type Exposure, exposureOf, subjectOf } from './exposure.ts';
import type { Attributions, Limits } from './limits.ts';
import {
  type Asked,
  poisonReceived,
  type Slices,
  slicesOf,
  tihoReceived,
  trailsOf,
} from './testing/trails.ts';

const LIMITS: Limits = { hops: 3, pots: 1000, hub: 1000, dustPpm: 0, movements: 1e9 };

/** Up to eight accounts and eighteen transfers; H and I are names. */
function randomTransfers(seed: number, scale: bigint): Transfer[] {
  const next = seeded(seed);
  const accounts = [...'ABCDEFHI'].slice(0, 4 + next(5));
  return Array.from({ length: 4 + next(15) }, (_, row) => {
    const from = next(12) === 0 ? null : (accounts[next(accounts.length)] ?? 'A');
    const others = accounts.filter((name) => name !== from);
    return {
      from,
      to: others[next(others.length)] ?? 'B',
      amount: BigInt(1 + next(9)) * scale,
      transaction: `tx${row}`,
      block: row,
      time: row * 1000,
    };
  });
}

const NAMED = new Set(['H', 'I']);
const SEVERITY: Record<string, number> = { H: 2, I: 1 };
const GRAVITY = ['direct H', 'indirect H', 'direct I', 'indirect I'];
const attributions: Attributions = {
  version: 'test',
  ofAddress: (_, address) =>
    NAMED.has(address)
      ? { entity: address, category: 'exchange', confidence: 50, tags: [], severity: SEVERITY[address] ?? 0 }
      : null,
  ofTransaction: () => null,
};

const plain = (exposure: Exposure): Slices =>
  Object.fromEntries(
    exposure.slices
      .filter(({ amount }) => amount > 0n)
      .map(({ kind, category, attribution, amount }) => [
        attribution === null ? category : `${kind} ${attribution.entity}`,
        amount,
      ]),
  );

function ask(transfers: readonly Transfer[], policy: TaintPolicy, asked: Asked, limits = LIMITS): Exposure {
  const graph = MemoryGraph.ofTransfers('tron', 'USDT', transfers);
  const { direction, hops } = asked;
  const owner = graph.owner(asked.subject) ?? -9;
  return exposureOf(
    graph,
    attributions,
    { direction, policy, limits: { ...limits, hops } },
    subjectOf(graph, owner, direction),
  );
}

const sorted = (slices: Slices): string =>
  Object.entries(slices)
    .sort()
    .map(([name, amount]) => `${name} ${amount}`)
    .join(', ');

/** Product of all balances at leavings: whatever is divided divides. */
function scaleOf(transfers: readonly Transfer[]): bigint {
  let product = 1n;
  const graph = MemoryGraph.ofTransfers('tron', 'USDT', transfers);
  for (const name of 'ABCDEFHI') {
    const owner = graph.owner(name);
    if (owner === undefined) continue;
    const sum = [...graph.ins(owner), ...graph.outs(owner)].reduce((total, { amount }) => total + amount, 0n);
    for (let units = 2n; units <= sum; units += 1n) product = lcm(product, units);
  }
  return product ** BigInt(transfers.length);
}
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
const lcm = (a: bigint, b: bigint): bigint => (a / gcd(a, b)) * b;

const seedsThatDiffer = (count: number, pair: (seed: number) => readonly [Slices, Slices]): string[] =>
  Array.from({ length: count }, (_, seed) => {
    const [fast, slow] = pair(seed);
    return sorted(fast) === sorted(slow) ? '' : `seed ${seed}: ${sorted(fast)} | ${sorted(slow)}`;
  }).filter((text) => text !== '');

describe('1,000 random account graphs, by brute force', () => {
  for (const direction of ['received', 'sent'] as const) {
    const asked = (seed: number): Asked => ({ subject: 'A', direction, hops: 1 + (seed % 5), named: NAMED });

    test.each(['fifo', 'lifo'] as const)(`${direction}: %s, unit by unit`, (policy) => {
      expect(
        seedsThatDiffer(1000, (seed) => {
          const transfers = randomTransfers(seed, 1n);
          return [
            plain(ask(transfers, policy, asked(seed))),
            slicesOf(trailsOf(policy, transfers), asked(seed)),
          ];
        }),
      ).toEqual([]);
    });

    test(`${direction}: haircut, over all paths`, () => {
      expect(
        seedsThatDiffer(1000, (seed) => {
          const small = randomTransfers(seed, 1n);
          const transfers = randomTransfers(seed, scaleOf(small));
          return [
            plain(ask(transfers, 'haircut', asked(seed))),
            slicesOf(trailsOf('haircut', transfers), asked(seed)),
          ];
        }),
      ).toEqual([]);
    });
  }

  const far: Asked = { subject: 'A', direction: 'received', hops: 40, named: NAMED };
  test('received: TIHO, unit by unit', () => {
    expect(
      seedsThatDiffer(1000, (seed) => {
        const transfers = randomTransfers(seed, 60n);
        const slow = tihoReceived(transfers, far, GRAVITY);
        return [plain(ask(transfers, 'tiho', far)), slow];
      }),
    ).toEqual([]);
  });

  test('received: poison, by all that ever touched it', () => {
    expect(
      seedsThatDiffer(1000, (seed) => {
        const transfers = randomTransfers(seed, 1_000_000n);
        return [plain(ask(transfers, 'poison', far)), poisonReceived(transfers, far, GRAVITY)];
      }),
    ).toEqual([]);
  });
});
