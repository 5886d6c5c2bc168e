import { createSecretKey } from 'node:crypto';
import { open } from '../../kernel/sealing.ts';
import { asSystem, type Database, rows, type Tx } from '../../platform/database.ts';
import type { EntryBody } from '../../platform/journal.ts';
import type { Vault } from '../../platform/vault.ts';
import { joinPersonal, type PersonalPart } from '../activity/event.ts';
import type { KnownCustomer } from '../customers/known.ts';
import type { Observation } from '../monitoring/observation.ts';
import { answeredBefore } from './answer.ts';
import type { CustomerBook } from './book.ts';
import type { CoreStore, StoredDecision } from './core.ts';
import type { DecidedData } from './events.ts';
import { observationOf } from './observe.ts';

/** What the core asks of the database beside the commit. */
export interface StorePorts {
  readonly db: Database;
  readonly vault: Vault;
  readonly book: CustomerBook;
  readonly knownCustomers: (
    tx: Tx,
    wanted: readonly { entity: string; reference: string }[],
  ) => Promise<readonly KnownCustomer[]>;
  /** Empties the windows and takes the observations of the journal again, in journal order. */
  readonly rebuild: (observations: AsyncIterable<Observation>) => Promise<void>;
  /** Events older than this many ms before now cannot be inside any window. */
  readonly horizonMs: number;
  readonly now: () => number;
}

export function createStore(ports: StorePorts): CoreStore {
  const { db, book, vault } = ports;
  return {
    find: (entity, reference) => book.find(entity, reference),

    async prepare(wanted) {
      const strangers = wanted.filter(({ entity, reference }) => book.find(entity, reference) === undefined);
      const keyless = (): { entity: string; person: string }[] =>
        wanted.flatMap(({ entity, reference }) => {
          const booked = book.find(entity, reference);
          return booked === undefined || booked.sealingKey !== null || booked.known.erased
            ? []
            : [{ entity, person: booked.known.id }];
        });
      if (strangers.length > 0)
        for (const known of await asSystem(db, (tx) => ports.knownCustomers(tx, unique(strangers))))
          book.put(known);
      const missing = keyless();
      if (missing.length === 0) return;
      const keys = await asSystem(db, (tx) =>
        vault.keysOf(tx, [...new Map(missing.map((one) => [one.person, one])).values()]),
      );
      for (const [person, key] of keys) {
        const booked = book.byId(person);
        if (booked !== undefined) booked.sealingKey = createSecretKey(key);
      }
    },

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

    restore: () => ports.rebuild(observationsOf(ports)),
  };
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

/** Observations of the journal in commit order, personal parts opened where the person's key still exists. */
async function* observationsOf(ports: StorePorts): AsyncGenerator<Observation> {
  const since = ports.now() - ports.horizonMs;
  for (let after = 0; ; ) {
    const found = await asSystem(ports.db, async (tx) => {
      const read = await rows<{ entry: number; bytes: Buffer }>(
        tx,
        `select d.entry, e.bytes from decisions.decision d join journal.entry e on e.number = d.entry
         where d.entry > $1 and d.occurred_at > to_timestamp($2::float8 / 1000) order by d.entry limit ${READ_MAX}`,
        [after, since],
      );
      const bodies = read.map((row) => JSON.parse(row.bytes.toString('utf8')) as EntryBody);
      const persons = [...new Set(bodies.flatMap((body) => (body.sealed ?? []).map((box) => box.person)))];
      const keys = await ports.vault.existing(tx, persons);
      return { last: read.at(-1)?.entry, observations: bodies.map((body) => storedObservation(body, keys)) };
    });
    yield* found.observations;
    if (found.last === undefined) return;
    after = found.last;
  }
}

/** The observation of a journal entry, as it was when decided. */
export function storedObservation(body: EntryBody, keys: ReadonlyMap<string, Buffer>): Observation {
  const data = body.data as DecidedData;
  const who = {
    id: body.subject,
    entity: body.entity,
    customer: data.customer,
    occurredAt: Date.parse(data.occurred_at),
    recordedAt: Date.parse(body.at),
  };
  return observationOf(who, joinPersonal(data.event, personalOf(body, keys)), data.gathered);
}

/** The personal part of a decided event; null when there is none or the person was erased. */
export function personalOf(body: EntryBody, keys: ReadonlyMap<string, Buffer>): PersonalPart | null {
  const [sealed] = body.sealed ?? [];
  const key = sealed === undefined ? undefined : keys.get(sealed.person);
  if (sealed === undefined || key === undefined) return null;
  return JSON.parse(open(key, sealed.box, `${body.type}\n${body.subject}`).toString('utf8')) as PersonalPart;
}
