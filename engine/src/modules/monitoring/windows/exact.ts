/** Exact integer arithmetic where doubles would round. */

const HALF = 2 ** 23;
const SPLIT_MAX = 2 ** 46;
const STRETCH_MAX = 128;

/** ⌊a / b⌋ for safe integers, b > 0. */
export function floorDivide(a: number, b: number): number {
  let quotient = Math.floor(a / b);
  while (quotient * b > a) quotient -= 1;
  while ((quotient + 1) * b <= a) quotient += 1;
  return quotient;
}

/** ⌊√n⌋ for n ≥ 0. */
export function rootOf(n: bigint): bigint {
  if (n < 2n) return n;
  let guess = BigInt(Math.floor(Math.sqrt(Number(n)))) + 1n;
  for (;;) {
    const next = (guess + n / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** The number of a big integer, or null when it is not a safe integer. */
export function toSafe(n: bigint): number | null {
  const value = Number(n);
  return Number.isSafeInteger(value) ? value : null;
}

/**
 * Σ xᵢ·yᵢ over a stretch of at most 128 integers, leaving out pairs in which either is NaN. Both factors are split at
 * 2^23, so that each partial sum of doubles stays below 2^53; beyond 2^46 BigInt multiplies.
 */
export function dot(xs: Float64Array, ys: Float64Array): bigint {
  if (xs.length > STRETCH_MAX) {
    return (
      dot(xs.subarray(0, STRETCH_MAX), ys.subarray(0, STRETCH_MAX)) +
      dot(xs.subarray(STRETCH_MAX), ys.subarray(STRETCH_MAX))
    );
  }
  let high = 0;
  let cross = 0;
  let crossBack = 0;
  let low = 0;
  for (let i = 0; i < xs.length; i += 1) {
    const x = xs[i] ?? Number.NaN;
    const y = ys[i] ?? Number.NaN;
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    if (Math.abs(x) >= SPLIT_MAX || Math.abs(y) >= SPLIT_MAX) return dotBig(xs, ys);
    const xHigh = Math.floor(x / HALF);
    const xLow = x - xHigh * HALF;
    const yHigh = Math.floor(y / HALF);
    const yLow = y - yHigh * HALF;
    high += xHigh * yHigh;
    cross += xHigh * yLow;
    crossBack += xLow * yHigh;
    low += xLow * yLow;
  }
  return (BigInt(high) << 46n) + ((BigInt(cross) + BigInt(crossBack)) << 23n) + BigInt(low);
}

function dotBig(xs: Float64Array, ys: Float64Array): bigint {
  let sum = 0n;
  for (let i = 0; i < xs.length; i += 1) {
    const x = xs[i] ?? Number.NaN;
    const y = ys[i] ?? Number.NaN;
    if (!Number.isNaN(x) && !Number.isNaN(y)) sum += BigInt(x) * BigInt(y);
  }
  return sum;
}
