import type { EventType } from '@atalaya/contract/activity.ts';
import { factSlot } from '../facts/dictionary.ts';
import type { EventFacts } from '../facts/event-facts.ts';
import { Sieve } from '../rules/sieve.ts';
import { Dimension } from './dimension.ts';
import type { Range } from './range.ts';
import { type Filter, Series, type SeriesSpec } from './series.ts';
import type { Entry } from './slab.ts';
import { Tokens } from './tokens.ts';

/** An entry that was taken out, with the texts of its words (their tokens may be gone). */
export interface Taken {
  readonly entry: Entry;
  readonly texts: readonly string[];
}

/** A series in its place: the dimension that keys it and its column there. */
export interface Place {
  readonly series: Series;
  readonly dimension: Dimension;
  readonly column: number;
}

/** Places of series that keep the same events of a type. */
type Same = readonly number[];

/** Every series with the keys it is kept under. Knows nothing of batches, ids or time. */
export class KeyedLists {
  readonly places: readonly Place[];
  readonly dimensions: readonly Dimension[];
  readonly tokens = new Tokens();
  readonly #byType = new Map<EventType, readonly Sieve<Same>[]>();
  readonly #keeping: number[] = [];
  /** One for all: only as many figures and words count as the series has. */
  readonly #scratch: Entry = { at: 0, ref: 0, numbers: [], words: [] };

  constructor(series: readonly SeriesSpec[]) {
    const dimensions = new Map<string, Dimension>();
    this.places = series.map((spec, index) => {
      const name = spec.key.join();
      const dimension = dimensions.get(name) ?? new Dimension(dimensions.size, spec.key);
      dimensions.set(name, dimension);
      return { series: new Series(spec), dimension, column: dimension.series.push(index) - 1 };
    });
    this.dimensions = [...dimensions.values()];
    for (const type of new Set(series.flatMap(({ events }) => events)))
      this.#byType.set(type, sievesOf(type, series));
  }

  place(s: number): Place {
    const place = this.places[s];
    if (place === undefined) throw new RangeError(`no series ${s}`);
    return place;
  }

  /** Every series that keeps the event; the list is used again for the next one. */
  keeping(facts: EventFacts): readonly number[] {
    const keeping = this.#keeping;
    keeping.length = 0;
    for (const sieve of this.#byType.get(facts.observation.type) ?? NONE) {
      const left = sieve.at(facts);
      for (let i = 0; i < left.length; i += 1) {
        const same = left[i];
        if (same === undefined || !same.test(facts)) continue;
        for (let j = 0; j < same.of.length; j += 1) keeping.push(same.of[j] ?? 0);
      }
    }
    return keeping;
  }

  /** Keeps what series `s` wants of an event under its key; the row it went to, or -1 when it has no key. */
  add(s: number, facts: EventFacts, ref: number): number {
    const place = this.place(s);
    const { spec } = place.series;
    const row = this.#rowFor(place.dimension, facts);
    if (row < 0) return row;
    const entry = this.#scratch;
    entry.at = facts.observation.at;
    entry.ref = ref;
    const { numbers, words } = spec;
    for (let c = 0; c < numbers.length; c += 1) {
      const value = facts.fact(numbers[c] ?? 0);
      entry.numbers[c] = typeof value === 'number' ? value : Number.NaN;
    }
    for (let c = 0; c < words.length; c += 1) {
      const value = facts.fact(words[c] ?? 0);
      entry.words[c] = value === null ? 0 : this.tokens.take(String(value));
    }
    this.#put(place, row, entry);
    return row;
  }

