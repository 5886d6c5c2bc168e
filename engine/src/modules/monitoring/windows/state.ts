import { Failure } from '../../../kernel/failure.ts';
import type { BaseFile, SeriesShape } from '../base-file.ts';
import { factAt } from '../facts/dictionary.ts';
import type { Dimension } from './dimension.ts';
import { EventIds } from './event-ids.ts';
import { KeyedLists } from './keyed-lists.ts';
import { type Hash, hashInto, orderOf, readPart } from './rows-on-disk.ts';
import type { SeriesSpec } from './series.ts';

const mismatch = (message: string): Failure =>
  new Failure('operator', 'windows.snapshot_mismatch', `the window snapshot cannot be used: ${message}`);

const nameOf = (slot: number): string => factAt(slot).name;

/** What a series keeps, by name: a snapshot serves where this is the same and reaches as far. */
export const shapesOf = (lists: KeyedLists): SeriesShape[] =>
  lists.places.map(({ series: { spec } }) => ({
    id: spec.id,
    numbers: spec.numbers.map(nameOf),
    words: spec.words.map(nameOf),
    retain_ms: spec.retainMs,
  }));

/** The rows of the windows, some in memory and some in the newest snapshot, and the ids behind their references. */
export class State {
  readonly lists: KeyedLists;
  readonly ids = new EventIds();
  readonly latenessMs: number;
  /** Obliged entities by the number rows on disk have. */
  readonly entities: string[] = [];
  #base: BaseFile | null = null;
  #seriesOf: readonly number[] = [];
  /** Changes up to this generation are in the snapshot there is. */
  written = 0;
  #loads = 0;
  readonly #hash: Hash = { high: 0, low: 0 };
  #horizon = Number.NEGATIVE_INFINITY;
  readonly #cutoffs: Float64Array;

  constructor(series: readonly SeriesSpec[], latenessMs: number) {
    this.lists = new KeyedLists(series);
    this.latenessMs = latenessMs;
    this.#cutoffs = new Float64Array(series.length).fill(Number.NEGATIVE_INFINITY);
  }

  get horizon(): number {
    return this.#horizon;
  }

  set horizon(at: number) {
    this.#horizon = at;
    for (let s = 0; s < this.#cutoffs.length; s += 1) this.#cutoffs[s] = this.cutoffAt(s, at);
  }

  /** Entries of series `s` at or before this time are out of reach. */
  cutoff(s: number): number {
    return this.#cutoffs[s] ?? Number.NEGATIVE_INFINITY;
  }

  cutoffAt(s: number, horizon: number): number {
    return horizon - this.latenessMs - this.lists.place(s).series.spec.retainMs;
  }

  get base(): BaseFile | null {
    return this.#base;
  }

  /** Rows brought back from disk so far. */
  get loads(): number {
    return this.#loads;
  }

  get generation(): number {
    return this.lists.dimensions[0]?.generation ?? 1;
  }

  nextGeneration(): void {
    for (const dimension of this.lists.dimensions) dimension.generation += 1;
  }

  entityNumber(name: string): number {
    const known = this.entities.indexOf(name);
    return known < 0 ? this.entities.push(name) - 1 : known;
  }

  /** From now on rows are found in this snapshot. */
  take(base: BaseFile, written: number): void {
    this.#base?.close();
    this.#base = base;
    this.#seriesOf = this.#seriesIn(base);
    this.written = written;
    for (const dimension of this.lists.dimensions)
      dimension.cold = (of, entity, key) => this.#load(of, entity, key);
  }

  /** Fills an empty state from a snapshot. Failure: windows.snapshot_mismatch. */
  open(base: BaseFile, idsFile: string): void {
    const { description, tail } = base;
    if (this.ids.count > 0) throw mismatch('the store is not empty');
    if (description.lateness_ms !== this.latenessMs) throw mismatch('it was taken for other lateness');
    this.#seriesIn(base);
    this.ids.restore(idsFile, description.ids.pages, tail, description.refs, description.horizon ?? 0);
    this.entities.push(...description.entities);
    this.take(base, 0);
    this.horizon = description.horizon ?? Number.NEGATIVE_INFINITY;
  }

  #seriesIn(base: BaseFile): number[] {
    const own = shapesOf(this.lists);
    const { series, dimensions } = base.description;
    const here = this.lists.dimensions.map((dimension) => dimension.facts.join());
    if (JSON.stringify(here) !== JSON.stringify(dimensions)) throw mismatch('it was taken for other keys');
    const places = new Map(own.map((shape, s) => [identity(shape), { s, shape }]));
    const found = series.map((shape) => {
      const place = places.get(identity(shape));
      return place !== undefined && place.shape.retain_ms <= shape.retain_ms ? place.s : -1;
    });
    if (found.includes(-1) || found.length !== own.length) throw mismatch('it was taken for other series');
    return found;
  }

  #load(dimension: Dimension, entity: string, key: string): number {
    const base = this.#base;
    const number = this.entities.indexOf(entity);
    if (base === null || number < 0) return -1;
    const order = orderOf(hashInto(this.#hash, dimension.index, number, key));
    let row = -1;
    base.eachPart(order, dimension.index, number, key, (page, start) => {
      if (row < 0) row = dimension.row(entity, key);
      dimension.setOnDisk(row);
      readPart(page, start, this.lists, row, this.#seriesOf);
    });
    if (row >= 0) this.#loads += 1;
    return row;
  }

  /** Brings every row back into memory: for looking at the whole state. */
  loadAll(): void {
    const base = this.#base;
    if (base === null) return;
    base.eachKey((dimension, entity, key) => {
      this.lists.dimensions[dimension]?.find(this.entities[entity] ?? '', key);
    });
  }

  /** A row of which all is on disk and that nobody looked at since `tick` leaves memory. */
  evict(dimension: Dimension, row: number, tick: number): boolean {
    if (!dimension.inUse(row) || dimension.changedIn(row) > this.written) return false;
    if (dimension.lists(row) > 0 && (!dimension.onDisk(row) || dimension.usedAt(row) >= tick)) return false;
    this.lists.evict(dimension, row);
    return true;
  }

  close(): void {
    this.#base?.close();
    this.#base = null;
    this.ids.close();
  }
}

const identity = ({ id, numbers, words }: SeriesShape): string => JSON.stringify([id, numbers, words]);
