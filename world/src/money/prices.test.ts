import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Seed } from '../random/seed.ts';
import { DAY, HOUR } from '../time/calendar.ts';
import { amountText, roundTo, unitsOf } from './amount.ts';
import { PriceTable } from './prices.ts';

const start = Date.UTC(2026, 9, 1);

test('an event can be valued by the published prices to the cent it was made with', () => {
  const table = new PriceTable(Seed.of('market'));
  const latest = new Map<string, string>();
  const published = [...table.published(start, start + 3 * DAY, start)];
  let next = 0;
  for (let at = start; at < start + 3 * DAY; at += 17 * 60_000) {
    for (
      let price = published[next];
      price !== undefined && Date.parse(price.at) <= at;
      price = published[next]
    ) {
      latest.set(`${price.asset}/${price.currency}`, price.price);
      next += 1;
    }
    for (const asset of ['BTC', 'ETH', 'TRX', 'USDT', 'USDC', 'MXN', 'BRL', 'ARS', 'COP']) {
      expect(Number(latest.get(`${asset}/USD`))).toBe(table.usd(asset, at));
    }
    const cross = table.usd('USDT', at) / table.usd('MXN', at);
    expect(Number(latest.get('USDT/MXN')) / cross).toBeCloseTo(1, 4);
  }
});

test('prices come in order, daily before the history and hourly in it', () => {
  const table = new PriceTable(Seed.of('market'));
  const bitcoin = [...table.published(start - 2 * DAY, start + DAY, start)].filter(
    (price) => price.asset === 'BTC' && price.currency === 'USD',
  );
  expect(bitcoin.length).toBe(2 + 24);
  const times = bitcoin.map((price) => Date.parse(price.at));
  expect([...times].sort((a, b) => a - b)).toEqual(times);
});

test('a price is known at any time, without the ones before, and moves gently', () => {
  const table = new PriceTable(Seed.of('walk'));
  const fresh = new PriceTable(Seed.of('walk'));
  const hours = Array.from({ length: 24 * 60 }, (_, hour) => table.usd('BTC', start + hour * HOUR));
  expect(fresh.usd('BTC', start + 1_000 * HOUR)).toBe(hours[1_000]);
  for (const [hour, price] of hours.entries()) {
    const before = hours[hour - 1] ?? price;
    expect(Math.abs(price / before - 1)).toBeLessThan(0.05);
  }
  expect(new Set(hours).size).toBeGreaterThan(1_000);
  expect(() => table.usd('DOGE', start)).toThrow(RangeError);
});

test('units and text keep every decimal', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 52 }),
      fc.constantFrom('MXN', 'USDT', 'BTC'),
      (units, asset) => {
        const text = amountText(asset, units);
        expect(text).toMatch(/^\d+\.\d+$/);
        expect(BigInt(text.replace('.', ''))).toBe(BigInt(units));
      },
    ),
  );
  expect(unitsOf('MXN', 1250.5)).toBe(125_050);
  expect(roundTo(1_234, 100)).toBe(1_200);
  expect(roundTo(3, 100)).toBe(100);
});
