import type { BacktestDiff, DiffExample } from '@atalaya/contract/backtests.ts';
import { formatInstant, instantOf } from '../../../kernel/instant.ts';
import type { Rule } from '../../monitoring/rule-set.ts';
import { type AlertEvent, type CountedAlert, type Example, matchAlerts } from './alert-book.ts';
import { SegmentCounts } from './segments.ts';
import { hoursOf } from './side-tally.ts';
import { type ToldFinding, type ToldTexts, toldKey } from './told.ts';

export interface DiffParts {
  readonly rules: ReadonlyMap<string, Rule>;
  /** Alerts of rules that differ, on each side. */
  readonly before: readonly CountedAlert[];
  readonly after: readonly CountedAlert[];
  readonly commonAlerts: number;
  /** Findings are the same at the same event only. */
  readonly findings: BacktestDiff['findings'];
  readonly minutesPerAlert: number;
  /** What the journal has of findings that were not made again. */
  readonly told: ToldTexts;
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
    examples: [...examplesOf('gained', gained, parts.told), ...examplesOf('lost', lost, parts.told)],
  };
}

function segmentsOf(alerts: readonly CountedAlert[]): SegmentCounts {
  const counts = new SegmentCounts();
  for (const { event } of alerts) counts.add(event);
  return counts;
}

interface Shown extends CountedAlert {
  readonly finding: Example;
}

function shownOf(alerts: readonly CountedAlert[]): Shown[] {
  const shown = new Map<string, number>();
  return alerts.flatMap((alert) => {
    const count = shown.get(alert.scenario) ?? 0;
    if (alert.finding === null || count >= EXAMPLES_PER_SCENARIO) return [];
    shown.set(alert.scenario, count + 1);
    return [{ ...alert, finding: alert.finding }];
  });
}

/** The findings that will be shown and whose text only the journal has. */
export function untoldOf({ before, after }: Pick<DiffParts, 'before' | 'after'>): ToldFinding[] {
  const { gained, lost } = matchAlerts(before, after);
  return [...shownOf(gained), ...shownOf(lost)].filter(({ finding }) => finding.text === null);
}

function examplesOf(
  change: DiffExample['change'],
  alerts: readonly CountedAlert[],
  told: ToldTexts,
): DiffExample[] {
  return shownOf(alerts).map(({ finding, event, entry }) => {
    const text = finding.text ?? told.get(toldKey({ entry, scenario: finding.scenario }));
    if (text === undefined) throw new Error(`entry ${entry} tells nothing of ${finding.scenario}`);
    return exampleOf(change, { ...finding, text }, event);
  });
}

/** A finding as an example of a difference. */
export const exampleOf = (
  change: DiffExample['change'],
  finding: Pick<DiffExample, 'scenario' | 'severity' | 'outcome' | 'title' | 'text'>,
  event: AlertEvent,
): DiffExample => ({
  change,
  scenario: finding.scenario,
  event_id: event.eventId,
  entity: event.entity,
  customer_id: event.customer.id,
  occurred_at: formatInstant(instantOf(event.at)),
  type: event.type,
  severity: finding.severity,
  outcome: finding.outcome,
  title: finding.title,
  text: finding.text,
});
