import { expect, test } from 'vitest';
import { createWorld } from '../world.ts';

const world = createWorld({ seed: 'post', customers: 120, start: '2026-10-01T00:00:00Z', days: 20 });
const sent = [...world.events()];
const arrived = [...world.arrivals()];

test('everything arrives, a few things twice with the same content', () => {
  const first = arrived.filter((one) => !one.repeated);
  expect(first.map((one) => one.event.id).sort()).toEqual(sent.map((one) => one.event.id).sort());
  const repeats = arrived.filter((one) => one.repeated);
  expect(repeats.length / sent.length).toBeGreaterThan(0.003);
  expect(repeats.length / sent.length).toBeLessThan(0.02);
  const content = new Map(first.map((one) => [one.event.id, JSON.stringify(one.event)]));
  for (const one of repeats) expect(JSON.stringify(one.event)).toBe(content.get(one.event.id));
});

test('deliveries are in order of arrival; a few events are late or overtaken', () => {
  let last = 0;
  let newest = 0;
  let overtaken = 0;
  for (const one of arrived) {
    expect(one.arrives_ms).toBeGreaterThanOrEqual(last);
    expect(one.arrives_ms).toBeGreaterThanOrEqual(one.at_ms);
    last = one.arrives_ms;
    if (one.at_ms < newest) overtaken += 1;
    newest = Math.max(newest, one.at_ms);
  }
  expect(overtaken / sent.length).toBeGreaterThan(0.005);
  expect(overtaken / sent.length).toBeLessThan(0.05);
});

test('the same seed is late in the same places; without faults nothing is', () => {
  const names = (list: Iterable<{ event: { id: string } }>): string[] =>
    Array.from(list, (one) => one.event.id);
  expect(names(world.arrivals())).toEqual(names(arrived));
  const none = { swapped: 0, late: 0, repeated: 0 };
  expect(names(world.arrivals(undefined, undefined, none))).toEqual(names(sent));
});
