/** A binary heap of things to do, the largest key first; equal keys first come, first served. */
export class Heap<T> {
  readonly #keys: number[] = [];
  readonly #ranks: number[] = [];
  readonly #items: T[] = [];
  #pushed = 0;

  get size(): number {
    return this.#items.length;
  }

  push(key: number, item: T): void {
    let at = this.#items.length;
    const rank = this.#pushed;
    this.#pushed += 1;
    this.#keys.push(key);
    this.#ranks.push(rank);
    this.#items.push(item);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!this.#before(at, up)) break;
      this.#swap(at, up);
      at = up;
    }
  }

  pop(): { readonly key: number; readonly item: T } | undefined {
    const key = this.#keys[0];
    const item = this.#items[0];
    if (key === undefined || item === undefined) return undefined;
    this.#swap(0, this.#items.length - 1);
    this.#keys.pop();
    this.#ranks.pop();
    this.#items.pop();
    let at = 0;
    for (;;) {
      let best = at;
      for (const down of [2 * at + 1, 2 * at + 2])
        if (down < this.#items.length && this.#before(down, best)) best = down;
      if (best === at) return { key, item };
      this.#swap(at, best);
      at = best;
    }
  }

  #before(a: number, b: number): boolean {
    const [left = 0, right = 0] = [this.#keys[a], this.#keys[b]];
    return left > right || (left === right && (this.#ranks[a] ?? 0) < (this.#ranks[b] ?? 0));
  }

  #swap(a: number, b: number): void {
    if (a === b) return;
    for (const column of [this.#keys, this.#ranks]) [column[a], column[b]] = [column[b] ?? 0, column[a] ?? 0];
    const item = this.#items[a];
    const other = this.#items[b];
    if (item === undefined || other === undefined) return;
    this.#items[a] = other;
    this.#items[b] = item;
  }
}
