import type { BacktestDiff, DiffExample } from '@atalaya/contract/backtests.ts';
import { formatInstant, instantOf } from '../../../kernel/instant.ts';
import type { Rule } from '../../monitoring/rule-set.ts';
import { type CountedAlert, type Example, matchAlerts } from './alert-book.ts';
import { SegmentCounts } from './segments.ts';
import { hoursOf } from './side-tally.ts';

export interface DiffParts {
  readonly rules: ReadonlyMap<string, Rule>;
  /** Alerts of rules that differ, on each side. */
  readonly before: readonly CountedAlert[];
  readonly after: readonly CountedAlert[];
  readonly commonAlerts: number;
  /** Findings are the same at the same event only. */
  readonly findings: BacktestDiff['findings'];
  readonly minutesPerAlert: number;
}

const EXAMPLES_PER_SCENARIO = 10;

/** What the newer side gains and loses. Rules that are the same on both sides gain and lose nothing. */
export function diffOf(parts: DiffParts): BacktestDiff {
  const { gained, lost, kept } = matchAlerts(parts.before, parts.after);
  const countOf = (alerts: readonly CountedAlert[], scenario: string): number =>
    alerts.filter((alert) => alert.scenario === scenario).length;
  const scenarios = [...new Set([...gained, ...lost, ...kept].map(({ scenario }) => scenario))];
  const number = (id: string): number => parts.rules.get(id)?.number ?? 0;
  const segments = [gained, lost, kept].map(segmentsOf);
  const all = segmentsOf([...gained, ...lost, ...kept]);
  const minutes = parts.minutesPerAlert;
  return {
    alerts: { gained: gained.length, lost: lost.length, kept: kept.length + parts.commonAlerts },
    findings: parts.findings,
    hours: hoursOf(gained.length - lost.length, minutes),
    scenarios: scenarios
      .sort((a, b) => number(a) - number(b))
      .map((scenario) => {
        const alerts = {
          gained: countOf(gained, scenario),
          lost: countOf(lost, scenario),
          kept: countOf(kept, scenario),
        };
        return {
          scenario,
          title: parts.rules.get(scenario)?.title ?? { es: scenario, pt: scenario, en: scenario },
          alerts,
          hours: hoursOf(alerts.gained - alerts.lost, minutes),
        };
      }),
    segments: all.values().map(({ by, value }) => {
      const [more = 0, less = 0, same = 0] = segments.map((counts) => counts.of(by, value));
      return { by, value, gained: more, lost: less, kept: same, hours: hoursOf(more - less, minutes) };
    }),
    examples: [...examplesOf('gained', gained), ...examplesOf('lost', lost)],
  };
}

function segmentsOf(alerts: readonly CountedAlert[]): SegmentCounts {
  const counts = new SegmentCounts();
  for (const { observation } of alerts) counts.add(observation);
  return counts;
}

function examplesOf(change: DiffExample['change'], alerts: readonly CountedAlert[]): DiffExample[] {
  const shown = new Map<string, number>();
  return alerts.flatMap((alert) => {
    const count = shown.get(alert.scenario) ?? 0;
    if (alert.finding === null || count >= EXAMPLES_PER_SCENARIO) return [];
    shown.set(alert.scenario, count + 1);
    return [exampleOf(change, alert.finding, alert.observation)];
  });
}

/** A finding as an example of a difference. */
export const exampleOf = (
  change: DiffExample['change'],
  finding: Example,
  observation: CountedAlert['observation'],
): DiffExample => ({
  change,
  scenario: finding.scenario,
  event_id: observation.eventId,
  entity: observation.entity,
  customer_id: observation.customer.id,
  occurred_at: formatInstant(instantOf(observation.at)),
  type: observation.type,
  severity: finding.severity,
  outcome: finding.outcome,
  title: finding.title,
  text: finding.text,
});
