import { Failure } from '../../../kernel/failure.ts';

/** How many questions a task may ask: a hub address must not cost a month's quota. */
export class Budget {
  readonly #most: number;
  #asked = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get left(): number {
    return this.#most - this.#asked;
  }

  /** Failure: chain.budget_exhausted. */
  spend(): void {
    if (this.#asked >= this.#most)
      throw new Failure('policy', 'chain.budget_exhausted', `the ${this.#most} questions allowed are asked`);
    this.#asked += 1;
  }
}
