import { amountText } from '../money/amount.ts';

/** What a customer holds at the exchange, in units of each asset. Nobody in the world spends what never came in. */
export class Ledger {
  readonly #owner: string;
  readonly #held = new Map<string, number>();

  constructor(owner: string) {
    this.#owner = owner;
  }

  held(asset: string): number {
    return this.#held.get(asset) ?? 0;
  }

  /** Everything held, by asset. */
  holdings(): Iterable<readonly [asset: string, units: number]> {
    return this.#held;
  }

  add(asset: string, units: number): void {
    this.#held.set(asset, this.held(asset) + units);
  }

  /** Throws RangeError when the customer does not hold so much: a mistake in a persona or a scheme. */
  take(asset: string, units: number): void {
    const held = this.held(asset);
    if (!Number.isSafeInteger(units) || units <= 0 || units > held) {
      throw new RangeError(
        `${this.#owner} holds ${amountText(asset, held)} ${asset} and cannot spend ${units} units`,
      );
    }
    this.#held.set(asset, held - units);
  }
}
