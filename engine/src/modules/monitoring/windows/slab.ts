/**
 * Memory of one series: entries in blocks of 2 to 128 cut from typed-array pages, what belongs to an entry side by side:
 * with many keys nearly every look at one comes from memory and not from a cache, so it should be one look. Nothing here is
 * an object per entry or per key, so a million idle customers cost the garbage collector nothing.
 */
const PAGE_BITS = 10;
const PAGE = 1 << PAGE_BITS;
const MASK = PAGE - 1;

/** Block capacities are 2 << class. */
export const CLASSES = 7;
export const BLOCK_MAX = 2 << (CLASSES - 1);
export const capacityOf = (size: number): number => 2 << size;

/** Up to so many entries are copied one by one. */
const FEW = 32;
/** Two stretches of figures taken out of their entries; each holds until the next of its kind. */
const NUMBERS = new Float64Array(BLOCK_MAX);
const TIMES = new Float64Array(BLOCK_MAX);

/** What is kept of an event in a series; `numbers` NaN and `words` 0 are *not known*. */
export interface Entry {
  at: number;
  ref: number;
  numbers: number[];
  words: number[];
}

/**
 * An entry is its time, its numbers (doubles), then its reference and its words (half a double each), padded to whole
 * doubles.
 */
export class Slab {
  /** Doubles an entry takes. */
  readonly stride: number;
  /** The pages, and the same memory in halves. */
  readonly pages: Float64Array[] = [];
  readonly #halves: Uint32Array[] = [];
  readonly #numbers: number;
  readonly #words: number;
  readonly #free: number[][] = Array.from({ length: CLASSES }, () => []);
  readonly #fresh: { next: number; end: number }[] = Array.from({ length: CLASSES }, () => ({
    next: 0,
    end: 0,
  }));

  constructor(numbers: number, words: number) {
    this.#numbers = numbers;
    this.#words = words;
    this.stride = 1 + numbers + ((2 + words) >>> 1);
  }

  get bytes(): number {
    return this.pages.length * PAGE * 8 * this.stride;
  }

  /** Offset of a free block of the class. */
  allocate(size: number): number {
    const free = this.#free[size]?.pop();
    if (free !== undefined) return free;
    const fresh = this.#fresh[size];
    if (fresh === undefined) throw new RangeError(`no block class ${size}`);
    if (fresh.next === fresh.end) {
      fresh.next = this.#addPage();
      fresh.end = fresh.next + PAGE;
    }
    const offset = fresh.next;
    fresh.next += capacityOf(size);
    return offset;
  }

  release(offset: number, size: number): void {
    this.#free[size]?.push(offset);
  }

  #addPage(): number {
    const offset = this.pages.length * PAGE;
    const page = new Float64Array(PAGE * this.stride);
    this.pages.push(page);
    this.#halves.push(new Uint32Array(page.buffer));
    return offset;
  }

  /** The page an offset lies on, and the place of its entry there. */
  page(offset: number): Float64Array {
    const page = this.pages[offset >>> PAGE_BITS];
    if (page === undefined) throw new RangeError(`no page at ${offset}`);
    return page;
  }

  place(offset: number): number {
    return (offset & MASK) * this.stride;
  }

  at(offset: number): number {
    return this.pages[offset >>> PAGE_BITS]?.[(offset & MASK) * this.stride] ?? 0;
  }

  ref(offset: number): number {
    return this.#halves[offset >>> PAGE_BITS]?.[this.#half(offset)] ?? 0;
  }

  number(column: number, offset: number): number {
    if (column < 0 || column >= this.#numbers) return Number.NaN;
    return this.pages[offset >>> PAGE_BITS]?.[(offset & MASK) * this.stride + 1 + column] ?? Number.NaN;
  }

  word(column: number, offset: number): number {
    if (column < 0 || column >= this.#words) return 0;
    return this.#halves[offset >>> PAGE_BITS]?.[this.#half(offset) + 1 + column] ?? 0;
  }

  /** Where an entry's reference stands among the halves of its page; its words follow. */
  #half(offset: number): number {
    return ((offset & MASK) * this.stride + 1 + this.#numbers) * 2;
  }

  /** A number column of [offset, offset + length), at most a block: valid until the next such call. */
  numbersOf(column: number, offset: number, length: number): Float64Array {
    return this.#taken(NUMBERS, 1 + column, offset, length);
  }

  /** The times of [offset, offset + length), at most a block: valid until the next such call. */
  timesOf(offset: number, length: number): Float64Array {
    return this.#taken(TIMES, 0, offset, length);
  }

  #taken(into: Float64Array, member: number, offset: number, length: number): Float64Array {
    if (length <= 0) return into.subarray(0, 0);
    const page = this.page(offset);
    let place = this.place(offset) + member;
    for (let i = 0; i < length; i += 1) {
      into[i] = page[place] ?? Number.NaN;
      place += this.stride;
    }
    return into.subarray(0, length);
  }

  /** Number of entries of a block that are at or before `at`; with `ref`, of those that came before it among equals. */
  countUpTo(start: number, length: number, at: number, ref = 0xffffffff): number {
    const page = this.pages[start >>> PAGE_BITS];
    if (page === undefined || length === 0) return 0;
    const { stride } = this;
    const base = (start & MASK) * stride;
    // Mostly all of them: the present event was put in last.
    const newest = page[base + (length - 1) * stride] ?? 0;
    if (newest < at || (newest === at && this.ref(start + length - 1) <= ref)) return length;
    if ((page[base] ?? 0) > at) return 0;
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = page[base + middle * stride] ?? 0;
      if (there < at || (there === at && this.ref(start + middle) <= ref)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  write(offset: number, entry: Entry): void {
    const page = this.pages[offset >>> PAGE_BITS];
    const halves = this.#halves[offset >>> PAGE_BITS];
    if (page === undefined || halves === undefined) return;
    const { numbers, words } = entry;
    const place = (offset & MASK) * this.stride;
    page[place] = entry.at;
    for (let c = 0; c < this.#numbers; c += 1) page[place + 1 + c] = numbers[c] ?? Number.NaN;
    const half = (place + 1 + this.#numbers) * 2;
    halves[half] = entry.ref;
    for (let c = 0; c < this.#words; c += 1) halves[half + 1 + c] = words[c] ?? 0;
  }

  read(offset: number): Entry {
    return {
      at: this.at(offset),
      ref: this.ref(offset),
      numbers: Array.from({ length: this.#numbers }, (_, column) => this.number(column, offset)),
      words: Array.from({ length: this.#words }, (_, column) => this.word(column, offset)),
    };
  }

  /** Copies `length` entries; the two stretches may overlap only inside one page. In halves: a double might not be a figure. */
  move(from: number, to: number, length: number): void {
    if (length === 0) return;
    const source = this.#halves[from >>> PAGE_BITS];
    const target = this.#halves[to >>> PAGE_BITS];
    if (source === undefined || target === undefined) return;
    const size = this.stride * 2;
    const i = (from & MASK) * size;
    const j = (to & MASK) * size;
    const many = length * size;
    if (source === target && length > FEW) source.copyWithin(j, i, i + many);
    else if (i < j) for (let n = many - 1; n >= 0; n -= 1) target[j + n] = source[i + n] ?? 0;
    else for (let n = 0; n < many; n += 1) target[j + n] = source[i + n] ?? 0;
  }
}
