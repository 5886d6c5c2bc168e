import { ASSETS, type Asset, assetOf } from '@atalaya/contract/assets.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  convert,
  formatAmount,
  moneyOf,
  multiplyRatio,
  parseAmount,
  parsePrice,
  type Rounding,
  rescale,
  subtract,
} from './money.ts';

function known(code: string): Asset {
  const asset = assetOf(code);
  if (asset === undefined) throw new Error(`no asset ${code}`);
  return asset;
}
const MXN = known('MXN');
const BTC = known('BTC');
const CLP = known('CLP');
const USDT = known('USDT');

const anyAsset = fc.constantFrom(...ASSETS);
const anyMinor = fc.bigInt({ min: -(10n ** 28n), max: 10n ** 28n });
const code = (expected: string) => expect.objectContaining({ kind: 'caller', code: expected });
const caught = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

describe('parseAmount', () => {
  it.each([
    ['0', MXN, 0n],
    ['0.01', MXN, 1n],
    ['1250.5', MXN, 125_050n],
    ['1250.50', MXN, 125_050n],
    ['990', CLP, 990n],
    ['0.00000001', BTC, 1n],
    ['21000000', BTC, 2_100_000_000_000_000n],
    [`${'9'.repeat(30)}.99`, MXN, 10n ** 32n - 1n],
  ])('%s %o', (text, asset, minor) => {
    expect(parseAmount(text, asset)).toBe(minor);
  });

  it.each([
    ['', 'money.malformed'],
    [' 1', 'money.malformed'],
    ['1\n', 'money.malformed'],
    ['+1', 'money.malformed'],
    ['1e3', 'money.malformed'],
    ['1,000.00', 'money.malformed'],
    ['.5', 'money.malformed'],
    ['5.', 'money.malformed'],
    ['007', 'money.malformed'],
    ['0x10', 'money.malformed'],
    ['NaN', 'money.malformed'],
    ['Infinity', 'money.malformed'],
    ['١٢', 'money.malformed'],
    ['--1', 'money.malformed'],
    ['-1', 'money.negative'],
    ['-0', 'money.negative'],
    ['1.234', 'money.too_precise'],
    ['1.230', 'money.too_precise'],
    ['1'.repeat(31), 'money.too_large'],
  ])('refuses "%s" with %s', (text, expected) => {
    expect(caught(() => parseAmount(text, MXN))).toEqual(code(expected));
  });

  it('refuses any point for an asset without decimals', () => {
    expect(caught(() => parseAmount('10.0', CLP))).toEqual(code('money.too_precise'));
  });

  it('reads a sign only where it is asked for', () => {
    expect(parseAmount('-12.30', MXN, { signed: true })).toBe(-1230n);
    expect(parseAmount('-0', MXN, { signed: true })).toBe(0n);
  });

  it('reads back everything formatAmount writes', () => {
    fc.assert(
      fc.property(anyAsset, anyMinor, (asset, minor) => {
        expect(parseAmount(formatAmount(minor, asset), asset, { signed: true })).toBe(minor);
      }),
    );
  });

  it('never answers anything but an amount or a money failure', () => {
    fc.assert(
      fc.property(anyAsset, fc.string({ unit: fc.constantFrom(...'0123456789.-+e ,') }), (asset, text) => {
        const result = caught(() => parseAmount(text, asset));
        if (typeof result === 'bigint')
          expect(Number(formatAmount(result, asset))).toBeCloseTo(Number(text), 6);
        else expect(result).toMatchObject({ kind: 'caller', code: expect.stringMatching(/^money\./) });
      }),
    );
  });
});

describe('formatAmount', () => {
  it.each([
    [0n, MXN, '0.00'],
    [5n, MXN, '0.05'],
    [-5n, MXN, '-0.05'],
    [-123_456n, MXN, '-1234.56'],
    [990n, CLP, '990'],
    [-990n, CLP, '-990'],
    [1n, BTC, '0.00000001'],
  ])('%s', (minor, asset, text) => {
    expect(formatAmount(minor, asset)).toBe(text);
  });
});

describe('sums', () => {
  it('adds, subtracts and compares within an asset', () => {
    fc.assert(
      fc.property(anyAsset, anyMinor, anyMinor, (asset, a, b) => {
        const left = moneyOf(asset, a);
        const right = moneyOf(asset, b);
        expect(subtract(add(left, right), right)).toEqual(left);
        expect(compare(left, right)).toBe(a === b ? 0 : a < b ? -1 : 1);
        expect(compare(left, right)).toBe(compare(subtract(left, right), moneyOf(asset, 0n)));
      }),
    );
  });

  it.each([add, subtract, compare])('%o refuses two assets', (combine) => {
    expect(caught(() => combine(moneyOf(MXN, 1n), moneyOf(BTC, 1n)))).toEqual(code('money.asset_mismatch'));
  });
});

