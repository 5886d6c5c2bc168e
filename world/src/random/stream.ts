const TWO_32 = 4_294_967_296;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A stream of random numbers: xoshiro128** 1.1 (Blackman and Vigna, public domain). */
export class Stream {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(a: number, b: number, c: number, d: number) {
    this.#a = a | 0;
    this.#b = b | 0;
    this.#c = c | 0;
    this.#d = (a | b | c | d) === 0 ? 1 : d | 0;
  }

  /** A whole number in [0, 2^32). */
  word(): number {
    const five = Math.imul(this.#b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result >>> 0;
  }

  /** A real number in [0, 1) with 53 random bits. */
  real(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }

  /** A real number in [low, high). */
  between(low: number, high: number): number {
    return low + this.real() * (high - low);
  }

  /** A whole number from low to high, both included. */
  int(low: number, high: number): number {
    return low + Math.floor((this.word() / TWO_32) * (high - low + 1));
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.real() < probability;
  }

  /** One of the items, each as likely. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.int(0, items.length - 1)];
    if (item === undefined) throw new RangeError('cannot pick from an empty list');
    return item;
  }

  /** One of the items, as likely as its weight. */
  weighted<T extends { readonly weight: number }>(items: readonly T[]): T {
    const total = items.reduce((sum, item) => sum + item.weight, 0);
    let left = this.real() * total;
    for (const item of items) {
      left -= item.weight;
      if (left < 0) return item;
    }
    return this.pick(items);
  }

  /** The items in a random order (Fisher and Yates); the argument is left as it was. */
  shuffled<T>(items: readonly T[]): T[] {
    const copy = [...items];
    for (let last = copy.length - 1; last > 0; last -= 1) {
      const other = this.int(0, last);
      const kept = copy[last] as T;
      copy[last] = copy[other] as T;
      copy[other] = kept;
    }
    return copy;
  }

  /** Gaussian with mean 0 and deviation 1 (Box and Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.real()));
    return radius * Math.cos(2 * Math.PI * this.real());
  }

  /** Log-normal with the given median; `sigma` is the deviation of the logarithm. Cut at three deviations. */
  lognormal(median: number, sigma: number): number {
    const z = Math.max(-3, Math.min(3, this.normal()));
    return median * Math.exp(sigma * z);
  }

  /** Lower-case hexadecimal digits. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) {
      const word = this.word();
      text += HEX[word >>> 24];
      text += HEX[(word >>> 16) & 255];
      text += HEX[(word >>> 8) & 255];
      text += HEX[word & 255];
    }
    return text.slice(0, digits);
  }

  /** Decimal digits. */
  digits(count: number): string {
    let text = '';
    while (text.length < count) text += String(this.int(0, 9_999)).padStart(4, '0');
    return text.slice(0, count);
  }

  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count; at += 1) bytes[at] = this.word() >>> 24;
    return bytes;
  }
}
