import type { BaseFile, Description } from './base-file.ts';
import type { Dimension } from './windows/dimension.ts';
import type { Continuation } from './windows/rows-on-disk.ts';
import { PartWriter } from './windows/rows-on-disk.ts';
import { type State, shapesOf } from './windows/state.ts';

/** What only the owner of the windows knows of a snapshot. */
export type Told = Pick<Description, 'journal' | 'leaf' | 'rule_set' | 'made_by' | 'made_at' | 'erased'>;

const CHUNK_BYTES = 512 * 1024;

/**
 * A snapshot in the making, a slice at a time while decisions go on: rows that changed since the last one are written as
 * they were when it began. What arrived since is left out by its reference; what was taken out since may be missing, which
 * is the same, as the journal tells it after the snapshot's number and taking out twice changes nothing.
 */
export class Snapshotting {
  readonly refs: number;
  readonly #state: State;
  readonly #writer: PartWriter;
  readonly #since: number;
  readonly #horizon: number;
  #dimension = 0;
  #row = 0;
  #going: Continuation | null = null;
  rows = 0;

  /** `refs` and `horizon`: of the decisions that are durable. Changes from now on belong to the next snapshot. */
  constructor(state: State, refs: number, horizon: number) {
    this.#state = state;
    this.refs = refs;
    this.#horizon = horizon;
    this.#since = state.generation;
    this.#writer = new PartWriter(
      state.lists,
      refs,
      (s) => state.cutoffAt(s, horizon),
      (name) => state.entityNumber(name),
    );
    state.nextGeneration();
  }

  /** Changed rows, until `until` (performance.now) or a chunk is full; null when all is written. */
  slice(until: number, idsFile: string): Buffer | null {
    const { ids } = this.#state;
    while (performance.now() < until) {
      if (!ids.moveOne(idsFile, this.refs)) break;
    }
    let more = true;
    while (more && this.#writer.length < CHUNK_BYTES && performance.now() < until)
      for (let i = 0; more && i < 32 && this.#writer.length < CHUNK_BYTES; i += 1) more = this.#next();
    const bytes = this.#writer.take();
    return more || bytes.length > 0 ? bytes : null;
  }

  /** Looks at one row; false after the last. */
  #next(): boolean {
    if (this.#going !== null && this.#going.dimension.nameOf(this.#going.row).key === this.#going.key) {
      this.#going = this.#writer.write(this.#going);
      return true;
    }
    this.#going = null;
    const dimension = this.#state.lists.dimensions[this.#dimension];
    if (dimension === undefined) return false;
    if (this.#row >= dimension.limit) {
      this.#dimension += 1;
      this.#row = 0;
      return true;
    }
    this.#take(dimension, this.#row);
    this.#row += 1;
    return true;
  }

  #take(dimension: Dimension, row: number): void {
    if (!dimension.inUse(row) || dimension.changedIn(row) <= this.#state.written) return;
    const { key } = dimension.nameOf(row);
    const start = Number.NEGATIVE_INFINITY;
    this.#going = this.#writer.write({ dimension, row, key, column: 0, at: start, ref: -1, part: 0 });
    dimension.setOnDisk(row);
    this.rows += 1;
  }

  description(told: Told, ids: Description['ids']): Description {
    const { lists, latenessMs, entities } = this.#state;
    return {
      format: 1,
      ...told,
      horizon: Number.isFinite(this.#horizon) ? this.#horizon : null,
      lateness_ms: latenessMs,
      refs: this.refs,
      series: shapesOf(lists),
      dimensions: lists.dimensions.map((dimension) => dimension.facts.join()),
      entities: [...entities],
      ids,
    };
  }

  get idTail(): Buffer {
    return this.#state.ids.tail(this.refs);
  }

  /** Nothing at or before this time is worth a byte. */
  get cutoff(): number {
    return Math.min(...this.#state.lists.places.map((_, s) => this.#state.cutoffAt(s, this.#horizon)));
  }

  /** The file is written: rows unchanged since it was begun may leave memory. */
  done(base: BaseFile): void {
    this.#state.take(base, this.#since);
  }
}
