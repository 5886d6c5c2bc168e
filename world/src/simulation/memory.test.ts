import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createWorld } from '../world.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

test('a long history needs no more memory than a short one', () => {
  const world = createWorld({ seed: 'long', customers: 200, start: '2026-01-01T00:00:00Z', days: 300 });
  const held: number[] = [];
  let count = 0;
  for (const _ of world.events()) {
    count += 1;
    if (count !== 10_000 && count !== 60_000) continue;
    collect();
    held.push(process.memoryUsage().heapUsed);
    if (count === 60_000) break;
  }
  expect(held).toHaveLength(2);
  expect((held[1] ?? 0) - (held[0] ?? 0)).toBeLessThan(3_000_000);
});
