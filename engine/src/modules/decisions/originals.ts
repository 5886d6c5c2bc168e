import { rows, type Tx } from '../../platform/database.ts';
import type { EntryBody } from '../../platform/journal.ts';
import type { Vault } from '../../platform/vault.ts';
import { joinPersonal, type PersonalPart } from '../activity/event.ts';
import type { Observation } from '../monitoring/observation.ts';
import type { DecidedData } from './events.ts';
import { observationOf, type TakenBackKind } from './observe.ts';
import { personalOf } from './personal-part.ts';

/** An event that another wants to reverse or correct. */
export interface Original {
  /** evt_… */
  readonly id: string;
  readonly entry: number;
  /** cus_… */
  readonly customer: string;
  /** It counts no more: reversed, corrected, or its hold was rejected. */
  readonly isTakenBack: boolean;
  readonly observation: Observation;
}

/** What an event takes back, once it was found that it may. */
export interface TakingBack {
  readonly kind: TakenBackKind;
  readonly original: Original;
}

interface StoredOriginal {
  readonly id: string;
  readonly entity: string;
  readonly reference: string;
  readonly customer: string;
  readonly entry: number;
  readonly bytes: Buffer;
  readonly gone: boolean;
}

/** Events by the exchange's ids, `entity reference`; those that do not exist are absent. */
export async function findOriginals(
  tx: Tx,
  vault: Vault,
  wanted: readonly { entity: string; reference: string }[],
): Promise<Map<string, Original>> {
  const found = await rows<StoredOriginal>(
    tx,
    `select d.id, d.entity, d.reference, d.customer, d.entry, e.bytes,
       exists (select 1 from decisions.taken_back t where t.event = d.id)
         or exists (select 1 from decisions.hold h where h.event = d.id and h.state = 'rejected') as gone
     from unnest($1::text[], $2::text[]) as w (entity, reference)
     join decisions.decision d on d.entity = w.entity and d.reference = w.reference
     join journal.entry e on e.number = d.entry`,
    [wanted.map((one) => one.entity), wanted.map((one) => one.reference)],
  );
  const observations = await storedObservations(tx, vault, found.map(bodyOf));
  return new Map(
    found.map((row, i) => [
      `${row.entity} ${row.reference}`,
      {
        id: row.id,
        entry: row.entry,
        customer: row.customer,
        isTakenBack: row.gone,
        observation: observations[i] as Observation,
      },
    ]),
  );
}

const bodyOf = ({ bytes }: { bytes: Buffer }): EntryBody => JSON.parse(bytes.toString('utf8')) as EntryBody;

/**
 * The observations of decided entries, as they were when decided: personal parts opened where the person's key still
 * exists, and with each reversal or correction the observation of the event it takes back.
 */
export async function storedObservations(
  tx: Tx,
  vault: Vault,
  bodies: readonly EntryBody[],
): Promise<Observation[]> {
  const entries = bodies.flatMap((body) => (body.data as DecidedData).gathered.takes_back?.entry ?? []);
  const originals = new Map<number, EntryBody>();
  if (entries.length > 0)
    for (const row of await rows<{ number: number; bytes: Buffer }>(
      tx,
      'select number, bytes from journal.entry where number = any ($1)',
      [entries],
    ))
      originals.set(row.number, bodyOf(row));
  const all = [...bodies, ...originals.values()];
  const persons = new Set(all.flatMap((body) => (body.sealed ?? []).map((box) => box.person)));
  const keys = await vault.existing(tx, [...persons]);
  return bodies.map((body) => {
    const original = originals.get((body.data as DecidedData).gathered.takes_back?.entry ?? -1);
    return observed(body, keys, original === undefined ? null : observed(original, keys, null));
  });
}

/** What the windows see, at its place in the journal: a decided event, or a hold that was rejected (no body). */
export interface Seen {
  readonly entry: number;
  readonly body: EntryBody | null;
  readonly observation: Observation;
}

export interface Stretch {
  /** Entries after this one, up to and with that one. */
  readonly after: number;
  readonly last: number;
  /** Events that happened at or before this time, ms, are left out. */
  readonly since: number;
  readonly limit: number;
}

/**
 * The next of a stretch of the journal in its order. `end` is as far as it was read: go on there, until it is `last`. One
 * function for every reader, so that a start, a replay and a backtest see what was seen live.
 */
export async function readSeen(
  tx: Tx,
  vault: Vault,
  { after, last, since, limit }: Stretch,
): Promise<{ readonly seen: readonly Seen[]; readonly end: number }> {
  const decided = await rows<{ entry: number; bytes: Buffer }>(
    tx,
    // Both sides are bounded: PostgreSQL does not conclude from d.entry that e.number begins there, and may read all before it.
    `select d.entry, e.bytes from decisions.decision d join journal.entry e on e.number = d.entry
     where d.entry > $1 and d.entry <= $2 and e.number > $1 and e.number <= $2
       and d.occurred_at > to_timestamp($3::float8 / 1000)
     order by d.entry limit $4`,
    [after, last, Number.isFinite(since) ? since : EARLIEST, limit],
  );
  const end = decided.length < limit ? last : (decided.at(-1)?.entry ?? last);
  const rejected = await rows<StoredRejection>(
    tx,
    `${REJECTED} and h.entry > $1 and h.entry <= $2 order by h.entry`,
    [after, end],
  );
  const bodies = decided.map(bodyOf);
  const observations = await storedObservations(tx, vault, [...bodies, ...rejected.map(bodyOf)]);
  const seen = decided.map(({ entry }, i) => ({
    entry,
    body: bodies[i] ?? null,
    observation: observations[i] as Observation,
  }));
  if (rejected.length === 0) return { seen, end };
  const refused = rejected.map(({ id, entry }, i) => ({
    entry,
    body: null,
    observation: rejectionOf(observations[decided.length + i] as Observation, id),
  }));
  return { seen: [...seen, ...refused].sort((a, b) => a.entry - b.entry), end };
}

interface StoredRejection {
  readonly id: string;
  readonly entry: number;
  readonly bytes: Buffer;
}

const REJECTED = `select h.id, h.entry, e.bytes
  from decisions.hold h join decisions.decision d on d.id = h.event join journal.entry e on e.number = d.entry
  where h.state = 'rejected'`;

/** A rejected hold as the windows see it; null when it was not rejected. */
export async function findRejected(tx: Tx, vault: Vault, id: string): Promise<Seen | null> {
  const [found] = await rows<StoredRejection>(tx, `${REJECTED} and h.id = $1`, [id]);
  if (found === undefined) return null;
  const [original] = await storedObservations(tx, vault, [bodyOf(found)]);
  return {
    entry: found.entry,
    body: null,
    observation: rejectionOf(original as Observation, found.id),
  };
}

/** Before anything an exchange can tell of, ms. */
const EARLIEST = 0;

function observed(
  body: EntryBody,
  keys: ReadonlyMap<string, Buffer>,
  original: Observation | null,
): Observation {
  const data = body.data as DecidedData;
  const who = {
    id: body.subject,
    entity: body.entity,
    customer: data.customer,
    occurredAt: Date.parse(data.occurred_at),
    recordedAt: Date.parse(body.at),
  };
  const personal: PersonalPart | null = personalOf(body, keys);
  return observationOf(who, joinPersonal(data.event, personal), data.gathered, original);
}

/** A rejected hold as the windows see it: the event never came to pass. `id` is the hold's. */
export const rejectionOf = (original: Observation, id: string): Observation => ({
  ...original,
  eventId: id,
  reverses: original.eventId,
  corrects: null,
  takesBack: original,
  receiving: null,
});
