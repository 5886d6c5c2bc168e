import type { EventType } from '@atalaya/contract/activity.ts';
import { factSlot } from './facts/dictionary.ts';
import { EventFacts } from './facts/event-facts.ts';
import type { Observation } from './observation.ts';
import type { RuleSet } from './rule-set.ts';
import type { WindowStore } from './window-store.ts';
import { Range } from './windows/range.ts';
import type { SeriesSpec } from './windows/series.ts';

/** Events that windows may hold: of which types, how far back. */
export interface Reach {
  readonly types: readonly EventType[];
  readonly ms: number;
}

/** What the rules for an event look back at. */
export interface Lookback {
  /** Windows keyed by customer or address, among other facts: a database finds their events by these. */
  readonly own: Reach;
  /** Windows keyed by what only the sealed part of an entry tells: device, subscriber line. */
  readonly shared: Reach;
}

const CUSTOMER = factSlot('customer.id') ?? -1;
const ADDRESS = factSlot('wallet.address') ?? -1;

const isOwn = ({ key }: SeriesSpec): boolean => key.includes(CUSTOMER) || key.includes(ADDRESS);

/** Series that the rules for a type of event ask for. */
function seriesFor(ruleSet: RuleSet, type: EventType): SeriesSpec[] {
  const slots = (ruleSet.byType.get(type) ?? []).flatMap(({ windows }) => windows.map(({ slot }) => slot));
  const places = new Set(slots.map((slot) => ruleSet.aggregates[slot]?.series ?? -1));
  return ruleSet.requiredSeries.filter((_, place) => places.has(place));
}

export function lookbackOf(ruleSet: RuleSet, type: EventType): Lookback {
  const series = seriesFor(ruleSet, type);
  const reach = (of: readonly SeriesSpec[]): Reach => ({
    types: [...new Set(of.flatMap(({ events }) => events))],
    ms: Math.max(0, ...of.map(({ retainMs }) => retainMs)),
  });
  return { own: reach(series.filter(isOwn)), shared: reach(series.filter((one) => !isOwn(one))) };
}

/**
 * Ids of the events that shared windows may hold for this one, as a store in memory knows them: which entries to read,
 * never what they say. Null when the store cannot tell.
 */
export function eventsSharing(
  ruleSet: RuleSet,
  store: WindowStore,
  observation: Observation,
): ReadonlySet<string> | null {
  const facts = new EventFacts(observation);
  const ids = new Set<string>();
  for (const spec of seriesFor(ruleSet, observation.type)) {
    if (isOwn(spec)) continue;
    const s = store.lists.places.findIndex(({ series }) => series.spec.id === spec.id);
    const place = store.lists.places[s];
    const from = observation.at - spec.retainMs;
    if (place === undefined || place.series.spec.retainMs < spec.retainMs || from < store.cutoff(s))
      return null;
    const row = facts.rowIn(place.dimension);
    if (row === null || row < 0) continue;
    const range = store.lists.rangeOf(new Range(), s, row, from, observation.at);
    range.eachBack((offset) => {
      ids.add(store.ids.get(range.series?.slab.ref(offset) ?? -1) ?? '');
      return true;
    });
  }
  ids.delete('');
  return ids;
}
