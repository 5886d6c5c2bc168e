import { asSystem, type Database, rows, type Tx } from '../../platform/database.ts';
import type { EntryBody } from '../../platform/journal.ts';
import type { Vault } from '../../platform/vault.ts';
import type { KnownCustomer } from '../customers/known.ts';
import { hourOf, type Observation } from '../monitoring/observation.ts';
import type { WindowStore } from '../monitoring/window-store.ts';
import { answeredBefore } from './answer.ts';
import type { CustomerBook } from './book.ts';
import type { CoreStore, StoredDecision } from './core-ports.ts';
import type { DecidedData } from './events.ts';
import { emptyStore, type LiveMonitor } from './monitor.ts';
import { findOriginals, readSeen } from './originals.ts';

/** What the core asks of the database beside the commit. */
export interface StorePorts {
  readonly db: Database;
  readonly vault: Vault;
  readonly book: CustomerBook;
  readonly knownCustomers: (
    tx: Tx,
    wanted: readonly { entity: string; reference: string }[],
  ) => Promise<readonly KnownCustomer[]>;
  readonly monitor: LiveMonitor;
  /** Fills empty windows from an earlier run's, where this journal's are; gives the entry they reach to, 0 for none. */
  readonly reopen: (store: WindowStore) => Promise<number>;
}

export function createStore(ports: StorePorts): CoreStore {
  const { db, book, vault } = ports;
  return {
    find: (entity, reference) => book.find(entity, reference),

    async prepare(wanted) {
      const strangers = wanted.filter(({ entity, reference }) => book.find(entity, reference) === undefined);
      if (strangers.length > 0)
        for (const known of await asSystem(db, (tx) => ports.knownCustomers(tx, unique(strangers))))
          book.putIfAbsent(known);
      const missing = new Map<string, KnownCustomer>();
      for (const { entity, reference } of wanted) {
        const booked = book.find(entity, reference);
        if (booked !== undefined && booked.sealingKey === null && !booked.known.erased)
          missing.set(booked.known.id, booked.known);
      }
      if (missing.size === 0) return;
      const persons = [...missing].map(([person, { entity }]) => ({ entity, person }));
      const keys = await asSystem(db, (tx) => vault.keysOf(tx, persons));
      for (const [person, { entity, reference }] of missing) {
        const key = keys.get(person);
        if (key !== undefined) book.setKey(entity, reference, key);
      }
    },

    originals: (wanted) => asSystem(db, (tx) => findOriginals(tx, vault, wanted)),

    stored: (wanted) => asSystem(db, (tx) => storedDecisions(tx, wanted)),

    present: (ids) =>
      asSystem(db, async (tx) => {
        const found = await rows<{ id: string }>(
          tx,
          'select id from decisions.decision where id = any ($1)',
          [ids],
        );
        return new Set(found.map((row) => row.id));
      }),

    restore: () => restoreWindows(ports),
  };
}

/** Windows of an earlier run and what the journal tells since; without them, all that is within reach of a window. */
async function restoreWindows(ports: StorePorts): Promise<void> {
  const { db, monitor } = ports;
  const store = emptyStore(monitor.ruleSet);
  const after = await ports.reopen(store);
  const since = after > 0 ? Number.NEGATIVE_INFINITY : (await latestHour(db)) - monitor.horizonMs;
  let last = after;
  for await (const { observation, entry } of toldAfter(ports, after, since)) {
    store.begin();
    store.observe(observation);
    store.commit();
    last = entry;
  }
  monitor.install(store, last);
}

/** The latest hour in which anything happened that was decided, ms. */
export async function latestHour(db: Database, upTo = MAX_ENTRY): Promise<number> {
  const [found] = await asSystem(db, (tx) =>
    rows<{ latest: number | null }>(
      tx,
      `select (extract(epoch from max(least(occurred_at, recorded_at))) * 1000)::float8 as latest
       from decisions.decision where entry <= $1`,
      [upTo],
    ),
  );
  return hourOf(found?.latest ?? 0);
}

const unique = (wanted: readonly { entity: string; reference: string }[]) => [
  ...new Map(wanted.map((one) => [`${one.entity} ${one.reference}`, one])).values(),
];

interface StoredRow {
  readonly entity: string;
  readonly reference: string;
  readonly content: string;
  readonly entry: number;
  readonly bytes: Buffer;
}

export async function storedDecisions(
  tx: Tx,
  wanted: readonly { entity: string; reference: string }[],
): Promise<StoredDecision[]> {
  const found = await rows<StoredRow>(
    tx,
    `select d.entity, d.reference, d.content, d.entry, e.bytes
     from unnest($1::text[], $2::text[]) as w (entity, reference)
     join decisions.decision d on d.entity = w.entity and d.reference = w.reference
     join journal.entry e on e.number = d.entry`,
    [wanted.map((one) => one.entity), wanted.map((one) => one.reference)],
  );
  return found.map((row) => {
    const body = JSON.parse(row.bytes.toString('utf8')) as EntryBody;
    return {
      entity: row.entity,
      reference: row.reference,
      content: row.content,
      answered: answeredBefore(body.subject, body.at, body.data as DecidedData),
      entry: row.entry,
    };
  });
}

const READ_MAX = 2000;

/** What the windows see of the journal after an entry, in its order, and to which entry it was read. */
export interface Told {
  readonly observation: Observation;
  readonly entry: number;
}

async function* toldAfter({ db, vault }: StorePorts, from: number, since: number): AsyncGenerator<Told> {
  for (let after = from; ; ) {
    const { seen, end } = await asSystem(db, (tx) =>
      readSeen(tx, vault, { after, last: MAX_ENTRY, since, limit: READ_MAX }),
    );
    for (const { entry, observation } of seen) yield { entry, observation };
    if (end === MAX_ENTRY) return;
    after = end;
  }
}

const MAX_ENTRY = Number.MAX_SAFE_INTEGER;
