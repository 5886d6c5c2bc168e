import type { Price } from '@atalaya/contract/activity.ts';
import type { Seed } from '../random/seed.ts';
import { DAY, HOUR, instantText } from '../time/calendar.ts';

interface Market {
  /** US dollars for one unit around which the price moves. */
  readonly base: number;
  /** Deviation of the logarithm of the price for the slowest wave; each faster wave has half of it. */
  readonly swing: number;
  /** A price holds for this long, until the next one. */
  readonly step_ms: number;
  /** Decimals of the published price. */
  readonly decimals: number;
}

const MARKETS: Readonly<Record<string, Market>> = {
  BTC: { base: 92_000, swing: 0.06, step_ms: HOUR, decimals: 2 },
  ETH: { base: 3_150, swing: 0.07, step_ms: HOUR, decimals: 2 },
  ZEC: { base: 58, swing: 0.08, step_ms: HOUR, decimals: 2 },
  TRX: { base: 0.28, swing: 0.05, step_ms: HOUR, decimals: 5 },
  USDT: { base: 1, swing: 0.0004, step_ms: HOUR, decimals: 5 },
  USDC: { base: 1, swing: 0.0002, step_ms: HOUR, decimals: 5 },
  MXN: { base: 1 / 18.4, swing: 0.008, step_ms: DAY, decimals: 8 },
  BRL: { base: 1 / 5.4, swing: 0.01, step_ms: DAY, decimals: 8 },
  ARS: { base: 1 / 1_450, swing: 0.012, step_ms: DAY, decimals: 8 },
  COP: { base: 1 / 4_050, swing: 0.01, step_ms: DAY, decimals: 8 },
};

/** The exchange's own markets, quoted beside the dollar prices they follow from: asset, quote, decimals. */
const MARKET_PAIRS: readonly (readonly [asset: string, quote: string, decimals: number])[] = [
  ['BTC', 'USDT', 2],
  ['ETH', 'USDT', 2],
  ['ZEC', 'USDT', 2],
  ['TRX', 'USDT', 6],
  ['USDT', 'MXN', 4],
  ['USDT', 'BRL', 4],
  ['USDT', 'ARS', 2],
  ['USDT', 'COP', 2],
];

const WAVES = [32 * DAY, 8 * DAY, 2 * DAY, 12 * HOUR, 3 * HOUR];

/** What one unit of an asset costs in US dollars at any time: the same table the exchange publishes and trades by. */
export class PriceTable {
  readonly #seed: Seed;
  readonly #known = new Map<string, Map<number, number>>();

  constructor(seed: Seed) {
    this.#seed = seed;
  }

  /** US dollars for one unit of `asset` by the price in force at `ms`. */
  usd(asset: string, ms: number): number {
    if (asset === 'USD') return 1;
    const market = marketOf(asset);
    const step = Math.floor(ms / market.step_ms);
    const known = this.#known.get(asset) ?? new Map<number, number>();
    const seen = known.get(step);
    if (seen !== undefined) return seen;
    if (known.size > 5_000) known.clear();
    const price = Number((market.base * Math.exp(this.#drift(asset, market, step))).toFixed(market.decimals));
    known.set(step, price);
    this.#known.set(asset, known);
    return price;
  }

  /**
   * Every price set from `from` on and before `to` (milliseconds), in order of time: each asset in US dollars, hourly
   * for crypto and daily for fiat, and hourly the exchange's own markets; before `hourly_from` only the first of a day.
   */
  *published(from: number, to: number, hourly_from: number): Generator<Price> {
    for (let day = Math.floor(from / DAY) * DAY; day < to; day += DAY) {
      for (let at = day; at < Math.min(to, day + DAY); at += HOUR) {
        if (at < from) continue;
        for (const [asset, market] of Object.entries(MARKETS)) {
          const due = at === day || (at % market.step_ms === 0 && at >= hourly_from);
          if (due) yield this.#quote(asset, market, at);
        }
        if (at === day || at >= hourly_from) yield* this.#pairs(at);
      }
    }
  }

  #quote(asset: string, market: Market, at: number): Price {
    return {
      asset,
      currency: 'USD',
      price: this.usd(asset, at).toFixed(market.decimals),
      at: instantText(at),
    };
  }

  *#pairs(at: number): Generator<Price> {
    for (const [asset, currency, decimals] of MARKET_PAIRS) {
      const price = this.usd(asset, at) / this.usd(currency, at);
      yield { asset, currency, price: price.toFixed(decimals), at: instantText(at) };
    }
  }

  /** A sum of smooth waves between random knots: continuous, bounded, and known at any time without the ones before. */
  #drift(asset: string, market: Market, step: number): number {
    const ms = step * market.step_ms;
    let sum = 0;
    let swing = market.swing;
    for (const [level, period] of WAVES.entries()) {
      if (period >= market.step_ms) {
        const knot = Math.floor(ms / period);
        const part = ms / period - knot;
        const smooth = part * part * (3 - 2 * part);
        const low = this.#knot(asset, level, knot);
        const high = this.#knot(asset, level, knot + 1);
        sum += swing * (low + (high - low) * smooth);
      }
      swing /= 2;
    }
    return sum;
  }

  #knot(asset: string, level: number, knot: number): number {
    return this.#seed.sub(asset, level).sub('knot', knot).stream().between(-1.7, 1.7);
  }
}

function marketOf(asset: string): Market {
  const market = MARKETS[asset];
  if (market === undefined) throw new RangeError(`the world has no price for ${asset}`);
  return market;
}
