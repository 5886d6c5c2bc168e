import { badChainData } from '../chains/chain-failure.ts';

/** Reads little-endian fields and never beyond the end. Failure: chain.truncated, naming the byte. */
export class ByteReader {
  readonly bytes: Buffer;
  at: number;
  readonly end: number;

  constructor(bytes: Buffer, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  get left(): number {
    return this.end - this.at;
  }

  /** The place of the next `count` bytes, which are passed over. */
  skip(count: number): number {
    const start = this.at;
    if (count > this.end - start)
      throw badChainData(
        'chain.truncated',
        `${count} bytes were to follow at byte ${start}, ${this.end - start} are left`,
        `byte ${start}`,
      );
    this.at = start + count;
    return start;
  }

  take(count: number): Buffer {
    const start = this.skip(count);
    return this.bytes.subarray(start, start + count);
  }

  byte(): number {
    return this.bytes[this.skip(1)] ?? 0;
  }

  uint32(): number {
    return this.bytes.readUInt32LE(this.skip(4));
  }

  int32(): number {
    return this.bytes.readInt32LE(this.skip(4));
  }

  /** Amounts fit a double exactly on every chain of the family (Dogecoin's supply × 10^8 does not: hence a bigint). */
  uint64(): bigint {
    return this.bytes.readBigUInt64LE(this.skip(8));
  }

  /** CompactSize; `unit` is the least number of bytes each thing counted takes, so that a false count fails at once. */
  count(unit: number): number {
    const first = this.byte();
    const start = this.at;
    const value = first < 0xfd ? first : first === 0xfd ? this.#uint16() : this.#large(first);
    if (value * unit > this.left)
      throw badChainData(
        'chain.truncated',
        `${value} things were to follow at byte ${start}, ${this.left} bytes are left`,
        `byte ${start}`,
      );
    return value;
  }

  #uint16(): number {
    return this.bytes.readUInt16LE(this.skip(2));
  }

  #large(first: number): number {
    return first === 0xfe ? this.uint32() : Number(this.uint64());
  }
}
