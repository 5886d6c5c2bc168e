import { bindRuleSet, type Finding, findingLater, gatherFacts, scanOf } from '../../monitoring/detection.ts';
import type { Observation } from '../../monitoring/observation.ts';
import { compileRuleSet, mergeSeries, type Rule, type RuleSet } from '../../monitoring/rule-set.ts';
import { type Observed, WindowStore } from '../../monitoring/window-store.ts';
import { LATENESS_MS } from '../monitor.ts';

type Bound = ReturnType<typeof bindRuleSet>;

/** Whose rules these are: both sides have them alike, or only one has them so. */
export type Side = 'both' | 0 | 1;

export type Sides = readonly [RuleSet] | readonly [RuleSet, RuleSet];

/** Rules that run together because the same sides have them. */
interface Part {
  readonly bound: Bound;
  readonly scan: ReturnType<typeof scanOf>;
  readonly side: Side;
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
 * Rules that both sides have alike run once, so a comparison costs little more than one side; those that are left out cost
 * nothing, nor do events of which no rule and no window of the others wants to know.
 */
export class Comparison {
  readonly store: WindowStore;
  /** Events older than this before the first one judged cannot be inside any window. */
  readonly horizonMs: number;
  /** Rules that are judged. */
  readonly evaluated: readonly Rule[];
  readonly #parts: readonly Part[];
  /** Types of events that a rule judges or a window keeps. */
  readonly #wanted: ReadonlySet<string>;
  #last: Observed | null = null;

  constructor(sides: Sides, isLeftOut: (rule: Rule) => boolean = () => false) {
    const split = splitOf(sides);
    const parts = split.flatMap(({ rules, side }) => {
      const left = rules.filter((rule) => !isLeftOut(rule));
      return left.length === 0 ? [] : [{ ruleSet: compiled(left), side }];
    });
    const series = seriesOf(
      parts.map(({ ruleSet }) => ruleSet),
      sides,
    );
    this.store = new WindowStore(series, { latenessMs: LATENESS_MS });
    this.evaluated = parts.flatMap(({ ruleSet }) => ruleSet.rules);
    const reach = Math.max(0, ...series.map(({ retainMs }) => retainMs));
    this.horizonMs = this.evaluated.length === 0 ? 0 : reach + LATENESS_MS;
    this.#wanted = new Set([
      ...series.flatMap(({ events }) => events),
      ...this.evaluated.flatMap(({ appliesTo }) => appliesTo),
    ]);
    this.#parts = parts.map(({ ruleSet, side }) => {
      const bound = bindRuleSet(ruleSet, this.store);
      return { side, bound, scan: scanOf(bound) };
    });
  }

  /** Into the windows only. */
  fill(observation: Observation): void {
    if (this.#concerns(observation)) this.#observe(observation);
  }

  /** Into the windows, and what fires. Explain a finding before the next event. */
  judge(observation: Observation): Compared {
    if (!this.#concerns(observation)) return NOTHING;
    const observed = this.#observe(observation);
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

  /** The event that went into the windows last. */
  get observed(): Observed {
    if (this.#last === null) throw new Error('nothing was judged yet');
    return this.#last;
  }

  #concerns({ type, reverses, corrects, horizon }: Observation): boolean {
    if (this.#wanted.has(type) || reverses !== null || corrects !== null) return true;
    if (horizon - this.store.horizon < HOUR_MS) return false;
    this.store.begin();
    this.store.pass(horizon);
    this.store.commit();
    return false;
  }

  #observe(observation: Observation): Observed {
    this.store.begin();
    const observed = this.store.observe(observation);
    this.store.commit();
    this.#last = observed;
    return observed;
  }
}

const HOUR_MS = 3_600_000;

const compiled = (rules: readonly Rule[]): RuleSet => compileRuleSet(rules.map(({ source }) => source));

/** What the windows of some rules must keep, as far back as the whole of both sides keeps it. */
function seriesOf(parts: readonly RuleSet[], sides: Sides): ReturnType<typeof mergeSeries> {
  const whole = new Map(mergeSeries([...parts, ...sides]).map((series) => [series.id, series.retainMs]));
  return mergeSeries(parts).map((series) => ({
    ...series,
    retainMs: whole.get(series.id) ?? series.retainMs,
  }));
}

const shapeOf = ({ source }: Rule): string => JSON.stringify(source.shape);

/** The rules that both sides have alike, and those that each has otherwise or alone. */
export function splitOf(sides: Sides): { readonly rules: readonly Rule[]; readonly side: Side }[] {
  const [left, right] = sides;
  if (right === undefined) return [{ rules: left.rules, side: 'both' }];
  const others = new Map(right.rules.map((rule) => [rule.id, shapeOf(rule)]));
  const common = new Set(
    left.rules.filter((rule) => others.get(rule.id) === shapeOf(rule)).map(({ id }) => id),
  );
  return [
    { rules: left.rules.filter(({ id }) => common.has(id)), side: 'both' },
    { rules: left.rules.filter(({ id }) => !common.has(id)), side: 0 },
    { rules: right.rules.filter(({ id }) => !common.has(id)), side: 1 },
  ];
}
