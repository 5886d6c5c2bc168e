import type { Outcome } from '@atalaya/contract/decisions.ts';
import type { Label } from '@atalaya/world/label.ts';
import type { Answer } from './courier.ts';

export interface ScenarioTally {
  /** Number in the catalogue. */
  readonly scenario: string;
  /** Commissions of the scheme among the events told. */
  readonly patterns: number;
  /** Those with at least one event that was not simply allowed, for whatever reason. */
  readonly caught: number;
  /** Those for which the scenario itself gave a reason; null when the server does not tell its scenarios' numbers. */
  readonly caught_by_own: number | null;
}

export interface DemoSummary {
  readonly events: number;
  readonly repeated: number;
  readonly refused: number;
  /** Code of each problem, with how often it came. */
  readonly problems: Readonly<Record<string, number>>;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly scenarios: readonly ScenarioTally[];
  /** Honest customers who took no part in any pattern. */
  readonly honest: { readonly customers: number; readonly alerted: number };
}

interface Pattern {
  readonly scenario: string;
  caught: boolean;
  own: boolean;
}

/** Holds the server's answers against the truth, which only the world knows. */
export class Tally {
  /** Number in the catalogue of each scenario of the server; empty when it is not known. */
  numbers: ReadonlyMap<string, string> = new Map();
  readonly #outcomes: Record<Outcome, number> = { allow: 0, review: 0, hold: 0, block: 0 };
  readonly #problems: Record<string, number> = {};
  readonly #patterns = new Map<string, Pattern>();
  readonly #honest = new Map<string, boolean>();
  #events = 0;
  #repeated = 0;
  #refused = 0;

  get outcomes(): Readonly<Record<Outcome, number>> {
    return this.#outcomes;
  }

  record(customer: string, label: Label, answer: Answer): void {
    this.#events += 1;
    if ('problem' in answer) {
      const { code } = answer.problem;
      this.#refused += 1;
      this.#problems[code] = (this.#problems[code] ?? 0) + 1;
    }
    const decision = 'decision' in answer ? answer.decision : undefined;
    if (decision !== undefined) this.#outcomes[decision.decision] += 1;
    if (decision?.repeated === true) this.#repeated += 1;
    const reasons = (decision?.reasons ?? []).map((reason) => reason.scenario);
    const alerted = decision !== undefined && decision.decision !== 'allow';
    if (label.scenario === undefined) {
      this.#honest.set(customer, alerted || this.#honest.get(customer) === true);
    } else if (label.pattern !== undefined) {
      const { scenario } = label;
      const pattern = this.#patterns.get(label.pattern) ?? { scenario, caught: false, own: false };
      pattern.caught ||= alerted;
      pattern.own ||= reasons.some((reason) => this.numbers.get(reason) === scenario);
      this.#patterns.set(label.pattern, pattern);
    }
  }

  summary(): DemoSummary {
    const patterns = [...this.#patterns.values()];
    const scenarios = [...new Set(patterns.map((pattern) => pattern.scenario))];
    const honest = [...this.#honest.values()];
    return {
      events: this.#events,
      repeated: this.#repeated,
      refused: this.#refused,
      problems: this.#problems,
      outcomes: this.#outcomes,
      scenarios: scenarios
        .sort((a, b) => Number(a) - Number(b))
        .map((scenario) =>
          tallyOf(
            scenario,
            patterns.filter((pattern) => pattern.scenario === scenario),
            this.numbers.size > 0,
          ),
        ),
      honest: { customers: honest.length, alerted: honest.filter(Boolean).length },
    };
  }
}

const tallyOf = (scenario: string, patterns: readonly Pattern[], numbered: boolean): ScenarioTally => ({
  scenario,
  patterns: patterns.length,
  caught: patterns.filter((pattern) => pattern.caught).length,
  caught_by_own: numbered ? patterns.filter((pattern) => pattern.own).length : null,
});
