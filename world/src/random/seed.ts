import { Stream } from './stream.ts';

/**
 * A place in the tree of named randomness. A seed has no position: `sub('day', 12)` is the same whatever was drawn
 * before, so a persona that is added or draws more numbers never disturbs the others.
 */
export class Seed {
  readonly #a: number;
  readonly #b: number;
  readonly #c: number;
  readonly #d: number;

  private constructor(a: number, b: number, c: number, d: number) {
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
  }

  /** The root of a world: any text or number names it. */
  static of(text: string | number): Seed {
    return new Seed(0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef).sub(String(text));
  }

  /** The seed of a named part, with an optional number: `sub('customer', 17)`. */
  sub(name: string, index = -1): Seed {
    let a = this.#a;
    let b = this.#b;
    let c = this.#c;
    let d = this.#d;
    const take = (word: number): void => {
      a = b ^ Math.imul(a ^ word, 597_399_067);
      b = c ^ Math.imul(b ^ word, 2_869_860_233);
      c = d ^ Math.imul(c ^ word, 951_274_213);
      d = a ^ Math.imul(d ^ word, 2_716_044_179);
    };
    for (let at = 0; at < name.length; at += 1) take(name.charCodeAt(at));
    take(0x1_0000 + name.length);
    take(index | 0);
    take(Math.floor(index / 0x1_0000_0000) | 0);
    return new Seed(scramble(a ^ d), scramble(b ^ a), scramble(c ^ b), scramble(d ^ c));
  }

  /** A fresh stream of numbers from this place; every call starts from the same first number. */
  stream(): Stream {
    return new Stream(this.#a, this.#b, this.#c, this.#d);
  }

  /** Sixteen bytes in hexadecimal that name this place. */
  hex(): string {
    return [this.#a, this.#b, this.#c, this.#d].map((w) => (w >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

/** The finaliser of MurmurHash3 (Austin Appleby, public domain). */
function scramble(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) | 0;
}
