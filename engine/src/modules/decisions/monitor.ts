import type { Reason } from '@atalaya/contract/decisions.ts';
import { formatInstant, instantOf } from '../../kernel/instant.ts';
import { bindRuleSet, detect, type Finding, gatherFacts, windowEvents } from '../monitoring/detection.ts';
import type { Observation } from '../monitoring/observation.ts';
import { isPersonalFact } from '../monitoring/personal.ts';
import type { RuleSet } from '../monitoring/rule-set.ts';
import { type Observed, WindowStore } from '../monitoring/window-store.ts';
import type { Monitor, MonitorFinding } from './assess.ts';

/** The live rule-set over its windows, as the core drives it. */
export class LiveMonitor implements Monitor {
  #ruleSet: RuleSet;
  #store: WindowStore;
  #bound: ReturnType<typeof bindRuleSet>;
  #undoing = false;
  /** Number in the journal of the last entry that cannot be taken back any more. */
  #entry = 0;

  constructor(ruleSet: RuleSet) {
    this.#ruleSet = ruleSet;
    this.#store = emptyStore(ruleSet);
    this.#bound = bindRuleSet(ruleSet, this.#store);
  }

  get ruleSet(): RuleSet {
    return this.#ruleSet;
  }

  get version(): string {
    return this.ruleSet.version;
  }

  get horizon(): number {
    return this.#store.horizon;
  }

  get store(): WindowStore {
    return this.#store;
  }

  /** Events older than this cannot be inside any window. */
  get horizonMs(): number {
    const spans = this.ruleSet.requiredSeries.map((series) => series.retainMs);
    return Math.max(0, ...spans) + LATENESS_MS;
  }

  mark(): number {
    if (!this.#undoing) this.#store.begin();
    this.#undoing = true;
    return this.#store.savepoint();
  }

  undoTo(mark: number): void {
    this.#store.rollbackTo(mark);
  }

  /** Steps that could be taken back. */
  get undoable(): number {
    return this.#undoing ? this.#store.undoable : 0;
  }

  /** Nothing before `mark` (without it: nothing at all) will be taken back; the journal holds it up to `entry`. */
  keep(mark?: number, entry?: number): void {
    if (this.#undoing && mark !== undefined) this.#store.keep(mark);
    else if (this.#undoing) {
      this.#store.commit();
      this.#undoing = false;
    }
    if (entry !== undefined) this.#entry = entry;
  }

  get entry(): number {
    return this.#entry;
  }

  /** Into the windows without judging it: what a person decided of an event, at rest. */
  tell(observation: Observation, entry: number): void {
    this.mark();
    this.#store.observe(observation);
    this.keep(undefined, entry);
  }

  detect(observation: Observation): ReturnType<Monitor['detect']> {
    const observed = this.#store.observe(observation);
    const facts = gatherFacts(this.#bound, observed);
    const findings = detect(facts, this.ruleSet).map((finding) => this.#explained(finding, observed));
    return { findings, facts };
  }

  /** Empties the windows and takes these observations, oldest entry first. */
  async rebuild(observations: AsyncIterable<Observation>): Promise<void> {
    const store = emptyStore(this.ruleSet);
    await fill(store, observations);
    this.install(store, this.#entry);
  }

  /** Windows made elsewhere for the same rule-set, that hold the journal up to an entry. */
  install(store: WindowStore, entry: number): void {
    this.#undoing = false;
    if (store !== this.#store) this.#store.close();
    this.#store = store;
    this.#entry = entry;
    this.#bound = bindRuleSet(this.ruleSet, store);
  }

  /** Another rule-set from the next event on, over windows that hold the journal up to `entry`; call at rest. */
  adopt(ruleSet: RuleSet, store: WindowStore, entry: number): void {
    this.keep();
    this.#ruleSet = ruleSet;
    this.install(store, entry);
  }

  #explained(finding: Finding, observed: Observed): MonitorFinding {
    return {
      outcome: finding.outcome,
      holdHours: finding.holdHours,
      customerMessage: finding.customerMessage,
      reason: explained(this.#bound, observed, finding),
    };
  }
}

/** A finding as it is told and stored, with the events inside its windows. */
export function explained(
  bound: ReturnType<typeof bindRuleSet>,
  observed: Observed,
  finding: Finding,
): Reason {
  const events = windowEvents(bound, observed, finding, EVENTS_MAX);
  return reasonOf(finding, new Map(events.map(({ name, ids }) => [name, ids])));
}

/** Events named as evidence of one window; the figure itself counts them all. */
const EVENTS_MAX = 20;

/** Late events up to this old still see whole windows. */
export const LATENESS_MS = 7 * 86_400_000;

export const emptyStore = (ruleSet: RuleSet): WindowStore =>
  new WindowStore(ruleSet.requiredSeries, { latenessMs: LATENESS_MS });

/** Takes observations into windows without judging them. */
export async function fill(store: WindowStore, observations: AsyncIterable<Observation>): Promise<void> {
  for await (const observation of observations) {
    store.begin();
    store.observe(observation);
    store.commit();
  }
}

function reasonOf(finding: Finding, inside: ReadonlyMap<string, readonly string[]>): Reason {
  return {
    scenario: finding.scenario,
    severity: finding.severity,
    outcome: finding.outcome,
    title: finding.title,
    text: finding.text,
    values: finding.values
      .filter((value) => !isPersonalFact(value.name))
      .map(({ name, kind, value, unit, from, to, ...setting }) => {
        const events = inside.get(name);
        return {
          name,
          kind,
          value,
          unit,
          ...(from === undefined ? {} : { from: formatInstant(instantOf(from)) }),
          ...(to === undefined ? {} : { to: formatInstant(instantOf(to)) }),
          ...setting,
          ...(events === undefined || events.length === 0 ? {} : { events: [...events] }),
        };
      }),
    ...(finding.report === null ? {} : { report: finding.report }),
  };
}
