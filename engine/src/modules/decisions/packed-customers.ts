import type { KnownCustomer } from '../customers/known.ts';

/**
 * Known customers as bytes outside the garbage collector's sight: some 200 bytes each instead of a thousand. Records lie in
 * pages, an index of small tables finds them by obliged entity and reference. When the pages are full the oldest goes, with
 * whoever is in it: the database knows them.
 */
const PAGE_BYTES = 1024 * 1024;
/** Records begin at multiples of this. */
const UNIT = 8;
const TABLES = 1024;
const FIRST_SLOTS = 8;
const HEAD = 8;
const KEY = 32;
const KEYED = 1;

const FIELDS = Object.keys({
  id: true,
  entity: true,
  reference: true,
  relationship: true,
  kind: true,
  country: true,
  registeredAt: true,
  birthYear: true,
  rating: true,
  occupation: true,
  purpose: true,
  pep: true,
  licensedExchanger: true,
  incomeMonthly: true,
  volumeMonthly: true,
  name: true,
  erased: true,
} satisfies Record<keyof KnownCustomer, true>) as (keyof KnownCustomer)[];

/** Open addressing: hash and place (in units, plus one; 0 is free) of each record. */
interface Table {
  hashes: Uint32Array;
  places: Uint32Array;
  used: number;
}

export interface Packed {
  readonly known: KnownCustomer;
  /** Raw sealing key, or null when it was not looked up. */
  readonly key: Buffer | null;
}

export class PackedCustomers {
  readonly #pages = new Map<number, Buffer>();
  readonly #tables: Table[] = Array.from({ length: TABLES }, () => newTable(FIRST_SLOTS));
  readonly #pagesMax: number;
  #newest = -1;
  #end = PAGE_BYTES;
  #live = 0;

  constructor(bytesMax: number) {
    this.#pagesMax = Math.max(2, Math.ceil(bytesMax / PAGE_BYTES));
  }

  /** Records put and not gone with a page; one put again counts until its older record goes. */
  get size(): number {
    return this.#live;
  }

  get bytes(): number {
    let slots = 0;
    for (const table of this.#tables) slots += table.hashes.length;
    return this.#pages.size * PAGE_BYTES + slots * 8;
  }

  find(entity: string, reference: string): Packed | undefined {
    const at = this.#placeOf(entity, reference);
    return at === undefined ? undefined : unpack(at.page, at.start);
  }

  has(entity: string, reference: string): boolean {
    return this.#placeOf(entity, reference) !== undefined;
  }

  put(known: KnownCustomer, key: Buffer | null): void {
    const text = Buffer.from(JSON.stringify(FIELDS.map((field) => known[field])));
    const { page, place } = this.#room(HEAD + KEY + text.length);
    const start = (place % (PAGE_BYTES / UNIT)) * UNIT;
    page.writeUInt32LE(text.length, start);
    page.writeUInt32LE(key === null ? 0 : KEYED, start + 4);
    key?.copy(page, start + HEAD);
    text.copy(page, start + HEAD + KEY);
    this.#index(known.entity, known.reference, place);
  }

  #room(bytes: number): { page: Buffer; place: number } {
    const size = Math.ceil(bytes / UNIT) * UNIT;
    if (size > PAGE_BYTES) throw new RangeError('a customer larger than a page');
    if (this.#end + size > PAGE_BYTES) {
      this.#newest += 1;
      this.#end = 0;
      this.#pages.set(this.#newest, Buffer.alloc(PAGE_BYTES));
      this.#pages.delete(this.#newest - this.#pagesMax);
    }
    const page = this.#pages.get(this.#newest) as Buffer;
    const place = this.#newest * (PAGE_BYTES / UNIT) + this.#end / UNIT;
    this.#end += size;
    return { page, place };
  }

