/**
 * Keccak-256 as Ethereum uses it: the padding of the 2011 submission, which Node's SHA3 does not have. Lanes are kept as
 * two halves of 32 bits, which the machine adds and rotates without big integers. Any length of input.
 */
const RATE = 136;

const ROTATIONS = [
  0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14,
] as const;

/** Where each lane goes in the step π. */
const MOVES = Int32Array.from({ length: 25 }, (_, i) => {
  const x = i % 5;
  const y = (i - x) / 5;
  return y + 5 * ((2 * x + 3 * y) % 5);
});

/** Low and high halves of the constants of the 24 rounds, from the linear feedback shift register of the specification. */
function roundConstants(): Int32Array {
  const halves = new Int32Array(48);
  let state = 1;
  for (let round = 0; round < 24; round += 1)
    for (let j = 0; j < 7; j += 1) {
      const bit = 2 ** j - 1;
      if (state & 1)
        halves[2 * round + (bit >> 5)] = (halves[2 * round + (bit >> 5)] ?? 0) | (1 << (bit & 31));
      state = state & 0x80 ? ((state << 1) ^ 0x171) & 0xff : state << 1;
    }
  return halves;
}

const CONSTANTS = roundConstants();

const parity = new Int32Array(10);
const moved = new Int32Array(50);

function mixColumns(s: Int32Array): void {
  const at = (i: number): number => s[i] ?? 0;
  for (let i = 0; i < 10; i += 1) parity[i] = at(i) ^ at(i + 10) ^ at(i + 20) ^ at(i + 30) ^ at(i + 40);
  for (let x = 0; x < 5; x += 1) {
    const left = 2 * ((x + 4) % 5);
    const right = 2 * ((x + 1) % 5);
    const low = parity[right] ?? 0;
    const high = parity[right + 1] ?? 0;
    const mixLow = (parity[left] ?? 0) ^ ((low << 1) | (high >>> 31));
    const mixHigh = (parity[left + 1] ?? 0) ^ ((high << 1) | (low >>> 31));
    for (let i = 2 * x; i < 50; i += 10) {
      s[i] = at(i) ^ mixLow;
      s[i + 1] = at(i + 1) ^ mixHigh;
    }
  }
}

function rotateAndMove(s: Int32Array): void {
  for (let i = 0; i < 25; i += 1) {
    const by = ROTATIONS[i] ?? 0;
    const swap = by >= 32;
    const low = (swap ? s[2 * i + 1] : s[2 * i]) ?? 0;
    const high = (swap ? s[2 * i] : s[2 * i + 1]) ?? 0;
    const bits = by & 31;
    const to = 2 * (MOVES[i] ?? 0);
    moved[to] = bits === 0 ? low : (low << bits) | (high >>> (32 - bits));
    moved[to + 1] = bits === 0 ? high : (high << bits) | (low >>> (32 - bits));
  }
}

function permute(s: Int32Array): void {
  for (let round = 0; round < 24; round += 1) {
    mixColumns(s);
    rotateAndMove(s);
    for (let row = 0; row < 50; row += 10)
      for (let i = 0; i < 10; i += 1) {
        const next = moved[row + ((i + 2) % 10)] ?? 0;
        const after = moved[row + ((i + 4) % 10)] ?? 0;
        s[row + i] = (moved[row + i] ?? 0) ^ (~next & after);
      }
    s[0] = (s[0] ?? 0) ^ (CONSTANTS[2 * round] ?? 0);
    s[1] = (s[1] ?? 0) ^ (CONSTANTS[2 * round + 1] ?? 0);
  }
}

/** 32 bytes. */
export function keccak256(input: Uint8Array): Buffer {
  const blocks = Math.floor(input.length / RATE) + 1;
  const padded = Buffer.alloc(blocks * RATE);
  padded.set(input);
  padded[input.length] = 0x01;
  padded[padded.length - 1] = (padded[padded.length - 1] ?? 0) | 0x80;
  const state = new Int32Array(50);
  for (let block = 0; block < padded.length; block += RATE) {
    for (let i = 0; i < RATE / 4; i += 1) state[i] = (state[i] ?? 0) ^ padded.readInt32LE(block + 4 * i);
    permute(state);
  }
  const hash = Buffer.alloc(32);
  for (let i = 0; i < 8; i += 1) hash.writeInt32LE(state[i] ?? 0, 4 * i);
  return hash;
}
