import type { FactValue } from '../facts/definition.ts';
import type { EventFacts } from '../facts/event-facts.ts';
import type { Frame } from '../rules/code.ts';
import type { Observed } from '../window-store.ts';
import type { BoundRuleSet } from './bound.ts';

/**
 * Facts and windows of one event after another, for asking only whether anything fires: nothing is remembered of what was
 * asked, and one object serves all events.
 */
export class Scan implements Frame {
  readonly #bound: BoundRuleSet;
  readonly #values: Float64Array;
  /** The event for which each value was read. */
  readonly #rounds: Uint32Array;
  #round = 0;
  #observed: Observed | null = null;
  #facts: EventFacts | null = null;
  profile = 0;

  constructor(bound: BoundRuleSet) {
    const { length } = bound.ruleSet.aggregates;
    this.#bound = bound;
    this.#values = new Float64Array(length);
    this.#rounds = new Uint32Array(length);
  }

  /** Whether any rule fires at the event that was just observed: exactly when detect() would give a finding. */
  fires(observed: Observed): boolean {
    const { observation } = observed.facts;
    const rules = this.#bound.ruleSet.byType.get(observation.type);
    if (rules === undefined || observation.reverses !== null) return false;
    if (this.#round === 0xffffffff) {
      this.#rounds.fill(0);
      this.#round = 0;
    }
    this.#round += 1;
    this.#observed = observed;
    this.#facts = observed.facts;
    this.profile = this.#bound.ruleSet.profiles.indexOf(observation);
    for (let i = 0; i < rules.length; i += 1) if (rules[i]?.fires(this) === true) return true;
    return false;
  }

  fact(slot: number): FactValue {
    return this.#facts === null ? null : this.#facts.fact(slot);
  }

  window(slot: number): number | null {
    if (this.#rounds[slot] !== this.#round && this.#observed !== null) {
      this.#values[slot] = this.#bound.value(slot, this.#observed, this.profile) ?? Number.NaN;
      this.#rounds[slot] = this.#round;
    }
    const value = this.#values[slot] ?? Number.NaN;
    return Number.isNaN(value) ? null : value;
  }
}
