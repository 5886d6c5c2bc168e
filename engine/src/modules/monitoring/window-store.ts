import type { BaseFile } from './base-file.ts';
import { factAt } from './facts/dictionary.ts';
import { EventFacts } from './facts/event-facts.ts';
import { hourOf, type Observation } from './observation.ts';
import { Snapshotting } from './snapshotting.ts';
import { digestOf } from './windows/digest.ts';
import type { EventIds } from './windows/event-ids.ts';
import type { KeyedLists } from './windows/keyed-lists.ts';
import { Range } from './windows/range.ts';
import type { SeriesSpec } from './windows/series.ts';
import { State } from './windows/state.ts';
import { UndoLog } from './windows/undo.ts';

/** An event the store has seen: its facts, and the reference its entries carry. */
export interface Observed {
  readonly facts: EventFacts;
  readonly ref: number;
}

export interface Memory {
  /** Exact for columns and tables, estimated for strings and maps. */
  readonly bytes: number;
  /** Keys in memory by kind, e.g. `customer.id`: how many have at least one entry there. */
  readonly keys: Readonly<Record<string, number>>;
  /** Entries in memory. */
  readonly entries: number;
  /** Events whose ids are kept or were kept since the store was made. */
  readonly events: number;
  /** Rows that lie in the newest snapshot, its bytes on disk, and how often one was brought back. */
  readonly rows_on_disk: number;
  readonly bytes_on_disk: number;
  readonly brought_back: number;
}

/** Keys looked at between two looks at the clock. */
const STRIDE = 64;

/**
 * Exact windows over event time, for one partition, single-threaded. Events may come late and in any order; equal times
 * keep the order of arrival. State is a function of what was observed and retracted, in order, never of a clock: the
 * horizon is the latest hour that an observed event told of. Between begin() and commit() every change since the
 * last keep() can be taken back by rollback(), which leaves the digest as it was. What was not looked at for long leaves
 * memory once it is in a snapshot, and comes back when it is asked for. Using a verb out of turn is a mistake of the
 * caller's code and throws a plain Error.
 */
export class WindowStore {
  readonly #state: State;
  readonly #undo = new UndoLog();
  readonly #range = new Range();
  #sweep = { dimension: 0, row: 0 };
  /** What cannot be taken back any more. */
  #kept = { refs: 0, horizon: Number.NEGATIVE_INFINITY };

  /**
   * `series` as asked for by rule-sets (see mergeSeries). Events up to `latenessMs` older than the horizon still see whole
   * windows; beyond that their windows are *not known*.
   */
  constructor(series: readonly SeriesSpec[], options: { latenessMs: number }) {
    this.#state = new State(series, options.latenessMs);
  }

  get lists(): KeyedLists {
    return this.#state.lists;
  }

  get ids(): EventIds {
    return this.#state.ids;
  }

  get latenessMs(): number {
    return this.#state.latenessMs;
  }

  get horizon(): number {
    return this.#state.horizon;
  }

  begin(): void {
    this.#undo.begin();
  }

  commit(): void {
    this.#undo.commit();
    this.#keep();
  }

  /** Takes back every change since begin() or the last keep(), newest first. */
  rollback(): void {
    this.rollbackTo(this.#undo.start);
    this.#undo.commit();
  }

  /** A point inside the open batch to which rollbackTo() can return. */
  savepoint(): number {
    return this.#undo.length;
  }

  rollbackTo(savepoint: number): void {
    while (this.#undo.length > Math.max(savepoint, this.#undo.start)) {
      const step = this.#undo.pop();
      if (step.kind === 'seen') this.ids.truncate(step.ref);
      else if (step.kind === 'told') this.#state.horizon = step.horizon;
      else if (step.kind === 'inserted') this.lists.takeOut(step.series, step.row, step.at, step.ref);
      else this.lists.putBack(step.removal.series, step.removal.entity, step.removal.key, step.removal.taken);
    }
  }

  /** Steps that could be taken back. */
  get undoable(): number {
    return this.#undo.length - this.#undo.start;
  }

  /** Nothing before this point of the open batch will be taken back. */
  keep(savepoint: number): void {
    this.#undo.forget(savepoint);
    this.#keep();
  }

  #keep(): void {
    this.#kept.refs = this.#undo.firstSeen() ?? this.ids.count;
    this.#kept.horizon = this.#undo.firstTold() ?? this.horizon;
  }

  /**
   * Adds an event to every series that wants it, an internal transfer to the receiver's too, after it took the event out
   * that it reverses or corrects. An event that reverses another enters no window itself.
   */
  observe(observation: Observation): Observed {
    this.#undo.open('observe');
    const facts = new EventFacts(observation);
    const { takesBack, receiving } = observation;
    this.#tell(observation.horizon);
    if (takesBack !== null) this.retract(takesBack);
    this.#undo.seen(this.ids.count);
    const ref = this.ids.add(observation.eventId, observation.at);
    if (observation.reverses !== null) return { facts, ref };
    if (receiving !== null) this.#enter(new EventFacts(receiving), ref);
    this.#enter(facts, ref);
    return { facts, ref };
  }

