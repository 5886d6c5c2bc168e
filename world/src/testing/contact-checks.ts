import { expect } from 'vitest';
import { addressOf, distinct, type Evidence, hoursBetween, spanHours, sum, value } from './evidence.ts';

const usdOf = (evidence: Evidence, events: readonly Parameters<typeof value>[1][]): number =>
  sum(events.map((event) => value(evidence, event)));

/** Addresses of the movements that stand on the world's list of tags under a tag. */
const touched = (evidence: Evidence, type: 'deposit' | 'withdrawal', tag: string): string[] =>
  evidence
    .of(type)
    .map(addressOf)
    .filter((address) => evidence.file.tagged.get(address) === tag);

const paidTo = (tag: string) => (evidence: Evidence) => {
  expect(touched(evidence, 'withdrawal', tag).length).toBeGreaterThanOrEqual(1);
};
const paidBy = (tag: string) => (evidence: Evidence) => {
  expect(touched(evidence, 'deposit', tag).length).toBeGreaterThanOrEqual(1);
};

/** Patterns of whom one deals with: tagged addresses, named institutions, notes, providers and places. */
export const CONTACT_CHECKS: Readonly<Record<string, (evidence: Evidence) => void>> = {
  '6': paidTo('darknet_market'),
  '7': paidTo('ransomware'),
  '8': paidBy('stolen_funds'),
  '9': paidTo('scam'),
  '10': paidTo('terrorism'),
  '11': paidTo('csam'),
  '14': paidBy('mixing'),
  '15': (evidence) => {
    const [out] = evidence.of('withdrawal');
    const bought = evidence.of('trade').find((event) => event.asset === 'ZEC');
    expect(out?.asset).toBe('ZEC');
    expect(out && bought && hoursBetween(bought, out)).toBeLessThan(6);
    expect(usdOf(evidence, out === undefined ? [] : [out])).toBeGreaterThan(1_000);
  },
  '20': paidTo('issuer_frozen'),
  '26': (evidence) => {
    expect(distinct(evidence.of('deposit').map(addressOf))).toBeGreaterThanOrEqual(30);
    expect(distinct(evidence.of('withdrawal').map(addressOf))).toBeGreaterThanOrEqual(30);
    expect(usdOf(evidence, evidence.of('deposit'))).toBeGreaterThan(8_000);
  },
  '27': (evidence) => {
    expect(touched(evidence, 'withdrawal', 'high_risk_exchange').length).toBe(
      evidence.of('withdrawal').length,
    );
  },
  '28': paidBy('guarantee_market'),
  '29': (evidence) => {
    paidBy('gambling')(evidence);
    const out = evidence.of('withdrawal');
    expect(usdOf(evidence, out) / usdOf(evidence, evidence.of('deposit'))).toBeGreaterThan(0.8);
    expect(spanHours(evidence.events)).toBeLessThan(24);
  },
  '30': (evidence) => {
    expect(touched(evidence, 'deposit', 'mining_pool')).toEqual([]);
    expect(evidence.of('deposit').length).toBeGreaterThanOrEqual(3);
    expect(evidence.file.registration(evidence.events[0]?.customer ?? '').purpose).toBe('mining');
  },
  '45': (evidence) => {
    const out = evidence.of('withdrawal');
    expect(distinct(out.map((event) => event.wallet?.provider))).toBeGreaterThanOrEqual(3);
    expect(spanHours(out)).toBeLessThan(24);
  },
  '51': (evidence) => {
    expect(touched(evidence, 'deposit', 'kiosk').length).toBeGreaterThanOrEqual(3);
    expect(spanHours(evidence.of('deposit'))).toBeLessThan(7 * 24);
  },
  '59': (evidence) => {
    for (const { origin } of evidence.of('login')) {
      const barred = [origin?.country, origin?.sim_country].filter(
        (place) => place === 'IR' || place === 'KP',
      );
      expect(barred.length + (origin?.timezone?.startsWith('Asia/') === true ? 1 : 0)).toBeGreaterThanOrEqual(
        2,
      );
    }
  },
  '69': (evidence) => {
    expect(distinct(touched(evidence, 'withdrawal', 'chemical_vendor'))).toBe(2);
    for (const event of evidence.of('withdrawal')) expect(value(evidence, event)).toBeGreaterThan(200);
  },
  '70': (evidence) => {
    expect(
      evidence.of('withdrawal').some((event) => /prensa|press|tableteadora/.test(event.note ?? '')),
    ).toBe(true);
  },
  '71': (evidence) => {
    for (const { counterparty } of evidence.of('deposit'))
      expect(counterparty?.account?.slice(0, 3)).toMatch(/^(143|136|608)$/);
    expect(usdOf(evidence, evidence.of('deposit'))).toBeGreaterThan(1_000);
  },
  '73': (evidence) => {
    expect(touched(evidence, 'withdrawal', 'ad_platform').length).toBeGreaterThanOrEqual(10);
    expect(distinct(evidence.of('withdrawal').map((event) => event.origin?.device))).toBeGreaterThan(1);
  },
  '82': (evidence) => {
    for (const { wallet } of evidence.of('withdrawal')) expect(wallet?.provider_country).toBe('VG');
    expect(usdOf(evidence, evidence.of('withdrawal'))).toBeGreaterThan(1_000);
  },
  '83': (evidence) => {
    for (const { wallet, counterparty } of evidence.of('withdrawal')) {
      expect(wallet?.provider).toBe('Cambio Cenote');
      expect(counterparty?.name).toBeUndefined();
    }
    expect(usdOf(evidence, evidence.of('withdrawal'))).toBeGreaterThan(3_000);
  },
  '84': (evidence) => {
    for (const { wallet } of evidence.of('withdrawal')) expect(wallet?.ownership).toBe('unproven');
    expect(usdOf(evidence, evidence.of('withdrawal'))).toBeGreaterThan(3_000);
  },
};
