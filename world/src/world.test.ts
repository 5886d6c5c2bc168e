import { createHash } from 'node:crypto';
import { Event } from '@atalaya/contract/activity.ts';
import { assetOf, isNetwork } from '@atalaya/contract/assets.ts';
import { CustomerInput } from '@atalaya/contract/customers.ts';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { amountText } from './money/amount.ts';
import type { Occurrence } from './simulation/simulation.ts';
import { createWorld, type WorldOptions } from './world.ts';

const options: WorldOptions = { seed: 'atalaya', customers: 300, start: '2026-10-01T00:00:00Z', days: 30 };
const world = createWorld(options);
const history = [...world.events()];

const hashOf = (occurrences: readonly Occurrence[]): string =>
  createHash('sha256')
    .update(occurrences.map((one) => `${JSON.stringify(one.event)} ${JSON.stringify(one.label)}`).join('\n'))
    .digest('hex');

describe('reproducible', () => {
  test('the same seed gives the same bytes, another seed others', () => {
    expect(history.length).toBeGreaterThan(9_500);
    expect(history.length).toBeLessThan(15_000);
    expect(hashOf([...createWorld(options).events()])).toBe(hashOf(history));
    expect(hashOf([...world.events()])).toBe(hashOf(history));
    expect(hashOf([...createWorld({ ...options, seed: 'other' }).events()])).not.toBe(hashOf(history));
    const people = JSON.stringify([...world.customers()]);
    expect(JSON.stringify([...createWorld(options).customers()])).toBe(people);
    expect(world.watchlistCsv()).toBe(createWorld(options).watchlistCsv());
  });

  test('a part of the history is the same part of the whole', () => {
    const [from, to] = ['2026-10-09T13:00:00.000Z', '2026-10-11T02:30:00.000Z'];
    const part = history.filter(({ event }) => event.occurred_at >= from && event.occurred_at < to);
    expect(part.length).toBeGreaterThan(100);
    expect(hashOf([...world.events(from, to)])).toBe(hashOf(part));
    const later = [...world.events(world.begins, '2026-11-03T00:00:00Z')];
    expect(hashOf(later.slice(0, history.length))).toBe(hashOf(history));
    expect(later.length).toBeGreaterThan(history.length);
  });

  test('more criminals do not disturb those who take no part', () => {
    const few = createWorld({ ...options, criminals: ['31'] });
    const some = createWorld({ ...options, criminals: ['31', '62'] });
    const involved = new Set<string>();
    for (const each of [few, some]) {
      for (const { reference, label } of each.customers()) {
        if (label.scenario !== undefined) involved.add(reference.slice(7));
      }
    }
    const others = (each: typeof few): string[] =>
      [...each.events()]
        .filter(({ event }) => !involved.has(event.customer.slice(7)))
        .map(({ event }) => JSON.stringify(event).replaceAll(each.tag, ''));
    expect(involved.size).toBe(2);
    expect(others(few).length).toBeGreaterThan(8_000);
    expect(others(some)).toEqual(others(few));
  });
});

