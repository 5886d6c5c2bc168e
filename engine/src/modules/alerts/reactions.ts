import type { Texts } from '@atalaya/contract/schema.ts';
import { newId } from '../../kernel/ids.ts';
import { rows, type Tx } from '../../platform/database.ts';
import type { FeedEntry, Reader } from '../../platform/feed.ts';
import type { Journal } from '../../platform/journal.ts';
import { flagged } from '../decisions/events.ts';
import { exposureFoundLater } from '../tracing/exposure-events.ts';
import type { AlertState } from './alert.ts';
import { type Casework, lockCasework, type RaisedAlert } from './casework.ts';
import { alertGrew, alertOpened } from './events.ts';
import { type AlertTotals, addFindings, type FindingGroup, groupFindings, opensCase } from './grouping.ts';

const ACTOR = 'system:alerts';

export interface AlertReaderPorts {
  readonly journal: Journal;
  readonly casework: Casework;
}

/** Behind the reply: findings become alerts, grave ones cases, in one transaction with the cursor. */
export const alertReader = (ports: AlertReaderPorts): Reader => ({
  name: 'alerts',
  types: [flagged.type, exposureFoundLater.type],
  handle: (tx, entries) => workFlagged(tx, ports, entries),
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

async function workFlagged(
  tx: Tx,
  { journal, casework }: AlertReaderPorts,
  entries: readonly FeedEntry[],
): Promise<void> {
  const groups = groupFindings(entries);
  await lockCasework(
    tx,
    groups.map(({ entity }) => entity),
  );
  const active = await activeAlerts(tx, groups);
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
