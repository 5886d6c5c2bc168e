import { join } from 'node:path';
import { LogFile } from './log-file.ts';
import { NameTable } from './name-table.ts';

const keyOf = (transaction: string, index: number): string =>
  Buffer.from(transaction, 'hex').toString('latin1') +
  String.fromCharCode(index & 255, (index >> 8) & 255, index >> 16);

/** Which movement a coin is, by the transaction that made it and its index there. */
export class CoinTable {
  readonly #names: NameTable;
  readonly #movements: LogFile;
  readonly #record = Buffer.alloc(4);

  constructor(folder: string) {
    this.#names = new NameTable(join(folder, 'coins.names'));
    this.#movements = new LogFile(join(folder, 'coins.log'), 4);
    const both = Math.min(this.#names.size, this.#movements.length);
    this.#names.cut(both);
    this.#movements.cut(both);
  }

  find(transaction: string, index: number): number | undefined {
    const number = this.#names.find(keyOf(transaction, index));
    return number === undefined ? undefined : this.#movementOf(number);
  }

  note(transaction: string, index: number, movement: number): void {
    const number = this.#names.number(keyOf(transaction, index));
    if (number < this.#movements.length) return;
    const { buffer, at } = this.#movements.add();
    buffer.writeUInt32LE(movement, at);
  }

  /** Forgets the coins that are movements from this one on. */
  cut(movement: number): void {
    let count = this.#movements.length;
    while (count > 0 && this.#movementOf(count - 1) >= movement) count -= 1;
    this.#names.cut(count);
    this.#movements.cut(count);
  }

  flush(): void {
    this.#names.flush();
    this.#movements.flush();
  }

  close(): void {
    this.#names.close();
    this.#movements.close();
  }

  #movementOf(number: number): number {
    this.#movements.read(this.#record, number, 1);
    return this.#record.readUInt32LE(0);
  }
}
