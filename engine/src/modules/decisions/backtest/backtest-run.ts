import type { BacktestResult } from '@atalaya/contract/backtests.ts';
import { formatInstant, instantOf } from '../../../kernel/instant.ts';
import type { Observation } from '../../monitoring/observation.ts';
import type { RuleSet } from '../../monitoring/rule-set.ts';
import { AlertBook, type CountedFinding } from './alert-book.ts';
import type { Numbered } from './archive/segment.ts';
import { type Compared, Comparison, type SideFinding, type Sides } from './comparison.ts';
import { diffOf, untoldOf } from './diff.ts';
import { type Deciders, type Recorded, RecordedResults } from './recorded.ts';
import { SegmentCounts } from './segments.ts';
import { type Labels, SideTally } from './side-tally.ts';
import type { ToldFinding, ToldTexts } from './told.ts';

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
  /** The rule-sets that decided in the stretch: what they recorded is taken where it holds. Null: all is evaluated. */
  readonly deciders: Deciders | null;
}

/**
 * Runs a plan over observations given in the order of the journal. Events before `from` only fill the windows, as far
 * back as a window can reach. Pure but for the clock that measures speed.
 */
export class BacktestRun {
  readonly #plan: BacktestPlan;
  readonly #comparison: Comparison;
  readonly #recorded: RecordedResults;
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
    const sides: Sides = against === null ? [side.ruleSet] : [side.ruleSet, against.ruleSet];
    const recorded = new RecordedResults(sides, plan.deciders);
    this.#recorded = recorded;
    this.#comparison = new Comparison(sides, (rule) => recorded.has(rule));
    const { from, to } = plan;
    this.reach = {
      from: from === null ? Number.NEGATIVE_INFINITY : from - this.#comparison.horizonMs,
      to: to ?? Number.POSITIVE_INFINITY,
    };
    this.#sides = [side, ...(against === null ? [] : [against])].map(({ ruleSet }) => new SideTally(ruleSet));
    this.#only = [new AlertBook({ remember: true }), new AlertBook({ remember: true })];
  }

  /** How many scenarios are evaluated, and of how many the record is taken. */
  get evaluation(): { readonly evaluated: number; readonly recorded: number } {
    const { side, against } = this.#plan;
    const all = new Set([...side.ruleSet.rules, ...(against?.ruleSet.rules ?? [])].map(({ id }) => id));
    const evaluated = new Set(this.#comparison.evaluated.map(({ id }) => id));
    return { evaluated: evaluated.size, recorded: all.size - evaluated.size };
  }

  /** The next event of the journal; what fired when it was evaluated, null when it was not judged. */
  take({ entry, observation, decided }: Numbered): Compared | null {
    const { at } = observation;
    const { from, to } = this.reach;
    if (at < from || at >= to) {
      // What happens later takes an event back before the journal tells of others in the stretch.
      if (at >= to && observation.takesBack !== null) this.#comparison.fill(observation);
      return null;
    }
    const isEvent = decided !== null || !observation.eventId.startsWith('hld_');
    if (!isEvent || (this.#plan.from !== null && at < this.#plan.from)) {
      this.#comparison.fill(observation);
      this.#filled += 1;
      return null;
    }
    const compared = this.#comparison.judge(observation);
    this.#judged += 1;
    if (at < this.#first) this.#first = at;
    if (at > this.#last) this.#last = at;
    this.#events.add(observation);
    const known = this.#recorded.at(decided, observation);
    if (isAny(compared) || isAny(known)) this.#tally(compared, known, { observation, entry });
    return compared;
  }

  #tally(made: Compared, known: Recorded, event: { observation: Observation; entry: number }): void {
    const both = together(made.both, known.both);
    const only = [together(made.only[0], known.only[0]), together(made.only[1], known.only[1])] as const;
    const { observation, entry } = event;
    const counted = (found: readonly CountedFinding[], book: AlertBook) =>
      found.map((finding) => ({ finding, alert: book.take(finding, observation, entry) }));
    const common = counted(both, this.#common);
    const ids = only.map((found) => new Set(found.map(({ scenario }) => scenario)));
    const again = [...(ids[0] ?? [])].filter((id) => ids[1]?.has(id) === true).length;
    this.#moved.kept += common.length + again;
    this.#moved.gained += only[0].length - again;
    this.#moved.lost += only[1].length - again;
    this.#commonAlerts += common.filter(({ alert }) => alert).length;
    for (const [i, side] of this.#sides.entries())
      side.add([...common, ...counted(only[i] ?? [], this.#only[i] ?? this.#common)], observation);
  }

  /** Findings whose texts result() has to be given. */
  get untold(): readonly ToldFinding[] {
    return untoldOf({ before: this.#only[1].alerts, after: this.#only[0].alerts });
  }

  result(labels: Labels, told: ToldTexts = new Map()): BacktestResult {
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
      evaluation: this.#evaluation(),
      side: present(side, this.#sides[0]),
      ...(against === null
        ? {}
        : {
            against: present(against, this.#sides[1]),
            diff: this.#diff(side.ruleSet, against.ruleSet, told),
          }),
    };
  }

  #evaluation(): NonNullable<BacktestResult['evaluation']> {
    const { deciders } = this.#plan;
    if (deciders === null) return { mode: 'all', ...this.evaluation };
    const unknown = [...deciders.values()].filter((one) => one === null).length;
    return {
      mode: 'changed',
      ...this.evaluation,
      versions: deciders.size,
      ...(unknown === 0 ? {} : { unknown_versions: unknown }),
    };
  }

  #diff(made: RuleSet, before: RuleSet, told: ToldTexts): BacktestResult['diff'] {
    return diffOf({
      rules: new Map([...before.rules, ...made.rules].map((rule) => [rule.id, rule])),
      before: this.#only[1].alerts,
      after: this.#only[0].alerts,
      commonAlerts: this.#commonAlerts,
      findings: { ...this.#moved },
      minutesPerAlert: this.#plan.minutesPerAlert,
      told,
    });
  }
}

const isAny = ({ both, only: [left, right] }: Compared | Recorded): boolean =>
  both.length > 0 || left.length > 0 || right.length > 0;

/** Findings of one event, those evaluated and those recorded, in the order of their scenarios. */
function together(made: readonly SideFinding[], known: readonly CountedFinding[]): readonly CountedFinding[] {
  if (made.length === 0) return known;
  const found = made.map(({ finding }): CountedFinding => finding);
  return known.length === 0 ? found : [...found, ...known].sort((a, b) => a.number - b.number);
}
