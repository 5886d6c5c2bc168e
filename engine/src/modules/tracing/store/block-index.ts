import type { LogFile } from './log-file.ts';

/** Where a block begins in the other files, its height and its time. */
export interface BlockMark {
  readonly movements: number;
  readonly spends: number;
  readonly transactions: number;
  readonly names: number;
  readonly height: number | null;
  readonly time: number;
}

export const BLOCK_BYTES = 28;
const NO_HEIGHT = 0xffff_ffff;

/** Blocks in the order of the chain, all in memory: 28 bytes each. */
export class BlockIndex {
  readonly #log: LogFile;
  readonly #marks: BlockMark[] = [];

  constructor(log: LogFile) {
    this.#log = log;
    for (const { buffer, at } of log.scan(0)) {
      const height = buffer.readUInt32LE(at + 16);
      this.#marks.push({
        movements: buffer.readUInt32LE(at),
        spends: buffer.readUInt32LE(at + 4),
        transactions: buffer.readUInt32LE(at + 8),
        names: buffer.readUInt32LE(at + 12),
        height: height === NO_HEIGHT ? null : height,
        time: buffer.readDoubleLE(at + 20),
      });
    }
  }

  get last(): BlockMark | undefined {
    return this.#marks.at(-1);
  }

  add(mark: BlockMark): void {
    const { buffer, at } = this.#log.add();
    buffer.writeUInt32LE(mark.movements, at);
    buffer.writeUInt32LE(mark.spends, at + 4);
    buffer.writeUInt32LE(mark.transactions, at + 8);
    buffer.writeUInt32LE(mark.names, at + 12);
    buffer.writeUInt32LE(mark.height ?? NO_HEIGHT, at + 16);
    buffer.writeDoubleLE(mark.time, at + 20);
    this.#marks.push(mark);
  }

  /** The block a movement is in. */
  of(movement: number): BlockMark | undefined {
    let low = 0;
    let high = this.#marks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#marks[middle]?.movements ?? 0) <= movement) low = middle + 1;
      else high = middle;
    }
    return this.#marks[low - 1];
  }

  /** Takes back every block above this height; gives the mark of the first one taken. */
  cutAbove(height: number): BlockMark | undefined {
    const first = this.#marks.findIndex((mark) => mark.height !== null && mark.height > height);
    if (first < 0) return undefined;
    const [mark] = this.#marks.splice(first);
    this.#log.cut(first);
    return mark;
  }
}
