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

/**
 * What a batch changed, to be walked backwards. Four numbers a step: series (or SEEN, REMOVED), row, time, reference.
 * Misuse is a mistake of ours and throws.
 */
export class UndoLog {
  #isOpen = false;
  readonly #steps: number[] = [];
  readonly #removals: Removal[] = [];

  get length(): number {
    return this.#steps.length / STRIDE;
  }

  begin(): void {
    this.closed('begin');
    this.#isOpen = true;
  }

  commit(): void {
    this.open('commit');
    this.#isOpen = false;
    this.#steps.length = 0;
    this.#removals.length = 0;
  }

  /** An event got reference `ref`. */
  seen(ref: number): void {
    this.#steps.push(SEEN, 0, 0, ref);
  }

  inserted(series: number, row: number, at: number, ref: number): void {
    this.#steps.push(series, row, at, ref);
  }

  removed(removal: Removal): void {
    this.#removals.push(removal);
    this.#steps.push(REMOVED, 0, 0, 0);
  }

  /** The newest step, taken off the log. */
  pop(): Step {
    const [series = SEEN, row = 0, at = 0, ref = 0] = this.#steps.splice(-STRIDE);
    if (series === SEEN) return { kind: 'seen', ref };
    if (series !== REMOVED) return { kind: 'inserted', series, row, at, ref };
    const removal = this.#removals.pop();
    if (removal === undefined) throw new Error('nothing left to take back');
    return { kind: 'removed', removal };
  }

  open(verb: string): void {
    if (!this.#isOpen) throw new Error(`${verb}() needs begin()`);
  }

  closed(verb: string): void {
    if (this.#isOpen) throw new Error(`${verb}() inside a batch: commit() or rollback() first`);
  }
}
