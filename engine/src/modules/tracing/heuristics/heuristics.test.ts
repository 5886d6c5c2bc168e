import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountTransaction } from '../chains/account-transaction.ts';
import { type BridgeLeg, bridgeLegs, pairBridges } from './bridge.ts';
import { changeOf, changeVotes } from './change.ts';
import { MixerWatch } from './mixer.ts';
import { findPeelChains } from './peel.ts';
import { detectSwap } from './swap.ts';
import { blockOf, moved, said, utxo } from './testing/made-transactions.ts';

const never = { seen: () => false, sameOwner: () => false };

describe('change', () => {
  test('a fresh address of the same script with an odd amount, beside a round payment', () => {
    const payment = utxo({ inputs: [90_000n, 80_000n], outputs: [100_000n, 69_123n] });
    expect(changeOf(payment, never)).toMatchObject({
      output: 1,
      heuristics: ['one_time_change', 'optimal_change', 'power_of_ten'],
    });
  });

  test('back to the payer’s own address', () => {
    const payment = utxo({
      inputs: [['me', 90_000n]],
      outputs: [
        ['shop', 1_000n],
        ['me', 88_001n],
      ],
    });
    expect(changeVotes(payment, never)).toContainEqual({
      output: 1,
      heuristic: 'direct_change',
      confidence: 95,
    });
  });

  test.each([
    [
      'votes that disagree',
      utxo({
        inputs: [['me', 200_000n]],
        outputs: [
          ['me', 100_000n],
          ['x', 69_123n],
        ],
      }),
    ],
    ['one vote alone', utxo({ inputs: [null], outputs: [500_000n, 123n] })],
    [
      'a batch of eleven',
      utxo({ inputs: [9_000_000n], outputs: Array.from({ length: 11 }, (_, i) => 1_001n + BigInt(i)) }),
    ],
    ['a sweep', utxo({ inputs: [9_000n, 8_000n], outputs: [16_500n] })],
  ])('%s joins nothing', (_name, transaction) => {
    expect(changeOf(transaction, never)).toBeNull();
  });
});

describe('peel chains', () => {
  const chain = (hops: number, carrier: (i: number) => string) =>
    Array.from({ length: hops }, (_, i) =>
      utxo({
        id: `p${i}`,
        inputs: [null],
        spends: [{ id: `p${i - 1}`, index: 1 }],
        outputs: [
          [`peel${i}`, 50_000n],
          [carrier(i), 9_000_000n - BigInt(i) * 51_000n],
        ],
      }),
    );

  test('are found in any order, and are surer where their ends are services', () => {
    const hops = chain(8, (i) => `carrier${i}`);
    const [found, ...more] = findPeelChains([...hops].reverse(), {
      isService: (address) => address === 'peel3',
    });
    expect(more).toEqual([]);
    expect(found).toMatchObject({ transactions: hops.map(({ id }) => id), confidence: 61 });
    expect(found?.peels).toHaveLength(8);
  });

  test('a wallet that pays out from one address is hardly one', () => {
    expect(findPeelChains(chain(8, () => 'hot wallet'))[0]?.confidence).toBeLessThan(40);
  });

  test.each([
    ['five hops', chain(5, (i) => `c${i}`)],
    [
      'even splits',
      Array.from({ length: 9 }, (_, i) =>
        utxo({ id: `p${i}`, inputs: [null], spends: [{ id: `p${i - 1}`, index: 1 }], outputs: [40n, 60n] }),
      ),
    ],
    [
      'the small leg going on',
      Array.from({ length: 9 }, (_, i) =>
        utxo({ id: `p${i}`, inputs: [null], spends: [{ id: `p${i - 1}`, index: 0 }], outputs: [5n, 95n] }),
      ),
    ],
  ])('%s are none', (_name, transactions) => {
    expect(findPeelChains(transactions)).toEqual([]);
  });

  test('a ring of transactions that spend each other ends', () => {
    const ring = [0, 1, 2, 3, 4, 5, 6].map((i) =>
      utxo({
        id: `r${i}`,
        inputs: [null],
        spends: [{ id: `r${(i + 6) % 7}`, index: 1 }],
        outputs: [5n, 95n],
      }),
    );
    expect(findPeelChains(ring)).toEqual([]);
  });
});

