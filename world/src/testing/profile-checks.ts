import { expect } from 'vitest';
import { addressOf, distinct, type Evidence, hoursBetween, ms, spanHours, sum, value } from './evidence.ts';

const usdOf = (evidence: Evidence, events: readonly Parameters<typeof value>[1][]): number =>
  sum(events.map((event) => value(evidence, event)));

function declared(evidence: Evidence, what: 'declared_monthly_income' | 'declared_monthly_volume'): number {
  const [first] = evidence.events;
  const input = evidence.file.registration(first?.customer ?? '');
  const money = input[what];
  return evidence.file.usd(money?.asset ?? '', money?.amount ?? '', first?.occurred_at ?? '');
}

/** Patterns against what was declared, and of accounts that act together. */
export const PROFILE_CHECKS: Readonly<Record<string, (evidence: Evidence) => void>> = {
  '46': (evidence) => {
    const orders = evidence.of('p2p_order');
    expect(orders.length).toBeGreaterThanOrEqual(10);
    expect(distinct(orders.map((order) => order.origin?.device))).toBe(1);
    expect(distinct(orders.map((order) => order.customer))).toBe(2);
  },
  '48': (evidence) => {
    const orders = evidence.of('p2p_order');
    expect(distinct(orders.map((order) => order.counterparty_customer))).toBeGreaterThanOrEqual(2);
    expect(orders.every((order) => order.disputed === true && order.side === 'buy')).toBe(true);
    expect(evidence.of('withdrawal').length).toBe(1);
  },
  '54': (evidence) => {
    const [saved] = evidence.of('deposit');
    const [sent] = evidence.of('withdrawal');
    expect(saved?.note).toMatch(/AFORE|préstamo|crédito/);
    expect(saved && sent && value(evidence, sent) / value(evidence, saved)).toBeGreaterThan(0.8);
  },
  '55': (evidence) => {
    const out = evidence.of('withdrawal');
    expect(out.length).toBe(2);
    const [first, second] = out;
    expect(first && second && hoursBetween(first, second)).toBeGreaterThan(14 * 24);
    for (const came of evidence.of('deposit'))
      expect(value(evidence, came)).toBeGreaterThan(2 * declared(evidence, 'declared_monthly_volume'));
  },
  '68': (evidence) => {
    for (const came of evidence.of('deposit')) {
      const gone = evidence.of('withdrawal').find((event) => ms(event) > ms(came));
      expect(gone && Math.abs(value(evidence, gone) / value(evidence, came) - 1)).toBeLessThan(0.02);
    }
    expect(
      distinct(evidence.of('deposit').map((event) => event.counterparty?.account)),
    ).toBeGreaterThanOrEqual(3);
    expect(distinct(evidence.of('withdrawal').map(addressOf))).toBeGreaterThanOrEqual(3);
  },
  '77': (evidence) => {
    const came = usdOf(evidence, evidence.of('deposit'));
    expect(came).toBeGreaterThan(5 * declared(evidence, 'declared_monthly_income'));
    expect(usdOf(evidence, evidence.of('withdrawal')) / came).toBeGreaterThan(0.6);
  },
  '78': (evidence) => {
    const out = evidence.of('withdrawal');
    const payers = Map.groupBy(out, (event) => event.counterparty?.account);
    const most = Math.max(
      ...[...payers.values()].map((events) => distinct(events.map((event) => event.customer))),
    );
    expect(most).toBeGreaterThanOrEqual(4);
    expect(spanHours(out)).toBeLessThan(24);
  },
  '81': (evidence) => {
    expect(evidence.file.registration(evidence.events[0]?.customer ?? '').pep).toBe(true);
    const came = usdOf(evidence, evidence.of('deposit'));
    expect(came).toBeGreaterThan(4.5 * declared(evidence, 'declared_monthly_income'));
    expect(came).toBeGreaterThan(3_000);
  },
  '87': (evidence) => {
    const transfers = evidence.of('transfer');
    expect(distinct(transfers.map((event) => event.customer))).toBeGreaterThanOrEqual(8);
    expect(distinct(transfers.map((event) => event.to_customer))).toBe(1);
    expect(evidence.of('withdrawal').at(-1)?.customer).toBe(transfers[0]?.to_customer);
  },
  '88': (evidence) => {
    const transfers = evidence.of('transfer');
    expect(transfers.length).toBe(3);
    for (const [n, event] of transfers.entries())
      expect(event.customer).toBe(n === 0 ? event.customer : transfers[n - 1]?.to_customer);
    for (const [n, event] of transfers.slice(1).entries())
      expect(hoursBetween(transfers[n] ?? event, event)).toBeLessThan(30);
  },
  '86': (evidence) => {
    const came = usdOf(evidence, evidence.of('deposit'));
    expect(came).toBeGreaterThan(5 * declared(evidence, 'declared_monthly_volume'));
    expect(came).toBeGreaterThan(8_000);
    expect(evidence.of('deposit').length).toBeGreaterThanOrEqual(3);
  },
};
