/** Arrays of numbers that grow by doubling: four bytes per item, where a JavaScript array of a million objects takes a hundred. */
export interface GrowingNumbers {
  readonly length: number;
  push(value: number): void;
  get(at: number): number;
  /** A copy of exactly what was pushed. */
  done(): Uint32Array;
}

export function growingNumbers(initial = 1024): GrowingNumbers {
  let items = new Uint32Array(initial);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === items.length) {
        const larger = new Uint32Array(items.length * 2);
        larger.set(items);
        items = larger;
      }
      items[length] = value;
      length += 1;
    },
    get: (at) => items[at] ?? 0,
    done: () => items.slice(0, length),
  };
}

/** Texts as UTF-8 in large pieces outside the JavaScript heap. */
export interface TextStore {
  add(text: string): number;
  get(at: number): string;
  readonly bytes: number;
}

const PIECE = 1 << 20;

export function createTextStore(): TextStore {
  const pieces: Buffer[] = [];
  const places = growingNumbers();
  let used = PIECE;
  return {
    add(text) {
      const size = Buffer.byteLength(text);
      if (used + size > PIECE) {
        pieces.push(Buffer.allocUnsafeSlow(Math.max(PIECE, size)));
        used = 0;
      }
      const piece = pieces.length - 1;
      pieces[piece]?.write(text, used);
      places.push(piece);
      places.push(used);
      places.push(size);
      used += size;
      return places.length / 3 - 1;
    },
    get(at) {
      const from = places.get(at * 3 + 1);
      return pieces[places.get(at * 3)]?.toString('utf8', from, from + places.get(at * 3 + 2)) ?? '';
    },
    get bytes() {
      return pieces.reduce((sum, piece) => sum + piece.length, 0);
    },
  };
}
