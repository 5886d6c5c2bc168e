import type { Reason } from '@atalaya/contract/decisions.ts';
import { canonicalText } from '../../kernel/canonical.ts';
import { newId } from '../../kernel/ids.ts';
import { formatInstant, type Instant, instantOf } from '../../kernel/instant.ts';
import { formatAmount } from '../../kernel/money.ts';
import { type ObservedEvent, openPart, personalPart } from '../activity/event.ts';
import { hourOf, type Observation } from '../monitoring/observation.ts';
import { matchingVersion } from '../screening/screening.ts';
import type { BookedCustomer } from './book.ts';
import type { PendingDecision, PersonalText } from './commit.ts';
import { type DecidedColumns, type DecidedEntry, entryText } from './entry-text.ts';
import { decided, flagged } from './events.ts';
import { type Beside, type EntityFacts, type Gatherers, gather } from './gather.ts';
import { type Gathered, observationOf } from './observe.ts';
import { type FindingForPolicy, judge, POLICY_VERSION } from './policy.ts';

/** What rules asked for, as canonical texts: what can identify a person apart. */
export interface TextFacts {
  recordTexts(): { readonly open: string; readonly personal: string | null };
}

/** Monitoring as the core drives it: windows with undo, and detection over them. */
export interface Monitor {
  readonly version: string;
  /** A point to which everything since can be taken back, until keep(). */
  mark(): number;
  undoTo(mark: number): void;
  keep(mark?: number, entry?: number): void;
  readonly undoable: number;
  /** The latest hour that an event told of, ms. */
  readonly horizon: number;
  /** Takes the observation into the windows and gives what fired and every fact and window that was asked for. */
  detect(observation: Observation): {
    readonly findings: readonly MonitorFinding[];
    readonly facts: TextFacts;
  };
}

export interface MonitorFinding extends FindingForPolicy {
  readonly reason: Reason;
}

export interface Assessor {
  /** The state as it is now: how far undoTo() goes back. */
  mark(): number;
  undoTo(mark: number): void;
  /** Nothing before `mark`, without it before this moment, will be taken back; the journal holds it up to `entry`. */
  keep(mark?: number, entry?: number): void;
  /** How much is held to be taken back. */
  undoable(): number;
  /** Facts, findings, judgement of one event: everything but the commit. */
  assess(
    entity: string,
    actor: string,
    customer: BookedCustomer,
    observed: ObservedEvent,
    at: Instant,
    beside: Beside,
  ): PendingDecision;
}

export interface AssessorPorts extends Gatherers {
  readonly monitor: Monitor;
  readonly entity: (id: string) => EntityFacts;
}

const HOUR = 3_600_000;

const VERSIONS = { policy: POLICY_VERSION, matching: matchingVersion };

export function createAssessor(ports: AssessorPorts): Assessor {
  const { monitor } = ports;
  return {
    mark: () => monitor.mark(),
    undoTo: (mark) => monitor.undoTo(mark),
    keep: (mark, entry) => monitor.keep(mark, entry),
    undoable: () => monitor.undoable,
    assess(entity, actor, customer, observed, at, beside) {
      const id = newId('evt', at);
      const horizon = horizonOf(monitor, observed, at);
      const gathered = gather(ports, ports.entity(entity), customer.known, observed, beside, horizon);
      const who = {
        id,
        entity,
        customer: customer.known.id,
        occurredAt: observed.occurredAt,
        recordedAt: at,
      };
      const { findings, facts } = monitor.detect(
        observationOf(who, observed.event, gathered, beside.takingBack?.original.observation ?? null),
      );
      const judged = judge(observed.event, customer.known.relationship, findings);
      const told = facts.recordTexts();
      const type = findings.length === 0 && judged.outcome === 'allow' ? decided.type : flagged.type;
      const personal = personalPart(observed, told.personal);
      const scenarios =
        findings.length === 0 ? NONE : [...new Set(findings.map((finding) => finding.reason.scenario))];
      const entry: DecidedEntry = {
        type,
        id,
        entity,
        actor,
        at: formatInstant(at),
        recordedAt: at,
        occurredAt: observed.occurredAt,
        reference: observed.event.id,
        columns: columnsOf(observed, customer.known.id, gathered),
        event: openPart(observed),
        facts: told.open,
        findings: findings.length === 0 ? '[]' : canonicalText(findings.map((finding) => finding.reason)),
        gathered,
        outcome: judged.outcome,
        scenarios: scenarios.length === 0 ? '[]' : canonicalText(scenarios),
        message: judged.message,
        rule_set: monitor.version,
        versions: VERSIONS,
        lists: ports.screening.versions(),
        hold:
          judged.holdHours === null
            ? null
            : { id: newId('hld', at), until: formatInstant(instantOf(at + judged.holdHours * HOUR)) },
      };
      return {
        entry,
        text: entryText(entry),
        personal: personal === null ? null : keyed(customer, personal),
      };
    },
  };
}

/**
 * How far event time has come with this event, or null where that is the hour in which it is recorded. Windows reach back
 * from here, so that a history that is imported sees them whole.
 */
function horizonOf(monitor: Monitor, { occurredAt }: ObservedEvent, at: Instant): number | null {
  const horizon = Math.max(monitor.horizon, hourOf(Math.min(occurredAt, at)));
  return horizon === hourOf(at) ? null : horizon;
}

const NONE: readonly string[] = [];

function keyed({ known, sealingKey }: BookedCustomer, text: string): PersonalText {
  if (sealingKey === null) throw new Error(`no sealing key for ${known.id}`);
  return { text, key: sealingKey };
}

function columnsOf(observed: ObservedEvent, customer: string, gathered: Gathered): DecidedColumns {
  const wallet = 'wallet' in observed.event ? observed.event.wallet : undefined;
  const { event, money } = observed;
  return {
    content: observed.content,
    customer,
    type: event.type,
    occurred_at: formatInstant(observed.occurredAt),
    asset: money?.asset.code ?? null,
    amount: money === null ? null : formatAmount(money.minor, money.asset),
    value_usd: gathered.value_usd ?? null,
    rail: 'rail' in event ? event.rail : null,
    network: wallet?.network ?? null,
    address: wallet?.address ?? null,
  };
}
