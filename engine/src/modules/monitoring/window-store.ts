import { factAt } from './facts/dictionary.ts';
import { EventFacts } from './facts/event-facts.ts';
import type { Observation } from './observation.ts';
import { digestOf, dumpOf, restoreInto } from './windows/dump.ts';
import { EventIds } from './windows/event-ids.ts';
import { KeyedLists } from './windows/keyed-lists.ts';
import { Range } from './windows/range.ts';
import type { SeriesSpec } from './windows/series.ts';
import { UndoLog } from './windows/undo.ts';

/** An event the store has seen: its facts, and the reference its entries carry. */
export interface Observed {
  readonly facts: EventFacts;
  readonly ref: number;
}

export interface Memory {
  /** Exact for columns and tables, estimated for strings and maps. */
  readonly bytes: number;
  /** Keys by kind, e.g. `customer.id`: how many have at least one entry. */
  readonly keys: Readonly<Record<string, number>>;
  readonly entries: number;
  /** Events whose ids are kept or were kept since the store was made. */
  readonly events: number;
}

/**
 * Exact windows over event time, for one partition, single-threaded. Events may come late and in any order; equal times
 * keep the order of arrival. State is a function of what was observed and retracted, never of a clock: advance() is
 * told the time. Between begin() and commit() every change can be taken back by rollback(), which leaves the digest as
 * it was. Using a verb out of turn is a mistake of the caller's code and throws a plain Error.
 */
export class WindowStore {
  readonly lists: KeyedLists;
  readonly ids = new EventIds();
  readonly latenessMs: number;
  readonly #undo = new UndoLog();
  readonly #range = new Range();
  #horizon = Number.NEGATIVE_INFINITY;
  #sweep = { dimension: 0, row: 0 };

  /**
   * `series` as asked for by rule-sets (see mergeSeries). Events up to `latenessMs` older than the time told to
   * advance() still see whole windows; beyond that their windows are *not known*.
   */
  constructor(series: readonly SeriesSpec[], options: { latenessMs: number }) {
    this.latenessMs = options.latenessMs;
    this.lists = new KeyedLists(series);
  }

  /** The latest time told to advance(). */
  get horizon(): number {
    return this.#horizon;
  }

  begin(): void {
    this.#undo.begin();
  }

  commit(): void {
    this.#undo.commit();
  }

  /** Takes back every change since begin(), newest first. */
  rollback(): void {
    this.rollbackTo(0);
    this.#undo.commit();
  }

  /** A point inside the open batch to which rollbackTo() can return. */
  savepoint(): number {
    return this.#undo.length;
  }

  rollbackTo(savepoint: number): void {
    while (this.#undo.length > savepoint) {
      const step = this.#undo.pop();
      if (step.kind === 'seen') this.ids.truncate(step.ref);
      else if (step.kind === 'inserted') this.lists.takeOut(step.series, step.row, step.at, step.ref);
      else this.lists.putBack(step.removal.series, step.removal.entity, step.removal.key, step.removal.taken);
    }
  }

  /** Adds an event to every series that wants it. An event that reverses another enters no window itself. */
  observe(observation: Observation): Observed {
    this.#undo.open('observe');
    const facts = new EventFacts(observation);
    const { at, type } = observation;
    this.#undo.seen(this.ids.count);
    const ref = this.ids.add(observation.eventId, at);
    if (observation.reverses !== null) return { facts, ref };
    for (const s of this.lists.wanting(type)) {
      if (!this.lists.place(s).series.spec.filter(facts) || at <= this.cutoff(s)) continue;
      const row = this.lists.add(s, facts, ref);
      if (row >= 0) this.#undo.inserted(s, row, at, ref);
    }
    return { facts, ref };
  }

  /**
   * Takes a reversed, corrected or rejected event out of every window, as if it had never happened; what was decided
   * before stays decided. `original` must be the observation that was observed. False when no window held it any more.
   */
  retract(original: Observation): boolean {
    this.#undo.open('retract');
    const facts = new EventFacts(original);
    const { at, entity } = original;
    let found = false;
    for (const s of this.lists.wanting(original.type)) {
      const { series, dimension } = this.lists.place(s);
      const key = series.spec.filter(facts) ? dimension.keyOf(facts) : null;
      const row = key === null ? -1 : dimension.find(entity, key);
      if (key === null || row < 0) continue;
      const taken = this.lists.takeOut(s, row, at, this.#refOf(s, row, original));
      if (taken === null) continue;
      this.#undo.removed({ series: s, entity, key, taken });
      found = true;
    }
    return found;
  }

  /** The reference of an event in a list, or -1. */
  #refOf(s: number, row: number, { eventId, at }: Observation): number {
    const range = this.lists.rangeOf(this.#range, s, row, at - 1, at);
    let found = -1;
    range.each((offset) => {
      const ref = this.lists.place(s).series.slab.ref(offset);
      if (this.ids.get(ref) === eventId) found = ref;
      return found < 0;
    });
    return found;
  }

  /** Tells the store the time: nothing older than any window (plus the lateness) is answered for from now on. */
  advance(now: number): void {
    this.#undo.closed('advance');
    if (now > this.#horizon) this.#horizon = now;
  }

  /** Entries of series `s` at or before this time are out of reach. */
  cutoff(s: number): number {
    return this.#horizon - this.latenessMs - this.lists.place(s).series.spec.retainMs;
  }

  /** Frees what advance() put out of reach, looking at up to `rows` keys from where it stopped; true after a full round. */
  sweep(rows = Number.POSITIVE_INFINITY): boolean {
    this.#undo.closed('sweep');
    for (let left = rows; left > 0; left -= 1) {
      const dimension = this.lists.dimensions[this.#sweep.dimension];
      if (dimension === undefined) {
        this.#sweep = { dimension: 0, row: 0 };
        this.ids.release(Math.min(...this.lists.places.map((_, s) => this.cutoff(s))));
        return true;
      }
      if (this.#sweep.row < dimension.limit) {
        this.lists.dropOld(dimension, this.#sweep.row, (s) => this.cutoff(s));
        this.#sweep.row += 1;
      } else this.#sweep = { dimension: this.#sweep.dimension + 1, row: 0 };
    }
    return false;
  }

  /** SHA-256 of the reachable state: the same events in any order of arrival give the same digest. */
  digest(): string {
    return digestOf(this);
  }

  /** The reachable state as lines of text, order of arrival included; restore() of them gives the same answers. */
  dump(): Generator<string> {
    this.#undo.closed('dump');
    return dumpOf(this);
  }

  /** Fills an empty store from dump(). Failure: windows.snapshot_mismatch. */
  restore(lines: Iterable<string>): void {
    this.#undo.closed('restore');
    restoreInto(this, lines);
  }

  memory(): Memory {
    const { dimensions, places, tokens } = this.lists;
    const name = (facts: readonly number[]) => facts.map((slot) => factAt(slot).name).join('+');
    const parts = [tokens, this.ids, ...places.map((place) => place.series), ...dimensions];
    return {
      bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
      keys: Object.fromEntries(dimensions.map((dimension) => [name(dimension.facts), dimension.keys])),
      entries: places.reduce((sum, place) => sum + place.series.entries, 0),
      events: this.ids.count,
    };
  }
}
