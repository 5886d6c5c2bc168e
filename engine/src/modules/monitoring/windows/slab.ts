/**
 * Memory of one series: entries in columns, in blocks of 2 to 128 entries cut from typed-array pages. Nothing here is an
 * object per entry or per key, so a million idle customers cost the garbage collector nothing.
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
const NOTHING = new Float64Array(0);

/** What is kept of an event in a series; `numbers` NaN and `words` 0 are *not known*. */
export interface Entry {
  at: number;
  ref: number;
  numbers: number[];
  words: number[];
}

export class Slab {
  readonly times: Float64Array[] = [];
  readonly refs: Uint32Array[] = [];
  readonly numbers: Float64Array[][];
  readonly words: Uint32Array[][];
  readonly #free: number[][] = Array.from({ length: CLASSES }, () => []);
  readonly #fresh: { next: number; end: number }[] = Array.from({ length: CLASSES }, () => ({
    next: 0,
    end: 0,
  }));

  constructor(numbers: number, words: number) {
    this.numbers = Array.from({ length: numbers }, () => []);
    this.words = Array.from({ length: words }, () => []);
  }

  get bytes(): number {
    return this.times.length * PAGE * (12 + 8 * this.numbers.length + 4 * this.words.length);
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
    const offset = this.times.length * PAGE;
    this.times.push(new Float64Array(PAGE));
    this.refs.push(new Uint32Array(PAGE));
    for (const column of this.numbers) column.push(new Float64Array(PAGE));
    for (const column of this.words) column.push(new Uint32Array(PAGE));
    return offset;
  }

  at(offset: number): number {
    return this.times[offset >>> PAGE_BITS]?.[offset & MASK] ?? 0;
  }

  ref(offset: number): number {
    return this.refs[offset >>> PAGE_BITS]?.[offset & MASK] ?? 0;
  }

  number(column: number, offset: number): number {
    return this.numbers[column]?.[offset >>> PAGE_BITS]?.[offset & MASK] ?? Number.NaN;
  }

  word(column: number, offset: number): number {
    return this.words[column]?.[offset >>> PAGE_BITS]?.[offset & MASK] ?? 0;
  }

  /** The part of a number column that holds [offset, offset + length): blocks never span pages. */
  numbersOf(column: number, offset: number, length: number): Float64Array {
    if (length <= 0) return NOTHING;
    const page = this.numbers[column]?.[offset >>> PAGE_BITS];
    if (page === undefined) throw new RangeError(`no page at ${offset}`);
    const start = offset & MASK;
    return page.subarray(start, start + length);
  }

  /** The times of [offset, offset + length). */
  timesOf(offset: number, length: number): Float64Array {
    if (length <= 0) return NOTHING;
    const page = this.times[offset >>> PAGE_BITS];
    if (page === undefined) throw new RangeError(`no page at ${offset}`);
    const start = offset & MASK;
    return page.subarray(start, start + length);
  }

  /** Number of entries of a block that are at or before `at`; with `ref`, of those that came before it among equals. */
  countUpTo(start: number, length: number, at: number, ref = 0xffffffff): number {
    const times = this.times[start >>> PAGE_BITS];
    const refs = this.refs[start >>> PAGE_BITS];
    if (times === undefined || refs === undefined || length === 0) return 0;
    const base = start & MASK;
    if ((times[base + length - 1] ?? 0) < at) return length;
    if ((times[base] ?? 0) > at) return 0;
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = times[base + middle] ?? 0;
      if (there < at || (there === at && (refs[base + middle] ?? 0) <= ref)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  write(offset: number, entry: Entry): void {
    const page = offset >>> PAGE_BITS;
    const i = offset & MASK;
    const times = this.times[page];
    const refs = this.refs[page];
    if (times === undefined || refs === undefined) return;
    times[i] = entry.at;
    refs[i] = entry.ref;
    for (let c = 0; c < this.numbers.length; c += 1) {
      const column = this.numbers[c]?.[page];
      if (column !== undefined) column[i] = entry.numbers[c] ?? Number.NaN;
    }
    for (let c = 0; c < this.words.length; c += 1) {
      const column = this.words[c]?.[page];
      if (column !== undefined) column[i] = entry.words[c] ?? 0;
    }
  }

  read(offset: number): Entry {
    return {
      at: this.at(offset),
      ref: this.ref(offset),
      numbers: this.numbers.map((_, column) => this.number(column, offset)),
      words: this.words.map((_, column) => this.word(column, offset)),
    };
  }

  /** Copies `length` entries; the two stretches may overlap only inside one page. */
  move(from: number, to: number, length: number): void {
    if (length === 0) return;
    moveTimes(this.times, from, to, length);
    moveWords(this.refs, from, to, length);
    for (let c = 0; c < this.numbers.length; c += 1) moveTimes(this.numbers[c] ?? [], from, to, length);
    for (let c = 0; c < this.words.length; c += 1) moveWords(this.words[c] ?? [], from, to, length);
  }
}

// Twice the same, so that each sees one kind of array: element by element is faster than copyWithin() for few entries.

function moveTimes(pages: readonly Float64Array[], from: number, to: number, length: number): void {
  const source = pages[from >>> PAGE_BITS];
  const target = pages[to >>> PAGE_BITS];
  if (source === undefined || target === undefined) return;
  const i = from & MASK;
  const j = to & MASK;
  if (source === target && length > FEW) source.copyWithin(j, i, i + length);
  else if (i < j) for (let n = length - 1; n >= 0; n -= 1) target[j + n] = source[i + n] ?? 0;
  else for (let n = 0; n < length; n += 1) target[j + n] = source[i + n] ?? 0;
}

function moveWords(pages: readonly Uint32Array[], from: number, to: number, length: number): void {
  const source = pages[from >>> PAGE_BITS];
  const target = pages[to >>> PAGE_BITS];
  if (source === undefined || target === undefined) return;
  const i = from & MASK;
  const j = to & MASK;
  if (source === target && length > FEW) source.copyWithin(j, i, i + length);
  else if (i < j) for (let n = length - 1; n >= 0; n -= 1) target[j + n] = source[i + n] ?? 0;
  else for (let n = 0; n < length; n += 1) target[j + n] = source[i + n] ?? 0;
}
