import type { Quantity } from '../reportable.ts';

const PLAIN = /^(\d{1,40})\.(\d{1,40})$/;

/** A filed amount or quantity as an integer and its decimals; undefined when it is not a plain decimal. */
export function readDecimal(text: string): Quantity | undefined {
  const [, whole, fraction] = PLAIN.exec(text) ?? [];
  if (whole === undefined || fraction === undefined) return undefined;
  return { minor: BigInt(whole + fraction), decimals: fraction.length };
}

/** The minor units of `value` at `decimals`, exact because they only grow. */
export const scaled = (value: Quantity, decimals: number): bigint =>
  value.minor * 10n ** BigInt(decimals - value.decimals);

export const distance = (left: bigint, right: bigint): bigint => (left > right ? left - right : right - left);
