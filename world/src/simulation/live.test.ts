import { Event } from '@atalaya/contract/activity.ts';
import { CustomerInput } from '@atalaya/contract/customers.ts';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { createWorld } from '../world.ts';
import type { LiveItem } from './live.ts';

const now = '2026-10-21T17:20:00.000Z';
const world = createWorld({ seed: 'live', customers: 150, start: '2026-10-01T00:00:00Z', days: 20 });
const RATE = 4;
const COUNT = 6_000;

function take(count: number): LiveItem[] {
  const items: LiveItem[] = [];
  for (const item of world.live(now, RATE)) {
    if (items.length >= count) return items;
    items.push(item);
  }
  return items;
}

const items = take(COUNT);
const events = items.flatMap((item) => (item.kind === 'event' ? [item] : []));

test('the same seed and start go on in the same way', () => {
  expect(JSON.stringify(take(1_500))).toBe(JSON.stringify(items.slice(0, 1_500)));
});

test('the pace is the one asked for, and nothing is told before it happened', () => {
  const started = Date.parse(now);
  const last = events.at(-1)?.tells_ms ?? 0;
  expect(events.length / ((last - started) / 1_000)).toBeGreaterThan(RATE * 0.98);
  let told = started;
  for (const item of events) {
    expect(item.tells_ms).toBeGreaterThanOrEqual(told);
    expect(item.at_ms).toBeLessThanOrEqual(item.tells_ms);
    expect(item.at_ms).toBeGreaterThanOrEqual(started - 1);
    expect(item.tells_ms - item.at_ms).toBeLessThan(15 * 60_000);
    told = item.tells_ms;
  }
});

test('it goes on from the history: no id twice, nothing of unknown customers', () => {
  const known = new Set([...world.customers()].map(({ reference }) => reference));
  const ids = new Set([...world.events(world.begins, now)].map(({ event }) => event.id));
  const isEvent = new Ajv({ strict: false }).compile(Event);
  const isCustomer = new Ajv({ strict: false }).compile(CustomerInput);
  for (const item of items) {
    if (item.kind === 'customer') {
      expect(known.has(item.reference)).toBe(false);
      expect(isCustomer(item.input)).toBe(true);
      expect((item.input.registered_at ?? '') <= new Date(item.at_ms).toISOString()).toBe(true);
      known.add(item.reference);
      continue;
    }
    expect(known.has(item.event.customer), item.event.id).toBe(true);
    expect(ids.has(item.event.id), item.event.id).toBe(false);
    expect(isEvent(item.event)).toBe(true);
    ids.add(item.event.id);
  }
});

test('crime goes on with every scheme, ordinary life prevails, and nobody becomes implausibly busy', () => {
  const schemes = new Set(
    events.flatMap(({ label }) => (label.pattern === undefined ? [] : [label.scenario])),
  );
  expect(schemes.size).toBeGreaterThan(15);
  for (const resting of ['35', '38', '85']) expect(schemes.has(resting)).toBe(false);
  const ordinary = events.filter(({ label }) => label.honest && label.scenario === undefined);
  expect(ordinary.length / events.length).toBeGreaterThan(0.7);
  const perCustomer = new Map<string, number>();
  for (const { event } of ordinary)
    perCustomer.set(event.customer, (perCustomer.get(event.customer) ?? 0) + 1);
  expect(Math.max(...perCustomer.values())).toBeLessThan(60);
});

test('two plays of one world share no newcomer and no id', () => {
  const ids = new Set(items.map((item) => (item.kind === 'event' ? item.event.id : item.reference)));
  const inherited = new Set(Array.from(world.events(now, '2026-10-23T00:00:00Z'), ({ event }) => event.id));
  let others = 0;
  for (const item of world.live('2026-10-21T19:00:00.000Z', RATE)) {
    const name = item.kind === 'event' ? item.event.id : item.reference;
    if (!inherited.has(name)) expect(ids.has(name), name).toBe(false);
    others += 1;
    if (others === 1_500) break;
  }
});
