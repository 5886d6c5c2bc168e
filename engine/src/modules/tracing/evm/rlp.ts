/** Recursive Length Prefix, as Ethereum hashes things. Source: the yellow paper, appendix B. */
export type Rlp = Uint8Array | readonly Rlp[];

function prefix(offset: number, length: number): Buffer {
  if (length < 56) return Buffer.from([offset + length]);
  const size = bytesOfNumber(BigInt(length));
  return Buffer.concat([Buffer.from([offset + 55 + size.length]), size]);
}

export function encodeRlp(value: Rlp): Buffer {
  if (value instanceof Uint8Array) {
    const single = value.length === 1 && (value[0] ?? 0x80) < 0x80;
    return single ? Buffer.from(value) : Buffer.concat([prefix(0x80, value.length), value]);
  }
  const body = Buffer.concat(value.map(encodeRlp));
  return Buffer.concat([prefix(0xc0, body.length), body]);
}

/** Big-endian without leading zeros; nothing for zero. */
export function bytesOfNumber(value: bigint): Buffer {
  if (value === 0n) return Buffer.alloc(0);
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}
