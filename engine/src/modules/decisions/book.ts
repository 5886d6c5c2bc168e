import type { KeyObject } from 'node:crypto';
import type { KnownCustomer } from '../customers/known.ts';

/** A customer as the core holds it: what is known, and the key that seals the personal part of their events. */
export interface BookedCustomer {
  readonly known: KnownCustomer;
  sealingKey: KeyObject | null;
}

/** Customers in memory, by the exchange's own reference within an obliged entity. */
export class CustomerBook {
  readonly #byReference = new Map<string, BookedCustomer>();
  readonly #referenceOf = new Map<string, string>();

  get size(): number {
    return this.#byReference.size;
  }

  find(entity: string, reference: string): BookedCustomer | undefined {
    return this.#byReference.get(`${entity} ${reference}`);
  }

  byId(id: string): BookedCustomer | undefined {
    const key = this.#referenceOf.get(id);
    return key === undefined ? undefined : this.#byReference.get(key);
  }

  put(known: KnownCustomer): BookedCustomer {
    const key = `${known.entity} ${known.reference}`;
    const booked: BookedCustomer = { known, sealingKey: this.#byReference.get(key)?.sealingKey ?? null };
    this.#byReference.set(key, booked);
    this.#referenceOf.set(known.id, key);
    return booked;
  }

  /** The person was erased: nothing of theirs is sealed or decided any more. */
  forget(id: string): void {
    const key = this.#referenceOf.get(id);
    const booked = key === undefined ? undefined : this.#byReference.get(key);
    if (key !== undefined && booked !== undefined)
      this.#byReference.set(key, { known: { ...booked.known, name: null, erased: true }, sealingKey: null });
  }
}
