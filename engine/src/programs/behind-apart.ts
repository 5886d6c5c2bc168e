import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { Behind } from './behind.ts';
import type { BehindAnswer, BehindOrder, BehindThreadData } from './behind-thread.ts';
import type { Foundation } from './foundation.ts';
import { startThread } from './thread.ts';

const AGAIN_MS = 500;

/**
 * Works behind the reply in a thread below the one that decides, so that a burst of decisions, worked off, holds up none.
 * A thread that ends is begun again: its cursors are in the database.
 */
export class BehindApart implements Behind {
  readonly #foundation: Pick<Foundation, 'connection' | 'home' | 'log'>;
  #thread: Worker | null = null;
  #stopped = false;
  #asked = 0;
  readonly #waiting = new Map<number, () => void>();

  constructor(foundation: Pick<Foundation, 'connection' | 'home' | 'log'>) {
    this.#foundation = foundation;
    this.#begin();
  }

  wake(types?: readonly string[]): void {
    this.#tell({ wake: types ?? null });
  }

  settled(): Promise<void> {
    this.#asked += 1;
    const settle = this.#asked;
    return new Promise((resolve) => {
      this.#waiting.set(settle, resolve);
      this.#tell({ settle });
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#thread === null) return;
    const exited = once(this.#thread, 'exit');
    this.#tell({ stop: true });
    await exited;
  }

  #tell(order: BehindOrder): void {
    this.#thread?.postMessage(order);
  }

  #begin(): void {
    if (this.#stopped) return;
    const { connection, home, log } = this.#foundation;
    const data: BehindThreadData = { connection, home, logLevel: log.level };
    const thread = startThread('behind-thread.ts', data);
    thread.on('message', ({ settled }: BehindAnswer) => {
      this.#waiting.get(settled)?.();
      this.#waiting.delete(settled);
    });
    thread.on('error', (error) => log.error({ err: error }, 'the thread behind the reply ended'));
    thread.on('exit', () => {
      this.#thread = null;
      if (this.#stopped) this.#letGo();
      else setTimeout(() => this.#begin(), AGAIN_MS).unref();
    });
    this.#thread = thread;
    for (const settle of this.#waiting.keys()) this.#tell({ settle });
  }

  #letGo(): void {
    for (const resolve of this.#waiting.values()) resolve();
    this.#waiting.clear();
  }
}
