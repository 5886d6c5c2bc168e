import type { BacktestResult } from '@atalaya/contract/backtests.ts';
import { formatInstant, instantOf } from '../../../kernel/instant.ts';
import type { Observation } from '../../monitoring/observation.ts';
import type { RuleSet } from '../../monitoring/rule-set.ts';
import { AlertBook } from './alert-book.ts';
import { type Compared, Comparison, type SideFinding } from './comparison.ts';
import { diffOf } from './diff.ts';
import { SegmentCounts } from './segments.ts';
import { type Labels, SideTally } from './side-tally.ts';

export interface NamedRuleSet {
  readonly name: string;
  readonly ruleSet: RuleSet;
}

export interface BacktestPlan {
  readonly side: NamedRuleSet;
  /** What it is held against. */
  readonly against: NamedRuleSet | null;
  /** Event times judged, ms: from inclusive, to exclusive; null is open. */
  readonly from: number | null;
  readonly to: number | null;
  readonly minutesPerAlert: number;
}

/**
 * Runs a plan over observations given in the order of the journal. Events before `from` only fill the windows, as far
 * back as a window can reach. Pure but for the clock that measures speed.
 */
export class BacktestRun {
  readonly #plan: BacktestPlan;
  readonly #comparison: Comparison;
  readonly #sides: readonly SideTally[];
  readonly #common = new AlertBook({ remember: false });
  readonly #only: readonly [AlertBook, AlertBook];
  readonly #events = new SegmentCounts();
  readonly #began = performance.now();
  readonly #moved = { gained: 0, lost: 0, kept: 0 };
  /** Event times outside this range need not be given. */
  readonly reach: { readonly from: number; readonly to: number };
  #commonAlerts = 0;
  #judged = 0;
  #filled = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  constructor(plan: BacktestPlan) {
    this.#plan = plan;
    const { side, against } = plan;
    this.#comparison = new Comparison(against === null ? [side.ruleSet] : [side.ruleSet, against.ruleSet]);
    const { from, to } = plan;
    this.reach = {
      from: from === null ? Number.NEGATIVE_INFINITY : from - this.#comparison.horizonMs,
      to: to ?? Number.POSITIVE_INFINITY,
    };
    this.#sides = [side, ...(against === null ? [] : [against])].map(({ ruleSet }) => new SideTally(ruleSet));
    this.#only = [new AlertBook({ remember: true }), new AlertBook({ remember: true })];
  }

  /** The next event of the journal; what fired when it was judged, null when it was not. */
  take(observation: Observation): Compared | null {
    const { at } = observation;
    const { from, to } = this.reach;
    if (at < from || at >= to) return null;
    if (observation.eventId.startsWith('hld_') || (this.#plan.from !== null && at < this.#plan.from)) {
      this.#comparison.fill(observation);
      this.#filled += 1;
      return null;
    }
    const compared = this.#comparison.judge(observation);
    this.#judged += 1;
    if (at < this.#first) this.#first = at;
    if (at > this.#last) this.#last = at;
    this.#events.add(observation);
    this.#tally(compared, observation);
    return compared;
  }

  #tally({ both, only }: Compared, observation: Observation): void {
    if (both.length === 0 && only[0].length === 0 && only[1].length === 0) return;
    const counted = (found: readonly SideFinding[], book: AlertBook) =>
      found.map(({ finding }) => ({ finding, alert: book.take(finding, observation) }));
    const common = counted(both, this.#common);
    const ids = only.map((found) => new Set(found.map(({ finding }) => finding.scenario)));
    const again = [...(ids[0] ?? [])].filter((id) => ids[1]?.has(id) === true).length;
    this.#moved.kept += common.length + again;
    this.#moved.gained += only[0].length - again;
    this.#moved.lost += only[1].length - again;
    this.#commonAlerts += common.filter(({ alert }) => alert).length;
    for (const [i, side] of this.#sides.entries())
      side.add([...common, ...counted(only[i] ?? [], this.#only[i] ?? this.#common)], observation);
  }

  result(labels: Labels): BacktestResult {
    const { side, against, minutesPerAlert } = this.#plan;
    const seconds = (performance.now() - this.#began) / 1000;
    const present = (named: NamedRuleSet, tally: SideTally | undefined) => {
      if (tally === undefined) throw new Error('a side without a tally');
      const { name } = named;
      return tally.present({ name, judged: this.#judged, events: this.#events, minutesPerAlert, labels });
    };
    return {
      events: this.#judged,
      warm_up_events: this.#filled,
      ...(this.#judged === 0
        ? {}
        : {
            from: formatInstant(instantOf(this.#first)),
            to: formatInstant(instantOf(this.#last)),
          }),
      minutes_per_alert: minutesPerAlert,
      seconds: Math.round(seconds * 1000) / 1000,
      events_per_second: Math.round((this.#judged + this.#filled) / Math.max(seconds, 0.001)),
      side: present(side, this.#sides[0]),
      ...(against === null
        ? {}
        : { against: present(against, this.#sides[1]), diff: this.#diff(side.ruleSet, against.ruleSet) }),
    };
  }

  #diff(made: RuleSet, before: RuleSet): BacktestResult['diff'] {
    return diffOf({
      rules: new Map([...before.rules, ...made.rules].map((rule) => [rule.id, rule])),
      before: this.#only[1].alerts,
      after: this.#only[0].alerts,
      commonAlerts: this.#commonAlerts,
      findings: { ...this.#moved },
      minutesPerAlert: this.#plan.minutesPerAlert,
    });
  }
}
