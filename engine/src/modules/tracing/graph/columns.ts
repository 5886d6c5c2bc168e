/** A column of 32-bit numbers that grows. */
export class Integers {
  #values = new Int32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Int32Array(2 * this.#length);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  at = (place: number): number => this.#values[place] ?? 0;

  set(place: number, value: number): void {
    this.#values[place] = value;
  }
}

/** A column of amounts: 64 bits each, and a table for the few that are larger. */
export class Amounts {
  #values = new BigUint64Array(1024);
  readonly #large = new Map<number, bigint>();
  #length = 0;

  push(amount: bigint): void {
    if (this.#length === this.#values.length) {
      const grown = new BigUint64Array(2 * this.#length);
      grown.set(this.#values);
      this.#values = grown;
    }
    const kept = BigInt.asUintN(64, amount);
    this.#values[this.#length] = kept;
    if (kept !== amount) this.#large.set(this.#length, amount);
    this.#length += 1;
  }

  at = (place: number): bigint =>
    (this.#large.size === 0 ? undefined : this.#large.get(place)) ?? this.#values[place] ?? 0n;
}

/** Movements in the order in which they were made: the number of a movement is its place. */
export class Movements {
  readonly from = new Integers();
  readonly to = new Integers();
  readonly owner = new Integers();
  readonly amount = new Amounts();

  get length(): number {
    return this.from.length;
  }

  push(from: number, to: number, owner: number, amount: bigint): number {
    this.from.push(from);
    this.to.push(to);
    this.owner.push(owner);
    this.amount.push(amount);
    return this.from.length - 1;
  }
}
