import type { BacktestSide, LabelQuality } from '@atalaya/contract/backtests.ts';
import type { Outcome } from '@atalaya/contract/decisions.ts';
import type { Observation } from '../../monitoring/observation.ts';
import type { RuleSet } from '../../monitoring/rule-set.ts';
import { judge } from '../policy.ts';
import type { CountedFinding } from './alert-book.ts';
import { SegmentCounts, type Segmented } from './segments.ts';

/** Customers whose closed cases say whether suspicion was justified: cus_… → it was. */
export type Labels = ReadonlyMap<string, boolean>;

class Figures {
  findings = 0;
  alerts = 0;
  readonly customers = new Set<string>();

  plain() {
    return { findings: this.findings, alerts: this.alerts, customers: this.customers.size };
  }
}

/** What one rule-set made of the events judged. */
export class SideTally {
  readonly #ruleSet: RuleSet;
  readonly #total = new Figures();
  readonly #scenarios = new Map<string, Figures>();
  readonly #outcomes: Record<Outcome, number> = { allow: 0, review: 0, hold: 0, block: 0 };
  readonly #findings = new SegmentCounts();
  readonly #alerts = new SegmentCounts();
  readonly #customers = new Map<string, Segmented>();
  /** Customers with an alert; a duty to report accuses nobody. */
  readonly #alerted = new Set<string>();
  #flagged = 0;

  constructor(ruleSet: RuleSet) {
    this.#ruleSet = ruleSet;
    for (const rule of ruleSet.rules) this.#scenarios.set(rule.id, new Figures());
  }

  /** Everything one event brought: its findings, and whether each began an alert. */
  add(
    found: readonly { readonly finding: CountedFinding; readonly alert: boolean }[],
    observation: Observation,
  ): void {
    if (found.length === 0) return;
    this.#flagged += 1;
    const { at, customer, jurisdiction } = observation;
    const { id } = customer;
    const { outcome } = judge(
      { type: observation.type },
      'active',
      found.map(({ finding }) => finding),
    );
    this.#outcomes[outcome] += 1;
    this.#customers.set(id, { at, customer, jurisdiction });
    for (const { finding, alert } of found) {
      const scenario = this.#scenarios.get(finding.scenario) ?? new Figures();
      for (const figures of [this.#total, scenario]) {
        figures.findings += 1;
        figures.alerts += alert ? 1 : 0;
        figures.customers.add(id);
      }
      this.#findings.add(observation);
      if (alert) this.#alerts.add(observation);
      if (finding.report === null) this.#alerted.add(id);
    }
  }

  /** The figures for people; `events` are those judged, by segment. */
  present(given: {
    readonly name: string;
    readonly judged: number;
    readonly events: SegmentCounts;
    readonly minutesPerAlert: number;
    readonly labels: Labels;
  }): BacktestSide {
    const customers = new SegmentCounts();
    for (const observation of this.#customers.values()) customers.add(observation);
    const quality = qualityOf(this.#alerted, given.labels);
    return {
      rule_set: given.name,
      version: this.#ruleSet.version,
      ...this.#total.plain(),
      flagged_events: this.#flagged,
      analyst_hours: hoursOf(this.#total.alerts, given.minutesPerAlert),
      outcomes: { ...this.#outcomes, allow: this.#outcomes.allow + given.judged - this.#flagged },
      ...(quality === null ? {} : { quality }),
      scenarios: this.#ruleSet.rules.map(({ id, title, severity }) => ({
        scenario: id,
        title,
        severity,
        ...(this.#scenarios.get(id) ?? new Figures()).plain(),
      })),
      segments: given.events.values().map(({ by, value }) => ({
        by,
        value,
        events: given.events.of(by, value),
        findings: this.#findings.of(by, value),
        alerts: this.#alerts.of(by, value),
        customers: customers.of(by, value),
      })),
    };
  }
}

/** Hours with one decimal. */
export const hoursOf = (alerts: number, minutesPerAlert: number): number =>
  Math.round((alerts * minutesPerAlert) / 6) / 10;

const share = (part: number, whole: number): number => Math.round((part / whole) * 10_000) / 10_000;

function qualityOf(alerted: ReadonlySet<string>, labels: Labels): LabelQuality | null {
  if (labels.size === 0) return null;
  const trues = [...labels].filter(([, justified]) => justified).map(([customer]) => customer);
  const hit = trues.filter((customer) => alerted.has(customer)).length;
  const missed = [...labels].filter(([customer, justified]) => !justified && alerted.has(customer)).length;
  return {
    labelled_customers: labels.size,
    true_customers: trues.length,
    alerted_true: hit,
    alerted_false: missed,
    ...(hit + missed === 0 ? {} : { precision: share(hit, hit + missed) }),
    ...(trues.length === 0 ? {} : { recall: share(hit, trues.length) }),
  };
}
