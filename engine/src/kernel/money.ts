import type { Asset } from '@atalaya/contract/assets.ts';
import type { Language } from '@atalaya/contract/schema.ts';
import { Failure } from './failure.ts';

/** An amount: `minor` units of the asset with code `asset` (`{asset: 'MXN', minor: 150n}` is 1.50 pesos). */
export interface Money {
  readonly asset: string;
  readonly minor: bigint;
}

export type Rounding = 'down' | 'up' | 'half_even' | 'half_up';

/** One whole `base` costs `numerator / denominator` whole `quote`. The denominator is positive. */
export interface Price {
  readonly base: Asset;
  readonly quote: Asset;
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const INTEGER_DIGITS_MAX = 30;
const PRICE_DECIMALS_MAX = 30;
const DECIMAL = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;

const POWERS: readonly bigint[] = Array.from({ length: 64 }, (_, exponent) => 10n ** BigInt(exponent));
const powerOfTen = (exponent: number): bigint => POWERS[exponent] ?? 10n ** BigInt(exponent);

const refuse = (code: string, message: string): Failure => new Failure('caller', `money.${code}`, message);

function readDecimal(text: string, decimalsMax: number, what: string, signed: boolean): bigint {
  const match = DECIMAL.exec(text);
  if (match === null) throw refuse('malformed', `"${text.slice(0, 60)}" is not a plain decimal number`);
  const [, sign, whole = '', fraction = ''] = match;
  if (sign === '-' && !signed) throw refuse('negative', 'a negative amount is not allowed here');
  if (whole.length > INTEGER_DIGITS_MAX) {
    throw refuse('too_large', `more than ${INTEGER_DIGITS_MAX} digits before the point`);
  }
  if (fraction.length > decimalsMax) {
    throw refuse('too_precise', `${what} has ${decimalsMax} decimals, the amount has ${fraction.length}`);
  }
  const minor = BigInt(whole + fraction.padEnd(decimalsMax, '0'));
  return sign === '-' ? -minor : minor;
}

/**
 * Minor units of a plain decimal text such as `1250.5`: digits, at most one point with digits on both sides, no
 * exponent, no leading zeros, no plus sign; a minus sign only with `signed`.
 * Failures: money.malformed, money.negative, money.too_large (over 30 integer digits), money.too_precise (more
 * decimals than the asset has, zeros included).
 */
export const parseAmount = (text: string, asset: Asset, options: { signed?: boolean } = {}): bigint =>
  readDecimal(text, asset.decimals, asset.code, options.signed === true);

/** The decimal text of an amount with exactly the asset's decimals; parseAmount reads it back. */
export function formatAmount(minor: bigint, asset: Asset): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(asset.decimals + 1, '0');
  const sign = minor < 0n ? '-' : '';
  if (asset.decimals === 0) return sign + digits;
  const point = digits.length - asset.decimals;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** A plain decimal text with grouped thousands, as written in Mexico and in English (1,234.5) or in Brazil (1.234,5). */
export function groupedDecimal(text: string, language: Language): string {
  const [group, point] = language === 'pt' ? ['.', ','] : [',', '.'];
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return fraction === undefined ? grouped : `${grouped}${point}${fraction}`;
}

export const moneyOf = (asset: Asset, minor: bigint): Money => ({ asset: asset.code, minor });

function ensureSameAsset(left: Money, right: Money): void {
  if (left.asset !== right.asset)
    throw refuse('asset_mismatch', `${left.asset} and ${right.asset} do not mix`);
}

/** Failure: money.asset_mismatch. */
export function add(left: Money, right: Money): Money {
  ensureSameAsset(left, right);
  return { asset: left.asset, minor: left.minor + right.minor };
}

/** Failure: money.asset_mismatch. */
export function subtract(left: Money, right: Money): Money {
  ensureSameAsset(left, right);
  return { asset: left.asset, minor: left.minor - right.minor };
}

/** Failure: money.asset_mismatch. */
export function compare(left: Money, right: Money): -1 | 0 | 1 {
  ensureSameAsset(left, right);
  if (left.minor === right.minor) return 0;
  return left.minor < right.minor ? -1 : 1;
}

function roundsAway(rounding: Rounding, quotient: bigint, remainder: bigint, divisor: bigint): boolean {
  if (remainder === 0n || rounding === 'down') return false;
  if (rounding === 'up') return true;
  const twice = remainder * 2n;
  if (twice !== divisor) return twice > divisor;
  return rounding === 'half_up' || quotient % 2n === 1n;
}

/**
 * `minor * numerator / denominator`, rounded on the magnitude so that signs are symmetric: `down` towards zero, `up`
 * away from zero, `half_up` ties away from zero, `half_even` ties to the even neighbour.
 * Failure: money.ratio when the denominator is not positive.
 */
export function multiplyRatio(
  minor: bigint,
  numerator: bigint,
  denominator: bigint,
  rounding: Rounding,
): bigint {
  if (denominator <= 0n) throw refuse('ratio', 'the denominator of a ratio must be positive');
  const product = minor * numerator;
  const magnitude = product < 0n ? -product : product;
  const quotient = magnitude / denominator;
  const rounded = roundsAway(rounding, quotient, magnitude % denominator, denominator)
    ? quotient + 1n
    : quotient;
  return product < 0n ? -rounded : rounded;
}

/** The same value with another number of decimals; exact when decimals grow, rounded as named when they shrink. */
export function rescale(minor: bigint, fromDecimals: number, toDecimals: number, rounding: Rounding): bigint {
  if (toDecimals >= fromDecimals) return minor * powerOfTen(toDecimals - fromDecimals);
  return multiplyRatio(minor, 1n, powerOfTen(fromDecimals - toDecimals), rounding);
}

/** A price from decimal text: one whole `base` is `text` whole `quote`. Failures: as parseAmount, and money.ratio at 0. */
export function parsePrice(text: string, base: Asset, quote: Asset): Price {
  const decimals = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
  const numerator = readDecimal(text, Math.min(decimals, PRICE_DECIMALS_MAX), 'a price', false);
  if (numerator === 0n) throw refuse('ratio', 'a price must be above zero');
  return { base, quote, numerator, denominator: powerOfTen(decimals) };
}

/**
 * The amount in the price's other asset: from base to quote, or from quote back to base.
 * Failures: money.asset_mismatch when the amount is in neither, money.ratio when the price is not positive.
 */
export function convert(amount: Money, price: Price, rounding: Rounding): Money {
  const { base, quote, numerator, denominator } = price;
  if (numerator <= 0n || denominator <= 0n) throw refuse('ratio', 'a price must be above zero');
  const up = numerator * powerOfTen(quote.decimals);
  const down = denominator * powerOfTen(base.decimals);
  if (amount.asset === base.code) return moneyOf(quote, multiplyRatio(amount.minor, up, down, rounding));
  if (amount.asset === quote.code) return moneyOf(base, multiplyRatio(amount.minor, down, up, rounding));
  throw refuse('asset_mismatch', `a price of ${base.code} in ${quote.code} does not convert ${amount.asset}`);
}
