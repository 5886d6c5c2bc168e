import type { Event } from '@atalaya/contract/activity.ts';
import { expect, test } from 'vitest';
import { distanceKm, PLACES } from '../people/places.ts';
import { createWorld } from '../world.ts';

const world = createWorld({
  seed: 'quirks',
  customers: 700,
  start: '2026-09-01T00:00:00Z',
  days: 30,
  criminals: false,
});
const names = new Map([...world.customers()].map(({ reference, input }) => [reference, input]));
const byCustomer = Map.groupBy(
  [...world.events()].map(({ event }) => event),
  (event) => event.customer,
);

const kmBetween = (a: Event, b: Event): number => {
  const at = (event: Event) => ({
    ...(PLACES[0] as (typeof PLACES)[number]),
    latitude: event.origin?.latitude ?? 0,
    longitude: event.origin?.longitude ?? 0,
  });
  return distanceKm(at(a), at(b));
};

test('some honest people travel, and never faster than an aeroplane', () => {
  let travellers = 0;
  for (const events of byCustomer.values()) {
    const placed = events.filter((event) => event.origin?.latitude !== undefined);
    let far = 0;
    for (const [at, event] of placed.entries()) {
      const before = placed[at - 1];
      if (before === undefined) continue;
      const km = kmBetween(before, event);
      const hours = (Date.parse(event.occurred_at) - Date.parse(before.occurred_at)) / 3_600_000;
      if (km > 5) expect(km / hours, event.id).toBeLessThan(900);
      far = Math.max(far, km);
    }
    if (far > 300) travellers += 1;
  }
  expect(travellers).toBeGreaterThan(10);
  expect(travellers).toBeLessThan(60);
});

test('some always use a private network, and some are helped out by their spouse', () => {
  let hidden = 0;
  let helped = 0;
  for (const [reference, events] of byCustomer) {
    const acts = events.filter((event) => event.origin?.anonymizer !== undefined);
    if (acts.length > 0 && acts.every((event) => event.origin?.anonymizer === 'vpn')) hidden += 1;
    const own = names.get(reference);
    const strangers = events.filter(
      (event) =>
        event.type === 'deposit' &&
        event.rail === 'bank' &&
        event.note === 'gasto familiar' &&
        own?.name !== undefined &&
        !event.counterparty?.name?.startsWith(own.name.given),
    );
    for (const event of strangers) {
      expect('counterparty' in event ? event.counterparty?.name : '').toContain(own?.name?.paternal);
    }
    if (strangers.length > 0) helped += 1;
  }
  expect(hidden).toBeGreaterThan(5);
  expect(helped).toBeGreaterThan(2);
});

test('couples and a few families share a telephone', () => {
  const users = new Map<string, Set<string>>();
  for (const [reference, events] of byCustomer) {
    for (const { origin } of events) {
      if (origin?.device !== undefined)
        users.set(origin.device, (users.get(origin.device) ?? new Set()).add(reference));
    }
  }
  const sizes = [...users.values()].map((set) => set.size);
  expect(sizes.filter((size) => size === 2).length).toBeGreaterThan(5);
  expect(sizes.filter((size) => size === 3).length).toBeGreaterThan(0);
  expect(Math.max(...sizes)).toBe(3);
});
