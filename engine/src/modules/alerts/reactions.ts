import type { Texts } from '@atalaya/contract/schema.ts';
import { newId } from '../../kernel/ids.ts';
import { rows, type Tx } from '../../platform/database.ts';
import type { FeedEntry, Reader } from '../../platform/feed.ts';
import type { Journal } from '../../platform/journal.ts';
import { flagged } from '../decisions/events.ts';
import { groundEnded, releaseDecided, releaseLapsed } from '../releases/events.ts';
import { exposureFoundLater } from '../tracing/exposure-events.ts';
import type { AlertState } from './alert.ts';
import { type Casework, lockCasework, type RaisedAlert } from './casework.ts';
import { alertGrew, alertOpened } from './events.ts';
import { type AlertTotals, addFindings, type FindingGroup, groupFindings, opensCase } from './grouping.ts';
import { settleReleased } from './released.ts';

const ACTOR = 'system:alerts';

export interface AlertReaderPorts {
  readonly journal: Journal;
  readonly casework: Casework;
}

const FINDINGS: ReadonlySet<string> = new Set([flagged.type, exposureFoundLater.type, groundEnded.type]);
const ENDS = [releaseDecided.type, releaseLapsed.type];

/**
 * Behind the reply: findings become alerts, grave ones cases, in one transaction with the cursor; what two people decided
 * to release needs no alert any more.
 */
export const alertReader = (ports: AlertReaderPorts): Reader => ({
  name: 'alerts',
  types: [...FINDINGS, ...ENDS],
  async handle(tx, entries) {
    await workFlagged(
      tx,
      ports,
      entries.filter(({ body }) => FINDINGS.has(body.type)),
    );
    await settleReleased(
      tx,
      ports.journal,
      entries.filter(({ body }) => !FINDINGS.has(body.type)),
    );
  },
});

interface ActiveAlert extends AlertTotals {
  readonly id: string;
  readonly customer: string;
  readonly scenario: string;
  readonly title: Texts;
  readonly state: AlertState;
}

const keyOf = (one: { readonly customer: string; readonly scenario: string }): string =>
  `${one.customer} ${one.scenario}`;

/** The alerts that new findings of these groups join, locked. */
async function activeAlerts(
  tx: Tx,
  groups: readonly FindingGroup[],
): Promise<ReadonlyMap<string, ActiveAlert>> {
  const found = await rows<ActiveAlert>(
    tx,
    `select a.id, a.customer, a.scenario, a.title, a.state, a.severity, a.findings, a.value_usd, a.assets,
            a.last_finding_at, a.due_at
     from unnest($1::text[], $2::text[]) as k (customer, scenario)
     join alerts.alert a on a.customer = k.customer and a.scenario = k.scenario and a.active
     order by a.id for update of a`,
    [groups.map(({ customer }) => customer), groups.map(({ scenario }) => scenario)],
  );
  return new Map(found.map((alert) => [keyOf(alert), alert]));
}

/** Events that stand behind these alerts already: what is found of a past event later, may be found of it again. */
async function knownEvents(
  tx: Tx,
  active: Iterable<ActiveAlert>,
  groups: readonly FindingGroup[],
): Promise<ReadonlySet<string>> {
  const found = await rows<{ alert: string; event: string }>(
    tx,
    'select alert, event from alerts.finding where alert = any ($1) and event = any ($2)',
    [[...active].map(({ id }) => id), groups.flatMap((group) => group.found.map(({ event }) => event))],
  );
  return new Set(found.map(({ alert, event }) => `${alert} ${event}`));
}

async function workFlagged(
  tx: Tx,
  { journal, casework }: AlertReaderPorts,
  entries: readonly FeedEntry[],
): Promise<void> {
  const grouped = groupFindings(entries);
  await lockCasework(
    tx,
    grouped.map(({ entity }) => entity),
  );
  const active = await activeAlerts(tx, grouped);
  const known = await knownEvents(tx, active.values(), grouped);
  const groups = grouped
    .map((group) => {
      const id = active.get(keyOf(group))?.id;
      return { ...group, found: group.found.filter(({ event }) => !known.has(`${id} ${event}`)) };
    })
    .filter(({ found }) => found.length > 0);
  const worked = groups.map((group) => {
    const before = active.get(keyOf(group));
    return { group, before, id: before?.id ?? newId('alr'), totals: addFindings(before, group) };
  });
  const base = ({ group, id }: (typeof worked)[number]) => ({
    entity: group.entity,
    actor: ACTOR,
    subject: id,
  });
  await journal.recordMany(
    tx,
    alertGrew,
    worked.filter(({ before }) => before !== undefined).map((one) => ({ ...base(one), data: one.totals })),
  );
  await journal.recordMany(
    tx,
    alertOpened,
    worked
      .filter(({ before }) => before === undefined)
      .map((one) => {
        const { customer, scenario, title } = one.group;
        return {
          ...base(one),
          data: { customer, scenario, title, state: 'open', active: true, ...one.totals } as const,
        };
      }),
  );
  const raised = worked
    .filter(({ before }) => before === undefined || before.state === 'open')
    .map(
      ({ group, id, totals }): RaisedAlert => ({
        id,
        entity: group.entity,
        customer: group.customer,
        title: group.title,
        severity: totals.severity,
        opensCase: opensCase(group),
      }),
    );
  await casework.take(tx, ACTOR, raised);
}
