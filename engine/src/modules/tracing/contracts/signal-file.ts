import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ChainId, ContractSignal } from '../chains/chain-block.ts';

/** A signal with where and when it was said. */
export interface NotedSignal extends ContractSignal {
  readonly chain: ChainId;
  /** Hexadecimal in small letters, without 0x. */
  readonly txid: string;
  readonly height: number | null;
  /** Milliseconds since 1970. */
  readonly time: number;
}

const lineOf = (signal: NotedSignal): string =>
  `${JSON.stringify(signal, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))}\n`;

function signalOf(line: string): NotedSignal | null {
  try {
    const { amount, ...told } = JSON.parse(line) as Omit<NotedSignal, 'amount'> & { amount: string | null };
    return { ...told, amount: amount === null ? null : BigInt(amount.slice(0, -1)) };
  } catch {
    // The last line of a process that was killed while it wrote: its block is read again.
    return null;
  }
}

/** One line for each signal, appended; written anew when a reorganisation or age takes some away. */
export class SignalFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  read(): NotedSignal[] {
    if (!existsSync(this.#path)) return [];
    return readFileSync(this.#path, 'utf8')
      .split('\n')
      .flatMap((line) => (line === '' ? [] : (signalOf(line) ?? [])));
  }

  append(signals: readonly NotedSignal[]): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    appendFileSync(this.#path, signals.map(lineOf).join(''));
  }

  replace(signals: readonly NotedSignal[]): void {
    writeFileSync(`${this.#path}.new`, signals.map(lineOf).join(''));
    renameSync(`${this.#path}.new`, this.#path);
  }
}
