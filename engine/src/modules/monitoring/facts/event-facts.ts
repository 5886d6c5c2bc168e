import type { Observation } from '../observation.ts';
import type { FactValue } from './definition.ts';
import { FACTS, factAt } from './dictionary.ts';

/** Gives the parameter set that applies to an event; one per rule-set. */
export interface Profiles {
  indexOf(observation: Observation): number;
}

/** Finds keys: a dimension of a window store. */
export interface Keyed {
  keyOf(event: EventFacts): string | null;
  find(entity: string, key: string): number;
}

/** The dictionary's facts of one event, each read at most once. */
export class EventFacts {
  readonly observation: Observation;
  readonly #values: (FactValue | undefined)[] = new Array(FACTS.length);
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

  /** The event's row among the keys of a dimension: -1 when nothing is kept under its key, null when it has no key. */
  rowIn(dimension: Keyed): number | null {
    const key = dimension.keyOf(this);
    return key === null ? null : dimension.find(this.observation.entity, key);
  }

  use(profiles: Profiles): void {
    if (this.#profiles === profiles) return;
    this.#profiles = profiles;
    this.profile = profiles.indexOf(this.observation);
  }
}
