import { TAINT_POLICIES } from '@atalaya/contract/tracing.ts';
import { describe, expect, test } from 'vitest';
import { type CoinTransaction, MemoryGraph, type Transfer } from '../graph/memory-graph.ts';
import { dirtyOf } from '../taint/holding.ts';
import { type TaintTransaction, traceTaint } from '../taint/ledger.ts';
import { randomLedger } from '../taint/testing/random-ledger.ts';
import { type Exposure, exposureOf, subjectOf } from './exposure.ts';
import { type Attributions, DEFAULT_LIMITS, type Limits } from './limits.ts';

const named = (category: string) => ({
  entity: category,
  category,
  confidence: 60,
  tags: ['pack: x'],
  severity: 5,
});
const attributions: Attributions = {
  version: 'test',
  ofAddress: (_, address) =>
    /^D\d?$/.test(address) ? named('darknet_market') : address === 'S' ? named('exchange') : null,
  ofTransaction: (_, transaction) => (transaction.startsWith('coinjoin') ? named('coinjoin') : null),
};
const WHOLE: Limits = { hops: 50, pots: 100_000, hub: 100_000, dustPpm: 0, movements: 1e9 };

/** The taint ledger as a chain of coins: what comes from outside belongs to its source. */
const coinsOf = (ledger: readonly TaintTransaction[]): CoinTransaction[] =>
  ledger.map(({ id, inputs, outputs }, block) => ({
    id,
    block,
    time: block,
    coinbase: false,
    inputs: inputs.map((input, index) =>
      'value' in input
        ? {
            transaction: `outside ${id}`,
            index,
            address: input.source ?? `clean ${id} ${index}`,
            value: input.value,
          }
        : { transaction: input.tx, index: input.index, address: null, value: null },
    ),
    outputs: outputs.map((value, index) => ({ address: `${id} ${index}`, value })),
  }));

const dirtyIn = ({ slices }: Exposure): bigint =>
  slices.reduce((sum, { category, amount }) => (category === 'darknet_market' ? sum + amount : sum), 0n);

describe('exposure of a coin is its taint', () => {
  test.each(TAINT_POLICIES)('%s, on 500 random ledgers', (policy) => {
    const wrong = Array.from({ length: 500 }, (_, seed) => seed).filter((seed) => {
      const small = randomLedger(seed, 8);
      // Ahead and back round in different places: where everything divides, they must meet.
      const scale = policy === 'haircut' ? scaleOf(small) : 60n;
      const ledger = small.map(({ id, inputs, outputs }) => ({
        id,
        inputs: inputs.map((input) => ('value' in input ? { ...input, value: input.value * scale } : input)),
        outputs: outputs.map((value) => value * scale),
      }));
      const graph = MemoryGraph.ofCoins('bitcoin', 'BTC', coinsOf(ledger));
      return traceTaint(policy, ledger).some(({ id, outputs }) =>
        outputs.some((output, index) => {
          if (output.value === 0n) return false;
          const owner = graph.owner(`${id} ${index}`) ?? -9;
          const question = { direction: 'received', policy, limits: WHOLE } as const;
          const exposure = exposureOf(graph, attributions, question, { owner, roots: graph.received(owner) });
          return dirtyIn(exposure) !== dirtyOf(output);
        }),
      );
    });
    expect(wrong).toEqual([]);
  });
});

function scaleOf(ledger: readonly TaintTransaction[]): bigint {
  const values = new Map(
    ledger.flatMap(({ id, outputs }) => outputs.map((value, index) => [`${id}:${index}`, value])),
  );
  return ledger.reduce((product, { inputs }) => {
    let total = 0n;
    let all = product;
    for (const input of inputs) {
      total += 'value' in input ? input.value : (values.get(`${input.tx}:${input.index}`) ?? 0n);
      if (total > 0n) all *= total;
    }
    return all;
  }, 1n);
}

const transfer = (from: string | null, to: string, amount: number, at: number): Transfer => ({
  from,
  to,
  amount: BigInt(amount),
  transaction: `tx${at}`,
  block: at,
  time: at,
});
const askOf = (
  transfers: readonly Transfer[],
  subject: string,
  limits: Partial<Limits> = {},
  policy = 'haircut' as const,
) => {
  const graph = MemoryGraph.ofTransfers('tron', 'USDT', transfers);
  const question = { direction: 'received', policy, limits: { ...WHOLE, ...limits } } as const;
  return exposureOf(graph, attributions, question, subjectOf(graph, graph.owner(subject) ?? -9, 'received'));
};
const wholeOf = ({ slices }: Exposure) => ({
  amount: slices.reduce((sum, { amount }) => sum + amount, 0n),
  share: slices.reduce((sum, { sharePpm }) => sum + sharePpm, 0),
});
const named4 = ({ slices }: Exposure) =>
  slices.map(({ kind, category, amount }) => [kind, category, Number(amount)]);

