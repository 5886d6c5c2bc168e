import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Observation } from '../../../monitoring/observation.ts';
import { randomWorld } from '../../../monitoring/testing/random-world.ts';
import {
  headerOf,
  type Numbered,
  OpenSegment,
  type SegmentHeader,
  versionsOf,
  writeSegment,
} from './segment.ts';

const key = randomBytes(32);

const FOUND = [[], ['structuring'], [], ['structuring', 'rapid-in-out'], []];

function recordsOf(seed: number, count: number): Numbered[] {
  const world = randomWorld({ seed, customers: 50, stepMs: 60_000, lateOneIn: 10 });
  return Array.from({ length: count }, (_, i) => ({
    entry: i * 3 + 1,
    observation: world.next().value,
    decided: i % 9 === 7 ? null : { ruleSet: i < 100 ? 'one' : 'two', scenarios: FOUND[i % 5] ?? [] },
  }));
}

const header = (count: number): SegmentHeader => ({
  format: 2,
  maker: 'test',
  after: 0,
  last: count * 3,
  count,
  versions: ['one'],
  from: 0,
  to: 1,
  leaf: 'ab',
  known: 7,
});

describe('a segment of observations', () => {
  test.each([1, 2, 3, 400])('gives back %i observations as they were', (count) => {
    const records = recordsOf(count, count);
    const bytes = writeSegment(header(count), records, key);
    expect(headerOf(bytes)).toEqual(header(count));
    expect([...new OpenSegment(bytes, key).records()]).toEqual(records);
  });

  test.each([1, 300])('gives each of %i observations a member at a time', (count) => {
    const records = recordsOf(count, count);
    const open = new OpenSegment(writeSegment(header(count), records, key), key);
    const names = Object.keys(records[0]?.observation ?? {}) as (keyof Observation)[];
    const read = [...open.glances()].map(({ observation, ...rest }) => ({
      ...rest,
      observation: Object.fromEntries(names.map((name) => [name, observation[name]])),
    }));
    expect(read).toEqual(records);
  });

  test('names the rule-sets that decided', () => {
    expect(versionsOf(recordsOf(5, 120))).toEqual(['one', 'two']);
    expect(versionsOf([])).toEqual([]);
  });

  test('knows who acted in it', () => {
    const records = recordsOf(5, 30);
    const open = new OpenSegment(writeSegment(header(30), records, key), key);
    expect(open.has(records[7]?.observation.customer.id ?? '')).toBe(true);
    expect(open.has('cus-nobody')).toBe(false);
  });

  test('holds nothing of a person in the clear', () => {
    const records = recordsOf(6, 200);
    const bytes = writeSegment(header(200), records, key);
    expect(bytes.includes(records[0]?.observation.customer.id ?? '?')).toBe(false);
  });

  test('is refused when a bit of it changed, under another key, or when it is something else', () => {
    const bytes = writeSegment(header(50), recordsOf(8, 50), key);
    expect(() => new OpenSegment(bytes, randomBytes(32))).toThrow();
    const changed = Buffer.from(bytes);
    changed[bytes.length - 40] = (changed[bytes.length - 40] ?? 0) ^ 1;
    expect(() => new OpenSegment(changed, key)).toThrow();
    expect(headerOf(Buffer.from('something else'))).toBeNull();
  });
});
