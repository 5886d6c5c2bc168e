import type { Observation } from '../observation.ts';
import type { FactValue } from './definition.ts';
import { FACTS, factAt } from './dictionary.ts';

/** Gives the parameter set that applies to an event; one per rule-set. */
export interface Profiles {
  indexOf(observation: Observation): number;
}

/** Finds keys: a dimension of a window store. */
export interface Keyed {
  /** Place among the store's dimensions. */
  readonly index: number;
  keyOf(event: EventFacts): string | null;
  find(entity: string, key: string): number;
}

/** The dictionary's facts of one event, each read at most once. */
export class EventFacts {
  readonly observation: Observation;
  readonly #values: (FactValue | undefined)[] = new Array(FACTS.length);
  readonly #keys: (string | null | undefined)[] = [];
  readonly #rows: (number | undefined)[] = [];
  #profiles: Profiles | null = null;
  /** Parameter set that applies; call use() before a condition runs. */
  profile = 0;

  constructor(observation: Observation) {
    this.observation = observation;
  }

  fact(slot: number): FactValue {
    const known = this.#values[slot];
    if (known !== undefined) return known;
    const value = factAt(slot).read(this.observation);
    this.#values[slot] = value;
    return value;
  }

  /** A filter cannot look at windows. */
  window(): never {
    throw new Error('a filter looked at a window');
  }

  /** The event's key in a dimension; null when a fact of it is not known. */
  keyIn(dimension: Keyed): string | null {
    const known = this.#keys[dimension.index];
    if (known !== undefined) return known;
    const key = dimension.keyOf(this);
    this.#keys[dimension.index] = key;
    return key;
  }

  /** The event's row among the keys of a dimension: -1 when nothing is kept under its key, null when it has no key. */
  rowIn(dimension: Keyed): number | null {
    const key = this.keyIn(dimension);
    if (key === null) return null;
    const known = this.#rows[dimension.index];
    if (known !== undefined) return known;
    const row = dimension.find(this.observation.entity, key);
    this.#rows[dimension.index] = row;
    return row;
  }

  /** The store made a row for the event's key. */
  setRow(dimension: Keyed, row: number): void {
    this.#rows[dimension.index] = row;
  }

  use(profiles: Profiles): void {
    if (this.#profiles === profiles) return;
    this.#profiles = profiles;
    this.profile = profiles.indexOf(this.observation);
  }
}
