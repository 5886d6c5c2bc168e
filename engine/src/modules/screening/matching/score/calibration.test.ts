import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibrationOf, isRising, type Knot } from './calibration.ts';
import { natsOfScore, scoreOf } from './model.ts';

const KNOTS: readonly Knot[] = [
  [-4, -2],
  [-0.1, -1],
  [0, 0],
  [2, 3],
];
const anywhere = fc.double({ min: -12, max: 12, noNaN: true });

test('goes through its points, and beyond them one to one', () => {
  const { shown } = calibrationOf(KNOTS);
  expect(KNOTS.map(([nats]) => shown(nats))).toEqual(KNOTS.map(([, of]) => of));
  expect(shown(-2.05)).toBeCloseTo(-1.5, 10);
  expect(shown(-5)).toBe(-3);
  expect(shown(5)).toBe(6);
});

test('keeps the order of any two, and the way back leads back', () => {
  const { shown, nats } = calibrationOf(KNOTS);
  fc.assert(
    fc.property(anywhere, anywhere, (one, other) => {
      if (one - other > 1e-6) expect(shown(one)).toBeGreaterThan(shown(other));
      expect(nats(shown(one))).toBeCloseTo(one, 8);
    }),
  );
});

test('the shipped one leaves even odds even, never shows certainty and never repeats a score', () => {
  expect(scoreOf(0)).toBe(0.5);
  expect(natsOfScore(0.5)).toBeCloseTo(0, 10);
  const scores = Array.from({ length: 261 }, (_, at) => scoreOf(-8 + at * 0.05));
  expect(scores.every((score, at) => score < 1 && score > (scores[at - 1] ?? 0))).toBe(true);
});

test('points that do not rise are told from those that do', () => {
  expect(isRising(KNOTS)).toBe(true);
  expect(isRising([...KNOTS, [3, 3]])).toBe(false);
  expect(isRising([...KNOTS, [2, 4]])).toBe(false);
});
