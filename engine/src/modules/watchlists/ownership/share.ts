import { Failure } from '../../../kernel/failure.ts';

/** An exact share of a whole: nothing is rounded, so that 49.999 % is never 50 %. */
export interface Share {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const SHAPE = /^(?:(\d{1,3})(?:\.(\d{1,12}))?|(\d{1,12})\/([1-9]\d{0,11}))$/;

const divisor = (left: bigint, right: bigint): bigint => (right === 0n ? left : divisor(right, left % right));

const reduced = (numerator: bigint, denominator: bigint): Share => {
  const common = divisor(numerator, denominator) || 1n;
  return { numerator: numerator / common, denominator: denominator / common };
};

/** `50`, `33.34` (per cent) or `1/3`; undefined for anything else, for nothing, and for more than the whole. */
export function readShare(text: string): Share | undefined {
  const match = SHAPE.exec(text.trim());
  if (match === null) return undefined;
  const [, whole, decimals = '', over, under] = match;
  const share =
    whole === undefined
      ? reduced(BigInt(over ?? '0'), BigInt(under ?? '1'))
      : reduced(BigInt(whole + decimals), 100n * 10n ** BigInt(decimals.length));
  return share.numerator === 0n || share.numerator > share.denominator ? undefined : share;
}

/** Failure: watchlists.share_invalid. */
export function ensureShare(text: string): Share {
  const share = readShare(text);
  if (share !== undefined) return share;
  throw new Failure('caller', 'watchlists.share_invalid', `${text} is no share`, [
    { field: '/share', message: 'per cent above 0 and up to 100, or a fraction such as 1/3' },
  ]);
}

export const addShares = (left: Share, right: Share): Share =>
  reduced(
    left.numerator * right.denominator + right.numerator * left.denominator,
    left.denominator * right.denominator,
  );

export const isLarger = (left: Share, right: Share): boolean =>
  left.numerator * right.denominator > right.numerator * left.denominator;

export const isHalfOrMore = ({ numerator, denominator }: Share): boolean => numerator * 2n >= denominator;

/** Per cent with up to four decimals, cut and not rounded: what is below half never reads as 50 %. */
export function shareText({ numerator, denominator }: Share): string {
  const cut = (numerator * 1_000_000n) / denominator;
  const decimals = String(cut % 10_000n)
    .padStart(4, '0')
    .replace(/0+$/, '');
  return `${cut / 10_000n}${decimals === '' ? '' : `.${decimals}`} %`;
}
