import { newId } from '../../kernel/ids.ts';
import { formatInstant, instantOf } from '../../kernel/instant.ts';
import { rows, type Tx } from '../../platform/database.ts';
import type { FeedEntry, Reader } from '../../platform/feed.ts';
import type { Journal } from '../../platform/journal.ts';
import { entitiesInSight } from '../access/entities.ts';
import { flagged } from '../decisions/events.ts';
import { type Avi, aviDeadline, FIRST_MONTH } from './avi.ts';
import { dueFound, dueGrew } from './due-events.ts';
import { addDuties, type DutyGroup, type DutyTotals, groupDuties } from './due-grouping.ts';

const ACTOR = 'system:reports';

export interface DueReaderPorts {
  readonly journal: Journal;
  readonly avi: Avi;
}

/** Behind the reply: duties to report become reports due, never alerts, in one transaction with the cursor. */
export const dueReader = (ports: DueReaderPorts): Reader => ({
  name: 'reports-due',
  types: [flagged.type],
  handle: (tx, entries) => workDuties(tx, ports, entries),
});

interface OpenDue extends DutyTotals {
  readonly id: string;
  readonly customer: string;
  readonly scenario: string;
  readonly month: string;
}

const keyOf = (one: Pick<OpenDue, 'customer' | 'scenario' | 'month'>): string =>
  `${one.customer} ${one.scenario} ${one.month}`;

async function openDues(tx: Tx, groups: readonly DutyGroup[]): Promise<ReadonlyMap<string, OpenDue>> {
  const found = await rows<OpenDue>(
    tx,
    `select d.id, d.customer, d.scenario, d.month, d.amount, d.threshold, d.findings, d.last_at
     from unnest($1::text[], $2::text[], $3::text[]) as k (customer, scenario, month)
     join reports.due d on d.customer = k.customer and d.scenario = k.scenario and d.month = k.month
       and d.state = 'open'
     order by d.id for update of d`,
    [groups.map((one) => one.customer), groups.map((one) => one.scenario), groups.map((one) => one.month)],
  );
  return new Map(found.map((due) => [keyOf(due), due]));
}

async function workDuties(tx: Tx, ports: DueReaderPorts, entries: readonly FeedEntry[]): Promise<void> {
  const groups = groupDuties(entries);
  if (groups.length === 0) return;
  const open = await openDues(tx, groups);
  const entities = new Map((await entitiesInSight(tx)).map((one) => [one.id, one]));
  const worked = groups.map((group) => {
    const before = open.get(keyOf(group));
    return { group, before, totals: addDuties(before, group) };
  });
  await ports.journal.recordMany(
    tx,
    dueGrew,
    worked.flatMap(({ group: { entity }, before, totals }) =>
      before === undefined ? [] : [{ entity, actor: ACTOR, subject: before.id, data: totals }],
    ),
  );
  await ports.journal.recordMany(
    tx,
    dueFound,
    worked.flatMap(({ group, before, totals }) => {
      if (before !== undefined) return [];
      const { entity, customer, scenario, title, month, currency, found } = group;
      const first = formatInstant(instantOf(Math.min(...found.map(({ at }) => at))));
      const data = {
        customer,
        scenario,
        title,
        month,
        currency,
        first_at: first,
        ...dueOf(ports.avi, entities.get(entity)?.jurisdiction, month),
      };
      return [
        { entity, actor: ACTOR, subject: newId('due'), data: { state: 'open', ...data, ...totals } as const },
      ];
    }),
  );
}

/** When a month's report is due; nothing where we know of no format, and so of no deadline. */
function dueOf(avi: Avi, jurisdiction: string | undefined, month: string) {
  if (jurisdiction !== 'MX' || month < FIRST_MONTH) return { due_at: null, due_basis: null };
  const { at, source } = aviDeadline(avi, { priority: 'normal', month, known: instantOf(0) });
  return { due_at: formatInstant(at), due_basis: source };
}
