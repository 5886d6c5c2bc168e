import type { Taken } from './keyed-lists.ts';

export type Step =
  | { readonly kind: 'seen'; readonly count: number }
  | {
      readonly kind: 'inserted';
      readonly series: number;
      readonly row: number;
      readonly at: number;
      readonly ref: number;
    }
  | {
      readonly kind: 'removed';
      readonly series: number;
      readonly entity: string;
      readonly key: string;
      readonly taken: Taken;
    };

/** What a batch changed, to be walked backwards. Misuse is a mistake of ours and throws. */
export class UndoLog {
  #steps: Step[] | null = null;

  get length(): number {
    return this.#steps?.length ?? 0;
  }

  begin(): void {
    this.closed('begin');
    this.#steps = [];
  }

  commit(): void {
    this.open('commit');
    this.#steps = null;
  }

  push(step: Step): void {
    this.#steps?.push(step);
  }

  pop(): Step {
    const step = this.#steps?.pop();
    if (step === undefined) throw new Error('nothing left to take back');
    return step;
  }

  open(verb: string): void {
    if (this.#steps === null) throw new Error(`${verb}() needs begin()`);
  }

  closed(verb: string): void {
    if (this.#steps !== null) throw new Error(`${verb}() inside a batch: commit() or rollback() first`);
  }
}