  #enter(facts: EventFacts, ref: number): void {
    const { at } = facts.observation;
    const { lists } = this;
    const keeping = lists.keeping(facts);
    for (let i = 0; i < keeping.length; i += 1) {
      const s = keeping[i] ?? 0;
      if (at <= this.#state.cutoff(s)) continue;
      const row = lists.add(s, facts, ref);
      if (row >= 0) this.#undo.inserted(s, row, at, ref);
    }
  }

  /** Time has come as far as this with an event that no window keeps and that was not observed. */
  pass(horizon: number): void {
    this.#undo.open('pass');
    this.#tell(horizon);
  }

  #tell(horizon: number): void {
    const hour = hourOf(horizon);
    if (hour <= this.horizon) return;
    this.#undo.told(this.horizon);
    this.#state.horizon = hour;
  }

  /**
   * Takes a reversed, corrected or rejected event out of every window, as if it had never happened; what was decided
   * before stays decided. `original` must be the observation that was observed. False when no window held it any more.
   */
  retract(original: Observation): boolean {
    this.#undo.open('retract');
    const facts = new EventFacts(original);
    const { at, entity, receiving } = original;
    let found = receiving !== null && this.retract(receiving);
    for (const s of this.lists.keeping(facts)) {
      const { dimension } = this.lists.place(s);
      const key = dimension.keyOf(facts);
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

  /** Entries of series `s` at or before this time are out of reach. */
  cutoff(s: number): number {
    return this.#state.cutoff(s);
  }

  /**
   * Frees what is out of reach, from where it stopped until `until` (performance.now), and lets rows leave memory that are
   * in the snapshot and that nobody looked at for `idle` ticks. `tick` is any clock that goes forward; true after a full round.
   */
  tidy(until: number, tick: number, idle: number): boolean {
    for (const dimension of this.lists.dimensions) dimension.tick = tick;
    while (performance.now() < until)
      for (let i = 0; i < STRIDE; i += 1) if (this.#sweepOne(Math.max(0, tick - idle))) return true;
    return false;
  }

  #sweepOne(evictBefore: number): boolean {
    const dimension = this.lists.dimensions[this.#sweep.dimension];
    if (dimension === undefined) {
      this.#sweep = { dimension: 0, row: 0 };
      const cutoffs = this.lists.places.map((_, s) => this.#state.cutoffAt(s, this.#kept.horizon));
      this.ids.release(Math.min(...cutoffs));
      return true;
    }
    const { row } = this.#sweep;
    if (row >= dimension.limit) {
      this.#sweep = { dimension: this.#sweep.dimension + 1, row: 0 };
      return false;
    }
    this.#sweep.row += 1;
    if (!this.#state.evict(dimension, row, evictBefore))
      this.lists.dropOld(dimension, row, (s) => this.#state.cutoffAt(s, this.#kept.horizon));
    return false;
  }

  /** Lets everything leave memory that is in the snapshot, whoever looked at it. */
  evictAll(): void {
    for (const dimension of this.lists.dimensions)
      for (let row = 0; row < dimension.limit; row += 1)
        this.#state.evict(dimension, row, Number.POSITIVE_INFINITY);
  }

  /** SHA-256 of the reachable state: the same events in any order of arrival give the same digest. */
  digest(): string {
    return digestOf(this.#state);
  }

  /** Begins a snapshot of what cannot be taken back; see Snapshotting. One at a time. */
  snapshot(): Snapshotting {
    const made = new Snapshotting(this.#state, this.#kept.refs, this.#kept.horizon);
    // What may still be taken back is not in it, so its rows count as changed afterwards.
    for (const step of this.#undo.pending())
      if (step.kind === 'inserted') this.lists.place(step.series).dimension.touch(step.row);
    return made;
  }

  /** The snapshot that rows which left memory are in. */
  get base(): BaseFile | null {
    return this.#state.base;
  }

  /** Something taken out may still be put back: no slice of a snapshot now. */
  get isUnsettled(): boolean {
    return this.#undo.removals > 0;
  }

  /** Fills an empty store from a snapshot. Failure: windows.snapshot_mismatch. */
  open(base: BaseFile, idsFile: string): void {
    this.#undo.closed('open');
    this.#state.open(base, idsFile);
    this.#keep();
  }

  /** Lets go of the files of its snapshot. */
  close(): void {
    this.#state.close();
  }

  /** Bytes in memory; see Memory. */
  get bytes(): number {
    const { dimensions, places, tokens } = this.lists;
    const parts = [tokens, this.ids, ...places.map((place) => place.series), ...dimensions];
    return parts.reduce((sum, part) => sum + part.bytes, this.base?.memory ?? 0);
  }

  memory(): Memory {
    const { dimensions, places } = this.lists;
    const { base, loads } = this.#state;
    const name = (facts: readonly number[]) => facts.map((slot) => factAt(slot).name).join('+');
    return {
      bytes: this.bytes,
      keys: Object.fromEntries(dimensions.map((dimension) => [name(dimension.facts), dimension.keys])),
      entries: places.reduce((sum, place) => sum + place.series.entries, 0),
      events: this.ids.count,
      rows_on_disk: base?.footer.rows ?? 0,
      bytes_on_disk: base?.bytes ?? 0,
      brought_back: loads,
    };
  }
}
