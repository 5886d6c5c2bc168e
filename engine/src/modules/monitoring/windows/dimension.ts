import type { EventFacts } from '../facts/event-facts.ts';

const PAGE_BITS = 10;
const PAGE = 1 << PAGE_BITS;
const SEPARATOR = '\u0000';

/** Finds a row that left memory and brings it back; its number, or -1 when there is none. */
export type ColdRows = (dimension: Dimension, entity: string, key: string) => number;

/**
 * All keys of one kind (customer; customer and address …) that are in memory: a row per key, in it the list handle of
 * each series, when it was last changed and looked at, and whether a version of it lies on disk.
 */
export class Dimension {
  /** Place among the dimensions of its store. */
  readonly index: number;
  readonly facts: readonly number[];
  /** Series kept under this key; a series' place here is its column. */
  readonly series: number[] = [];
  readonly #rows = new Map<string, Map<string, number>>();
  readonly #keys: string[] = [];
  readonly #entities: string[] = [];
  readonly #pages: Int32Array[] = [];
  /** Lists open per row. */
  #open = new Uint16Array(PAGE);
  #changed = new Uint32Array(PAGE);
  #used = new Uint32Array(PAGE);
  #onDisk = new Uint8Array(PAGE);
  readonly #free: number[] = [];
  #count = 0;
  #characters = 0;
  #entity = '';
  #ofEntity = new Map<string, number>();
  /** Set where rows may be on disk. */
  cold: ColdRows | null = null;
  /** Number of the snapshot that changes from now on belong to. */
  generation = 1;
  /** A coarse clock of use. */
  tick = 0;

  constructor(index: number, facts: readonly number[]) {
    this.index = index;
    this.facts = facts;
  }

  get keys(): number {
    return this.#count - this.#free.length;
  }

  /** Estimate: map slot, key string and entity reference 96 bytes, one byte per character. */
  get bytes(): number {
    return (
      this.#pages.length * PAGE * 4 * this.series.length +
      this.#open.length * 11 +
      this.keys * 96 +
      this.#characters
    );
  }

  /** The event's key, or null when a fact of it is not known. */
  keyOf(event: EventFacts): string | null {
    let key = '';
    for (let i = 0; i < this.facts.length; i += 1) {
      const value = event.fact(this.facts[i] ?? 0);
      if (value === null) return null;
      key = i === 0 ? String(value) : `${key}${SEPARATOR}${String(value)}`;
    }
    return key;
  }

  /** The row of a key, brought back from disk where it must be, or -1. */
  find(entity: string, key: string): number {
    const row = this.#under(entity).get(key);
    if (row === undefined) return this.cold === null ? -1 : this.cold(this, entity, key);
    this.#used[row] = this.tick;
    return row;
  }

  /** The row of a key that is in memory, or -1. */
  present(entity: string, key: string): number {
    return this.#under(entity).get(key) ?? -1;
  }

  /** The row of a key that is not on disk, made when it is new. */
  row(entity: string, key: string): number {
    const rows = this.#under(entity);
    const known = rows.get(key);
    if (known !== undefined) return known;
    const row = this.#free.pop() ?? this.#count++;
    rows.set(key, row);
    this.#keys[row] = key;
    this.#entities[row] = entity;
    this.#characters += key.length;
    if (row >>> PAGE_BITS >= this.#pages.length) this.#pages.push(new Int32Array(PAGE * this.series.length));
    if (row >= this.#open.length) this.#grow();
    this.#changed[row] = 0;
    this.#used[row] = this.tick;
    this.#onDisk[row] = 0;
    return row;
  }

  #grow(): void {
    const length = this.#open.length * 2;
    const [open, changed, used, onDisk] = [this.#open, this.#changed, this.#used, this.#onDisk];
    this.#open = new Uint16Array(length);
    this.#open.set(open);
    this.#changed = new Uint32Array(length);
    this.#changed.set(changed);
    this.#used = new Uint32Array(length);
    this.#used.set(used);
    this.#onDisk = new Uint8Array(length);
    this.#onDisk.set(onDisk);
  }

  #under(entity: string): Map<string, number> {
    if (entity === this.#entity) return this.#ofEntity;
    let rows = this.#rows.get(entity);
    if (rows === undefined) {
      rows = new Map();
      this.#rows.set(entity, rows);
    }
    this.#entity = entity;
    this.#ofEntity = rows;
    return rows;
  }

  handle(row: number, column: number): number {
    return this.#pages[row >>> PAGE_BITS]?.[(row & (PAGE - 1)) * this.series.length + column] ?? 0;
  }

  /** Sets the list of a row's column; a row of which nothing is on disk leaves with its last list. */
  setHandle(row: number, column: number, handle: number): void {
    const page = this.#pages[row >>> PAGE_BITS];
    if (page === undefined) return;
    page[(row & (PAGE - 1)) * this.series.length + column] = handle;
    const open = (this.#open[row] ?? 0) + (handle === 0 ? -1 : 1);
    this.#open[row] = open;
    if (open === 0 && this.#onDisk[row] === 0) this.release(row);
  }

  /** A list of a row that leaves memory was closed. */
  clearHandle(row: number, column: number): void {
    const page = this.#pages[row >>> PAGE_BITS];
    if (page === undefined) return;
    page[(row & (PAGE - 1)) * this.series.length + column] = 0;
    this.#open[row] = (this.#open[row] ?? 0) - 1;
  }

  /** Lists open in a row. */
  lists(row: number): number {
    return this.#open[row] ?? 0;
  }

  inUse(row: number): boolean {
    return (this.#entities[row] ?? '') !== '';
  }

  nameOf(row: number): { entity: string; key: string } {
    return { entity: this.#entities[row] ?? '', key: this.#keys[row] ?? '' };
  }

  /** The row's lists changed: the next snapshot takes it. */
  touch(row: number): void {
    this.#changed[row] = this.generation;
  }

  changedIn(row: number): number {
    return this.#changed[row] ?? 0;
  }

  usedAt(row: number): number {
    return this.#used[row] ?? 0;
  }

  onDisk(row: number): boolean {
    return this.#onDisk[row] === 1;
  }

  setOnDisk(row: number): void {
    this.#onDisk[row] = 1;
  }

  /** Forgets a row whose lists are closed. */
  release(row: number): void {
    const key = this.#keys[row] ?? '';
    this.#under(this.#entities[row] ?? '').delete(key);
    this.#characters -= key.length;
    this.#keys[row] = '';
    this.#entities[row] = '';
    this.#onDisk[row] = 0;
    this.#free.push(row);
  }

  /** Rows in memory with their entity and key, in no particular order. */
  *all(): Generator<{ entity: string; key: string; row: number }> {
    for (const [entity, rows] of this.#rows) for (const [key, row] of rows) yield { entity, key, row };
  }

  /** Rows ever used are below this number. */
  get limit(): number {
    return this.#count;
  }
}
