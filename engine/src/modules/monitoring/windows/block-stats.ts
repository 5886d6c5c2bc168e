import type { Chain } from './chain.ts';
import type { Slab } from './slab.ts';

/**
 * Totals of the blocks of a long list, one object per column, made when a measure first asks. Sums over any run of
 * whole blocks come from prefix totals, which are repaired only from the block that changed. All sums are exact: where
 * a double could round (beyond 2^53), BigInt takes over.
 */
export interface BlockStats {
  /** Block `b` gained or lost an entry. */
  touch(b: number): void;
  /** Blocks were inserted at or removed from `b`. */
  splice(b: number, removed: number, added: number): void;
}

const LIMIT = Number.MAX_SAFE_INTEGER;

/** Sum and number of known values of a stretch; `exact` is false when the sum may have been rounded. */
export interface Total {
  sum: number;
  known: number;
  exact: boolean;
}

/** Total of a number column over a stretch of one block. */
export function totalOf(slab: Slab, column: number, offset: number, length: number): Total {
  let sum = 0;
  let magnitude = 0;
  let known = 0;
  if (length <= 0) return { sum, known, exact: true };
  const page = slab.page(offset);
  const { stride } = slab;
  const first = slab.place(offset) + 1 + column;
  const end = first + length * stride;
  for (let i = first; i < end; i += stride) {
    const value = page[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    magnitude += value < 0 ? -value : value;
    known += 1;
  }
  return { sum, known, exact: magnitude <= LIMIT };
}

/** Counts, sums, smallest and largest of the blocks of one number column. */
export class ColumnStats implements BlockStats {
  readonly #chain: Chain;
  readonly #slab: Slab;
  readonly #column: number;
  readonly #blocks: (BlockTotal | null)[] = [];
  readonly #sums: number[] = [0];
  readonly #known: number[] = [0];
  readonly #magnitudes: number[] = [0];
  #valid = 0;

  constructor(chain: Chain, slab: Slab, column: number) {
    this.#chain = chain;
    this.#slab = slab;
    this.#column = column;
    this.#blocks.length = chain.starts.length;
    this.#blocks.fill(null);
  }

  touch(b: number): void {
    this.#blocks[b] = null;
    if (b < this.#valid) this.#valid = b;
  }

  splice(b: number, removed: number, added: number): void {
    this.#blocks.splice(b, removed, ...Array.from({ length: added }, () => null));
    if (b < this.#valid) this.#valid = b;
  }

  block(b: number): BlockTotal {
    const known = this.#blocks[b];
    if (known !== null && known !== undefined) return known;
    const made = blockTotal(
      this.#slab.numbersOf(this.#column, this.#chain.starts[b] ?? 0, this.#chain.lengths[b] ?? 0),
    );
    this.#blocks[b] = made;
    return made;
  }

  /** Total of the blocks first … end - 1. */
  between(first: number, end: number): Total {
    for (let b = this.#valid; b < end; b += 1) {
      const block = this.block(b);
      this.#sums[b + 1] = (this.#sums[b] ?? 0) + block.sum;
      this.#known[b + 1] = (this.#known[b] ?? 0) + block.known;
      this.#magnitudes[b + 1] = (this.#magnitudes[b] ?? 0) + block.magnitude;
    }
    if (end > this.#valid) this.#valid = end;
    return {
      sum: (this.#sums[end] ?? 0) - (this.#sums[first] ?? 0),
      known: (this.#known[end] ?? 0) - (this.#known[first] ?? 0),
      exact: (this.#magnitudes[end] ?? 0) <= LIMIT,
    };
  }
}

export interface BlockTotal {
  readonly sum: number;
  readonly known: number;
  readonly magnitude: number;
  readonly least: number;
  readonly most: number;
}

function blockTotal(values: Float64Array): BlockTotal {
  let sum = 0;
  let known = 0;
  let magnitude = 0;
  let least = Number.NaN;
  let most = Number.NaN;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    known += 1;
    magnitude += value < 0 ? -value : value;
    if (!(value >= least)) least = value;
    if (!(value <= most)) most = value;
  }
  return { sum, known, magnitude, least, most };
}

/** Exact big totals of the blocks: sums of squares, or of value × time. */
export class BigStats implements BlockStats {
  readonly #total: (b: number) => bigint;
  readonly #blocks: (bigint | null)[];
  readonly #sums: bigint[] = [0n];
  #valid = 0;

  constructor(blocks: number, total: (b: number) => bigint) {
    this.#total = total;
    this.#blocks = Array.from({ length: blocks }, () => null);
  }

  touch(b: number): void {
    this.#blocks[b] = null;
    if (b < this.#valid) this.#valid = b;
  }

  splice(b: number, removed: number, added: number): void {
    this.#blocks.splice(b, removed, ...Array.from({ length: added }, () => null));
    if (b < this.#valid) this.#valid = b;
  }

  between(first: number, end: number): bigint {
    for (let b = this.#valid; b < end; b += 1) {
      this.#blocks[b] ??= this.#total(b);
      this.#sums[b + 1] = (this.#sums[b] ?? 0n) + (this.#blocks[b] ?? 0n);
    }
    if (end > this.#valid) this.#valid = end;
    return (this.#sums[end] ?? 0n) - (this.#sums[first] ?? 0n);
  }
}

/** Numbers of entries before each block. */
export class CountStats implements BlockStats {
  readonly #chain: Chain;
  readonly #before: number[] = [0];
  #valid = 0;

  constructor(chain: Chain) {
    this.#chain = chain;
  }

  touch(b: number): void {
    if (b < this.#valid) this.#valid = b;
  }

  splice(b: number): void {
    if (b < this.#valid) this.#valid = b;
  }

  /** Entries in the blocks 0 … b - 1. */
  before(b: number): number {
    for (let i = this.#valid; i < b; i += 1) {
      this.#before[i + 1] = (this.#before[i] ?? 0) + (this.#chain.lengths[i] ?? 0);
    }
    if (b > this.#valid) this.#valid = b;
    return this.#before[b] ?? 0;
  }
}
