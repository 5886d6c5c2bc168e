import type { Outcome } from '@atalaya/contract/decisions.ts';
import { formatInstant, type Instant, instantOf } from '../kernel/instant.ts';
import { asSystem, type Database, rows } from '../platform/database.ts';

/** What was decided in one hour for one obliged entity. */
export interface HourTally {
  events: number;
  flagged: number;
  /** US cents. */
  cents: number;
  readonly outcomes: Record<Outcome, number>;
}

/**
 * Counts of the last 24 hours, the current one included. What is older than a moment does not change any more and is
 * added up once; only the rest is counted when somebody asks. Rough on purpose: a decision that took longer than that
 * moment to commit is not in it.
 */
export interface ActivityTally {
  /** Hours, oldest first, added up over the entities. */
  read(
    entities: readonly string[],
    now: Instant,
  ): Promise<{ readonly hour: Instant; readonly tally: HourTally }[]>;
}

const HOUR_MS = 3_600_000;
const HOURS = 24;
const SETTLED_AFTER_MS = 30_000;
/** Entries are numbered almost in the order of their times; this much is allowed for. */
const DISORDER_MS = 60_000;

interface Counted {
  readonly entity: string;
  readonly hour: Instant;
  readonly outcome: Outcome;
  readonly events: number;
  readonly flagged: number;
  readonly cents: number;
  readonly anchor: number;
}

interface Kept {
  /** Everything recorded before this is in `hours`. */
  readonly until: number;
  /** No journal entry up to this one was recorded after `until`: where to begin to look for newer ones. */
  readonly anchor: number;
  readonly hours: ReadonlyMap<number, HourTally>;
}

const emptyTally = (): HourTally => ({
  events: 0,
  flagged: 0,
  cents: 0,
  outcomes: { allow: 0, review: 0, hold: 0, block: 0 },
});

function addCounted(hours: Map<number, HourTally>, counted: Counted): void {
  const tally = hours.get(counted.hour) ?? emptyTally();
  hours.set(counted.hour, tally);
  tally.events += counted.events;
  tally.flagged += counted.flagged;
  tally.cents += counted.cents;
  tally.outcomes[counted.outcome] += counted.events;
}

function addTally(into: HourTally, tally: HourTally): void {
  into.events += tally.events;
  into.flagged += tally.flagged;
  into.cents += tally.cents;
  for (const outcome of ['allow', 'review', 'hold', 'block'] as const)
    into.outcomes[outcome] += tally.outcomes[outcome];
}

const startOf = (now: number): number => Math.floor(now / HOUR_MS) * HOUR_MS - (HOURS - 1) * HOUR_MS;

/** Decisions from one moment to another, by entity, hour and outcome. */
const countDecisions = (
  db: Database,
  entities: readonly string[],
  from: Pick<Kept, 'until' | 'anchor'>,
  until: number,
): Promise<Counted[]> =>
  asSystem(db, (tx) =>
    rows<Counted>(
      tx,
      `select entity, date_trunc('hour', recorded_at) as hour, outcome, count(*) as events,
         count(*) filter (where scenarios <> '[]') as flagged, coalesce(sum(value_usd), 0)::bigint as cents,
         coalesce(max(entry) filter (where recorded_at < $2::timestamptz - make_interval(secs => ${DISORDER_MS / 1000})), 0) as anchor
       from decisions.decision
       where entry > $3 and recorded_at >= $1 and recorded_at < $2 and entity = any ($4)
       group by 1, 2, 3`,
      [formatInstant(instantOf(from.until)), formatInstant(instantOf(until)), from.anchor, entities],
    ),
  );

export function createActivityTally(db: Database): ActivityTally {
  const kept = new Map<string, Kept>();

  const placeOf = (entity: string, start: number): Pick<Kept, 'until' | 'anchor'> => {
    const { until = 0, anchor = 0 } = kept.get(entity) ?? {};
    return { until: Math.max(until, start), anchor };
  };
  const byPlace = (entities: readonly string[], start: number) =>
    Map.groupBy(entities, (entity) => JSON.stringify(placeOf(entity, start)));

  /** Adds up what settled since the last time; entities that stand at the same place go together. */
  const settle = async (entities: readonly string[], now: number): Promise<void> => {
    const start = startOf(now);
    const settled = Math.floor((now - SETTLED_AFTER_MS) / 1000) * 1000;
    for (const [place, group] of byPlace(entities, start)) {
      const from = JSON.parse(place) as Pick<Kept, 'until' | 'anchor'>;
      if (from.until >= settled) continue;
      const counted = await countDecisions(db, group, from, settled);
      for (const entity of group) {
        if (JSON.stringify(placeOf(entity, start)) !== place) continue; // somebody else was quicker
        const hours = new Map(
          [...(kept.get(entity)?.hours ?? [])]
            .filter(([hour]) => hour >= start)
            .map(([hour, tally]) => [hour, structuredClone(tally)]),
        );
        const own = counted.filter((one) => one.entity === entity);
        for (const one of own) addCounted(hours, one);
        const anchor = Math.max(from.anchor, ...own.map((one) => one.anchor));
        kept.set(entity, { until: settled, anchor, hours });
      }
    }
  };

  return {
    async read(entities, now) {
      await settle(entities, now);
      const start = startOf(now);
      const sums = new Map(
        Array.from({ length: HOURS }, (_, i) => [start + i * HOUR_MS, emptyTally()] as const),
      );
      const fresh = new Map<number, HourTally>();
      for (const [place, group] of byPlace(entities, start)) {
        const from = JSON.parse(place) as Pick<Kept, 'until' | 'anchor'>;
        for (const one of await countDecisions(db, group, from, now + HOUR_MS)) addCounted(fresh, one);
      }
      for (const hours of [fresh, ...entities.map((entity) => kept.get(entity)?.hours ?? new Map())])
        for (const [hour, tally] of hours) {
          const sum = sums.get(hour);
          if (sum !== undefined) addTally(sum, tally);
        }
      return [...sums].map(([hour, tally]) => ({ hour: instantOf(hour), tally }));
    },
  };
}
