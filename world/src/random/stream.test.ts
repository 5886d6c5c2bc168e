import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Seed } from './seed.ts';

const draw = (seed: Seed, count = 8): number[] => {
  const stream = seed.stream();
  return Array.from({ length: count }, () => stream.word());
};

test('the numbers of a seed never change', () => {
  expect(draw(Seed.of('atalaya'), 3)).toEqual(draw(Seed.of('atalaya'), 3));
  expect(Seed.of('atalaya').sub('customer', 7).hex()).toBe(Seed.of('atalaya').sub('customer', 7).hex());
  expect(draw(Seed.of('atalaya'), 4)).toMatchInlineSnapshot(`
    [
      3432490181,
      270045891,
      3261435949,
      2934065911,
    ]
  `);
});

test('drawing from one place does not move another', () => {
  const root = Seed.of(1);
  const before = draw(root.sub('b'));
  const other = root.sub('a').stream();
  for (let n = 0; n < 100; n += 1) other.real();
  expect(draw(root.sub('b'))).toEqual(before);
});

test('names and numbers lead to different places', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.nat(), fc.nat(), (a, b, m, n) => {
      fc.pre(a !== b || m !== n);
      expect(Seed.of(3).sub(a, m).hex()).not.toBe(Seed.of(3).sub(b, n).hex());
    }),
  );
  expect(Seed.of(1).sub('ab').hex()).not.toBe(Seed.of(1).sub('a').sub('b').hex());
  expect(Seed.of(1).sub('a').hex()).not.toBe(Seed.of(1).sub('a', 0).hex());
});

test('numbers stay in their range', () => {
  const stream = Seed.of('range').stream();
  for (let n = 0; n < 5_000; n += 1) {
    const whole = stream.int(-2, 3);
    expect(Number.isInteger(whole) && whole >= -2 && whole <= 3).toBe(true);
    const real = stream.real();
    expect(real >= 0 && real < 1).toBe(true);
  }
  expect(stream.hex(40)).toMatch(/^[0-9a-f]{40}$/);
  expect(stream.digits(11)).toMatch(/^\d{11}$/);
  expect(() => stream.pick([])).toThrow(RangeError);
});

test('a uniform draw is uniform, a weighted one weighted, a log-normal one has its median', () => {
  const stream = Seed.of('shape').stream();
  const count = 20_000;
  const seen = Array.from({ length: count }, () => stream.int(0, 9));
  for (let digit = 0; digit < 10; digit += 1) {
    expect(seen.filter((one) => one === digit).length / count).toBeCloseTo(0.1, 1);
  }
  const heavy = Array.from({ length: count }, () => stream.weighted([{ weight: 3 }, { weight: 1 }]).weight);
  expect(heavy.filter((weight) => weight === 3).length / count).toBeCloseTo(0.75, 1);
  const sums = Array.from({ length: count }, () => stream.lognormal(200, 0.5)).sort((a, b) => a - b);
  expect(sums[count / 2]).toBeGreaterThan(190);
  expect(sums[count / 2]).toBeLessThan(210);
});

test('shuffling keeps every item and leaves the argument alone', () => {
  const items = [1, 2, 3, 4, 5, 6, 7, 8];
  const shuffled = Seed.of('cards').stream().shuffled(items);
  expect(items).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(shuffled).not.toEqual(items);
  expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
});
