import type { Event } from '@atalaya/contract/activity.ts';
import { expect } from 'vitest';
import {
  addressOf,
  distinct,
  type Evidence,
  HOUR_MS,
  hoursBetween,
  isMovement,
  type Movement,
  ms,
  spanHours,
  sum,
  value,
  variation,
} from './evidence.ts';

const age = (birth: string, at: string): number => Number(at.slice(0, 4)) - Number(birth.slice(0, 4));

/** Patterns of who, where from and to whom; checked like those of sums. */
export const PARTY_CHECKS: Readonly<Record<string, (evidence: Evidence) => void>> = {
  '21': (evidence) => {
    const sent = evidence.of('withdrawal').map((event) => addressOf(event).slice(2));
    const [first = '', second, poisoned = ''] = sent;
    expect(second).toBe(first);
    expect(poisoned).not.toBe(first);
    expect(poisoned.slice(0, 4)).toBe(first.slice(0, 4));
    expect(poisoned.slice(-4)).toBe(first.slice(-4));
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
