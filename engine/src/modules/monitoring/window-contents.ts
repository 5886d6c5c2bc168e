import { spanOf } from './detection/bound.ts';
import { type bindRuleSet, gatherFacts } from './detection.ts';
import { factAt } from './facts/dictionary.ts';
import type { Unit } from './facts/units.ts';
import type { Observed } from './window-store.ts';

/** What one window of a scenario held for an event. */
export interface WindowHeld {
  readonly scenario: string;
  readonly name: string;
  /** Facts by which events are kept together. */
  readonly key: readonly string[];
  readonly measure: string;
  readonly value: number | null;
  readonly unit: Unit;
  /** The window (from, to], ms. */
  readonly from: number;
  readonly to: number;
  /** Event ids, newest first, the first of `total`. */
  readonly ids: readonly string[];
  readonly total: number;
}

/** The windows of these scenarios for an event that was just observed, at most `limit` events of each. */
export function windowContents(
  bound: ReturnType<typeof bindRuleSet>,
  observed: Observed,
  scenarios: ReadonlySet<string>,
  limit: number,
): WindowHeld[] {
  const { ruleSet } = bound;
  const facts = gatherFacts(bound, observed);
  const { at } = observed.facts.observation;
  return ruleSet.rules
    .filter(({ id }) => scenarios.has(id))
    .flatMap((rule) =>
      rule.windows.flatMap(({ name, slot }): WindowHeld[] => {
        const aggregate = ruleSet.aggregates[slot];
        if (aggregate === undefined) return [];
        return [
          {
            scenario: rule.id,
            name: `window.${name}`,
            key: (ruleSet.requiredSeries[aggregate.series]?.key ?? []).map((fact) => factAt(fact).name),
            measure: aggregate.measure,
            value: facts.window(slot),
            unit: aggregate.unit,
            ...spanOf(aggregate, at, facts.profile),
            ...bound.events(slot, observed, limit),
          },
        ];
      }),
    );
}