describe('what an answer says', () => {
  test('names by kind, with hops and the path the money went', () => {
    const exposure = askOf(
      [
        transfer(null, 'X', 50, 1),
        transfer('D', 'X', 50, 2),
        transfer('X', 'Y', 60, 3),
        transfer('Y', 'A', 60, 4),
        transfer('S', 'A', 40, 5),
      ],
      'A',
    );
    expect(named4(exposure)).toEqual([
      ['direct', 'exchange', 40],
      ['indirect', 'darknet_market', 30],
      ['ended', 'issuance', 30],
    ]);
    const dark = exposure.slices.find(({ category }) => category === 'darknet_market');
    expect(dark).toMatchObject({ hopsMin: 3, hopsMilli: 3000, sharePpm: 300_000 });
    expect(dark?.path.map(({ from, to, transaction }) => `${from} ${to} ${transaction}`)).toEqual([
      'D X tx2',
      'X Y tx3',
      'Y A tx4',
    ]);
    expect(wholeOf(exposure)).toEqual({ amount: 100n, share: 1_000_000 });
  });

  test('thirds are shared out to exactly one', () => {
    const exposure = askOf(
      [transfer('D', 'A', 1, 1), transfer('S', 'A', 1, 2), transfer(null, 'A', 1, 3)],
      'A',
    );
    expect(wholeOf(exposure)).toEqual({ amount: 3n, share: 1_000_000 });
  });

  test('money that comes back is its own; a cycle ends', () => {
    const round = Array.from({ length: 40 }, (_, at) =>
      transfer(at % 2 === 0 ? 'A' : 'B', at % 2 === 0 ? 'B' : 'A', 5, at + 2),
    );
    const exposure = askOf([transfer('D', 'A', 5, 1), ...round], 'A');
    expect(named4(exposure)).toEqual([
      ['ended', 'own_funds', 100],
      ['direct', 'darknet_market', 5],
    ]);
  });
});

describe('work is bounded, and what was cut is told', () => {
  const chain = Array.from({ length: 9 }, (_, at) =>
    transfer(at === 0 ? 'D' : `N${at - 1}`, at === 8 ? 'A' : `N${at}`, 100, at + 1),
  );

  test('by depth', () => {
    expect(named4(askOf(chain, 'A', { hops: 5 }))).toEqual([['untraced', 'depth', 100]]);
    expect(named4(askOf(chain, 'A', { hops: 9 }))).toEqual([['indirect', 'darknet_market', 100]]);
  });

  test('by the number of pots', () => {
    expect(named4(askOf(chain, 'A', { pots: 3 }))).toEqual([['untraced', 'budget', 100]]);
  });

  test('at a hub with a million movements, quickly', () => {
    function* many() {
      for (let at = 0; at < 1_000_000; at += 1) yield transfer(null, 'hub', 1, at);
      yield transfer('hub', 'A', 7, 1_000_001);
    }
    const graph = MemoryGraph.ofTransfers('tron', 'USDT', many());
    const question = { direction: 'received', policy: 'haircut', limits: DEFAULT_LIMITS } as const;
    const exposure = exposureOf(
      graph,
      attributions,
      question,
      subjectOf(graph, graph.owner('A') ?? -9, 'received'),
    );
    expect(named4(exposure)).toEqual([['untraced', 'hub', 7]]);
    expect(exposure.work.movements).toBe(0);
  });

  test('at dust', () => {
    const exposure = askOf(
      [transfer('D', 'N', 1, 1), transfer('S', 'A', 99_999, 2), transfer('N', 'A', 1, 3)],
      'A',
      { dustPpm: 100 },
    );
    expect(named4(exposure)).toEqual([
      ['direct', 'exchange', 99_999],
      ['untraced', 'dust', 1],
    ]);
  });
});

describe('coins', () => {
  const coin = (
    id: string,
    inputs: [string, number, string?, number?][],
    outputs: [string, number][],
  ): CoinTransaction => ({
    id,
    block: 1,
    time: 1,
    coinbase: inputs.length === 0,
    inputs: inputs.map(([transaction, index, address, value]) => ({
      transaction,
      index,
      address: address ?? null,
      value: value === undefined ? null : BigInt(value),
    })),
    outputs: outputs.map(([address, value]) => ({ address, value: BigInt(value) })),
  });
  const ask = (transactions: readonly CoinTransaction[], subject: string, direction: 'received' | 'sent') => {
    const graph = MemoryGraph.ofCoins('bitcoin', 'BTC', transactions);
    const question = { direction, policy: 'haircut', limits: WHOLE } as const;
    return exposureOf(graph, attributions, question, subjectOf(graph, graph.owner(subject) ?? -9, direction));
  };

  test('a CoinJoin is the end, and is called one', () => {
    const exposure = ask(
      [coin('coinjoin 1', [['x', 0, 'D', 100]], [['B', 100]]), coin('t2', [['coinjoin 1', 0]], [['A', 100]])],
      'A',
      'received',
    );
    expect(named4(exposure)).toEqual([['indirect', 'coinjoin', 100]]);
    expect(exposure.slices[0]?.path.map(({ from, to, transaction }) => [from, to, transaction])).toEqual([
      ['', 'B', 'coinjoin 1'],
      ['B', 'A', 't2'],
    ]);
  });

  test('change is not income, and what is sent ends at names, change and fees', () => {
    const story = [
      coin('base', [], [['A', 100]]),
      coin(
        'pay',
        [['base', 0]],
        [
          ['S', 60],
          ['A', 30],
        ],
      ),
    ];
    expect(named4(ask(story, 'A', 'received'))).toEqual([['ended', 'issuance', 100]]);
    expect(
      ask(story, 'A', 'sent').slices[0]?.path.map(({ from, to, transaction }) => [from, to, transaction]),
    ).toEqual([['A', 'S', 'pay']]);
    expect(named4(ask(story, 'A', 'sent'))).toEqual([
      ['direct', 'exchange', 60],
      ['ended', 'own_funds', 30],
      ['ended', 'fee', 10],
    ]);
  });
});
