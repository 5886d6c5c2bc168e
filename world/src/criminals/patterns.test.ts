import type { Event } from '@atalaya/contract/activity.ts';
import { describe, expect, test } from 'vitest';
import {
  type Evidence,
  HOUR_MS,
  hoursBetween,
  investigate,
  type Movement,
  ms,
  spanHours,
  sum,
  variation,
} from '../testing/evidence.ts';
import { createWorld } from '../world.ts';
import { SCHEMES } from './schemes.ts';

/**
 * Each pattern is checked as an outsider would see it: from the events alone, valued by the published prices, against
 * the default parameters of the scenario in the catalogue.
 */
const value = ({ file }: Evidence, event: Movement): number =>
  file.usd(event.asset, event.amount, event.occurred_at);
const addressOf = (event: Movement): string => event.wallet?.address ?? '';
const isMovement = (event: Event): event is Movement =>
  event.type === 'deposit' || event.type === 'withdrawal';
const age = (birth: string, at: string): number => Number(at.slice(0, 4)) - Number(birth.slice(0, 4));

/** US dollars of the Mexican threshold: 210 UMA of 2026. */
const thresholdUsd = ({ file }: Evidence, at: string): number => file.usd('MXN', '24635.10', at);

const distinct = <T>(items: readonly T[]): number => new Set(items).size;

