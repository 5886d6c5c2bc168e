import { Readable } from 'node:stream';
import type { Worker } from 'node:worker_threads';
import { type ReplayProgress, replayWholeJournal } from '@atalaya/contract/explain.ts';
import { Failure } from '../kernel/failure.ts';
import type { JournalReplay } from '../modules/decisions/replay-journal.ts';
import type { Http } from '../platform/http.ts';
import type { Foundation } from './foundation.ts';
import { startThread, type ThreadHome } from './thread.ts';

export interface ReplayThreadData extends ThreadHome {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

export interface ReplayThreadTold {
  readonly replay: JournalReplay;
  readonly entries: number;
  readonly done: boolean;
}

/** The whole journal made again, in a thread beside the one that decides; one at a time. */
export function mountJournalReplay(http: Http, { connection, home }: Foundation): { stop(): Promise<void> } {
  let running: Worker | null = null;
  http.mount(replayWholeJournal, async ({ scope, query, reply }) => {
    if (running !== null) throw new Failure('conflict', 'conflict', 'the journal is being replayed already');
    const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text));
    const data: ReplayThreadData = { connection, home, from: numberOf(query.from), to: numberOf(query.to) };
    const thread = startThread('replay-thread.ts', data);
    running = thread;
    thread.once('exit', () => {
      if (running === thread) running = null;
    });
    const lines = linesOf(thread, new Set(scope.entities));
    return reply.type('application/x-ndjson').send(Readable.from(lines));
  });
  return {
    stop: async () => void (await running?.terminate()),
  };
}

/** What the thread tells, a line each; of entries that differ only those of the caller's entities. */
async function* linesOf(thread: Worker, entities: ReadonlySet<string>): AsyncGenerator<string> {
  const told: ReplayThreadTold[] = [];
  let failed: unknown;
  let ended = false;
  let wake = (): void => undefined;
  thread.on('message', (message: ReplayThreadTold) => {
    told.push(message);
    wake();
  });
  thread.once('error', (error) => {
    failed = error;
    wake();
  });
  thread.once('exit', () => {
    ended = true;
    wake();
  });
  try {
    for (;;) {
      const next = told.shift();
      if (next !== undefined) yield `${JSON.stringify(progressOf(next, entities))}\n`;
      else if (failed !== undefined) throw failed;
      else if (ended) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    await thread.terminate();
  }
}

const progressOf = (
  { replay, entries, done }: ReplayThreadTold,
  entities: ReadonlySet<string>,
): ReplayProgress => ({
  ...replay,
  entries,
  done,
  not_replayable: Object.fromEntries(
    Object.entries(replay.not_replayable).map(([because, count]) => [because, count ?? 0]),
  ),
  differing: replay.differing
    .filter(({ entity }) => entities.has(entity))
    .map(({ journal, reference, differences }) => ({ journal, reference, differences: [...differences] })),
});
