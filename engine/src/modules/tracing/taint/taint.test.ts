import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TAINT_POLICIES, type TaintPolicy } from '@atalaya/contract/tracing.ts';
import { describe, expect, test } from 'vitest';
import { dirtyOf, type Holding, totalValue } from './holding.ts';
import { type TaintedTransaction, type TaintTransaction, traceBack, traceTaint } from './ledger.ts';
import { presentTaint, readTaintGraph } from './present.ts';
import { dirtyByUnit, exactHaircut } from './testing/by-unit.ts';
import { randomLedger } from './testing/random-ledger.ts';

const folder = join(import.meta.dirname, '../../../../../docs/conformance/taint');
type Case = {
  id: string;
  transactions: Parameters<typeof readTaintGraph>[0];
  expected: Record<string, unknown>;
};
const casesOf = (file: string): Case[] => JSON.parse(readFileSync(join(folder, file), 'utf8')).cases;

const dirtySum = (holdings: readonly Holding[]): bigint =>
  holdings.reduce((sum, holding) => sum + dirtyOf(holding), 0n);
const outgoing = ({ outputs, fee }: TaintedTransaction): Holding[] => [...outputs, fee];
const plain = (traced: readonly TaintedTransaction[]) =>
  traced.map(({ id, outputs, fee }) => ({
    tx: id,
    outputs: outputs.map((output) => Number(dirtyOf(output))),
    fee: Number(dirtyOf(fee)),
  }));

describe.each(casesOf('golden.json'))('golden graph $id', ({ transactions, expected }) => {
  test.each(TAINT_POLICIES)('%s', (policy) => {
    const ledger = readTaintGraph(transactions);
    expect(presentTaint(traceTaint(policy, ledger))).toEqual(expected[policy]);
  });
});

/** Seeds of the graphs that break a law; the seed is the bug report. */
const breaking = (
  ledgers: readonly TaintTransaction[][],
  holds: (ledger: TaintTransaction[], seed: number) => boolean,
) => ledgers.flatMap((ledger, seed) => (holds(ledger, seed) ? [] : [seed]));
const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);
type Plain = ReturnType<typeof plain>;
const atLeast = (more: Plain, less: Plain): boolean =>
  less.every(({ outputs }, row) =>
    outputs.every((dirty, index) => (more[row]?.outputs[index] ?? -1) >= dirty),
  );
const partial = TAINT_POLICIES.filter((policy) => policy !== 'poison');

describe('10,000 random graphs', () => {
  const ledgers = Array.from({ length: 10_000 }, (_, seed) => randomLedger(seed));

  test('what comes in dirty goes out dirty: haircut, FIFO, LIFO, TIHO conserve', () => {
    const whole = ({ value, parts }: Holding): boolean =>
      parts.reduce((sum, { amount }) => sum + amount, 0n) === value;
    const conserves = (traced: TaintedTransaction): boolean =>
      dirtySum(outgoing(traced)) === dirtySum(traced.inputs) &&
      totalValue(outgoing(traced)) === totalValue(traced.inputs) &&
      outgoing(traced).every(whole);
    expect(
      breaking(ledgers, (ledger) => partial.every((policy) => traceTaint(policy, ledger).every(conserves))),
    ).toEqual([]);
  });

  test('poison is at least every other policy, output by output', () => {
    const below = (ledger: TaintTransaction[]): boolean => {
      const most = plain(traceTaint('poison', ledger));
      return partial.every((policy) => atLeast(most, plain(traceTaint(policy, ledger))));
    };
    expect(breaking(ledgers, below)).toEqual([]);
  });

  test('haircut, poison and TIHO do not depend on the order of the inputs', () => {
    const alike = (ledger: TaintTransaction[]): boolean => {
      const turned = ledger.map((one) => ({ ...one, inputs: one.inputs.toReversed() }));
      return (['haircut', 'poison', 'tiho'] as const).every((policy) =>
        same(plain(traceTaint(policy, turned)), plain(traceTaint(policy, ledger))),
      );
    };
    expect(breaking(ledgers, alike)).toEqual([]);
  });

  test('more dirt never makes an output cleaner', () => {
    const grows = (ledger: TaintTransaction[]): boolean => {
      const [first, ...rest] = ledger;
      if (first === undefined) return true;
      const inputs = first.inputs.map((input) => ('value' in input ? { ...input, source: 'D1' } : input));
      return TAINT_POLICIES.every((policy) =>
        atLeast(
          plain(traceTaint(policy, [{ ...first, inputs }, ...rest])),
          plain(traceTaint(policy, ledger)),
        ),
      );
    };
    expect(breaking(ledgers, grows)).toEqual([]);
  });

  test('splitting a coin and merging it again leaves its haircut as it was', () => {
    const kept = (ledger: TaintTransaction[], seed: number): boolean => {
      const [{ id = '', outputs = [] } = {}] = ledger;
      const value = outputs[0] ?? 0n;
      const part = value / BigInt(2 + (seed % 5));
      const split = { id: 'split', inputs: [{ tx: id, index: 0 }], outputs: [part, value - part] };
      const merge = {
        id: 'merge',
        inputs: [0, 1].map((index) => ({ tx: 'split', index })),
        outputs: [value],
      };
      const traced = plain(traceTaint('haircut', [...ledger.slice(0, 1), split, merge]));
      return traced[2]?.outputs[0] === traced[0]?.outputs[0];
    };
    expect(breaking(ledgers, kept)).toEqual([]);
  });

  test.each(['fifo', 'lifo'] as const)('the way back under %s gives every input back as it was', (policy) => {
    const returns = (ledger: TaintTransaction[]): boolean => {
      const back = traceBack(policy, ledger, traceTaint(policy, ledger));
      return ledger.every(({ id, inputs }) =>
        inputs.every((input, index) => {
          if (!('value' in input) || input.value === 0n) return true;
          const { parts = [] } = back.get(`${id}#${index}`) ?? {};
          return parts.length === 1 && parts[0]?.source === input.source && parts[0].amount === input.value;
        }),
      );
    };
    expect(breaking(ledgers, returns)).toEqual([]);
  });
});

