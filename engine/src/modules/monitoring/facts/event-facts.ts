import type { Observation } from '../observation.ts';
import type { FactValue } from './definition.ts';
import { FACTS } from './dictionary.ts';

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

const READS = FACTS.map(({ read }) => read);

/** Places of the facts that are worked out and not only looked up: an event remembers them. */
const WORKED_OUT = ['event.digits', 'wallet.lookalike', 'ip.group', 'ip.cell', 'customer.age'];
const REMEMBERED = Int8Array.from(FACTS, ({ name }) => WORKED_OUT.indexOf(name));

const NO_KEY = -2;

/** The dictionary's facts of one event. */
export class EventFacts {
  readonly observation: Observation;
  #workedOut: (FactValue | undefined)[] | null = null;
  /** Per dimension: a row, -1 for none, NO_KEY, or undefined before it was looked for. */
  readonly #rows: (number | undefined)[] = [];
  #profiles: Profiles | null = null;
  /** Parameter set that applies; call use() before a condition runs. */
  profile = 0;

  constructor(observation: Observation) {
    this.observation = observation;
  }

  fact(slot: number): FactValue {
    const read = READS[slot];
    if (read === undefined) throw new RangeError(`no fact has slot ${slot}`);
    const place = REMEMBERED[slot] ?? -1;
    return place < 0 ? read(this.observation) : this.#remembered(place, read);
  }

  #remembered(place: number, read: (observation: Observation) => FactValue): FactValue {
    this.#workedOut ??= [];
    const known = this.#workedOut[place];
    if (known !== undefined) return known;
    const value = read(this.observation);
    this.#workedOut[place] = value;
    return value;
  }

  /** A filter cannot look at windows. */
  window(): never {
    throw new Error('a filter looked at a window');
  }

  /** The event's row among the keys of a dimension: -1 when nothing is kept under its key, null when it has no key. */
  rowIn(dimension: Keyed): number | null {
    const known = this.#rows[dimension.index];
    if (known !== undefined) return known === NO_KEY ? null : known;
    const key = dimension.keyOf(this);
    const row = key === null ? NO_KEY : dimension.find(this.observation.entity, key);
    this.#rows[dimension.index] = row;
    return key === null ? null : row;
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