describe('rounding', () => {
  it.each<[bigint, bigint, bigint, bigint, bigint, bigint]>([
    // tenths: down, up, half_even, half_up
    [24n, 10n, 2n, 3n, 2n, 2n],
    [25n, 10n, 2n, 3n, 2n, 3n],
    [26n, 10n, 2n, 3n, 3n, 3n],
    [35n, 10n, 3n, 4n, 4n, 4n],
    [30n, 10n, 3n, 3n, 3n, 3n],
    [-25n, 10n, -2n, -3n, -2n, -3n],
    [-35n, 10n, -3n, -4n, -4n, -4n],
    [-24n, 10n, -2n, -3n, -2n, -2n],
    [0n, 10n, 0n, 0n, 0n, 0n],
  ])('%s / %s', (minor, denominator, down, up, halfEven, halfUp) => {
    const round = (rounding: Rounding) => multiplyRatio(minor, 1n, denominator, rounding);
    expect([round('down'), round('up'), round('half_even'), round('half_up')]).toEqual([
      down,
      up,
      halfEven,
      halfUp,
    ]);
  });

  it('never strays a whole unit from the exact value, and halves stray at most a half', () => {
    const ratio = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
    const divisor = fc.bigInt({ min: 1n, max: 10n ** 12n });
    fc.assert(
      fc.property(anyMinor, ratio, divisor, (minor, numerator, denominator) => {
        const exact = minor * numerator;
        const error = (rounding: Rounding) => {
          const scaled = multiplyRatio(minor, numerator, denominator, rounding) * denominator - exact;
          return scaled < 0n ? -scaled : scaled;
        };
        expect(error('down') < denominator && error('up') < denominator).toBe(true);
        expect(error('half_even') * 2n <= denominator && error('half_up') * 2n <= denominator).toBe(true);
      }),
    );
  });

  it.each([0n, -1n])('refuses the denominator %s', (denominator) => {
    expect(caught(() => multiplyRatio(1n, 1n, denominator, 'down'))).toEqual(code('money.ratio'));
  });

  it('rescales up exactly and comes back', () => {
    const decimals = fc.integer({ min: 0, max: 24 });
    fc.assert(
      fc.property(anyMinor, decimals, decimals, (minor, a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(rescale(rescale(minor, low, high, 'down'), high, low, 'down')).toBe(minor);
      }),
    );
    expect(rescale(1_999_999n, 6, 2, 'down')).toBe(199n);
    expect(rescale(1_999_999n, 6, 2, 'half_even')).toBe(200n);
  });
});

describe('convert', () => {
  const price = parsePrice('1834567.25', BTC, MXN);

  it('goes from base to quote and back', () => {
    expect(convert(moneyOf(BTC, 100_000_000n), price, 'down')).toEqual(moneyOf(MXN, 183_456_725n));
    expect(convert(moneyOf(BTC, 1n), price, 'half_even')).toEqual(moneyOf(MXN, 2n));
    expect(convert(moneyOf(MXN, 183_456_725n), price, 'down')).toEqual(moneyOf(BTC, 100_000_000n));
  });

  it('respects the precision of both assets', () => {
    expect(convert(moneyOf(USDT, 1_500_000n), parsePrice('950.5', USDT, CLP), 'half_up')).toEqual(
      moneyOf(CLP, 1426n),
    );
  });

  it('rounding down both ways never makes money', () => {
    const cents = fc.bigInt({ min: 1n, max: 10n ** 9n });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), cents, (minor, rate) => {
        const at = parsePrice(formatAmount(rate, MXN), BTC, MXN);
        const there = convert(moneyOf(BTC, minor), at, 'down');
        expect(convert(there, at, 'down').minor <= minor).toBe(true);
      }),
    );
  });

  it('refuses an amount in neither asset, and prices that are not prices', () => {
    expect(caught(() => convert(moneyOf(USDT, 1n), price, 'down'))).toEqual(code('money.asset_mismatch'));
    expect(caught(() => parsePrice('0.00', BTC, MXN))).toEqual(code('money.ratio'));
    expect(caught(() => parsePrice('-1', BTC, MXN))).toEqual(code('money.negative'));
    expect(caught(() => parsePrice(`0.${'1'.repeat(31)}`, BTC, MXN))).toEqual(code('money.too_precise'));
  });
});
