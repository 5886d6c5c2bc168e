/** Keccak-f[1600] lanes as pairs of 32-bit halves: FIPS 202, with the padding of the original Keccak submission. */
const ROUNDS = 24;

const [ROUND_LOW, ROUND_HIGH] = roundConstants();
const ROTATIONS = [
  1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44,
] as const;
const LANES = [
  10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1,
] as const;

/** The round constants come from a linear feedback shift register over x^8 + x^6 + x^5 + x^4 + 1. */
function roundConstants(): [Int32Array, Int32Array] {
  const low = new Int32Array(ROUNDS);
  const high = new Int32Array(ROUNDS);
  let register = 1;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let bit = 0; bit < 7; bit += 1) {
      if (register & 1) {
        const position = (1 << bit) - 1;
        const half = position < 32 ? low : high;
        half[round] = (half[round] ?? 0) ^ (1 << (position % 32));
      }
      register = register & 0x80 ? (register << 1) ^ 0x171 : register << 1;
    }
  }
  return [low, high];
}

const at = (words: Int32Array, index: number): number => words[index] as number;

function theta(low: Int32Array, high: Int32Array, columnLow: Int32Array, columnHigh: Int32Array): void {
  for (let x = 0; x < 5; x += 1) {
    columnLow[x] = at(low, x) ^ at(low, x + 5) ^ at(low, x + 10) ^ at(low, x + 15) ^ at(low, x + 20);
    columnHigh[x] = at(high, x) ^ at(high, x + 5) ^ at(high, x + 10) ^ at(high, x + 15) ^ at(high, x + 20);
  }
  for (let x = 0; x < 5; x += 1) {
    const left = (x + 4) % 5;
    const right = (x + 1) % 5;
    const l = at(columnLow, left) ^ ((at(columnLow, right) << 1) | (at(columnHigh, right) >>> 31));
    const h = at(columnHigh, left) ^ ((at(columnHigh, right) << 1) | (at(columnLow, right) >>> 31));
    for (let y = x; y < 25; y += 5) {
      low[y] = at(low, y) ^ l;
      high[y] = at(high, y) ^ h;
    }
  }
}

function rhoPi(low: Int32Array, high: Int32Array): void {
  let l = at(low, 1);
  let h = at(high, 1);
  for (let step = 0; step < 24; step += 1) {
    const lane = LANES[step] as number;
    const turn = ROTATIONS[step] as number;
    const swap = turn >= 32;
    const from = swap ? h : l;
    const with_ = swap ? l : h;
    const by = turn % 32;
    l = at(low, lane);
    h = at(high, lane);
    low[lane] = by === 0 ? from : (from << by) | (with_ >>> (32 - by));
    high[lane] = by === 0 ? with_ : (with_ << by) | (from >>> (32 - by));
  }
}

function chi(half: Int32Array): void {
  for (let row = 0; row < 25; row += 5) {
    const a = at(half, row);
    const b = at(half, row + 1);
    const c = at(half, row + 2);
    const d = at(half, row + 3);
    const e = at(half, row + 4);
    half[row] = a ^ (~b & c);
    half[row + 1] = b ^ (~c & d);
    half[row + 2] = c ^ (~d & e);
    half[row + 3] = d ^ (~e & a);
    half[row + 4] = e ^ (~a & b);
  }
}

function permute(low: Int32Array, high: Int32Array): void {
  const columnLow = new Int32Array(5);
  const columnHigh = new Int32Array(5);
  for (let round = 0; round < ROUNDS; round += 1) {
    theta(low, high, columnLow, columnHigh);
    rhoPi(low, high);
    chi(low);
    chi(high);
    low[0] = at(low, 0) ^ at(ROUND_LOW, round);
    high[0] = at(high, 0) ^ at(ROUND_HIGH, round);
  }
}

const RATE = 136;

/** Keccak-256 as Ethereum uses it (padding 0x01, not the 0x06 of SHA3-256). */
export function keccak256(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array((Math.floor(message.length / RATE) + 1) * RATE);
  padded.set(message);
  padded[message.length] = 0x01;
  padded[padded.length - 1] = (padded[padded.length - 1] ?? 0) | 0x80;
  const view = new DataView(padded.buffer);
  const low = new Int32Array(25);
  const high = new Int32Array(25);
  for (let block = 0; block < padded.length; block += RATE) {
    for (let lane = 0; lane < RATE / 8; lane += 1) {
      low[lane] = at(low, lane) ^ view.getInt32(block + lane * 8, true);
      high[lane] = at(high, lane) ^ view.getInt32(block + lane * 8 + 4, true);
    }
    permute(low, high);
  }
  const out = new DataView(new ArrayBuffer(32));
  for (let lane = 0; lane < 4; lane += 1) {
    out.setInt32(lane * 8, at(low, lane), true);
    out.setInt32(lane * 8 + 4, at(high, lane), true);
  }
  return new Uint8Array(out.buffer);
}
