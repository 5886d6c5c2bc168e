import type { FactValue } from '../facts/definition.ts';
import { factSlot } from '../facts/dictionary.ts';
import type { EventFacts } from '../facts/event-facts.ts';
import type { Rule } from '../rule-set.ts';
import type { Frame } from '../rules/code.ts';
import { Sieve } from '../rules/sieve.ts';
import type { Observed } from '../window-store.ts';
import type { BoundRuleSet } from './bound.ts';

const TYPE = factSlot('event.type') ?? -1;
const NONE: readonly Rule[] = [];

/**
 * Facts and windows of one event after another, for asking only what fires: nothing is remembered of what was
 * asked, and one object serves all events.
 */
export class Scan implements Frame {
  readonly #bound: BoundRuleSet;
  readonly #values: Float64Array;
  /** The event for which each value was read. */
  readonly #rounds: Uint32Array;
  readonly #sieves = new Map<string, Sieve<Rule>>();
  #round = 0;
  #observed: Observed | null = null;
  #facts: EventFacts | null = null;
  profile = 0;

  constructor(bound: BoundRuleSet) {
    const { length } = bound.ruleSet.aggregates;
    this.#bound = bound;
    this.#values = new Float64Array(length);
    this.#rounds = new Uint32Array(length);
    for (const [type, rules] of bound.ruleSet.byType)
      this.#sieves.set(
        type,
        new Sieve(
          rules.map((rule) => ({ of: rule, tree: rule.fires })),
          bound.ruleSet.profiles,
          [TYPE],
        ),
      );
  }

  /** The rules that fire at the event that was just observed: those of which detect() would give a finding, in its order. */
  fired(observed: Observed): readonly Rule[] {
    const { facts } = observed;
    const sieve = this.#sieves.get(facts.observation.type);
    if (sieve === undefined || facts.observation.reverses !== null) return NONE;
    const left = sieve.at(facts);
    if (left.length === 0) return NONE;
    if (this.#round === 0xffffffff) {
      this.#rounds.fill(0);
      this.#round = 0;
    }
    this.#round += 1;
    this.#observed = observed;
    this.#facts = facts;
    this.profile = facts.profile;
    let fired: Rule[] | null = null;
    for (let i = 0; i < left.length; i += 1) {
      const item = left[i];
      if (item === undefined || !item.test(this)) continue;
      fired ??= [];
      fired.push(item.of);
    }
    return fired ?? NONE;
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
