/**
 * Event ids as numbers in the order of arrival, kept as bytes outside the garbage collector's sight. A page of ids is
 * let go when every event on it is older than anything a window can ask for.
 */
const PAGE_BITS = 12;
const PAGE = 1 << PAGE_BITS;

interface Page {
  bytes: Buffer;
  /** End of each id in `bytes`. */
  readonly ends: Uint32Array;
  newest: number;
}

export class EventIds {
  readonly #pages: (Page | null)[] = [];
  #count = 0;

  /** References given so far; the next one. */
  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#pages.reduce((sum, page) => sum + (page === null ? 0 : page.bytes.length + PAGE * 4), 0);
  }

  add(id: string, at: number): number {
    const ref = this.#count;
    const i = ref & (PAGE - 1);
    let page = this.#pages[ref >>> PAGE_BITS] ?? null;
    if (page === null) {
      page = { bytes: Buffer.allocUnsafe(PAGE * 32), ends: new Uint32Array(PAGE), newest: at };
      this.#pages[ref >>> PAGE_BITS] = page;
    }
    const start = i === 0 ? 0 : (page.ends[i - 1] ?? 0);
    const most = start + id.length * 3;
    if (most > page.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(page.bytes.length * 2, most));
      page.bytes.copy(grown, 0, 0, start);
      page.bytes = grown;
    }
    page.ends[i] = start + page.bytes.write(id, start);
    if (at > page.newest) page.newest = at;
    this.#count = ref + 1;
    return ref;
  }

  /** The event behind a reference happened then. */
  touch(ref: number, at: number): void {
    const page = this.#pages[ref >>> PAGE_BITS];
    if (page !== undefined && page !== null && at > page.newest) page.newest = at;
  }

  /** The id behind a reference, or null when it was let go. */
  get(ref: number): string | null {
    const page = this.#pages[ref >>> PAGE_BITS];
    if (page === undefined || page === null || ref >= this.#count) return null;
    const i = ref & (PAGE - 1);
    return page.bytes.toString('utf8', i === 0 ? 0 : (page.ends[i - 1] ?? 0), page.ends[i] ?? 0);
  }

  /** Forgets every reference from `count` on. */
  truncate(count: number): void {
    this.#count = count;
    const pages = (count + PAGE - 1) >>> PAGE_BITS;
    if (this.#pages.length > pages) this.#pages.length = pages;
  }

  /** Lets full pages go whose events all happened at or before `cutoff`. */
  release(cutoff: number): void {
    const full = this.#count >>> PAGE_BITS;
    for (let p = 0; p < full; p += 1) {
      const page = this.#pages[p];
      if (page !== undefined && page !== null && page.newest <= cutoff) this.#pages[p] = null;
    }
  }
}
