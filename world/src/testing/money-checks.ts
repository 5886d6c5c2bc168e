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

/** US dollars of the Mexican threshold: 210 UMA of 2026. */
const thresholdUsd = ({ file }: Evidence, at: string): number => file.usd('MXN', '24635.10', at);

/**
 * Patterns of sums and times. Each is checked as an outsider would see it: from the events alone, valued by the
 * published prices, against the default parameters of the scenario in the catalogue.
 */
export const MONEY_CHECKS: Readonly<Record<string, (evidence: Evidence) => void>> = {
  '1': (evidence) => {
    const paid = evidence.of('deposit').filter((event) => evidence.file.listed.has(addressOf(event)));
    expect(paid.length).toBe(1);
  },
  '2': (evidence) => {
    const sent = evidence.of('withdrawal').filter((event) => evidence.file.listed.has(addressOf(event)));
    expect(sent.length).toBe(1);
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
};