describe('1,000 random graphs of up to twelve transactions, by brute force', () => {
  const ledgers = Array.from({ length: 1000 }, (_, seed) => randomLedger(1_000_000 + seed, 12));

  test.each(TAINT_POLICIES)('%s, unit by unit', (policy) => {
    expect(
      breaking(ledgers, (ledger) => same(plain(traceTaint(policy, ledger)), dirtyByUnit(policy, ledger))),
    ).toEqual([]);
  });

  test('a haircut is the sum over all paths, exactly, where nothing needs rounding', () => {
    for (const ledger of ledgers.map((one) => one.slice(0, 6))) {
      const scaled = scaledBy(
        ledger,
        ledger.reduce((product, one) => product * totalOf(ledger, one), 1n),
      );
      for (const { id, outputs } of traceTaint('haircut', scaled))
        for (const output of outputs) {
          const [numerator, denominator] = exactHaircut(scaled, id, output.value);
          expect(dirtyOf(output) * denominator).toBe(numerator);
        }
    }
  });
});

const totalOf = (ledger: readonly TaintTransaction[], { inputs }: TaintTransaction): bigint =>
  inputs.reduce(
    (sum, input) =>
      sum +
      ('value' in input
        ? input.value
        : (ledger.find(({ id }) => id === input.tx)?.outputs[input.index] ?? 0n)),
    0n,
  );

const scaledBy = (ledger: readonly TaintTransaction[], factor: bigint): TaintTransaction[] =>
  ledger.map(({ id, inputs, outputs }) => ({
    id,
    inputs: inputs.map((input) => ('value' in input ? { ...input, value: input.value * factor } : input)),
    outputs: outputs.map((value) => value * factor),
  }));

describe('the published set', () => {
  const cases = Array.from({ length: 200 }, (_, seed) => {
    const ledger = randomLedger(5000 + seed, 5);
    return {
      id: `R${seed + 1}`,
      transactions: ledger.map(({ id, inputs, outputs }) => ({
        id,
        inputs: inputs.map((input) => ('value' in input ? { ...input, value: `${input.value}` } : input)),
        outputs: outputs.map(String),
      })),
      expected: Object.fromEntries(
        [...TAINT_POLICIES].sort().map((policy) => [
          policy,
          dirtyByUnit(policy, ledger).map(({ tx, outputs, fee }) => ({
            tx,
            outputs: outputs.map(String),
            fee: `${fee}`,
          })),
        ]),
      ),
    };
  });

  test('is what the slow implementation says', async () => {
    const lines = cases.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
    await expect(`{\n  "format": 1,\n  "decimals": 0,\n  "cases": [\n${lines}\n  ]\n}\n`).toMatchFileSnapshot(
      join(folder, 'random.json'),
    );
  });

  test('has every row as a table too', async () => {
    const rows = [...casesOf('golden.json'), ...cases].flatMap(({ id, expected }) =>
      Object.entries(expected).flatMap(([policy, transactions]) =>
        (transactions as { tx: string; outputs: string[]; fee: string }[]).flatMap(({ tx, outputs, fee }) => [
          ...outputs.map((dirty, index) => `${id},${policy},${tx},${index},${dirty}`),
          `${id},${policy},${tx},fee,${fee}`,
        ]),
      ),
    );
    await expect(`graph,policy,tx,output,dirty\n${rows.join('\n')}\n`).toMatchFileSnapshot(
      join(folder, 'expected.csv'),
    );
  });
});

describe('what cannot be is refused', () => {
  const from = (source: string | null, value: string) => ({ source, value });
  test.each<[string, Parameters<typeof readTaintGraph>[0]]>([
    ['tracing.coin_unknown', [{ id: 'a', inputs: [{ tx: 'b', index: 0 }], outputs: [] }]],
    [
      'tracing.coin_spent',
      [
        { id: 'a', inputs: [from(null, '5')], outputs: ['5'] },
        {
          id: 'b',
          inputs: [
            { tx: 'a', index: 0 },
            { tx: 'a', index: 0 },
          ],
          outputs: [],
        },
      ],
    ],
    ['tracing.outputs_exceed_inputs', [{ id: 'a', inputs: [from('D', '5')], outputs: ['6'] }]],
    [
      'tracing.transaction_repeated',
      [
        { id: 'a', inputs: [from('D', '5')], outputs: [] },
        { id: 'a', inputs: [], outputs: [] },
      ],
    ],
  ])('%s', (code, graph) => {
    const policies: readonly TaintPolicy[] = TAINT_POLICIES;
    for (const policy of policies)
      expect(() => traceTaint(policy, readTaintGraph(graph))).toThrow(expect.objectContaining({ code }));
  });
});
