/**
 * References being decided now, in the order of arrival. Who waits for one is told when it ends. The promise of the answer
 * is not kept here: a table that a Map outgrew keeps what it held until the next full collection, and through it every
 * table and answer since; then the youngest garbage is copied into the old space, and full collections come twice as often.
 */
export class InHand {
  readonly #endings = new Map<string, Ending>();

  get size(): number {
    return this.#endings.size;
  }

  has(key: string): boolean {
    return this.#endings.has(key);
  }

  begin(key: string): void {
    this.#endings.set(key, { waiting: null });
  }

  end(key: string): void {
    const waiting = this.#endings.get(key)?.waiting ?? [];
    this.#endings.delete(key);
    for (const told of waiting) told();
  }

  /** Resolves when a reference has ended; at once when it is not in hand. */
  ended(key: string): Promise<void> {
    const ending = this.#endings.get(key);
    if (ending === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      ending.waiting = [...(ending.waiting ?? []), resolve];
    });
  }

  /** Whether a reference is in hand and came before another that is. */
  isBefore(key: string, other: string): boolean {
    if (!this.#endings.has(key)) return false;
    for (const one of this.#endings.keys()) {
      if (one === other) return false;
      if (one === key) return true;
    }
    return false;
  }
}

interface Ending {
  waiting: (() => void)[] | null;
}
