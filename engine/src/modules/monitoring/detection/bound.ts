import { Failure } from '../../../kernel/failure.ts';
import { factSlot } from '../facts/dictionary.ts';
import type { RuleSet } from '../rule-set.ts';
import type { Aggregate } from '../rules/aggregates.ts';
import type { Observed, WindowStore } from '../window-store.ts';
import type { Dimension } from '../windows/dimension.ts';
import { isLike, type Likeness, measureLike } from '../windows/like.ts';
import { type Measure, measure } from '../windows/measures.ts';
import { Range } from '../windows/range.ts';
import type { Series } from '../windows/series.ts';

/** An aggregate tied to the series of a store that keeps it. */
interface Tied {
  readonly aggregate: Aggregate;
  readonly series: number;
  readonly kept: Series;
  /** Its column in the dimension. */
  readonly column: number;
  readonly dimension: Dimension;
  readonly measure: Measure;
  /** Column of the number by which entries are like the present event, or -1. */
  readonly like: number;
}

const LATITUDE = factSlot('ip.latitude') ?? -1;
const LONGITUDE = factSlot('ip.longitude') ?? -1;
const shared = new Range();

/** Window of an aggregate for an event: (from, to]. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export function spanOf({ within, ago }: Aggregate, at: number, profile: number): Span {
  const to = at - (ago?.[profile] ?? 0);
  return { from: to - (within[profile] ?? 0), to };
}

/** A rule-set that can look into a store. Failure: windows.series_missing when the store does not keep what it needs. */
export class BoundRuleSet {
  readonly ruleSet: RuleSet;
  readonly store: WindowStore;
  readonly #tied: readonly Tied[];

  constructor(ruleSet: RuleSet, store: WindowStore) {
    this.ruleSet = ruleSet;
    this.store = store;
    const places = new Map(store.lists.places.map((place, s) => [place.series.spec.id, s]));
    this.#tied = ruleSet.aggregates.map((aggregate) => {
      const wanted = ruleSet.requiredSeries[aggregate.series];
      const series = places.get(wanted?.id ?? '');
      if (series === undefined) {
        throw new Failure(
          'operator',
          'windows.series_missing',
          `the window store keeps nothing for ${aggregate.name}`,
        );
      }
      return tie(aggregate, series, store);
    });
  }

  /** Value of an aggregate for an observed event; null is not known (key not known, or out of reach). */
  value(slot: number, observed: Observed, profile: number): number | null {
    const tied = this.#tied[slot];
    if (tied === undefined) throw new RangeError(`no aggregate ${slot}`);
    const { aggregate } = tied;
    const range = this.#rangeOf(tied, observed, profile);
    if (range === null) return null;
    const { at } = observed.facts.observation;
    if (aggregate.like === null) return measure(range, tied.measure, at, aggregate.factor?.[profile] ?? 0);
    const likeness = likenessOf(tied, observed, profile);
    if (likeness === null) return null;
    const { kind } = tied.measure;
    if (kind !== 'count' && kind !== 'sum' && kind !== 'distinct')
      throw new Error(`${kind} knows no likeness`);
    return measureLike(range, kind, 'column' in tied.measure ? tied.measure.column : 0, likeness);
  }

  #rangeOf(tied: Tied, observed: Observed, profile: number): Range | null {
    const { aggregate, dimension, series } = tied;
    const { facts, ref } = observed;
    const { within, ago, latest } = aggregate;
    const to = facts.observation.at - (ago === null ? 0 : (ago[profile] ?? 0));
    const from = to - (within[profile] ?? 0);
    if (from < this.store.cutoff(series)) return null;
    const row = facts.rowIn(dimension);
    if (row === null) return null;
    const range = shared.set(tied.kept, row < 0 ? 0 : dimension.handle(row, tied.column), from, to);
    if (aggregate.before) range.leaveOut(ref);
    const many = latest === null ? undefined : latest[profile];
    return many === undefined ? range : range.keepLatest(many);
  }

  /** Ids of the events inside an aggregate's window, newest first, at most `limit`; `total` counts all. */
  events(slot: number, observed: Observed, limit: number): { ids: string[]; total: number } {
    const tied = this.#tied[slot];
    if (tied === undefined) throw new RangeError(`no aggregate ${slot}`);
    const profile = this.ruleSet.profiles.indexOf(observed.facts.observation);
    const range = this.#rangeOf(tied, observed, profile);
    if (range === null) return { ids: [], total: 0 };
    const likeness = likenessOf(tied, observed, profile);
    const ids: string[] = [];
    let total = 0;
    range.eachBack((offset) => {
      if (likeness !== null && !isLike(range, offset, likeness)) return true;
      if (total < limit) ids.push(this.store.ids.get(range.series?.slab.ref(offset) ?? -1) ?? '');
      total += 1;
      return likeness !== null || total < limit;
    });
    return { ids, total: likeness === null ? range.count : total };
  }
}

/** What entries must be like; null when any will do, or when the present event has no such figure. */
function likenessOf(
  { aggregate: { like }, like: column }: Tied,
  observed: Observed,
  profile: number,
): Likeness | null {
  const value = like === null ? null : observed.facts.fact(like.fact);
  if (like === null || typeof value !== 'number') return null;
  const slack = Number((BigInt(Math.abs(value)) * BigInt(like.tolerance[profile] ?? 0)) / 10_000n);
  return { column, value, slack };
}

function tie(aggregate: Aggregate, series: number, store: WindowStore): Tied {
  const { series: kept, dimension, column } = store.lists.place(series);
  const { numbers, words } = kept.spec;
  return {
    aggregate,
    series,
    kept,
    column,
    dimension,
    measure: measureOf(aggregate, numbers, words),
    like: aggregate.like === null ? -1 : numbers.indexOf(aggregate.like.fact),
  };
}

function measureOf(
  { measure: kind, of }: Aggregate,
  numbers: readonly number[],
  words: readonly number[],
): Measure {
  switch (kind) {
    case 'count':
    case 'since_first':
    case 'since_last':
    case 'interval_variation':
      return { kind };
    case 'top_speed':
      return { kind, latitude: numbers.indexOf(LATITUDE), longitude: numbers.indexOf(LONGITUDE) };
    case 'distinct':
      return { kind, column: words.indexOf(of ?? -1) };
    default:
      return { kind, column: numbers.indexOf(of ?? -1) };
  }
}