describe('what the exchange tells', () => {
  const ajv = new Ajv({ strict: false });

  test('every event and every customer has the shape of the contract', () => {
    const isEvent = ajv.compile(Event);
    for (const { event } of history) expect(isEvent(event), JSON.stringify(event)).toBe(true);
    const isCustomer = ajv.compile(CustomerInput);
    for (const { input } of world.customers()) expect(isCustomer(input), JSON.stringify(input)).toBe(true);
  });

  test('assets, networks and decimals are those of the contract', () => {
    for (const { event } of history) {
      if (event.type === 'login') continue;
      const asset = assetOf(event.asset);
      expect(asset?.decimals ?? -1).toBeGreaterThanOrEqual(event.amount.split('.')[1]?.length ?? 0);
      expect(Number(event.amount)).toBeGreaterThan(0);
      if ('wallet' in event && event.wallet !== undefined) expect(isNetwork(event.wallet.network)).toBe(true);
      if (asset?.kind === 'crypto' && 'rail' in event) expect(event.rail).toBe('crypto');
    }
  });

  test('every event is of a registered customer, after they joined, once, in order', () => {
    const joined = new Map(
      [...world.customers()].map(({ reference, input }) => [reference, input.registered_at]),
    );
    expect(joined.size).toBe(300);
    expect(new Set(history.map(({ event }) => event.id)).size).toBe(history.length);
    let last = '';
    for (const { event, at_ms } of history) {
      expect((joined.get(event.customer) ?? '9') <= event.occurred_at, event.id).toBe(true);
      expect(event.occurred_at >= last).toBe(true);
      expect(Date.parse(event.occurred_at)).toBe(at_ms);
      last = event.occurred_at;
      for (const other of ['to_customer', 'counterparty_customer'] as const) {
        const reference: unknown = Reflect.get(event, other);
        if (typeof reference === 'string') {
          expect(joined.has(reference)).toBe(true);
          expect(reference).not.toBe(event.customer);
        }
      }
    }
  });

  test('nothing in an event or a registration tells who is honest', () => {
    for (const { event } of history.filter(({ label }) => label.scenario !== undefined)) {
      expect(JSON.stringify(event)).not.toMatch(/honest|scenario|camouflage|placement|layering|pattern/);
    }
  });

  test('two worlds never share a reference', () => {
    const tags = ['a', 'b', 'c'].map((seed) => createWorld({ ...options, seed }).tag);
    expect(new Set([...tags, world.tag]).size).toBe(4);
    expect(createWorld({ ...options, start: '2026-10-02T00:00:00Z' }).tag).not.toBe(world.tag);
    expect(world.tag).toMatch(/^W[0-9A-Z]{5}$/);
  });
});

test('nobody spends what never came in', () => {
  const held = new Map<string, bigint>();
  const units = (asset: string, amount: string): bigint =>
    BigInt(amount.replace('.', '')) * 10n ** BigInt(18 - (amountText(asset, 0).length - 2));
  const move = (customer: string, asset: string, amount: string, sign: 1n | -1n): void => {
    const key = `${customer} ${asset}`;
    const now = (held.get(key) ?? 0n) + sign * units(asset, amount);
    if (now < 0n) throw new Error(`${key} fell below nothing`);
    held.set(key, now);
  };
  for (const { event } of history) {
    if (event.type === 'login') continue;
    const { customer, asset, amount } = event;
    if (event.type === 'deposit') move(customer, asset, amount, 1n);
    if (event.type === 'withdrawal' || event.type === 'transfer') move(customer, asset, amount, -1n);
    if (event.type === 'transfer') move(event.to_customer, asset, amount, 1n);
    if (event.type === 'trade' || event.type === 'p2p_order') {
      move(customer, asset, amount, event.side === 'buy' ? 1n : -1n);
      if (event.type === 'trade') {
        move(customer, event.quote_asset, event.quote_amount, event.side === 'buy' ? -1n : 1n);
      }
    }
    if ('fee' in event && event.fee !== undefined) move(customer, event.fee.currency, event.fee.amount, -1n);
  }
  expect(held.size).toBeGreaterThan(300);
});

