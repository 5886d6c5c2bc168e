import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatedTransaction } from '../sources/esplora.ts';

/** How far an address was asked for. */
export interface AskedAddress {
  readonly address: string;
  /** Where to go on; null where the source had no more. */
  readonly after: string | null;
  /** When, ms since 1970. */
  readonly at: number;
}

export interface FetchedLine {
  readonly asked: AskedAddress;
  readonly transactions: readonly DatedTransaction[];
}

const write = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? { amount: value.toString() } : value;

const read = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && 'amount' in value && Object.keys(value).length === 1
    ? BigInt(String(value.amount))
    : value;

/** What services told, a line for each time they were asked. It can be asked again, so a damaged line is passed over. */
export class FetchedFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  append(line: FetchedLine): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    appendFileSync(this.#path, `${JSON.stringify(line, write)}\n`, { mode: 0o600 });
  }

  *lines(): Generator<FetchedLine> {
    if (!existsSync(this.#path)) return;
    for (const line of readFileSync(this.#path, 'utf8').split('\n'))
      try {
        if (line !== '') yield JSON.parse(line, read) as FetchedLine;
      } catch {
        // the trace of a stop in the middle of a write
      }
  }

  remove(): void {
    rmSync(this.#path, { force: true });
  }
}
