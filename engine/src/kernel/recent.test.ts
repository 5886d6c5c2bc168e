import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Recent } from './recent.ts';

test('keeps what was asked lately and forgets the oldest', () => {
  const recent = new Recent<string, number>(2);
  for (const [i, key] of ['a', 'b', 'c', 'd'].entries()) recent.set(key, i);
  expect(recent.get('a')).toBe(0);
  recent.set('e', 4);
  expect([...'abcde'].map((key) => recent.get(key))).toEqual([0, undefined, 2, undefined, 4]);
  recent.delete('a');
  expect(recent.get('a')).toBeUndefined();
  recent.clear();
  expect([...recent.values()]).toEqual([]);
});

test('the last keys are always there, never more than twice as many, each with its last value', () => {
  const step = fc.record({ key: fc.nat(30), asks: fc.boolean() });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.array(step, { maxLength: 300 }), (least, steps) => {
      const recent = new Recent<number, number>(least);
      let order: number[] = [];
      const last = new Map<number, number>();
      for (const [i, { key, asks }] of steps.entries()) {
        if (asks && recent.get(key) === undefined) continue;
        if (!asks) {
          recent.set(key, i);
          last.set(key, i);
        }
        order = [...order.filter((other) => other !== key), key];
      }
      const values = [...recent.values()];
      expect(values.length).toBeLessThanOrEqual(2 * least);
      expect(new Set(values).size).toBe(values.length);
      const kept = new Set(values);
      for (const key of order.slice(-least)) expect(kept.has(last.get(key) ?? -1)).toBe(true);
      for (const value of values) expect([...last.values()]).toContain(value);
    }),
  );
});
