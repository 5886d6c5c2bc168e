import type { Taken } from './keyed-lists.ts';

/** What a retraction took out of one list. */
export interface Removal {
  readonly series: number;
  readonly entity: string;
  readonly key: string;
  readonly taken: Taken;
}

export type Step =
  | { readonly kind: 'seen'; readonly ref: number }
  | { readonly kind: 'told'; readonly horizon: number }
  | {
      readonly kind: 'inserted';
      readonly series: number;
      readonly row: number;
      readonly at: number;
      readonly ref: number;
    }
  | { readonly kind: 'removed'; readonly removal: Removal };

const STRIDE = 4;
const SEEN = -1;
const REMOVED = -2;
const TOLD = -3;

/**
 * What a batch changed, to be walked backwards, and forgotten from the front as it becomes durable. Four numbers a step:
 * series (or SEEN, REMOVED, TOLD), row, time, reference. Points in it are counted since the log was made and stay valid.
 * Misuse is a mistake of ours and throws.
 */
export class UndoLog {
  #isOpen = false;
  #steps = new Float64Array(STRIDE * 1024);
  /** Steps kept, and steps forgotten before them. */
  #count = 0;
  #forgotten = 0;
  readonly #removals: Removal[] = [];
  #tolds = 0;

  /** The point after the newest step. */
  get length(): number {
    return this.#forgotten + this.#count;
  }

  /** The point before the oldest step that can be taken back. */
  get start(): number {
    return this.#forgotten;
  }

  get removals(): number {
    return this.#removals.length;
  }

  begin(): void {
    this.closed('begin');
    this.#isOpen = true;
  }

  commit(): void {
    this.open('commit');
    this.#isOpen = false;
    this.forget(this.length);
  }

  /** Nothing before this point will be taken back. */
  forget(point: number): void {
    const many = Math.min(Math.max(point - this.#forgotten, 0), this.#count);
    if (this.#removals.length > 0 || this.#tolds > 0) this.#forgetRare(many);
    if (many < this.#count) this.#steps.copyWithin(0, many * STRIDE, this.#count * STRIDE);
    this.#count -= many;
    this.#forgotten += many;
  }

  #forgetRare(many: number): void {
    let removals = 0;
    for (let i = 0; i < many; i += 1) {
      if (this.#steps[i * STRIDE] === REMOVED) removals += 1;
      if (this.#steps[i * STRIDE] === TOLD) this.#tolds -= 1;
    }
    this.#removals.splice(0, removals);
  }

  #push(kind: number, row: number, at: number, ref: number): void {
    const i = this.#count * STRIDE;
    if (i === this.#steps.length) {
      const grown = new Float64Array(this.#steps.length * 2);
      grown.set(this.#steps);
      this.#steps = grown;
    }
    this.#steps[i] = kind;
    this.#steps[i + 1] = row;
    this.#steps[i + 2] = at;
    this.#steps[i + 3] = ref;
    this.#count += 1;
  }

  /** An event got reference `ref`. */
  seen(ref: number): void {
    this.#push(SEEN, 0, 0, ref);
  }

  /** The horizon moved; this is where it was. */
  told(horizon: number): void {
    this.#tolds += 1;
    this.#push(TOLD, 0, horizon, 0);
  }

  inserted(series: number, row: number, at: number, ref: number): void {
    this.#push(series, row, at, ref);
  }

  removed(removal: Removal): void {
    this.#removals.push(removal);
    this.#push(REMOVED, 0, 0, 0);
  }

  /** The newest step, taken off the log. */
  pop(): Step {
    if (this.#count === 0) throw new Error('nothing left to take back');
    this.#count -= 1;
    const step = this.#read(this.#count);
    if (step?.kind === 'told') this.#tolds -= 1;
    if (step !== null) return step;
    const removal = this.#removals.pop();
    if (removal === undefined) throw new Error('nothing left to take back');
    return { kind: 'removed', removal };
  }

  /** The first reference given since the log's start, or null; and the horizon there was at its start, when it moved. */
  firstSeen(): number | null {
    for (let i = 0; i < this.#count; i += 1)
      if (this.#steps[i * STRIDE] === SEEN) return this.#steps[i * STRIDE + 3] ?? 0;
    return null;
  }

  firstTold(): number | null {
    if (this.#tolds === 0) return null;
    for (let i = 0; i < this.#count; i += 1)
      if (this.#steps[i * STRIDE] === TOLD) return this.#steps[i * STRIDE + 2] ?? 0;
    return null;
  }

  /** Steps that can still be taken back, oldest first; removals are left out. */
  *pending(): Generator<Step> {
    for (let i = 0; i < this.#count; i += 1) {
      const step = this.#read(i);
      if (step !== null) yield step;
    }
  }

  #read(place: number): Step | null {
    const i = place * STRIDE;
    const series = this.#steps[i] ?? SEEN;
    const row = this.#steps[i + 1] ?? 0;
    const at = this.#steps[i + 2] ?? 0;
    const ref = this.#steps[i + 3] ?? 0;
    if (series === SEEN) return { kind: 'seen', ref };
    if (series === TOLD) return { kind: 'told', horizon: at };
    return series === REMOVED ? null : { kind: 'inserted', series, row, at, ref };
  }

  open(verb: string): void {
    if (!this.#isOpen) throw new Error(`${verb}() needs begin()`);
  }

  closed(verb: string): void {
    if (this.#isOpen) throw new Error(`${verb}() inside a batch: commit() or rollback() first`);
  }
}