const CHECKS: Readonly<Record<string, (evidence: Evidence) => void>> = {
  '1': (evidence) => {
    const paid = evidence.of('deposit').filter((event) => evidence.file.listed.has(addressOf(event)));
    expect(paid.length).toBe(1);
  },
  '2': (evidence) => {
    const sent = evidence.of('withdrawal').filter((event) => evidence.file.listed.has(addressOf(event)));
    expect(sent.length).toBe(1);
  },
  '21': (evidence) => {
    const sent = evidence.of('withdrawal').map((event) => addressOf(event).slice(2));
    const [first = '', second, poisoned = ''] = sent;
    expect(second).toBe(first);
    expect(poisoned).not.toBe(first);
    expect(poisoned.slice(0, 4)).toBe(first.slice(0, 4));
    expect(poisoned.slice(-4)).toBe(first.slice(-4));
  },
  '24': (evidence) => {
    const sent = evidence.of('withdrawal');
    expect(distinct(sent.map(addressOf))).toBeGreaterThanOrEqual(15);
    expect(spanHours(sent)).toBeLessThan(24);
    expect(variation(sent.map((event) => value(evidence, event)))).toBeLessThan(0.2);
  },
  '31': (evidence) => {
    const shares = evidence
      .of('deposit')
      .map((event) => value(evidence, event) / thresholdUsd(evidence, event.occurred_at));
    expect(shares.length).toBeGreaterThanOrEqual(3);
    expect(spanHours(evidence.of('deposit'))).toBeLessThan(24);
    for (const share of shares) expect(share > 0.8 && share < 0.999, String(share)).toBe(true);
    expect(sum(shares)).toBeGreaterThan(1);
  },
  '34': (evidence) => {
    expect(evidence.of('trade')).toEqual([]);
    const out = evidence.of('withdrawal');
    expect(out.length).toBeGreaterThanOrEqual(2);
    for (const sent of out) {
      const came = evidence.of('deposit').findLast((event) => ms(event) < ms(sent));
      expect(came).toBeDefined();
      if (came === undefined) continue;
      expect(hoursBetween(came, sent)).toBeLessThan(1);
      expect(Number(sent.amount) / Number(came.amount)).toBeGreaterThan(0.85);
    }
  },
  '35': (evidence) => {
    const all = evidence.file.eventsOf(evidence.events[0]?.customer ?? '');
    const wakes = all.findIndex(
      (event, at) => at > 0 && hoursBetween(all[at - 1] as Event, event) > 180 * 24,
    );
    expect(wakes).toBeGreaterThan(0);
    const day = all.slice(wakes).filter((event) => hoursBetween(all[wakes] as Event, event) < 24);
    const moved = day.filter(isMovement).filter((event) => event.type === 'deposit');
    expect(sum(moved.map((event) => value(evidence, event)))).toBeGreaterThan(5_000);
  },
  '36': (evidence) => {
    const [first] = evidence.of('deposit');
    const { registered_at = '', declared_monthly_income } = evidence.file.registration(first?.customer ?? '');
    const within = evidence
      .of('deposit')
      .filter((event) => ms(event) - Date.parse(registered_at) < 24 * HOUR_MS);
    const usd = sum(within.map((event) => value(evidence, event)));
    expect(usd).toBeGreaterThan(10_000);
    const income = evidence.file.usd(
      declared_monthly_income?.asset ?? '',
      declared_monthly_income?.amount ?? '',
      registered_at,
    );
    expect(usd / income).toBeGreaterThan(5);
  },
  '37': (evidence) => {
    const [came] = evidence.of('deposit');
    const [left] = evidence.of('withdrawal');
    const opened = Date.parse(evidence.file.registration(came?.customer ?? '').registered_at ?? '');
    expect(Date.parse(left?.occurred_at ?? '') - opened).toBeLessThan(7 * 24 * HOUR_MS);
    expect(Number(left?.amount) / Number(came?.amount)).toBeGreaterThan(0.99);
    expect(spanHours(evidence.events)).toBeLessThan(36);
  },
  '38': (evidence) => {
    const all = evidence.of('deposit').map((event) => ({ event, usd: value(evidence, event) }));
    const large = all.filter(({ usd }) => usd >= 10_000);
    expect(large.length).toBeGreaterThanOrEqual(3);
    expect(spanHours(large.map(({ event }) => event))).toBeLessThan(24);
    const before = all.filter(({ usd }) => usd < 10_000).map(({ usd }) => usd);
    expect(before.length).toBeGreaterThanOrEqual(5);
    const mean = sum(before) / before.length;
    for (const { usd } of large) expect((usd - mean) / (mean * variation(before))).toBeGreaterThan(4);
  },
  '39': (evidence) => {
    for (const movements of [evidence.of('deposit'), evidence.of('withdrawal')]) {
      expect(movements.length).toBeGreaterThanOrEqual(5);
      const amounts = movements.map((event) => value(evidence, event));
      const middle = sum(amounts) / amounts.length;
      expect(middle).toBeGreaterThan(5_000);
      for (const amount of amounts) expect(Math.abs(amount / middle - 1)).toBeLessThan(0.02);
      const gaps = movements.slice(1).map((event, at) => hoursBetween(movements[at] as Event, event));
      expect(variation(gaps)).toBeLessThan(0.1);
    }
  },
  '40': (evidence) => {
    let volume = 0;
    for (const trade of evidence.of('trade')) {
      const got = evidence.file.usd(trade.asset, trade.amount, trade.occurred_at);
      const paid = evidence.file.usd(trade.quote_asset, trade.quote_amount, trade.occurred_at);
      const loss = trade.side === 'buy' ? paid / got - 1 : 1 - paid / got;
      expect(loss).toBeGreaterThan(0.02);
      volume += got;
    }
    expect(volume).toBeGreaterThan(10_000);
  },
  '41': (evidence) => {
    for (const role of ['broker', 'buyer']) {
      const orders = evidence.of('p2p_order').filter((order) => evidence.inRole(role).includes(order));
      expect(orders.length).toBeGreaterThanOrEqual(3);
      for (const order of orders) {
        const worth = evidence.file.usd(order.asset, order.amount, order.occurred_at);
        const paid = evidence.file.usd(order.quote_asset, order.quote_amount, order.occurred_at);
        expect(1 - paid / worth).toBeGreaterThan(0.015);
        expect(order.payment_method).toBe('cash');
      }
    }
  },
  '42': (evidence) => {
    const deposits = evidence.of('deposit');
    expect(distinct(deposits.map((event) => event.counterparty?.account))).toBeGreaterThanOrEqual(5);
    expect(spanHours(evidence.events)).toBeLessThan(72);
    expect(evidence.of('trade').some((trade) => trade.side === 'buy')).toBe(true);
    expect(evidence.of('withdrawal').every((event) => event.rail === 'crypto')).toBe(true);
  },
  '43': (evidence) => {
    const { name } = evidence.file.registration(evidence.events[0]?.customer ?? '');
    const deposits = evidence.of('deposit');
    expect(deposits.length).toBeGreaterThanOrEqual(2);
    expect(sum(deposits.map((event) => value(evidence, event)))).toBeGreaterThan(1_000);
    for (const { counterparty } of deposits) {
      const shared = [name?.given, name?.paternal, name?.maternal].filter((part) =>
        counterparty?.name?.includes(part ?? '-'),
      );
      expect(shared.length).toBeLessThan(2);
    }
  },
  '44': (evidence) => {
    const cards = evidence.of('deposit').filter((event) => event.rail === 'card');
    expect(distinct(cards.map((event) => event.counterparty?.account))).toBeGreaterThanOrEqual(4);
    expect(spanHours(cards)).toBeLessThan(24);
  },
  '47': (evidence) => {
    const orders = evidence.of('p2p_order');
    expect(distinct(orders.map((order) => order.counterparty_customer))).toBeGreaterThanOrEqual(50);
    expect(spanHours(orders)).toBeLessThan(30 * 24);
    const premium = (side: string): number => {
      const shares = orders
        .filter((order) => order.side === side)
        .map((order) => {
          const worth = evidence.file.usd(order.asset, order.amount, order.occurred_at);
          return evidence.file.usd(order.quote_asset, order.quote_amount, order.occurred_at) / worth - 1;
        });
      expect(shares.length).toBeGreaterThan(20);
      return sum(shares) / shares.length;
    };
    const margin = premium('sell') - premium('buy');
    expect(margin > 0.01 && margin < 0.05).toBe(true);
  },
  '49': (evidence) => {
    const orders = evidence.of('p2p_order');
    expect(orders.length).toBeGreaterThanOrEqual(3);
    for (const order of orders) {
      const worth = evidence.file.usd(order.asset, order.amount, order.occurred_at);
      const paid = evidence.file.usd(order.quote_asset, order.quote_amount, order.occurred_at);
      expect(paid / worth - 1).toBeGreaterThan(0.03);
      expect([order.side, order.payment_method]).toEqual(['buy', 'cash']);
    }
  },
  '50': (evidence) => {
    const vouchers = evidence.of('deposit').filter((event) => event.rail === 'voucher');
    expect(sum(vouchers.map((event) => value(evidence, event)))).toBeGreaterThan(1_000);
    expect(spanHours(vouchers)).toBeLessThan(7 * 24);
  },
  '52': (evidence) => {
    const [sent] = evidence.of('withdrawal');
    const [came] = evidence.of('deposit');
    const customer = sent?.customer ?? '';
    expect(
      age(evidence.file.registration(customer).birth_date ?? '', sent?.occurred_at ?? ''),
    ).toBeGreaterThanOrEqual(60);
    expect(evidence.file.eventsOf(customer).length).toBe(evidence.events.length);
    expect(sent === undefined ? 0 : value(evidence, sent)).toBeGreaterThan(2_000);
    expect(hoursBetween(came as Event, sent as Event)).toBeLessThan(2);
    expect(sent?.origin?.remote_access).toBe(true);
  },
  '53': (evidence) => {
    const sent = evidence.of('withdrawal');
    expect(distinct(sent.map(addressOf))).toBe(1);
    const [back] = evidence.of('deposit').filter((event) => event.rail === 'crypto');
    expect(addressOf(back as Movement)).toBe(addressOf(sent[0] as Movement));
    const after = sent
      .filter((event) => ms(event) > ms(back as Event))
      .map((event) => value(evidence, event));
    expect(after.length).toBeGreaterThanOrEqual(3);
    for (const [at, usd] of after.slice(1).entries()) expect(usd / (after[at] ?? 0)).toBeGreaterThan(1.5);
  },
  '56': (evidence) => {
    const byDevice = new Map<string, Set<string>>();
    const byAddress = new Map<string, Set<string>>();
    for (const { customer, origin } of evidence.events) {
      if (origin?.device !== undefined)
        byDevice.set(origin.device, (byDevice.get(origin.device) ?? new Set()).add(customer));
      if (origin?.ip !== undefined)
        byAddress.set(origin.ip, (byAddress.get(origin.ip) ?? new Set()).add(customer));
    }
    expect(Math.max(...[...byDevice.values()].map((set) => set.size))).toBeGreaterThanOrEqual(3);
    expect(Math.max(...[...byAddress.values()].map((set) => set.size))).toBeGreaterThanOrEqual(5);
    expect(spanHours(evidence.events)).toBeLessThan(30 * 24);
  },
  '57': (evidence) => {
    for (const sent of evidence.of('withdrawal')) {
      expect(['tor', 'vpn', 'hosting']).toContain(sent.origin?.anonymizer);
      expect(value(evidence, sent)).toBeGreaterThan(1_000);
    }
    expect(evidence.of('withdrawal').length).toBeGreaterThan(0);
  },
  '58': (evidence) => {
    const [here, there] = evidence.of('login');
    const km = haversine(here?.origin ?? {}, there?.origin ?? {});
    expect(km / hoursBetween(here as Event, there as Event)).toBeGreaterThan(900);
    expect(hoursBetween(there as Event, evidence.of('withdrawal')[0] as Event)).toBeLessThan(24);
  },
  '61': (evidence) => {
    const { occupation, declared_monthly_income } = evidence.file.registration(
      evidence.events[0]?.customer ?? '',
    );
    expect(['student', 'homemaker', 'unemployed']).toContain(occupation);
    const total = (events: readonly Movement[]): number => sum(events.map((event) => value(evidence, event)));
    const { asset = '', amount = '' } = declared_monthly_income ?? {};
    const income = evidence.file.usd(asset, amount, evidence.events[0]?.occurred_at ?? '');
    expect(total(evidence.of('deposit')) / income).toBeGreaterThan(5);
    expect(total(evidence.of('withdrawal')) / total(evidence.of('deposit'))).toBeGreaterThan(0.7);
  },
  '62': (evidence) => {
    const change = evidence.of('login').find((login) => login.credential_change !== undefined);
    const [sent] = evidence.of('withdrawal');
    expect(hoursBetween(change as Event, sent as Event)).toBeLessThan(24);
    const bought = sum(evidence.of('trade').map((trade) => Number(trade.amount)));
    expect(Number(sent?.amount) / bought).toBeGreaterThan(0.5);
    expect(evidence.of('login').some((login) => login.outcome === 'failure')).toBe(true);
  },
  '63': (evidence) => {
    const [sent] = evidence.of('withdrawal');
    expect(sent?.origin?.remote_access).toBe(true);
    const all = evidence.file.eventsOf(sent?.customer ?? '').filter(isMovement);
    const before = all.filter((event) => event.type === 'withdrawal' && ms(event) < ms(sent as Event));
    const usd = value(evidence, sent as Movement);
    expect(usd).toBeGreaterThan(500);
    for (const event of before) {
      expect(value(evidence, event)).toBeLessThan(usd);
      expect(addressOf(event)).not.toBe(addressOf(sent as Movement));
    }
  },
  '66': (evidence) => {
    const moved = [...evidence.of('deposit'), ...evidence.of('withdrawal')];
    expect(sum(moved.map((event) => value(evidence, event)))).toBeGreaterThan(1_000_000);
    const onTron = moved.filter((event) => event.asset === 'USDT' && event.wallet?.network === 'tron');
    expect(onTron.length / moved.length).toBeGreaterThanOrEqual(0.6);
    expect(distinct(moved.map(addressOf)) / moved.length).toBeGreaterThan(0.7);
    const came = sum(evidence.of('deposit').map((event) => Number(event.amount)));
    expect(sum(evidence.of('withdrawal').map((event) => Number(event.amount))) / came).toBeGreaterThan(0.9);
  },
  '67': (evidence) => {
    const cash = evidence.of('deposit').filter((event) => event.rail === 'cash');
    expect(distinct(cash.map((event) => event.counterparty?.branch?.split('/')[0]))).toBeGreaterThanOrEqual(
      3,
    );
    expect(spanHours(cash)).toBeLessThan(5 * 24);
    for (const paid of cash) {
      const left = evidence.of('withdrawal').find((event) => ms(event) > ms(paid));
      expect(hoursBetween(paid, left as Event)).toBeLessThan(24);
    }
  },
  '72': (evidence) => {
    const deposits = evidence.of('deposit');
    expect(distinct(deposits.map((event) => event.counterparty?.account))).toBeGreaterThanOrEqual(5);
    expect(
      distinct(deposits.map((event) => event.counterparty?.branch?.split('/')[0])),
    ).toBeGreaterThanOrEqual(3);
    for (const paid of deposits) {
      const usd = value(evidence, paid);
      expect(usd > 300 && usd < 8_000, String(usd)).toBe(true);
      const out = evidence.of('withdrawal').find((event) => ms(event) > ms(paid));
      expect(out?.rail).toBe('cash');
      expect(hoursBetween(paid, out as Event)).toBeLessThan(24);
    }
  },
  '74': (evidence) => {
    const sent = evidence.of('withdrawal');
    expect(distinct(sent.map((event) => event.customer))).toBeGreaterThanOrEqual(3);
    expect(distinct(sent.map(addressOf))).toBe(1);
    expect(distinct(sent.map((event) => event.value?.amount))).toBe(1);
    expect(Number(sent[0]?.value?.amount) % 1_000).toBe(0);
    expect(variation(sent.map((event) => Number(event.amount)))).toBeLessThan(0.001);
    expect(spanHours(sent)).toBeLessThan(7 * 24);
    for (const { customer } of sent) expect(evidence.file.eventsOf(customer).length).toBe(4);
  },
  '75': (evidence) => {
    const deposits = evidence.of('deposit');
    expect(distinct(deposits.map((event) => event.counterparty?.account))).toBeGreaterThanOrEqual(10);
    for (const event of deposits)
      expect(value(evidence, event) >= 900 && value(evidence, event) < 1_000).toBe(true);
    expect(deposits.every((event) => event.counterparty?.country === 'US')).toBe(true);
    const out = evidence.of('withdrawal');
    expect(distinct(out.map((event) => event.counterparty?.branch))).toBe(1);
    expect(sum(out.map((event) => value(evidence, event)))).toBeGreaterThan(10_000);
  },
  '76': (evidence) => {
    const customers = [...new Set(evidence.events.map((event) => event.customer))];
    const cities = customers.map((customer) => evidence.file.registration(customer).address?.city);
    expect(customers.length).toBeGreaterThanOrEqual(5);
    expect(distinct(cities)).toBe(1);
    expect(distinct(evidence.of('login').map((login) => login.origin?.device?.split('-')[0]))).toBe(1);
    const opened = customers.map((customer) =>
      Date.parse(evidence.file.registration(customer).registered_at ?? ''),
    );
    expect(Math.max(...opened) - Math.min(...opened)).toBeLessThan(7 * 24 * HOUR_MS);
    expect(evidence.events.filter(isMovement).every((event) => event.asset === 'USDT')).toBe(true);
  },
  '79': (evidence) => {
    const sent = evidence.of('withdrawal');
    expect(distinct(sent.map(addressOf))).toBe(1);
    expect(sent[0]?.wallet?.network).toBe('tron');
    expect(distinct(sent.map((event) => event.customer))).toBeGreaterThanOrEqual(3);
    expect(spanHours(sent)).toBeLessThan(24);
  },
  '85': (evidence) => {
    const { name } = evidence.file.registration(evidence.events[0]?.customer ?? '');
    const paid = [...evidence.of('deposit'), ...evidence.of('withdrawal')].map(
      (event) => event.counterparty?.name ?? '',
    );
    expect(paid.length).toBe(2);
    for (const party of paid) {
      for (const part of [name?.given, name?.paternal, name?.maternal]) expect(party).toContain(part);
    }
    expect(evidence.file.listedNames).toContain(paid[0]);
  },
};

