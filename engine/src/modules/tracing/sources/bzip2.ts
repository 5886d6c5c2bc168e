import { badChainData } from '../chains/chain-failure.ts';

/** Reader of bzip2, which Node lacks and block archives use. Format: the bzip2 file format of J. Seward. */
class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;
  #held = 0;
  #count = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(count: number): number {
    let value = 0;
    for (let left = count; left > 0; ) {
      if (this.#count === 0) {
        if (this.#at >= this.#bytes.length) throw damaged('it ends too early');
        this.#held = this.#bytes[this.#at] ?? 0;
        this.#at += 1;
        this.#count = 8;
      }
      const now = Math.min(left, this.#count);
      this.#count -= now;
      value = value * 2 ** now + ((this.#held >>> this.#count) & (2 ** now - 1));
      left -= now;
    }
    return value;
  }

  align(): void {
    this.#count = 0;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }
}

const damaged = (how: string) => badChainData('chain.malformed', `the bzip2 file is damaged: ${how}`);

const BLOCK = 0x314159265359;
const END = 0x177245385090;
const GROUP = 50;

/** Failure: chain.malformed. `bytesMax` bounds what a small file may unfold into. */
export function unbzip2(bytes: Uint8Array, bytesMax: number): Buffer {
  const bits = new Bits(bytes);
  const parts: Buffer[] = [];
  let total = 0;
  while (!bits.done) {
    if (bits.take(24) !== 0x425a68) break;
    const blockMax = (bits.take(8) - 0x30) * 100_000;
    for (let magic = bits.take(48); magic !== END; magic = bits.take(48)) {
      if (magic !== BLOCK) throw damaged('no block begins where one should');
      bits.take(32);
      if (bits.take(1) === 1) throw damaged('it is randomised, which nothing has written since 1997');
      const part = unrun(readBlock(bits, blockMax));
      total += part.length;
      if (total > bytesMax)
        throw badChainData('chain.too_large', `it unfolds into more than ${bytesMax} bytes`);
      parts.push(part);
    }
    bits.take(32);
    bits.align();
  }
  return Buffer.concat(parts);
}

interface Table {
  /** Per length: the first code, the place of its symbol; symbols in code order. */
  readonly limit: Int32Array;
  readonly base: Int32Array;
  readonly symbols: Uint16Array;
}

function tableOf(lengths: readonly number[]): Table {
  const limit = new Int32Array(22).fill(-1);
  const base = new Int32Array(22);
  const symbols: number[] = [];
  let code = 0;
  for (let length = 1; length <= 20; length += 1) {
    base[length] = symbols.length - code;
    for (const [symbol, of] of lengths.entries())
      if (of === length) {
        symbols.push(symbol);
        code += 1;
      }
    limit[length] = code - 1;
    code <<= 1;
  }
  return { limit, base, symbols: Uint16Array.from(symbols) };
}

function symbolOf(bits: Bits, table: Table): number {
  let code = 0;
  for (let length = 1; length <= 20; length += 1) {
    code = (code << 1) | bits.take(1);
    if (code <= (table.limit[length] ?? -1)) {
      const symbol = table.symbols[code + (table.base[length] ?? 0)];
      if (symbol !== undefined) return symbol;
    }
  }
  throw damaged('a code means nothing');
}

function usedBytes(bits: Bits): number[] {
  const groups = bits.take(16);
  const used: number[] = [];
  for (let high = 0; high < 16; high += 1) {
    if ((groups & (0x8000 >> high)) === 0) continue;
    const row = bits.take(16);
    for (let low = 0; low < 16; low += 1) if (row & (0x8000 >> low)) used.push(16 * high + low);
  }
  return used;
}

function selectorsOf(bits: Bits, tables: number, count: number): number[] {
  const order = Array.from({ length: tables }, (_, i) => i);
  return Array.from({ length: count }, () => {
    let at = 0;
    while (bits.take(1) === 1) at += 1;
    if (at >= tables) throw damaged('it selects a table that is not there');
    order.unshift(...order.splice(at, 1));
    return order[0] ?? 0;
  });
}

function lengthsOf(bits: Bits, alphabet: number): number[] {
  let length = bits.take(5);
  return Array.from({ length: alphabet }, () => {
    while (bits.take(1) === 1) length += bits.take(1) === 1 ? -1 : 1;
    if (length < 1 || length > 20) throw damaged('a code has an impossible length');
    return length;
  });
}

/** One block, with the Burrows-Wheeler transform undone. */
function readBlock(bits: Bits, blockMax: number): Buffer {
  const origin = bits.take(24);
  const used = usedBytes(bits);
  const tables = bits.take(3);
  const selectors = selectorsOf(bits, tables, bits.take(15));
  const codes = Array.from({ length: tables }, () => tableOf(lengthsOf(bits, used.length + 2)));
  const last = unmove(bits, used, selectors, codes, blockMax);
  const starts = new Int32Array(257);
  for (const byte of last) starts[byte + 1] = (starts[byte + 1] ?? 0) + 1;
  for (let i = 0; i < 256; i += 1) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0);
  const next = new Int32Array(last.length);
  for (const [i, byte] of last.entries()) {
    const place = starts[byte] ?? 0;
    next[place] = i;
    starts[byte] = place + 1;
  }
  if (origin >= last.length) throw damaged('its origin is outside of the block');
  const out = Buffer.alloc(last.length);
  let at = next[origin] ?? 0;
  for (let i = 0; i < last.length; i += 1) {
    out[i] = last[at] ?? 0;
    at = next[at] ?? 0;
  }
  return out;
}

/** Huffman codes, runs of the front byte, and the move-to-front list. */
function unmove(
  bits: Bits,
  used: readonly number[],
  selectors: readonly number[],
  codes: readonly Table[],
  blockMax: number,
): Buffer {
  const front = [...used];
  const out = Buffer.alloc(blockMax);
  const end = used.length + 1;
  let size = 0;
  let run = 0;
  let weight = 1;
  const flush = (): void => {
    if (size + run > blockMax) throw damaged('a block is longer than it may be');
    out.fill(front[0] ?? 0, size, size + run);
    size += run;
    run = 0;
    weight = 1;
  };
  for (let read = 0; ; read += 1) {
    const table = codes[selectors[Math.floor(read / GROUP)] ?? -1];
    if (table === undefined) throw damaged('it selects no table');
    const symbol = symbolOf(bits, table);
    if (symbol <= 1) {
      run += weight << symbol;
      weight <<= 1;
      continue;
    }
    flush();
    if (symbol === end) return out.subarray(0, size);
    const [byte = 0] = front.splice(symbol - 1, 1);
    front.unshift(byte);
    if (size >= blockMax) throw damaged('a block is longer than it may be');
    out[size] = byte;
    size += 1;
  }
}

/** The first step of compression: after four equal bytes a fifth says how many more follow. */
function unrun(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  let same = 1;
  for (let i = 1; i < bytes.length; i += 1) {
    same = bytes[i] === bytes[i - 1] ? same + 1 : 1;
    if (same < 4) continue;
    parts.push(bytes.subarray(from, i + 1), Buffer.alloc(bytes[i + 1] ?? 0, bytes[i]));
    i += 2;
    from = i;
    same = 1;
  }
  parts.push(bytes.subarray(from));
  return Buffer.concat(parts);
}
