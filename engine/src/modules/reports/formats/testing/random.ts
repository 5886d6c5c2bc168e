/** A seeded source of chance (mulberry32): the seed is the bug report. */
export interface Random {
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  /** True in `percent` of the cases. */
  chance(percent: number): boolean;
  /** `length` characters of an alphabet. */
  text(alphabet: string, length: number): string;
  /** `digits` decimal digits as an integer, the first not zero. */
  integer(digits: number): bigint;
}

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[whole(0, items.length - 1)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  const text = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(whole(0, alphabet.length - 1))).join('');
  return {
    whole,
    pick,
    chance: (percent) => whole(1, 100) <= percent,
    text,
    integer: (digits) => BigInt(text('123456789', 1) + text('0123456789', digits - 1)),
  };
}
