import type { Price as PriceInput } from '@atalaya/contract/activity.ts';
import { type Asset, assetOf } from '@atalaya/contract/assets.ts';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, type Instant, parseInstant } from '../../kernel/instant.ts';
import { convert, type Money, type Price, parsePrice } from '../../kernel/money.ts';
import { asSystem, type Database, rows, type Scope, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import { pricesRecorded } from './events.ts';

interface Quoted {
  readonly at: number;
  readonly price: Price;
}

/** Prices of one pair in order of time. Events come nearly in order as well: `last` is where the one before was found. */
interface Series {
  readonly quoted: Quoted[];
  last: number;
}

/**
 * Dated reference prices of one obliged entity, in memory. An event is valued by the latest price at or before its own
 * time; without one it has no value, which is not zero.
 */
export class PriceBook {
  /** By obliged entity, asset and currency. */
  readonly #series = new Map<string, Map<string, Map<string, Series>>>();

  add(entity: string, asset: Asset, currency: Asset, price: string, at: number): void {
    const { quoted } = this.#seriesFor(entity, asset.code, currency.code);
    const made: Quoted = { at, price: parsePrice(price, asset, currency) };
    const place = firstAfter(quoted, at);
    if (quoted[place - 1]?.at === at) quoted[place - 1] = made;
    else quoted.splice(place, 0, made);
  }

  /** The amount in `currency` at `at`: directly, by the inverse, or through USD; rounded half even. */
  value(entity: string, amount: Money, currency: Asset, at: number): Money | null {
    if (amount.asset === currency.code) return amount;
    const direct = this.#convert(entity, amount, currency.code, at);
    if (direct !== null || currency.code === 'USD' || amount.asset === 'USD') return direct;
    const dollars = this.#convert(entity, amount, 'USD', at);
    return dollars === null ? null : this.#convert(entity, dollars, currency.code, at);
  }

  /** One unit of `asset` in `currency` as a JS number: for relative comparisons of prices only. */
  unitPrice(entity: string, asset: string, currency: string, at: number): number | null {
    const price = this.#at(entity, asset, currency, at);
    if (price !== null) return Number(price.numerator) / Number(price.denominator);
    const inverse = this.#at(entity, currency, asset, at);
    return inverse === null ? null : Number(inverse.denominator) / Number(inverse.numerator);
  }

  #convert(entity: string, amount: Money, currency: string, at: number): Money | null {
    const price = this.between(entity, amount.asset, currency, at);
    return price === null ? null : convert(amount, price, 'half_even');
  }

  /** The price that holds between two assets at `at`, in either direction. The same object as long as it holds. */
  between(entity: string, asset: string, currency: string, at: number): Price | null {
    return this.#at(entity, asset, currency, at) ?? this.#at(entity, currency, asset, at);
  }

  #at(entity: string, asset: string, currency: string, at: number): Price | null {
    const series = this.#series.get(entity)?.get(asset)?.get(currency);
    return series === undefined ? null : (latest(series, at)?.price ?? null);
  }

  #seriesFor(entity: string, asset: string, currency: string): Series {
    const ofEntity = this.#series.get(entity) ?? new Map<string, Map<string, Series>>();
    this.#series.set(entity, ofEntity);
    const ofAsset = ofEntity.get(asset) ?? new Map<string, Series>();
    ofEntity.set(asset, ofAsset);
    const series = ofAsset.get(currency) ?? { quoted: [], last: 0 };
    ofAsset.set(currency, series);
    return series;
  }
}

/** The latest price at or before `at`. */
function latest(series: Series, at: number): Quoted | undefined {
  const { quoted } = series;
  const known = quoted[series.last];
  const next = quoted[series.last + 1];
  if (known !== undefined && known.at <= at && (next === undefined || next.at > at)) return known;
  const place = firstAfter(quoted, at) - 1;
  if (place >= 0) series.last = place;
  return quoted[place];
}

function firstAfter(series: readonly Quoted[], at: number): number {
  let low = 0;
  let high = series.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((series[middle] as Quoted).at <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Records prices durably, then makes them known to the book. A price of the same pair and instant replaces. */
export async function recordPrices(
  ports: { db: Database; journal: Journal; prices: PriceBook },
  call: { scope: Scope; entity: string; actor: string },
  inputs: readonly PriceInput[],
): Promise<number> {
  const proven = inputs.map((input, i) => prove(input, i + 1));
  await write(ports.db, call.scope, (tx) =>
    ports.journal.record(tx, pricesRecorded, {
      entity: call.entity,
      actor: call.actor,
      subject: call.entity,
      data: {
        prices: lastOfEach(proven).map(({ asset, currency, price, at }) => ({
          asset: asset.code,
          currency: currency.code,
          price,
          at: formatInstant(at),
        })),
      },
    }),
  );
  for (const { asset, currency, price, at } of proven)
    ports.prices.add(call.entity, asset, currency, price, at);
  return proven.length;
}

function lastOfEach<T extends { asset: Asset; currency: Asset; at: Instant }>(prices: readonly T[]): T[] {
  return [
    ...new Map(
      prices.map((price) => [`${price.asset.code} ${price.currency.code} ${price.at}`, price]),
    ).values(),
  ];
}

function prove(input: PriceInput, row: number) {
  const asset = assetOf(input.asset);
  const currency = assetOf(input.currency);
  if (asset === undefined || currency === undefined)
    throw new Failure(
      'caller',
      'activity.unknown_asset',
      `unknown asset in price ${input.asset}/${input.currency}`,
      [{ row, field: asset === undefined ? 'asset' : 'currency', message: 'unknown asset' }],
    );
  if (asset.code === currency.code)
    throw new Failure('caller', 'activity.price_of_itself', 'an asset has no price in itself', [
      { row, field: 'currency', message: asset.code },
    ]);
  if (!/[1-9]/.test(input.price))
    throw new Failure('caller', 'activity.price_not_positive', 'a price must be above zero', [
      { row, field: 'price', message: input.price },
    ]);
  return { asset, currency, price: input.price, at: parseInstant(input.at) };
}

/** All prices of all entities, as at start. */
export async function loadPrices(db: Database, book: PriceBook): Promise<void> {
  const stored = await asSystem(db, (tx) =>
    rows<{ entity: string; asset: string; currency: string; price: string; at: Instant }>(
      tx,
      'select entity, asset, currency, price, at from activity.price order by at',
    ),
  );
  for (const row of stored) {
    const asset = assetOf(row.asset);
    const currency = assetOf(row.currency);
    if (asset !== undefined && currency !== undefined)
      book.add(row.entity, asset, currency, row.price, row.at);
  }
}
