/**
 * Keccak-256 as Ethereum uses it: the padding of the 2011 submission, which Node's SHA3 does not have. For one block of
 * input, up to 135 bytes: addresses, not files.
 */
const RATE = 136;
const MASK = (1n << 64n) - 1n;

const ROTATIONS = [
  0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14,
].map(BigInt);

/** The constants of the 24 rounds, from the linear feedback shift register of the specification. */
function roundConstants(): bigint[] {
  let state = 1;
  return Array.from({ length: 24 }, () => {
    let constant = 0n;
    for (let j = 0; j < 7; j += 1) {
      if (state & 1) constant |= 1n << BigInt(2 ** j - 1);
      state = state & 0x80 ? ((state << 1) ^ 0x171) & 0xff : state << 1;
    }
    return constant;
  });
}

const CONSTANTS = roundConstants();

const rotate = (lane: bigint, by: bigint): bigint => ((lane << by) | (lane >> (64n - by))) & MASK;

function round(lanes: bigint[], constant: bigint): bigint[] {
  const lane = (i: number): bigint => lanes[i] ?? 0n;
  const parity = [0, 1, 2, 3, 4].map(
    (x) => lane(x) ^ lane(x + 5) ^ lane(x + 10) ^ lane(x + 15) ^ lane(x + 20),
  );
  const mixed = lanes.map(
    (value, i) => value ^ (parity[(i + 4) % 5] ?? 0n) ^ rotate(parity[(i + 1) % 5] ?? 0n, 1n),
  );
  const moved: bigint[] = [];
  for (let x = 0; x < 5; x += 1)
    for (let y = 0; y < 5; y += 1)
      moved[y + 5 * ((2 * x + 3 * y) % 5)] = rotate(mixed[x + 5 * y] ?? 0n, ROTATIONS[x + 5 * y] ?? 0n);
  return moved.map((value, i) => {
    const row = i - (i % 5);
    const next = moved[row + ((i + 1) % 5)] ?? 0n;
    const after = moved[row + ((i + 2) % 5)] ?? 0n;
    return value ^ (~next & MASK & after) ^ (i === 0 ? constant : 0n);
  });
}

/** 32 bytes. */
export function keccak256(input: Uint8Array): Buffer {
  if (input.length >= RATE) throw new RangeError(`keccak256 of ${input.length} bytes: one block only`);
  const block = Buffer.alloc(RATE);
  block.set(input);
  block[input.length] = 0x01;
  block[RATE - 1] = (block[RATE - 1] ?? 0) | 0x80;
  let lanes = Array.from({ length: 25 }, (_, i) => (i < RATE / 8 ? block.readBigUInt64LE(i * 8) : 0n));
  for (const constant of CONSTANTS) lanes = round(lanes, constant);
  const hash = Buffer.alloc(32);
  for (let i = 0; i < 4; i += 1) hash.writeBigUInt64LE(lanes[i] ?? 0n, i * 8);
  return hash;
}
