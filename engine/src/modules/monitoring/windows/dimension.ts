import type { EventFacts } from '../facts/event-facts.ts';

const PAGE_BITS = 10;
const PAGE = 1 << PAGE_BITS;
const SEPARATOR = '\u0000';

/** All keys of one kind (customer; customer and address …): a row per key, in it the list handle of each series. */
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
  readonly #free: number[] = [];
  #count = 0;
  #characters = 0;
  #entity = '';
  #ofEntity = new Map<string, number>();

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
      this.#open.byteLength +
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

  /** The row of a key, or -1. */
  find(entity: string, key: string): number {
    return this.#under(entity).get(key) ?? -1;
  }

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
    if (row >= this.#open.length) {
      const grown = new Uint16Array(this.#open.length * 2);
      grown.set(this.#open);
      this.#open = grown;
    }
    return row;
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

  /** Sets the list of a row's column; the row leaves with its last list. */
  setHandle(row: number, column: number, handle: number): void {
    const page = this.#pages[row >>> PAGE_BITS];
    if (page === undefined) return;
    page[(row & (PAGE - 1)) * this.series.length + column] = handle;
    const open = (this.#open[row] ?? 0) + (handle === 0 ? -1 : 1);
    this.#open[row] = open;
    if (open === 0) this.#release(row);
  }

  #release(row: number): void {
    const key = this.#keys[row] ?? '';
    this.#under(this.#entities[row] ?? '').delete(key);
    this.#characters -= key.length;
    this.#keys[row] = '';
    this.#free.push(row);
  }

  /** Rows in use with their entity and key, in no particular order. */
  *all(): Generator<{ entity: string; key: string; row: number }> {
    for (const [entity, rows] of this.#rows) for (const [key, row] of rows) yield { entity, key, row };
  }

  /** Rows ever used are below this number. */
  get limit(): number {
    return this.#count;
  }
}
