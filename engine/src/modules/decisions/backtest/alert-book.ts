import type { Texts } from '@atalaya/contract/schema.ts';
import type { Finding } from '../../monitoring/detection.ts';
import type { Observation } from '../../monitoring/observation.ts';

/** What is counted of a finding; `text` is null where only the journal has it. */
export type CountedFinding = Pick<
  Finding,
  | 'scenario'
  | 'number'
  | 'severity'
  | 'outcome'
  | 'holdHours'
  | 'customerMessage'
  | 'title'
  | 'report'
  | 'suppression'
> & { readonly text: Texts | null };

/** What is kept of an event that brought an alert. */
export type AlertEvent = Pick<
  Observation,
  'eventId' | 'entity' | 'type' | 'at' | 'customer' | 'jurisdiction'
>;

const alertEvent = (observation: Observation): AlertEvent => {
  const { eventId, entity, type, at, customer, jurisdiction } = observation;
  return { eventId, entity, type, at, customer, jurisdiction };
};

/** Findings as they reach a person: one alert for all with the same suppression key until its time is over. */
export interface CountedAlert {
  readonly scenario: string;
  readonly key: string;
  readonly forMs: number;
  readonly at: number;
  /** Number of the entry of the decision. */
  readonly entry: number;
  readonly event: AlertEvent;
  /** Kept for the first so many of a scenario, for examples. */
  readonly finding: Example | null;
}

/** What an example tells of a finding. */
export type Example = Pick<CountedFinding, 'scenario' | 'severity' | 'outcome' | 'title' | 'text'>;

const FINDINGS_KEPT = 500;

/** Counts alerts after suppression, in the order of the journal. A duty to report reaches no person and is no alert. */
export class AlertBook {
  readonly #open = new Map<string, number>();
  readonly #kept = new Map<string, number>();
  readonly #remember: boolean;
  /** Every alert, when they are remembered. */
  readonly alerts: CountedAlert[] = [];

  constructor(options: { readonly remember: boolean }) {
    this.#remember = options.remember;
  }

  /** Whether a finding begins an alert. */
  take(finding: CountedFinding, observation: Observation, entry: number): boolean {
    if (finding.report !== null) return false;
    const { forMs } = finding.suppression;
    const { at, entity } = observation;
    const key = `${entity}\n${finding.suppression.key}`;
    const opened = this.#open.get(key);
    if (opened !== undefined && Math.abs(at - opened) < forMs) return false;
    this.#open.set(key, at);
    if (this.#remember) this.#note(finding, observation, entry, key);
    return true;
  }

  #note(finding: CountedFinding, observation: Observation, entry: number, key: string): void {
    const { scenario } = finding;
    const kept = this.#kept.get(scenario) ?? 0;
    this.#kept.set(scenario, kept + 1);
    this.alerts.push({
      scenario,
      key,
      forMs: finding.suppression.forMs,
      at: observation.at,
      entry,
      event: alertEvent(observation),
      finding: kept < FINDINGS_KEPT ? exampleIn(finding) : null,
    });
  }
}

/** Told now: the windows move on. */
const exampleIn = ({ scenario, severity, outcome, title, text }: CountedFinding): Example => ({
  scenario,
  severity,
  outcome,
  title,
  text,
});

export interface Matched {
  readonly gained: readonly CountedAlert[];
  readonly lost: readonly CountedAlert[];
  readonly kept: readonly CountedAlert[];
}

/** Alerts of one side against those of the other: the same when key is, and one begins before the other is over. */
export function matchAlerts(before: readonly CountedAlert[], after: readonly CountedAlert[]): Matched {
  const left = new Map<string, CountedAlert[]>();
  for (const alert of before) left.set(alert.key, [...(left.get(alert.key) ?? []), alert]);
  const gained: CountedAlert[] = [];
  const kept: CountedAlert[] = [];
  for (const alert of after) {
    const rivals = left.get(alert.key) ?? [];
    const match = rivals.find((one) => Math.abs(one.at - alert.at) < Math.max(one.forMs, alert.forMs));
    if (match === undefined) gained.push(alert);
    else {
      kept.push(alert);
      left.set(
        alert.key,
        rivals.filter((one) => one !== match),
      );
    }
  }
  return { gained, kept, lost: [...left.values()].flat().sort((a, b) => a.at - b.at) };
}
