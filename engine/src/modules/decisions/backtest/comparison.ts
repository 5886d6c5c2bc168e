import { bindRuleSet, type Finding, findingLater, gatherFacts, scanOf } from '../../monitoring/detection.ts';
import type { Observation } from '../../monitoring/observation.ts';
import { compileRuleSet, mergeSeries, type RuleSet } from '../../monitoring/rule-set.ts';
import { type Observed, WindowStore } from '../../monitoring/window-store.ts';
import { LATENESS_MS } from '../monitor.ts';

type Bound = ReturnType<typeof bindRuleSet>;

/** Rules that run together because the same sides have them. */
interface Part {
  readonly bound: Bound;
  readonly scan: ReturnType<typeof scanOf>;
  /** Both sides have these rules, or only this one. */
  readonly side: 'both' | 0 | 1;
}

export interface SideFinding {
  readonly finding: Finding;
  readonly bound: Bound;
}

/** What each side finds at one event, and the part both find alike. */
export interface Compared {
  readonly both: readonly SideFinding[];
  readonly only: readonly [readonly SideFinding[], readonly SideFinding[]];
}

const NOTHING: Compared = { both: [], only: [[], []] };

/**
 * One rule-set, or two beside each other, over one set of windows: the functions that decide live, without the commit.
 * Rules that both sides have alike run once, so a comparison costs little more than one side.
 */
export class Comparison {
  readonly store: WindowStore;
  /** Events older than this before the first one judged cannot be inside any window. */
  readonly horizonMs: number;
  readonly #parts: readonly Part[];
  #last: Observed | null = null;

  constructor(sides: readonly [RuleSet] | readonly [RuleSet, RuleSet]) {
    const split = partsOf(sides);
    const series = mergeSeries(split.map(({ ruleSet }) => ruleSet));
    this.store = new WindowStore(series, { latenessMs: LATENESS_MS });
    this.horizonMs = Math.max(0, ...series.map(({ retainMs }) => retainMs)) + LATENESS_MS;
    this.#parts = split.map(({ ruleSet, side }) => {
      const bound = bindRuleSet(ruleSet, this.store);
      return { side, bound, scan: scanOf(bound) };
    });
  }

  /** Into the windows only. */
  fill(observation: Observation): void {
    this.store.begin();
    this.#last = this.store.observe(observation);
    this.store.commit();
  }

  /** Into the windows, and what fires. Explain a finding before the next event. */
  judge(observation: Observation): Compared {
    this.fill(observation);
    const observed = this.observed;
    let compared: Compared | null = null;
    for (const { bound, side, scan } of this.#parts) {
      const fired = scan.fired(observed);
      if (fired.length === 0) continue;
      const facts = gatherFacts(bound, observed);
      const found = fired.map((rule) => ({ finding: findingLater(rule, facts), bound }));
      compared ??= { both: [], only: [[], []] };
      if (side === 'both') compared = { ...compared, both: found };
      else {
        const only: Compared['only'] = compared.only;
        compared = { ...compared, only: side === 0 ? [found, only[1]] : [only[0], found] };
      }
    }
    return compared ?? NOTHING;
  }

  /** The event judged last. */
  get observed(): Observed {
    if (this.#last === null) throw new Error('nothing was judged yet');
    return this.#last;
  }
}

function partsOf(sides: readonly RuleSet[]): { ruleSet: RuleSet; side: Part['side'] }[] {
  const [left, right] = sides;
  if (left === undefined) throw new Error('a comparison needs a rule-set');
  if (right === undefined) return [{ ruleSet: left, side: 'both' }];
  const shapeOf = (rule: RuleSet['rules'][number]): string => JSON.stringify(rule.source.shape);
  const others = new Map(right.rules.map((rule) => [rule.id, shapeOf(rule)]));
  const common = new Set(
    left.rules.filter((rule) => others.get(rule.id) === shapeOf(rule)).map(({ id }) => id),
  );
  const part = (ruleSet: RuleSet, side: Part['side'], wanted: (id: string) => boolean) => {
    const scenarios = ruleSet.rules.filter(({ id }) => wanted(id)).map(({ source }) => source);
    return scenarios.length === 0 ? [] : [{ ruleSet: compileRuleSet(scenarios), side }];
  };
  return [
    ...part(left, 'both', (id) => common.has(id)),
    ...part(left, 0, (id) => !common.has(id)),
    ...part(right, 1, (id) => !common.has(id)),
  ];
}
