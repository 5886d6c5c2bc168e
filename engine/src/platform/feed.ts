import { asSystem, type Database, one, rows, type Tx } from './database.ts';
import type { EntryBody } from './journal.ts';
import type { Logger } from './log.ts';

/**
 * Readers behind the reply: each has a name and a durable cursor, gets the entries of the types it asks for in order,
 * and moves its cursor in the same transaction as what it writes, so every entry is worked exactly once.
 */
export interface Reader {
  readonly name: string;
  readonly types: readonly string[];
  /** Works a group of entries inside one system transaction; what it writes commits with the cursor. */
  handle(tx: Tx, entries: readonly FeedEntry[]): Promise<void>;
  /** Called after the commit. */
  done?(entries: readonly FeedEntry[]): void;
}

export interface FeedEntry {
  readonly number: number;
  readonly body: EntryBody;
}

export interface Feed {
  /** Something was committed: look soon. With types, only those who read one of them. */
  wake(types?: readonly string[]): void;
  /** Resolves when every reader has caught up with what was committed before the call. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const GROUP_MAX = 200;
const POLL_MS = 500;
/** Between two looks of a reader that is woken all the time: under load it works groups, not single entries. */
const REST_MS = 50;

interface StoredEntry {
  readonly number: number;
  readonly xid: string;
  readonly bytes: Buffer;
}

/** Works one group; true when there may be more. */
async function advance(db: Database, reader: Reader): Promise<boolean> {
  const worked = await asSystem(db, async (tx) => {
    const cursor = await one<{ xid: string; number: number }>(
      tx,
      'select xid::text as xid, number from journal.cursor where reader = $1 for update',
      [reader.name],
    );
    const found = await rows<StoredEntry>(
      tx,
      `select number, xid::text as xid, bytes from journal.entry
       where (xid, number) > ($1::text::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
         and type = any ($3) and type <> 'decisions.decided'
       order by journal.entry.xid, number limit ${GROUP_MAX}`,
      [cursor?.xid ?? '0', cursor?.number ?? 0, reader.types],
    );
    const last = found.at(-1);
    if (last === undefined) return [];
    const entries = found.map((row) => ({
      number: row.number,
      body: JSON.parse(row.bytes.toString('utf8')) as EntryBody,
    }));
    await reader.handle(tx, entries);
    await tx.query(
      `insert into journal.cursor (reader, xid, number) values ($1, $2::text::xid8, $3)
       on conflict (reader) do update set xid = excluded.xid, number = excluded.number`,
      [reader.name, last.xid, last.number],
    );
    return entries;
  });
  if (worked.length > 0) reader.done?.(worked);
  return worked.length > 0;
}

export function startFeed(db: Database, readers: readonly Reader[], log: Logger): Feed {
  const loops = readers.map((reader) => startLoop(() => advance(db, reader), reader.name, log));
  return {
    wake: (types) => {
      for (const [i, loop] of loops.entries())
        if (types === undefined || types.some((type) => readers[i]?.types.includes(type))) loop.wake();
    },
    settled: async () => void (await Promise.all(loops.map((loop) => loop.settled()))),
    stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))),
  };
}

export interface Loop {
  wake(): void;
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Repeats `step` while it says there is more, then sleeps until woken or until the poll time. */
export function startLoop(step: () => Promise<boolean>, name: string, log: Logger, pollMs = POLL_MS): Loop {
  let stopped = false;
  let woken = false;
  let release: (() => void) | null = null;
  let resting = false;
  let waiters: (() => void)[] = [];

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      release = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async (): Promise<void> => {
    while (!stopped) {
      const asked = waiters;
      waiters = [];
      woken = false;
      try {
        while (!stopped && (await step()));
        for (const waiter of asked) waiter();
      } catch (error) {
        waiters.push(...asked);
        if (!stopped) log.warn({ err: error, reader: name }, 'a reader failed and will try again');
        await sleep(pollMs);
      }
      if (stopped || waiters.length > 0) continue;
      resting = true;
      await sleep(Math.min(REST_MS, pollMs));
      resting = false;
      if (!woken && !stopped && waiters.length === 0) await sleep(pollMs);
    }
    for (const waiter of waiters) waiter();
  };
  const running = run();

  return {
    wake() {
      woken = true;
      if (!resting) release?.();
    },
    settled: () =>
      new Promise((resolve) => {
        waiters.push(resolve);
        release?.();
      }),
    async stop() {
      stopped = true;
      release?.();
      await running;
    },
  };
}