  #pageAt(place: number): Buffer | undefined {
    return this.#pages.get(Math.floor(place / (PAGE_BYTES / UNIT)));
  }

  #placeOf(entity: string, reference: string): { page: Buffer; start: number } | undefined {
    const hash = hashOf(entity, reference);
    const table = this.#tables[hash % TABLES] as Table;
    const mask = table.hashes.length - 1;
    for (let slot = (hash >>> 10) & mask; table.places[slot] !== 0; slot = (slot + 1) & mask) {
      if (table.hashes[slot] !== hash) continue;
      const place = (table.places[slot] ?? 0) - 1;
      const page = this.#pageAt(place);
      const start = (place % (PAGE_BYTES / UNIT)) * UNIT;
      if (page !== undefined && isOf(page, start, entity, reference)) return { page, start };
    }
    return undefined;
  }

  #index(entity: string, reference: string, place: number): void {
    const hash = hashOf(entity, reference);
    const number = hash % TABLES;
    let table = this.#tables[number] as Table;
    if ((table.used + 1) * 4 > table.hashes.length * 3) {
      table = this.#grown(table);
      this.#tables[number] = table;
    }
    const mask = table.hashes.length - 1;
    let slot = (hash >>> 10) & mask;
    for (; table.places[slot] !== 0; slot = (slot + 1) & mask) {
      const other = (table.places[slot] ?? 0) - 1;
      const page = table.hashes[slot] === hash ? this.#pageAt(other) : undefined;
      if (page === undefined || !isOf(page, (other % (PAGE_BYTES / UNIT)) * UNIT, entity, reference))
        continue;
      wipe(page, (other % (PAGE_BYTES / UNIT)) * UNIT);
      table.places[slot] = place + 1;
      return;
    }
    table.hashes[slot] = hash;
    table.places[slot] = place + 1;
    table.used += 1;
    this.#live += 1;
  }

  /** A table without those whose page is gone, with room for as many again. */
  #grown(table: Table): Table {
    const kept: number[] = [];
    for (let slot = 0; slot < table.places.length; slot += 1) {
      const place = table.places[slot] ?? 0;
      if (place !== 0 && this.#pageAt(place - 1) !== undefined) kept.push(slot);
    }
    let slots = FIRST_SLOTS;
    while (slots < kept.length * 2 + 2) slots *= 2;
    const made = newTable(slots);
    for (const from of kept) {
      const hash = table.hashes[from] ?? 0;
      let slot = (hash >>> 10) & (slots - 1);
      while (made.places[slot] !== 0) slot = (slot + 1) & (slots - 1);
      made.hashes[slot] = hash;
      made.places[slot] = table.places[from] ?? 0;
    }
    made.used = kept.length;
    this.#live -= table.used - kept.length;
    return made;
  }
}

const newTable = (slots: number): Table => ({
  hashes: new Uint32Array(slots),
  places: new Uint32Array(slots),
  used: 0,
});

function hashOf(entity: string, reference: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < entity.length; i += 1) hash = Math.imul(hash ^ entity.charCodeAt(i), 0x01000193);
  for (let i = 0; i < reference.length; i += 1) hash = Math.imul(hash ^ reference.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x7feb352d);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** What was known before, and the key of whoever was erased, stay nowhere. */
const wipe = (page: Buffer, start: number): void => {
  page.fill(0, start, start + HEAD + KEY + page.readUInt32LE(start));
};

const textAt = (page: Buffer, start: number): string =>
  page.toString('utf8', start + HEAD + KEY, start + HEAD + KEY + page.readUInt32LE(start));

function unpack(page: Buffer, start: number): Packed {
  const values = JSON.parse(textAt(page, start)) as unknown[];
  const known = Object.fromEntries(FIELDS.map((field, i) => [field, values[i]])) as unknown as KnownCustomer;
  const isKeyed = page.readUInt32LE(start + 4) === KEYED;
  const key = isKeyed ? Buffer.from(page.subarray(start + HEAD, start + HEAD + KEY)) : null;
  return { known, key };
}

function isOf(page: Buffer, start: number, entity: string, reference: string): boolean {
  const values = JSON.parse(textAt(page, start)) as unknown[];
  return values[1] === entity && values[2] === reference;
}
