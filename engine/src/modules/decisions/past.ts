import { Failure } from '../../kernel/failure.ts';
import { type Database, one, read, rows, type Scope, type Tx } from '../../platform/database.ts';
import type { EntryBody } from '../../platform/journal.ts';
import type { Vault } from '../../platform/vault.ts';
import type { PersonalPart } from '../activity/event.ts';
import type { Observation } from '../monitoring/observation.ts';
import type { RuleSet } from '../monitoring/rule-set.ts';
import { eventsSharing, lookbackOf } from '../monitoring/sharing.ts';
import type { WindowStore } from '../monitoring/window-store.ts';
import type { DecidedData } from './events.ts';
import { LiveMonitor } from './monitor.ts';
import { findRejected, storedObservations } from './originals.ts';
import { personalOf } from './personal-part.ts';

/** The past as the journal holds it: one decision, and the windows it was made over. Reads only. */
export interface PastPorts {
  readonly db: Database;
  readonly vault: Vault;
  /** Rule-sets whose content is known, by the version that decisions carry. */
  readonly ruleSetOf: (version: string) => RuleSet | null | Promise<RuleSet | null>;
  /** The windows in memory: an index of which entries may matter, never a source of what they say. */
  readonly windows: () => WindowStore;
}

/** An entry that decided something, opened as far as the person's key still exists. */
export interface PastDecision {
  readonly id: string;
  readonly number: number;
  readonly bytes: Buffer;
  readonly body: EntryBody;
  readonly data: DecidedData;
  readonly personal: PersonalPart | null;
  /** The person was erased: what was sealed cannot be read any more. */
  readonly erased: boolean;
  readonly observation: Observation;
}

interface StoredEntry {
  readonly number: number;
  readonly bytes: Buffer;
}

/** Entries opened with the keys that still exist. */
export async function openEntries(
  tx: Tx,
  vault: Vault,
  stored: readonly StoredEntry[],
): Promise<PastDecision[]> {
  const bodies = stored.map(({ bytes }) => JSON.parse(bytes.toString('utf8')) as EntryBody);
  const persons = new Set(bodies.flatMap((body) => (body.sealed ?? []).map(({ person }) => person)));
  const keys = await vault.existing(tx, [...persons]);
  const observations = await storedObservations(tx, vault, bodies);
  return stored.map(({ number, bytes }, i) => {
    const body = bodies[i] as EntryBody;
    return {
      id: body.subject,
      number,
      bytes,
      body,
      data: body.data as DecidedData,
      personal: personalOf(body, keys),
      erased: (body.sealed ?? []).some(({ person }) => !keys.has(person)),
      observation: observations[i] as Observation,
    };
  });
}

/** The decision of an event, by our id or the exchange's. Failure: not_found. */
export const pastDecision = (ports: PastPorts, scope: Scope, id: string): Promise<PastDecision> =>
  read(ports.db, scope, async (tx) => {
    const found = await one<StoredEntry>(
      tx,
      `select e.number, e.bytes from decisions.decision d join journal.entry e on e.number = d.entry
       where d.id = $1 or d.reference = $1 limit 1`,
      [id],
    );
    const [decision] = found === undefined ? [] : await openEntries(tx, ports.vault, [found]);
    if (decision === undefined) throw new Failure('missing', 'not_found', `no event ${id}`);
    return decision;
  });

/** How the windows of a past decision were rebuilt. */
export interface Rebuilt {
  readonly monitor: LiveMonitor;
  /** Entries that were read for it. */
  readonly entries: number;
  /** Of those, of persons erased since: their devices and lines cannot be told any more. */
  readonly erased: number;
  /** Every entry of the entity within reach was read, not only those that an index named. */
  readonly thorough: boolean;
}

/**
 * The windows as they were when this was decided: the entries before it, in the order of the journal. Only those are read
 * that share a key with it: customer and address by the database, device and line by what is in memory, or where memory
 * does not reach by reading all that could. `thorough` reads all of the entity within reach and trusts no index.
 */