describe('bridges', () => {
  const leg = (direction: 'out' | 'in', more: Partial<BridgeLeg>): BridgeLeg => ({
    chain: direction === 'out' ? 'ethereum' : 'polygon',
    txid: '',
    contract: 'bridge',
    time: 0,
    direction,
    asset: 'USDT',
    amount: 1_000_000n,
    account: null,
    id: null,
    ...more,
  });

  test('events of both chains are paired by their id', () => {
    const out = accountTransaction({
      id: 'o',
      index: 0,
      signals: [said('bridge_out', 'b', { id: '0x7' }, 500n)],
    });
    const arrival = accountTransaction({
      id: 'i',
      index: 0,
      signals: [said('bridge_in', 'b', { id: '0x7' }, 499n)],
    });
    const legs = [
      ...bridgeLegs(blockOf([out])),
      ...bridgeLegs(blockOf([arrival], { chain: 'polygon', time: 9 })),
    ];
    expect(pairBridges(legs)).toMatchObject({
      pairs: [{ out: { txid: 'o' }, in: { txid: 'i' }, how: 'id', confidence: 99 }],
      unresolved: [],
    });
  });

  test.each([
    ['on the same chain', { chain: 'ethereum' }],
    ['before it left', { time: -1 }],
    ['a day later', { time: 86_400_000 }],
    ['more than left', { amount: 1_000_001n }],
    ['far less than left', { amount: 900_000n }],
    ['another asset', { asset: 'USDC' }],
    ['under another id', { id: '0x8' }],
  ])('what arrives %s is another’s', (_name, more) => {
    const out = leg('out', { id: '0x7' });
    const { pairs, unresolved } = pairBridges([out, leg('in', { time: 60_000, ...more })]);
    expect(pairs).toEqual([]);
    expect(unresolved).toHaveLength(2);
  });

  test('two equally likely arrivals are none', () => {
    const { pairs } = pairBridges([leg('out', {}), leg('in', { time: 60_000 }), leg('in', { time: 60_000 })]);
    expect(pairs).toEqual([]);
  });

  test('with noise: every id is paired, and 95 of 100 by amount and time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.boolean(), (seed, ids) => {
        const legs = Array.from({ length: 100 }, (_, i) => {
          const amount = BigInt(10_000_000 + ((seed * 7919 + i * 104_729) % 9_000_000));
          const time = i * 90_000;
          const id = ids ? `0x${i}` : null;
          return [
            leg('out', { txid: `o${i}`, amount, time, id }),
            leg('in', {
              txid: `i${i}`,
              amount: amount - amount / 1000n,
              time: time + 40_000 + ((seed + i) % 30_000),
              id,
            }),
          ];
        }).flat();
        const right = pairBridges(legs).pairs.filter(
          (pair) => pair.out.txid.slice(1) === pair.in.txid.slice(1),
        );
        return right.length >= (ids ? 100 : 95);
      }),
      { numRuns: 20 },
    );
  });
});

describe('swaps', () => {
  const swap = (transfers: Parameters<typeof accountTransaction>[0]['transfers'], pool = true) =>
    detectSwap(
      accountTransaction({
        id: 's',
        index: 0,
        feePayer: 'me',
        transfers,
        signals: pool ? [said('swap', 'pool')] : [],
      }),
    );

  test('what the sender gave and got, over two pools', () => {
    const transfers = [
      moved('me', 'pool', 500n, 'USDT'),
      moved('pool', 'pool2', 7n, 'WETH'),
      moved('pool2', 'me', 3n, 'UNI'),
    ];
    expect(swap(transfers)).toMatchObject({
      gave: { asset: 'USDT', amount: 500n },
      got: { asset: 'UNI', amount: 3n },
    });
  });

  test.each([
    ['no pool says so', [moved('me', 'x', 5n, 'USDT'), moved('x', 'me', 3n, 'ETH')], false],
    [
      'two assets go in: liquidity',
      [moved('me', 'p', 5n, 'USDT'), moved('me', 'p', 3n), moved('p', 'me', 1n, 'LP')],
      true,
    ],
    ['only something comes in: a claim', [moved('p', 'me', 3n, 'UNI')], true],
    ['all comes back: a flash loan', [moved('me', 'p', 5n), moved('p', 'me', 5n)], true],
  ])('%s is none', (_name, transfers, pool) => {
    expect(swap(transfers, pool)).toBeNull();
  });
});

describe('mixers', () => {
  const watch = (signals: readonly ReturnType<typeof said>[]) => {
    const mixers = new MixerWatch();
    mixers.apply(
      blockOf(signals.map((signal, i) => accountTransaction({ id: `m${i}`, index: i, signals: [signal] }))),
    );
    return mixers.found();
  };
  const deposit = (commitment: string, amount: bigint) =>
    said('mixer_deposit', 'pool', { commitment }, amount);

  test('one denomination, commitments in, proofs out', () => {
    const found = watch([
      deposit('a', 10n),
      deposit('b', 10n),
      said('mixer_withdrawal', 'pool', { nullifierHash: 'x' }),
    ]);
    expect(found).toMatchObject([
      { contract: 'pool', deposits: 2, withdrawals: 1, denomination: 10n, confidence: 90 },
    ]);
  });

  test('a vault that takes any amount is none', () => {
    expect(watch([deposit('a', 10n), deposit('b', 11n)])).toEqual([]);
  });

  test('only withdrawals seen is less sure', () => {
    expect(watch([said('mixer_withdrawal', 'pool', { nullifierHash: 'x' })])[0]?.confidence).toBe(60);
  });
});
