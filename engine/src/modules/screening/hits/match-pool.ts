import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Match, NameQuery } from '../match.ts';
import { buildIndex } from '../matching/screening-index.ts';
import { breather } from './breathe.ts';
import { type MatchAnswer, type MatchAsked, type MatchWork, matchesIn } from './match-thread.ts';

/** Threads that compare many names with one small list, so that whoever decides on events waits for none of it. */
export interface MatchPool {
  /** Matches of each query, in their order. */
  match(queries: readonly NameQuery[], threshold: number): Promise<Match[][]>;
  close(): Promise<void>;
}

const THREADS_MAX = 4;
const CHUNK = 250;

interface Waiting {
  resolve(answer: MatchAnswer): void;
  reject(error: unknown): void;
}

class MatchThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;
  /** Why it is gone: a thread that ended answers nothing any more. */
  #ended: unknown;

  constructor(work: MatchWork) {
    this.#worker = new Worker(new URL('./match-thread.ts', import.meta.url), { workerData: work });
    this.#worker.on('message', (answer: MatchAnswer) => {
      this.#waiting.get(answer.id)?.resolve(answer);
      this.#waiting.delete(answer.id);
    });
    const fail = (error: unknown): void => {
      this.#ended ??= error;
      for (const one of this.#waiting.values()) one.reject(error);
      this.#waiting.clear();
    };
    this.#worker.on('error', fail);
    this.#worker.on('exit', (code) => fail(new Error(`a thread that compares names ended with ${code}`)));
  }

  ask(queries: readonly NameQuery[], threshold: number): Promise<MatchAnswer> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    this.#asked += 1;
    const asked: MatchAsked = { id: this.#asked, threshold, queries };
    return new Promise((resolve, reject) => {
      this.#waiting.set(asked.id, { resolve, reject });
      this.#worker.postMessage(asked);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Below so many names, starting threads takes longer than the work. */
const THREADED_FROM = 3_000;

/** For about `names` names: threads, or for few names this one, in short steps. */
export const openMatchPool = (work: MatchWork, names: number): MatchPool =>
  names < THREADED_FROM ? inlinePool(work) : threadPool(work);

function inlinePool(work: MatchWork): MatchPool {
  const index = buildIndex([work]);
  const breathe = breather();
  return {
    async match(queries, threshold) {
      const found: Match[][] = [];
      for (const query of queries) {
        found.push(matchesIn(index, query, threshold));
        await breathe();
      }
      return found;
    },
    close: async () => undefined,
  };
}

function threadPool(work: MatchWork): MatchPool {
  const count = Math.min(THREADS_MAX, availableParallelism());
  const threads = Array.from({ length: count }, () => new MatchThread(work));
  return {
    async match(queries, threshold) {
      const found: Match[][] = queries.map(() => []);
      let next = 0;
      // Each thread takes the next chunk when it is through with its last one.
      const run = async (thread: MatchThread): Promise<void> => {
        while (next < queries.length) {
          const start = next;
          next += CHUNK;
          const { met } = await thread.ask(queries.slice(start, start + CHUNK), threshold);
          for (const [at, matches] of met) found[start + at] = matches;
        }
      };
      await Promise.all(threads.map(run));
      return found;
    },
    close: async () => void (await Promise.all(threads.map((thread) => thread.close()))),
  };
}