export async function rebuildFor(
  ports: PastPorts,
  scope: Scope,
  past: PastDecision,
  ruleSet: RuleSet,
  thorough = false,
): Promise<Rebuilt> {
  const sharing = thorough ? null : eventsSharing(ruleSet, ports.windows(), past.observation);
  const steps = await read(ports.db, scope, async (tx) =>
    stepsBefore(tx, past.number, await entriesBefore(tx, past, ruleSet, sharing, thorough)),
  );
  const monitor = new LiveMonitor(ruleSet);
  let erased = 0;
  async function* observations(): AsyncGenerator<Observation> {
    for (let i = 0; i < steps.length; i += PAGE) {
      const page = steps.slice(i, i + PAGE);
      const opened = await read(ports.db, scope, (tx) => openSteps(tx, ports.vault, page));
      for (const one of opened) {
        if (one.erased) erased += 1;
        yield one.observation;
      }
    }
  }
  await monitor.rebuild(observations());
  return { monitor, entries: steps.length, erased, thorough };
}

/** Few at a time: whoever decides in this process goes on deciding in between. */
const PAGE = 200;

/** Numbers of the decisions that windows of this one may hold, in no order. */
async function entriesBefore(
  tx: Tx,
  { number, data, observation, body }: PastDecision,
  ruleSet: RuleSet,
  sharing: ReadonlySet<string> | null,
  thorough: boolean,
): Promise<number[]> {
  const { own, shared } = lookbackOf(ruleSet, observation.type);
  const { at } = observation;
  const found = await rows<{ entry: number }>(
    tx,
    `select d.entry from decisions.decision d
     where d.entity = $1 and d.entry < $2 and d.occurred_at <= $3::timestamptz
       and (d.type = any ($4) and d.occurred_at > to_timestamp($5::float8 / 1000)
              and (d.customer = $6 or d.address = $7 or $8)
         or d.id = any ($9)
         or $9::text[] is null and d.type = any ($10) and d.occurred_at > to_timestamp($11::float8 / 1000))
     union
     select d.entry from decisions.decision d join journal.entry e on e.number = d.entry
     where d.entity = $1 and d.entry < $2 and d.occurred_at <= $3::timestamptz
       and d.type = 'transfer' and d.occurred_at > to_timestamp($5::float8 / 1000)
       and position(convert_to('"id":"' || $6 || '"', 'UTF8') in e.bytes) > 0`,
    [
      body.entity,
      number,
      data.occurred_at,
      own.types,
      at - own.ms,
      data.customer,
      data.address,
      thorough,
      sharing === null ? null : [...sharing],
      shared.types,
      at - shared.ms,
    ],
  );
  return found.map(({ entry }) => entry);
}

/** An entry that changed the windows: a decision, or a hold that was rejected. */
type Step = { readonly entry: number; readonly rejected: string | null };

/** These decisions, and what took them out again before a point of the journal, in its order. */
async function stepsBefore(tx: Tx, number: number, entries: readonly number[]): Promise<Step[]> {
  const found = await rows<Step>(
    tx,
    `with held as (select d.id, d.entry from decisions.decision d where d.entry = any ($1))
     select entry, null as rejected from held
     union
     select d.entry, null from held join decisions.taken_back t on t.event = held.id
       join decisions.decision d on d.id = t.by_event where d.entry < $2
     union
     select h.entry, h.id from held join decisions.hold h on h.event = held.id
     where h.state = 'rejected' and h.entry < $2
     order by 1`,
    [entries, number],
  );
  return found;
}

async function openSteps(
  tx: Tx,
  vault: Vault,
  steps: readonly Step[],
): Promise<readonly { readonly erased: boolean; readonly observation: Observation }[]> {
  const decided = steps.flatMap(({ entry, rejected }) => (rejected === null ? [entry] : []));
  const opened = new Map((await readEntries(tx, vault, decided)).map((one) => [one.number, one]));
  const told: { erased: boolean; observation: Observation }[] = [];
  for (const { entry, rejected } of steps) {
    const one = rejected === null ? opened.get(entry) : await findRejected(tx, vault, rejected);
    if (one != null) told.push({ erased: 'erased' in one && one.erased, observation: one.observation });
  }
  return told;
}

async function readEntries(tx: Tx, vault: Vault, numbers: readonly number[]): Promise<PastDecision[]> {
  const stored = await rows<StoredEntry>(
    tx,
    'select number, bytes from journal.entry where number = any ($1) order by number',
    [numbers],
  );
  return openEntries(tx, vault, stored);
}