describe('real life', () => {
  const honest = history.filter(({ label }) => label.honest && label.scenario === undefined);
  const hourIn = (event: Event): number => (new Date(event.occurred_at).getUTCHours() + 18) % 24;

  test('people sleep at night and are paid on the quincena', () => {
    const logins = honest.filter(({ event }) => event.type === 'login');
    const night = logins.filter(({ event }) => hourIn(event) >= 1 && hourIn(event) < 6);
    expect(night.length / logins.length).toBeLessThan(0.03);
    const byDay = new Map<string, number>();
    for (const { event } of honest) {
      if (event.type !== 'deposit' || event.rail !== 'bank') continue;
      const day = new Date(Date.parse(event.occurred_at) - 6 * 3_600_000).toISOString().slice(0, 10);
      byDay.set(day, (byDay.get(day) ?? 0) + 1);
    }
    const busiest = [...byDay].sort((a, b) => b[1] - a[1]).slice(0, 2);
    expect(busiest.map(([day]) => day).sort()).toEqual(['2026-10-15', '2026-10-30']);
  });

  test('all kinds of events and rails occur', () => {
    expect(new Set(history.map(({ event }) => event.type)).size).toBe(6);
    const rails = new Set(history.flatMap(({ event }) => ('rail' in event ? [event.rail] : [])));
    expect([...rails].sort()).toEqual(['bank', 'card', 'cash', 'crypto', 'voucher']);
  });

  test('some long silent customers who come back are honest', () => {
    const early = honest.filter(({ event }) => event.occurred_at < world.starts);
    expect(early.length).toBeGreaterThan(0);
    expect(early.every(({ event }) => event.occurred_at >= world.begins)).toBe(true);
  });
});

test('crime is no matter of nationality, residence, sex or name', () => {
  const large = createWorld({ ...options, customers: 12_000 });
  const people = [...large.customers()].filter(({ input }) => input.kind === 'person');
  const crooks = people.filter(({ label }) => label.scenario !== undefined);
  expect(crooks.length).toBeGreaterThan(250);
  const share = (some: typeof people, is: (one: (typeof people)[number]) => boolean): number =>
    some.filter(is).length / some.length;
  const traits: ((one: (typeof people)[number]) => boolean)[] = [
    ({ input }) => input.nationality === 'MX',
    ({ input }) => input.nationality !== input.country,
    ({ input }) => input.country === 'CO',
    ({ input }) => (input.name?.paternal ?? '') < 'J',
  ];
  for (const trait of traits) {
    const expected = share(people, trait);
    const margin = 4.5 * Math.sqrt((expected * (1 - expected)) / crooks.length);
    expect(Math.abs(share(crooks, trait) - expected)).toBeLessThan(margin);
  }
});

test('the watchlist holds every listed wallet and person the criminals meet, and an innocent namesake', () => {
  const lines = world.watchlistCsv().trim().split('\n');
  expect(lines[0]).toBe(
    'reference,name,kind,birth_date,country,wallet_network,wallet_address,programme,listed_on',
  );
  expect(lines.length - 1).toBe(world.watchlist().length);
  const wallets = new Set(world.watchlist().flatMap((party) => party.wallet?.address ?? []));
  const touched = history.filter(
    ({ event }) => 'wallet' in event && event.wallet !== undefined && wallets.has(event.wallet.address),
  );
  expect(new Set(touched.map(({ label }) => label.scenario))).toEqual(new Set(['1', '2']));
  const named = (scenario?: string): number =>
    [...world.customers()].filter(({ input, label }) => {
      const full = `${input.name?.given} ${input.name?.paternal} ${input.name?.maternal}`;
      const other = `${input.name?.given} ${input.name?.maternal} ${input.name?.paternal}`;
      return (
        label.scenario === scenario &&
        world
          .watchlist()
          .some(
            (party) =>
              [full, other].includes(party.name) &&
              (party.birth_date === input.birth_date) === (scenario === '85'),
          )
      );
    }).length;
  expect(named('85')).toBe(1);
  expect(named(undefined)).toBeGreaterThanOrEqual(1);
});

test('options out of range are refused with what is wrong', () => {
  expect(() => createWorld({ ...options, customers: 0 })).toThrow(/customers/);
  expect(() => createWorld({ ...options, days: 1.5 })).toThrow(/days/);
  expect(() => createWorld({ ...options, start: 'yesterday' })).toThrow(/yesterday/);
  expect(() => createWorld({ ...options, criminals: ['31', '999'] })).toThrow(/999/);
  expect(() => createWorld({ ...options, customers: 20 })).toThrow(/20 customers cannot play/);
  expect([...createWorld({ ...options, customers: 3, criminals: false }).customers()]).toHaveLength(3);
});
