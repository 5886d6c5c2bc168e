import { isFailure } from '../../../kernel/failure.ts';
import { type FoundBefore, foundBefore } from '../../monitoring/detection.ts';
import type { Observation } from '../../monitoring/observation.ts';
import { type Rule, versionOf } from '../../monitoring/rule-set.ts';
import { readScenario, type Scenario } from '../../monitoring/scenario.ts';
import type { Decided } from './archive/segment.ts';
import { type Side, type Sides, splitOf } from './comparison.ts';

type Shape = Scenario['shape'];

/** Scenarios of a rule-set that decided: id → what decides whether it fires and what it then says. */
export type DecidedBy = ReadonlyMap<string, string>;

/** Rule-sets that decided in a stretch, by the version that decisions carry; null: what it was is not known any more. */
export type Deciders = ReadonlyMap<string, DecidedBy | null>;

/**
 * Two scenarios of which this is the same fire at the same events and say the same. Severity, outcome and suppression come
 * after that; sources, explanation and examples are not asked.
 */
const firingOf = ({ title, reason, applies_to, parameters, windows, when }: Shape): string =>
  JSON.stringify({ title, reason, applies_to, parameters, windows, when });

/**
 * The scenarios behind a version, out of its files; null when this program makes another version of them, so that what
 * was found by it may not be what would be found now. `known` are scenarios already read, by their text.
 */
export function decidedBy(
  version: string,
  files: readonly { readonly path: string; readonly text: string }[],
  known: Map<string, Scenario>,
): DecidedBy | null {
  const scenarios: Scenario[] = [];
  for (const file of files) {
    const scenario = known.get(file.text) ?? readOrNull(file);
    if (scenario === null) return null;
    known.set(file.text, scenario);
    scenarios.push(scenario);
  }
  const shapes = scenarios.map(({ shape }) => shape).sort((a, b) => a.number - b.number);
  if (versionOf(shapes) !== version) return null;
  return new Map(shapes.map((shape) => [shape.id, firingOf(shape)]));
}

function readOrNull(file: { readonly path: string; readonly text: string }): Scenario | null {
  try {
    return readScenario(file);
  } catch (error) {
    if (isFailure(error)) return null;
    throw error;
  }
}

/** What decisions recorded, as a comparison would have found it. */
export interface Recorded {
  readonly both: readonly FoundBefore[];
  readonly only: readonly [readonly FoundBefore[], readonly FoundBefore[]];
}

const NOTHING: Recorded = { both: [], only: [[], []] };

/**
 * Findings that need not be made again: those of scenarios that are now what they were in every rule-set that decided in the
 * stretch. What live found is what a backtest finds (live-equals-backtest.test.ts), so the record is the result.
 */
export class RecordedResults {
  readonly #deciders: Deciders | null;
  readonly #rules = new Set<Rule>();
  readonly #bySide: Readonly<Record<'both' | '0' | '1', Map<string, Rule>>> = {
    both: new Map(),
    0: new Map(),
    1: new Map(),
  };
  #checked: string | null = null;

  /** Without `deciders` nothing is taken from the record. */
  constructor(sides: Sides, deciders: Deciders | null) {
    this.#deciders = deciders;
    if (deciders === null) return;
    const versions = [...deciders.values()];
    for (const { rules, side } of splitOf(sides))
      for (const rule of rules) {
        const firing = firingOf(rule.source.shape);
        if (!versions.every((version) => version?.get(rule.id) === firing)) continue;
        this.#rules.add(rule);
        this.#bySide[side].set(rule.id, rule);
      }
  }

  /** Whether what this rule found is recorded at every event of the stretch. */
  has(rule: Rule): boolean {
    return this.#rules.has(rule);
  }

  at(decided: Decided | null, observation: Observation): Recorded {
    if (this.#rules.size === 0) return NOTHING;
    if (decided === null) throw new Error(`nothing was decided of ${observation.eventId}`);
    if (decided.ruleSet !== this.#checked) {
      if (this.#deciders?.has(decided.ruleSet) !== true)
        throw new Error(`${decided.ruleSet} was not looked at`);
      this.#checked = decided.ruleSet;
    }
    const { scenarios } = decided;
    if (scenarios.length === 0) return NOTHING;
    const of = (side: Side): FoundBefore[] =>
      scenarios
        .flatMap((id) => this.#bySide[side].get(id) ?? [])
        .map((rule) => foundBefore(rule, observation));
    return { both: of('both'), only: [of(0), of(1)] };
  }
}
