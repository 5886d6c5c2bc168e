import { asSystem, type Database, type Tx } from './database.ts';
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
/** And takes a tenth of the time at most: those who wait for a decision come first. */
const REST_SHARE = 9;

interface StoredEntry {
  readonly number: number;
  readonly xid: string;
  readonly bytes: Buffer;
}

interface Cursor {
  readonly xid: string;
  readonly number: number;
}

const START: Cursor = { xid: '0', number: 0 };

/** Looks without a transaction, which most looks need not, and works what it found in one. */
function stepOf(db: Database, reader: Reader): Step {
  /** As this process left it; null: to be asked. */
  let cursor: Cursor | null = null;
  return async () => {
    const before = cursor ?? (await cursorOf(db, reader.name));
    const found = await entriesAfter(db, before, reader.types);
    const last = found.at(-1);
    cursor = before;
    if (last === undefined) return false;
    cursor = null;
    const entries = found.map((row) => ({
      number: row.number,
      body: JSON.parse(row.bytes.toString('utf8')) as EntryBody,
    }));
    const isOurs = await asSystem(db, async (tx) => {
      if (!(await move(tx, reader.name, before, last))) return false;
      await reader.handle(tx, entries);
      return true;
    });
    if (!isOurs) return true;
    cursor = last;
    reader.done?.(entries);
    return found.length === GROUP_MAX ? true : 'perhaps';
  };
}

async function cursorOf(db: Database, reader: string): Promise<Cursor> {
  const found = await db.system.query<{ xid: string; number: number }>(
    'select xid::text as xid, number from journal.cursor where reader = $1',
    [reader],
  );
  return found.rows[0] ?? START;
}

/** Each type is looked for by itself in the index of types, so that a look costs what it finds. */
const AFTER = `
  with found as (
    select next.number, next.xid
    from unnest($3::text[]) as wanted (type)
    cross join lateral (
      select number, xid from journal.entry
      where type = wanted.type and type <> 'decisions.decided'
        and (xid, number) > ($1::text::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
      order by journal.entry.xid, number limit ${GROUP_MAX}
    ) as next
    order by next.xid, next.number limit ${GROUP_MAX}
  )
  select e.number, e.xid::text as xid, e.bytes
  from found join journal.entry e on e.number = found.number
  order by found.xid, found.number`;

async function entriesAfter(db: Database, { xid, number }: Cursor, types: readonly string[]) {
  const found = await db.system.query<StoredEntry>({
    name: 'feed',
    text: AFTER,
    values: [xid, number, types],
  });
  return found.rows;
}

/** False when somebody else moved the cursor since: then what was found is theirs. */
async function move(tx: Tx, reader: string, from: Cursor, to: Cursor): Promise<boolean> {
  const moved = await tx.query(
    `insert into journal.cursor as c (reader, xid, number) values ($1, $2::text::xid8, $3)
     on conflict (reader) do update set xid = excluded.xid, number = excluded.number
       where (c.xid, c.number) = ($4::text::xid8, $5::bigint)`,
    [reader, to.xid, to.number, from.xid, from.number],
  );
  return moved.rowCount === 1;
}

export function startFeed(db: Database, readers: readonly Reader[], log: Logger): Feed {
  const loops = readers.map((reader) => startLoop(stepOf(db, reader), reader.name, log));
  return {
    wake: (types) => {
      for (const [i, loop] of loops.entries())
        if (types === undefined || types.some((type) => readers[i]?.types.includes(type))) loop.wake();
    },
    settled: async () => void (await Promise.all(loops.map((loop) => loop.settled()))),
    stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))),
  };
}

/** One piece of work: whether there is more to do at once, or perhaps more soon. */
export type Step = () => Promise<boolean | 'perhaps'>;

export interface Loop {
  wake(): void;
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Repeats `step` while it says there is more, then sleeps until woken or until the poll time. */
export function startLoop(step: Step, name: string, log: Logger, pollMs = POLL_MS): Loop {
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

  /** Whoever waits for it to be settled waits for a step that found nothing; else it may rest before it looks again. */
  const work = async (isAwaited: boolean): Promise<void> => {
    while (!stopped) {
      const more = await step();
      if (more === false) return;
      if (more === 'perhaps' && !isAwaited) {
        woken = true;
        return;
      }
    }
  };

  const run = async (): Promise<void> => {
    while (!stopped) {
      const asked = waiters;
      waiters = [];
      woken = false;
      const began = performance.now();
      try {
        await work(asked.length > 0);
        for (const waiter of asked) waiter();
      } catch (error) {
        waiters.push(...asked);
        if (!stopped) log.warn({ err: error, reader: name }, 'a reader failed and will try again');
        await sleep(pollMs);
      }
      if (stopped || waiters.length > 0) continue;
      resting = true;
      await sleep(Math.min(Math.max(REST_MS, REST_SHARE * (performance.now() - began)), pollMs));
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
