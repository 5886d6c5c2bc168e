import type { Reason } from '@atalaya/contract/decisions.ts';
import { canonicalBytes, canonicalText } from '../../kernel/canonical.ts';
import { newId } from '../../kernel/ids.ts';
import { formatInstant, type Instant, instantOf } from '../../kernel/instant.ts';
import { leafHash } from '../../kernel/merkle.ts';
import { formatAmount } from '../../kernel/money.ts';
import type { EntryBody } from '../../platform/journal.ts';
import { sealFor } from '../../platform/vault.ts';
import { type ObservedEvent, splitPersonal } from '../activity/event.ts';
import type { Observation } from '../monitoring/observation.ts';
import { matchingVersion } from '../screening/screening.ts';
import type { BookedCustomer } from './book.ts';
import type { PendingDecision } from './commit.ts';
import { type DecidedData, decided, type Facts, flagged } from './events.ts';
import { type EntityFacts, type Gatherers, gather } from './gather.ts';
import { type Gathered, observationOf } from './observe.ts';
import { splitFacts } from './personal-facts.ts';
import { type FindingForPolicy, judge, POLICY_VERSION } from './policy.ts';

/** Monitoring as the core drives it: windows with undo, and detection over them. */
export interface Monitor {
  readonly version: string;
  /** A point to which everything since can be taken back, until keep(). */
  mark(): number;
  undoTo(mark: number): void;
  keep(): void;
  /** Takes the observation into the windows and gives what fired and every fact and window that was asked for. */
  detect(observation: Observation): { readonly findings: readonly MonitorFinding[]; readonly facts: Facts };
}

export interface MonitorFinding extends FindingForPolicy {
  readonly reason: Reason;
}

export interface Assessor {
  /** The state as it is now: how far undoTo() goes back. */
  mark(): number;
  undoTo(mark: number): void;
  /** Nothing before this moment will be taken back. */
  keep(): void;
  /** How much is held to be taken back. */
  undoable(): number;
  /** Facts, findings, judgement of one event: everything but the commit. */
  assess(
    entity: string,
    actor: string,
    customer: BookedCustomer,
    observed: ObservedEvent,
    at: Instant,
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
  let held = 0;
  return {
    mark() {
      held = monitor.mark();
      return held;
    },
    undoTo: (mark) => monitor.undoTo(mark),
    keep() {
      held = 0;
      monitor.keep();
    },
    undoable: () => held,
    assess(entity, actor, customer, observed, at) {
      const id = newId('evt', at);
      const gathered = gather(ports, ports.entity(entity), customer.known, observed);
      const who = {
        id,
        entity,
        customer: customer.known.id,
        occurredAt: observed.occurredAt,
        recordedAt: at,
      };
      const { findings, facts } = monitor.detect(observationOf(who, observed.event, gathered));
      const judged = judge(observed.event.type, customer.known.relationship, findings);
      const { open, personal } = splitPersonal(observed.event);
      const told = splitFacts(facts);
      const sealed = told.personal === null ? personal : { ...personal, facts: told.personal };
      const data: DecidedData = {
        ...columnsOf(observed, customer.known.id, gathered),
        event: open,
        gathered,
        facts: told.open,
        findings: inJournalOrder(findings.map((finding) => finding.reason)),
        outcome: judged.outcome,
        scenarios: [...new Set(findings.map((finding) => finding.reason.scenario))],
        message: judged.message,
        rule_set: monitor.version,
        versions: VERSIONS,
        lists: ports.screening.versions(),
        hold:
          judged.holdHours === null
            ? null
            : { id: newId('hld', at), until: formatInstant(instantOf(at + judged.holdHours * HOUR)) },
      };
      const type = findings.length === 0 && judged.outcome === 'allow' ? decided : flagged;
      const body: EntryBody = {
        v: 1,
        type: type.type,
        schema: type.schema,
        entity,
        actor,
        subject: id,
        at: formatInstant(at),
        data,
        ...(sealed === null
          ? {}
          : { sealed: [{ person: customer.known.id, box: boxOf(customer, sealed, type.type, id) }] }),
      };
      const bytes = canonicalBytes(body);
      return { id, entity, at, data, body, bytes, leaf: leafHash(bytes) };
    },
  };
}

/** Members as the journal gives them back, so that the first answer and its repeats are the same bytes. */
const inJournalOrder = <T>(values: readonly T[]): readonly T[] =>
  values.length === 0 ? [] : (JSON.parse(canonicalText(values)) as readonly T[]);

function boxOf(customer: BookedCustomer, personal: object, type: string, id: string): string {
  if (customer.sealingKey === null) throw new Error(`no sealing key for ${customer.known.id}`);
  return sealFor(customer.sealingKey, canonicalBytes(personal), type, id);
}

function columnsOf(observed: ObservedEvent, customer: string, gathered: Gathered) {
  const wallet = 'wallet' in observed.event ? observed.event.wallet : undefined;
  const { event, money } = observed;
  return {
    reference: event.id,
    content: observed.content.toString('hex'),
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
