import { setTimeout as sleep } from 'node:timers/promises';
import { ApiProblem } from '@atalaya/contract/client.gen.ts';

/** The request may have been taken, but its answer did not (all) come back. Asking again with the same ids is safe. */
export class LostAnswer extends Error {
  override readonly name = 'LostAnswer';
}

export interface Patience {
  readonly first_ms: number;
  readonly longest_ms: number;
  /** Gives up after this long without an answer. */
  readonly total_ms: number;
}

export const USUAL_PATIENCE: Patience = { first_ms: 100, longest_ms: 5_000, total_ms: 120_000 };

/** Not reached, told to slow down, or a server that is starting or stopping. */
const TRANSIENT = new Set([0, 429, 502, 503, 504]);

/** Trouble that may pass. */
export const isTransient = (error: unknown): error is Error =>
  error instanceof LostAnswer || (error instanceof ApiProblem && TRANSIENT.has(error.status));

/**
 * Does the work, again and again while the server cannot answer, waiting twice as long each time. Throws what the work
 * throws when that is no passing trouble, or the last trouble when patience ends or the signal asks to stop.
 */
export async function persist<T>(
  work: () => Promise<T>,
  patience: Patience,
  onRetry: (error: Error, wait_ms: number) => void,
  signal?: AbortSignal,
): Promise<T> {
  const started = performance.now();
  for (let wait_ms = patience.first_ms; ; wait_ms = Math.min(patience.longest_ms, wait_ms * 2)) {
    try {
      return await work();
    } catch (error) {
      const spent_ms = performance.now() - started;
      if (!isTransient(error) || spent_ms + wait_ms > patience.total_ms || signal?.aborted) throw error;
      onRetry(error, wait_ms);
      await sleep(wait_ms, undefined, { signal }).catch(() => undefined);
    }
  }
}