function haversine(
  a: { latitude?: number; longitude?: number },
  b: { latitude?: number; longitude?: number },
): number {
  const rad = Math.PI / 180;
  const { latitude: la = 0, longitude: oa = 0 } = a;
  const { latitude: lb = 0, longitude: ob = 0 } = b;
  const cosine =
    Math.sin(la * rad) * Math.sin(lb * rad) +
    Math.cos(la * rad) * Math.cos(lb * rad) * Math.cos((ob - oa) * rad);
  return 6_371 * Math.acos(Math.min(1, cosine));
}

describe.each(['atalaya', 'second', 'third'])('world %s', (seed) => {
  const world = createWorld({ seed, customers: 300, start: '2026-09-01T00:00:00Z', days: 30 });
  const found = investigate(world, world.ends);

  test.each(SCHEMES.map((scheme) => [scheme.scenario, scheme.slug] as const))(
    'scenario %s: %s',
    (scenario) => {
      const patterns = found.get(scenario) ?? [];
      expect(patterns.map((evidence) => evidence.pattern)).toEqual([`${scenario}-0.0`]);
      for (const evidence of patterns) CHECKS[scenario]?.(evidence);
    },
  );
});

test('every scheme is checked', () => {
  expect(Object.keys(CHECKS).sort()).toEqual(SCHEMES.map((scheme) => scheme.scenario).sort());
});

test('schemes that can be repeated are, month after month', () => {
  const criminals = ['34', '79', '37'];
  const world = createWorld({
    seed: 'months',
    customers: 40,
    start: '2026-05-01T00:00:00Z',
    days: 120,
    criminals,
  });
  const found = investigate(world, world.ends);
  for (const scenario of ['34', '79']) {
    expect(found.get(scenario)?.length).toBeGreaterThanOrEqual(3);
    for (const evidence of found.get(scenario) ?? []) CHECKS[scenario]?.(evidence);
  }
  expect(found.get('37')).toHaveLength(1);
});

test('criminals have an ordinary life too', () => {
  const world = createWorld({ seed: 'hide', customers: 300, start: '2026-09-01T00:00:00Z', days: 30 });
  const camouflage = [...world.events()].filter(({ label }) => label.stage === 'camouflage');
  expect(new Set(camouflage.map(({ label }) => label.scenario)).size).toBeGreaterThan(15);
  expect(camouflage.every(({ label }) => label.pattern === undefined)).toBe(true);
});
