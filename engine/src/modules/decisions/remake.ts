import { canonicalBytes, canonicalText } from '../../kernel/canonical.ts';
import { isFailure } from '../../kernel/failure.ts';
import { sha256Hex } from '../../kernel/hash.ts';
import { formatInstant, instantOf } from '../../kernel/instant.ts';
import { formatAmount } from '../../kernel/money.ts';
import type { EntryBody } from '../../platform/journal.ts';
import { joinPersonal, type ObservedEvent, readEvent } from '../activity/event.ts';
import type { Monitor } from './assess.ts';
import { type DecidedData, decided, flagged } from './events.ts';
import type { PastDecision } from './past.ts';
import { judge, POLICY_VERSION } from './policy.ts';

/** A member of an entry that came out otherwise, as canonical JSON; what is sealed is named and not shown. */
export interface Difference {
  /** RFC 6901 pointer into the entry. */
  readonly path: string;
  readonly stored?: string;
  readonly made?: string;
}

export type Obstacle = 'rule_set_unavailable' | 'policy_changed' | 'person_erased' | 'event_refused';

export interface Remade {
  readonly verdict: 'identical' | 'different' | 'not_replayable';
  readonly because?: Obstacle;
  /** SHA-256 of the entry's bytes, and of those made again. */
  readonly stored: string;
  readonly made?: string;
  readonly differences: readonly Difference[];
}

/** What stands in the way of making a decision again whatever the windows; undefined when nothing does. */
export function obstacleOf({ data, erased }: PastDecision): Obstacle | undefined {
  if (data.versions.policy !== POLICY_VERSION) return 'policy_changed';
  return erased ? 'person_erased' : undefined;
}

export const notReplayable = ({ bytes }: PastDecision, because: Obstacle): Remade => ({
  verdict: 'not_replayable',
  because,
  stored: sha256Hex(bytes),
  differences: [],
});

const HOUR_MS = 3_600_000;

/**
 * Makes the decision again: facts from the event and the windows, findings from the facts, judgement from the findings,
 * and the entry from all of them; then compares its bytes with those stored. `monitor` has seen the entries before it and
 * takes the event in. What was gathered (prices, lists, customer, law), ids, time and sealed box are the entry's own.
 */
export function remake(past: PastDecision, monitor: Monitor): Remade {
  const { body, data, personal, bytes, observation } = past;
  monitor.mark();
  const { findings, facts } = monitor.detect(observation);
  monitor.keep();
  let observed: ObservedEvent;
  try {
    // A clock that was set back between the event's arrival and its entry makes it no event of the future.
    const now = Math.max(Date.parse(body.at), Date.parse(data.occurred_at));
    observed = readEvent(joinPersonal(data.event, personal), now);
  } catch (error) {
    if (isFailure(error)) return notReplayable(past, 'event_refused');
    throw error;
  }
  const judged = judge(observed.event, data.gathered.customer.relationship ?? 'active', findings);
  const told = facts.recordTexts();
  const again: DecidedData = {
    ...data,
    ...columnsOf(observed, data),
    facts: JSON.parse(told.open),
    findings: findings.map(({ reason }) => reason),
    outcome: judged.outcome,
    scenarios: [...new Set(findings.map(({ reason }) => reason.scenario))],
    message: judged.message,
    rule_set: monitor.version,
    hold: holdOf(data, judged.holdHours, Date.parse(body.at)),
  };
  const { type, schema } = findings.length === 0 && judged.outcome === 'allow' ? decided : flagged;
  const made: EntryBody = { ...body, type, schema, data: again };
  const madeBytes = canonicalBytes(made);
  const differences = [
    ...(madeBytes.equals(bytes)
      ? []
      : differ('', JSON.parse(bytes.toString('utf8')), JSON.parse(madeBytes.toString('utf8')))),
    ...sealedDifferences(personal?.facts, told.personal === null ? null : JSON.parse(told.personal)),
  ];
  return {
    verdict: differences.length === 0 ? 'identical' : 'different',
    stored: sha256Hex(bytes),
    made: sha256Hex(madeBytes),
    differences: differences.slice(0, DIFFERENCES_MAX),
  };
}

/** What the row of a decision says of its event, told anew from the event. */
function columnsOf({ event, money, content, occurredAt }: ObservedEvent, { gathered }: DecidedData) {
  const wallet = 'wallet' in event ? event.wallet : undefined;
  return {
    reference: event.id,
    content,
    type: event.type,
    occurred_at: formatInstant(occurredAt),
    asset: money?.asset.code ?? null,
    amount: money === null ? null : formatAmount(money.minor, money.asset),
    value_usd: gathered.value_usd ?? null,
    rail: 'rail' in event ? event.rail : null,
    network: wallet?.network ?? null,
    address: wallet?.address ?? null,
  };
}

function holdOf({ hold }: DecidedData, hours: number | null, at: number): DecidedData['hold'] {
  if (hours === null) return null;
  return { id: hold?.id ?? '', until: formatInstant(instantOf(at + hours * HOUR_MS)) };
}

const DIFFERENCES_MAX = 40;
const SHOWN_MAX = 300;

const shown = (value: unknown): string => canonicalText(value).slice(0, SHOWN_MAX);

/** The smallest members in which two JSON values differ. */
function differ(path: string, stored: unknown, made: unknown): Difference[] {
  if (isObject(stored) && isObject(made)) {
    const names = [...new Set([...Object.keys(stored), ...Object.keys(made)])].sort();
    return names.flatMap((name) =>
      differ(`${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, stored[name], made[name]),
    );
  }
  const same =
    stored === undefined || made === undefined
      ? stored === made
      : canonicalText(stored) === canonicalText(made);
  if (same) return [];
  return [
    {
      path,
      ...(stored === undefined ? {} : { stored: shown(stored) }),
      ...(made === undefined ? {} : { made: shown(made) }),
    },
  ];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Sealed facts that came out otherwise: by name only. */
function sealedDifferences(stored: object | undefined, made: object | null): Difference[] {
  return differ('/sealed/facts', stored ?? {}, made ?? {}).map(({ path }) => ({ path }));
}
