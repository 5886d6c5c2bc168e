import { addressHash } from '../tags/address-hash.ts';

/** Numbers for addresses, in the order they are met. Hashes in typed arrays, texts in blocks of bytes: no object for each address. */
export class AddressTable {
  #slots = new Uint32Array(1024);
  #hashes = new Uint32Array(512);
  #starts = new Uint32Array(513);
  #bytes = Buffer.alloc(16 * 1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The address of a number. */
  text(number: number): string {
    return this.#bytes.toString('latin1', this.#starts[number], this.#starts[number + 1]);
  }

  /** The number of an address, or −1 where it was never met. */
  find(address: string): number {
    return (this.#slots[this.#slot(addressHash('', address), address)] ?? 0) - 1;
  }

  /** The number of an address, a new one where it was never met. */
  number(address: string): number {
    const hash = addressHash('', address);
    const slot = this.#slot(hash, address);
    const known = this.#slots[slot] ?? 0;
    if (known > 0) return known - 1;
    const number = this.#size;
    this.#append(hash, address);
    this.#slots[slot] = number + 1;
    if (this.#size * 4 > this.#slots.length * 3) this.#rehash();
    return number;
  }

  /** Where the address is, or would be. A hash that agrees is checked by the text: two addresses may share it. */
  #slot(hash: number, address: string): number {
    const mask = this.#slots.length - 1;
    let at = hash & mask;
    for (let known = this.#slots[at] ?? 0; known > 0; known = this.#slots[at] ?? 0) {
      if (this.#hashes[known - 1] === hash && this.#is(known - 1, address)) return at;
      at = (at + 1) & mask;
    }
    return at;
  }

  #is(number: number, address: string): boolean {
    const from = this.#starts[number] ?? 0;
    if ((this.#starts[number + 1] ?? 0) - from !== address.length) return false;
    for (let i = 0; i < address.length; i += 1)
      if (this.#bytes[from + i] !== address.charCodeAt(i)) return false;
    return true;
  }

  #append(hash: number, address: string): void {
    const number = this.#size;
    if (number === this.#hashes.length) {
      this.#hashes = larger(this.#hashes, 2 * number);
      this.#starts = larger(this.#starts, 2 * number + 1);
    }
    const from = this.#starts[number] ?? 0;
    if (from + address.length > this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#bytes.length)]);
    this.#bytes.write(address, from, 'latin1');
    this.#hashes[number] = hash;
    this.#starts[number + 1] = from + address.length;
    this.#size = number + 1;
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#size; number += 1) {
      let at = (this.#hashes[number] ?? 0) & mask;
      while (slots[at] !== 0) at = (at + 1) & mask;
      slots[at] = number + 1;
    }
    this.#slots = slots;
  }
}

function larger(from: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(length);
  to.set(from);
  return to;
}
