import { describe, expect, test } from 'vitest';
import { type CoinJoinContext, detectCoinJoin } from './coinjoin.ts';
import { type MadeUtxo, utxo } from './testing/made-transactions.ts';

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const find = (made: MadeUtxo, day = '2023-01-01', more: Partial<CoinJoinContext> = {}) =>
  detectCoinJoin(utxo(made), { time: at(day), ...more });

const POOL = 5_000_000n;
const round: MadeUtxo = {
  inputs: [POOL + 20_000n, POOL + 20_000n, POOL, POOL, POOL],
  outputs: times(5, () => POOL),
};
const tx0: MadeUtxo = {
  inputs: [30_000_000n],
  outputs: ['note', 175_000n, ...times(5, () => POOL + 12_000n), 4_700_000n],
};
const wasabi: MadeUtxo = {
  inputs: times(30, (i) => 10_000_000n + BigInt(i) * 977n),
  outputs: [...times(25, () => 9_993_121n), ...times(20, (i) => 1_000_003n + BigInt(i) * 31n)],
};
const wasabi2: MadeUtxo = {
  inputs: times(60, (i) => 2_000_000n + BigInt(i) * 1013n),
  outputs: [
    ...times(10, () => 1_048_576n),
    ...times(8, () => 531_441n),
    ...times(6, () => 200_000n),
    777_777n,
    12_345n,
  ],
};
const joinMarket: MadeUtxo = {
  inputs: [8_000_000n, 9_000_000n, 7_500_000n, 20_000_000n],
  outputs: [7_000_000n, 900_000n, 7_000_000n, 1_900_000n, 7_000_000n, 400_000n, 7_000_000n, 12_900_000n],
};

describe('CoinJoins', () => {
  test.each([
    ['a Whirlpool round', round, 'whirlpool', 60],
    ['a round of which only outputs are known', { ...round, inputs: times(5, () => null) }, 'whirlpool', 45],
    ['Wasabi 1.0', wasabi, 'wasabi1', 70],
    [
      'Wasabi 1.1, with a second level',
      { ...wasabi, outputs: [...wasabi.outputs, 19_986_242n, 19_986_242n] },
      'wasabi1.1',
      75,
    ],
    ['Wasabi 2', wasabi2, 'wasabi2', 60],
    ['JoinMarket', joinMarket, 'joinmarket', 49],
    ['a Tx0 that nothing spends yet', tx0, 'whirlpool_tx0', 30],
  ] as const)('%s', (_name, made, kind, confidence) => {
    expect(find(made)).toMatchObject({ kind, confidence });
  });

  test('a Tx0 is sure once a round spends it', () => {
    expect(find(tx0, '2023-01-01', { feedsWhirlpool: true })).toMatchObject({
      kind: 'whirlpool_tx0',
      confidence: 90,
    });
  });

  test.each([
    ['a Whirlpool round', round, '2019-03-01'],
    ['a Tx0', tx0, '2017-08-20'],
    ['Wasabi 2', wasabi2, '2022-01-01'],
    ['JoinMarket', joinMarket, '2014-12-01'],
    [
      'a round of the smallest pool',
      { inputs: [102_000n, 102_000n, ...times(3, () => 100_000n)], outputs: times(5, () => 100_000n) },
      '2019-12-01',
    ],
  ] as const)('%s before its protocol existed is none', (_name, made, day) => {
    expect(find(made, day)).toBeNull();
  });

  test('of an exchange’s address it is a batch', () => {
    expect(find(joinMarket, '2023-01-01', { isExchange: () => true })).toBeNull();
  });
});

describe('false friends', () => {
  const payout: MadeUtxo = {
    inputs: times(100, (i) => 20_000_000n + BigInt(i)),
    outputs: [...times(20, () => 2_000_000_000n), 31n],
  };
  test.each([
    ['a pool’s payout of equal amounts', payout],
    [
      'an exchange’s batch',
      { inputs: [900_000_000n], outputs: times(40, (i) => 1_000_000n + BigInt(i) * 7919n) },
    ],
    ['a consolidation', { inputs: times(200, () => 10_000n), outputs: [1_990_000n] }],
    ['a faucet', { inputs: [1_000_000n], outputs: [...times(50, () => 10_000n), 490_000n] }],
    ['a payment with change', { inputs: [50_000n], outputs: [20_000n, 29_000n] }],
    [
      'a Stonewall: two equal, two changes',
      { inputs: [50_000n, 60_000n], outputs: [30_000n, 30_000n, 19_000n, 29_000n] },
    ],
    [
      'five equal outputs from one address',
      {
        inputs: times(5, () => ['one', 9_000_000n] as const),
        outputs: [...times(5, () => 7_000_000n), ...times(5, (i) => 1_000_000n + BigInt(i))],
      },
    ],
    [
      'equal outputs to one address again and again',
      {
        inputs: times(4, () => 9_000_000n),
        outputs: [
          ...times(4, () => ['one', 7_000_000n] as const),
          ...times(4, (i) => 1_000_000n + BigInt(i)),
        ],
      },
    ],
    [
      'five pool amounts from inputs that are too large',
      { inputs: times(5, () => 2n * POOL), outputs: times(5, () => POOL) },
    ],
    [
      'dust to many',
      {
        inputs: times(4, () => 9_000n),
        outputs: [...times(4, () => 546n), ...times(4, (i) => 1_000n + BigInt(i))],
      },
    ],
  ] as const)('%s is none', (_name, made) => {
    expect(find(made as MadeUtxo)).toBeNull();
  });

  test.each([
    [
      'a sum divided in parts',
      {
        inputs: times(4, () => 9_000_000n),
        outputs: [7_000_000n, 7_000_000n, 7_000_000n, 7_000_040n, 99_000n, 11_000n],
      },
    ],
    [
      'more inputs than parties bring',
      { inputs: times(104, () => 900_000n), outputs: [...times(3, () => 7_000_000n), 1_000n, 2_000n] },
    ],
    [
      'inputs too poor for every party',
      { inputs: times(3, () => 1_000_000n), outputs: [...times(3, () => 7_000_000n), 1_000n, 2_000n] },
    ],
  ] as const)('%s is doubted', (_name, made) => {
    expect(find(made)).toMatchObject({ kind: 'joinmarket', confidence: 20 });
  });
});