  /** The event's row, made when its key is new. */
  #rowFor(dimension: Dimension, facts: EventFacts): number {
    const known = facts.rowIn(dimension);
    if (known !== -1) return known ?? -1;
    const row = dimension.row(facts.observation.entity, dimension.keyOf(facts) ?? '');
    facts.setRow(dimension, row);
    return row;
  }

  #put({ series, dimension, column }: Place, row: number, entry: Entry): void {
    dimension.touch(row);
    let handle = dimension.handle(row, column);
    if (handle === 0) {
      handle = series.open();
      dimension.setHandle(row, column, handle);
    }
    series.insert(handle, entry);
  }

  /** `isOld`: nothing can ask for the entry any more, so that what is on disk of its row is as good. */
  takeOut(s: number, row: number, at: number, ref: number, isOld = false): Taken | null {
    const { series, dimension, column } = this.place(s);
    const handle = dimension.handle(row, column);
    const entry = handle === 0 ? null : series.remove(handle, at, ref);
    if (entry === null) return null;
    const texts = entry.words.map((word) => this.tokens.text(word));
    for (const word of entry.words) this.tokens.drop(word);
    if (!isOld) dimension.touch(row);
    if (series.lengthOf(handle) === 0) dimension.setHandle(row, column, 0);
    return { entry, texts };
  }

  putBack(s: number, entity: string, key: string, taken: Taken): void {
    const { entry, texts } = taken;
    const words = texts.map((text, i) => (entry.words[i] === 0 ? 0 : this.tokens.take(text)));
    const place = this.place(s);
    const known = place.dimension.find(entity, key);
    this.#put(place, known < 0 ? place.dimension.row(entity, key) : known, { ...entry, words });
  }

  /** Puts an entry read from disk behind those of a row; the row counts as unchanged. */
  refill(s: number, row: number, entry: Entry): void {
    const { series, dimension, column } = this.place(s);
    let handle = dimension.handle(row, column);
    if (handle === 0) {
      handle = series.open();
      dimension.setHandle(row, column, handle);
    }
    series.insert(handle, entry);
  }

  /** Lets a row leave memory: what it holds is on disk. */
  evict(dimension: Dimension, row: number): void {
    for (let column = 0; column < dimension.series.length; column += 1) {
      const handle = dimension.handle(row, column);
      if (handle === 0) continue;
      const { series } = this.place(dimension.series[column] ?? 0);
      series.each(handle, (offset) => {
        for (let word = 0; word < series.spec.words.length; word += 1)
          this.tokens.drop(series.slab.word(word, offset));
      });
      series.drop(handle);
      dimension.clearHandle(row, column);
    }
    dimension.release(row);
  }

  /** Entries of a row's list with from < at ≤ to. Row -1 is a key that has none. */
  rangeOf(range: Range, s: number, row: number, from: number, to: number): Range {
    const { series, dimension, column } = this.place(s);
    return range.set(series, row < 0 ? 0 : dimension.handle(row, column), from, to);
  }

  /** Frees the entries of a row that are at or before their series' cutoff. */
  dropOld(dimension: Dimension, row: number, cutoff: (s: number) => number): void {
    for (let column = 0; column < dimension.series.length; column += 1) {
      const s = dimension.series[column] ?? 0;
      const { series } = this.place(s);
      const handle = dimension.handle(row, column);
      if (handle === 0) continue;
      while (series.lengthOf(handle) > 0) {
        const first = series.first(handle);
        const at = series.slab.at(first);
        if (at > cutoff(s)) break;
        this.takeOut(s, row, at, series.slab.ref(first), true);
      }
    }
  }
}

const NONE: readonly Sieve<Same>[] = [];
const TYPE = factSlot('event.type') ?? -1;

/** A sieve for each rule-set's parameters: equal filters are asked once. */
function sievesOf(type: EventType, series: readonly SeriesSpec[]): Sieve<Same>[] {
  const places = new Map<Filter, number[]>();
  for (const [index, { events, filter }] of series.entries())
    if (events.includes(type)) places.set(filter, [...(places.get(filter) ?? []), index]);
  const filters = [...places].map(([filter, of]) => ({ of, tree: filter.tree, profiles: filter.profiles }));
  return [...new Set(filters.map(({ profiles }) => profiles))].map(
    (profiles) =>
      new Sieve(
        filters.filter((filter) => filter.profiles === profiles),
        profiles,
        [TYPE],
      ),
  );
}
