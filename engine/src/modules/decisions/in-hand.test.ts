import { expect, test } from 'vitest';
import { InHand } from './in-hand.ts';

test('who waits for a reference is told when it ends, and nobody waits for one that is not in hand', async () => {
  const inHand = new InHand();
  inHand.begin('a');
  const told: string[] = [];
  const waiting = [
    inHand.ended('a').then(() => told.push('first')),
    inHand.ended('a').then(() => told.push('second')),
  ];
  await inHand.ended('b').then(() => told.push('none'));
  expect(told).toEqual(['none']);
  inHand.end('a');
  await Promise.all(waiting);
  expect(told).toEqual(['none', 'first', 'second']);
  expect([inHand.has('a'), inHand.size]).toEqual([false, 0]);
});

test('one is before another that arrived after it', () => {
  const inHand = new InHand();
  for (const key of ['a', 'b']) inHand.begin(key);
  expect([inHand.isBefore('a', 'b'), inHand.isBefore('b', 'a'), inHand.isBefore('c', 'b')]).toEqual([
    true,
    false,
    false,
  ]);
  inHand.end('a');
  expect(inHand.isBefore('a', 'b')).toBe(false);
});
