import type { KnownCustomer } from '../customers/known.ts';
import { PackedCustomers } from './packed-customers.ts';

/** A customer as the core holds it: what is known, and the key that seals the personal part of their events. */
export interface BookedCustomer {
  readonly known: KnownCustomer;
  readonly sealingKey: Uint8Array | null;
}

export interface BookOptions {
  /** Customers ready for use, and bytes of those that are packed. */
  readonly readyMax: number;
  readonly bytesMax: number;
}

const DEFAULTS: BookOptions = { readyMax: 50_000, bytesMax: 512 * 1024 * 1024 };
/** Estimate of a customer ready for use. */
const READY_BYTES = 1200;

/**
 * Customers in memory, by the exchange's own reference within an obliged entity: those who act are ready for use, the
 * others packed, and beyond the bounds only the database knows them. Whoever is not found is looked up there.
 */
export class CustomerBook {
  readonly #packed: PackedCustomers;
  readonly #readyMax: number;
  /** Two generations: whoever is not asked for while the younger fills is no longer ready. */
  #young = new Map<string, BookedCustomer>();
  #old = new Map<string, BookedCustomer>();

  constructor(options: Partial<BookOptions> = {}) {
    const { readyMax, bytesMax } = { ...DEFAULTS, ...options };
    this.#readyMax = readyMax;
    this.#packed = new PackedCustomers(bytesMax);
  }

  /** Customers held. */
  get size(): number {
    return this.#packed.size;
  }

  /** Bytes they take; estimated for those ready for use. */
  get bytes(): number {
    return this.#packed.bytes + (this.#young.size + this.#old.size) * READY_BYTES;
  }

  find(entity: string, reference: string): BookedCustomer | undefined {
    const name = `${entity} ${reference}`;
    const young = this.#young.get(name);
    if (young !== undefined) return young;
    const old = this.#old.get(name);
    if (old !== undefined) return this.#keep(name, old);
    const packed = this.#packed.find(entity, reference);
    return packed === undefined ? undefined : this.#keep(name, ready(packed.known, packed.key));
  }

  #keep(name: string, booked: BookedCustomer): BookedCustomer {
    if (this.#young.size >= this.#readyMax / 2) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(name, booked);
    return booked;
  }

  /** What is known now of a customer. Nothing of an erased person's is sealed any more. */
  put(known: KnownCustomer): BookedCustomer {
    const { entity, reference } = known;
    const key = known.erased ? null : (this.#packed.find(entity, reference)?.key ?? null);
    this.#packed.put(known, key);
    return this.#keep(`${entity} ${reference}`, ready(known, key));
  }

  /** The same from a look-up that a change may have overtaken: whoever is here stays as they are. */
  putIfAbsent(known: KnownCustomer, key: Buffer | null = null): void {
    if (!this.#packed.has(known.entity, known.reference)) this.#packed.put(known, key);
  }

  setKey(entity: string, reference: string, key: Buffer): void {
    const packed = this.#packed.find(entity, reference);
    if (packed === undefined || packed.known.erased) return;
    this.#packed.put(packed.known, key);
    this.#keep(`${entity} ${reference}`, ready(packed.known, key));
  }
}

const ready = (known: KnownCustomer, key: Buffer | null): BookedCustomer => ({
  known,
  sealingKey: key === null ? null : new Uint8Array(key),
});
