import type { AlertRow } from '@atalaya/contract/alerts.ts';
import type { CaseRow } from '@atalaya/contract/cases.ts';
import { getOverview, getStatus, type Overview, type Status } from '@atalaya/contract/overview.ts';
import type { WatchlistView } from '@atalaya/contract/watchlists.ts';
import { formatInstant, type Instant, instantOf } from '../kernel/instant.ts';
import { alertPage, type NamePorts } from '../modules/alerts/queries.ts';
import { casePage } from '../modules/cases/queries.ts';
import { dollars, eventPage, holdPage } from '../modules/decisions/queries.ts';
import type { WindowsReport } from '../modules/decisions/snapshots.ts';
import { type ReleaseNames, releasePage } from '../modules/releases/queries.ts';
import { dueMonths } from '../modules/reports/due-queries.ts';
import { reportPage } from '../modules/reports/queries.ts';
import { asSystem, type Database, DEPLOYMENT, one, read, type Tx } from '../platform/database.ts';
import type { Caller, Http } from '../platform/http.ts';
import { createActivityTally, type HourTally } from './activity-tally.ts';

export interface OverviewPorts extends NamePorts, ReleaseNames {
  readonly db: Database;
  readonly now: () => Instant;
  /** Lists with their freshness; the transaction sees the deployment. */
  readonly lists: (tx: Tx) => Promise<WatchlistView[]>;
}

export interface StatusPorts {
  readonly db: Database;
  readonly version: string;
  readonly lists: OverviewPorts['lists'];
  readonly ready: () => boolean;
  readonly ruleSet: () => { readonly version: string; readonly rules: readonly unknown[] };
  readonly windows: () => WindowsReport;
  readonly book: { readonly size: number; readonly bytes: number };
  readonly rates: { read(): { perSecond: number; p50: number; p99: number } };
}

/** Rows of each kind: what fits a screen. */
const ROWS = 8;
const RECENT = 12;
/** Farther behind is not counted. */
const BEHIND_MAX = 10_000;

export function mountOverview(http: Http, ports: OverviewPorts & StatusPorts): void {
  const tally = createActivityTally(ports.db);
  http.mount(getOverview, ({ caller }) => overviewOf(ports, tally, caller));
  http.mount(getStatus, () => statusOf(ports));
}

/** Entities for which the caller holds a permission. */
const entitiesWith = (caller: Caller, permission: string): string[] =>
  [...caller.grants].flatMap(([entity, held]) => (held.has(permission) ? [entity] : []));

/** Narrows what the rest of the transaction sees to the entities of one permission. */
async function within<T>(tx: Tx, entities: readonly string[], work: () => Promise<T>): Promise<T> {
  await tx.query("select set_config('atalaya.entities', $1, true)", [entities.join(',')]);
  return work();
}

async function overviewOf(
  ports: OverviewPorts,
  tally: ReturnType<typeof createActivityTally>,
  caller: Caller,
): Promise<Overview> {
  const able = (permission: string) => entitiesWith(caller, permission);
  const now = ports.now();
  const hours = await tally.read(able('activity:read'), now);
  const since = hours[0]?.hour ?? now;
  return read(ports.db, { entities: [] }, async (tx) => {
    const alerts = await within(tx, able('alerts:read'), () => alertsFor(tx, ports, caller, since));
    const cases = await within(tx, able('cases:read'), () => casesFor(tx, ports, caller, since));
    const reports = await within(tx, able('reports:read'), () => reportsFor(tx, ports, since));
    const holds = await within(tx, able('decisions:read'), () => holdsFor(tx, ports));
    const releases = await within(tx, able('decisions:read'), () => releasesFor(tx, ports, caller));
    const recent = await within(tx, able('activity:read'), () =>
      eventPage(tx, ports.names, { limit: RECENT }),
    );
    const lists = await within(tx, able('watchlists:read').length === 0 ? [] : [DEPLOYMENT], () =>
      ports.lists(tx),
    );
    return {
      needs_me: {
        approvals: cases.approvals,
        reports: reports.items,
        holds: holds.items,
        releases: releases.items,
        due_cases: cases.due,
        alerts: alerts.items,
        duties: reports.duties,
        counts: {
          open_alerts: alerts.open,
          unassigned_alerts: alerts.unassigned,
          open_cases: cases.open,
          approvals: cases.waiting,
          holds: holds.count,
          releases: releases.total,
          reports_due: reports.due,
          duties: reports.duties.reduce((sum, { open }) => sum + open, 0),
        },
      },
      since_yesterday: {
        ...totalOf(hours.map((hour) => hour.tally)),
        alerts_opened: alerts.opened,
        alerts_cleared: alerts.cleared,
        cases_opened: cases.opened,
        reports_filed: reports.filed,
      },
      recent: recent.items,
      by_hour: hours.map(({ hour, tally: { events, flagged } }) => ({
        hour: formatInstant(hour),
        events,
        flagged,
      })),
      lists,
    };
  });
}

function totalOf(tallies: readonly HourTally[]) {
  const sum = (pick: (tally: HourTally) => number): number =>
    tallies.reduce((total, tally) => total + pick(tally), 0);
  return {
    events: sum(({ events }) => events),
    allow: sum(({ outcomes }) => outcomes.allow),
    review: sum(({ outcomes }) => outcomes.review),
    hold: sum(({ outcomes }) => outcomes.hold),
    block: sum(({ outcomes }) => outcomes.block),
    value_usd: dollars(sum(({ cents }) => cents)),
  };
}

async function counts<T extends object>(tx: Tx, sql: string, values: readonly unknown[] = []): Promise<T> {
  const found = await one<T>(tx, sql, values);
  if (found === undefined) throw new Error('a count gave no row');
  return found;
}

async function alertsFor(tx: Tx, ports: OverviewPorts, caller: Caller, since: Instant) {
  const found = await counts<{ open: number; unassigned: number; opened: number; cleared: number }>(
    tx,
    `select (select count(*) from alerts.alert where state = 'open') as open,
       (select count(*) from alerts.alert where state = 'open' and assignee is null) as unassigned,
       (select count(*) from alerts.alert where opened_at >= $1) as opened,
       (select count(*) from alerts.alert where cleared_at >= $1) as cleared`,
    [formatInstant(since)],
  );
  const pageOf = async (assignee: string): Promise<AlertRow[]> =>
    (await alertPage(tx, ports, { state: 'open', assignee, limit: ROWS })).items;
  const mine = await pageOf(caller.actor);
  const nobodys = mine.length < ROWS ? await pageOf('none') : [];
  return { ...found, items: [...mine, ...nobodys].slice(0, ROWS) };
}

/** Cases are read as for someone who may know of reports only where they do: a proposal is shown to nobody else. */
async function casesFor(tx: Tx, ports: OverviewPorts, caller: Caller, since: Instant) {
  const mayKnow = new Set(entitiesWith(caller, 'reports:read'));
  const decides = new Set(entitiesWith(caller, 'cases:decide').filter((entity) => mayKnow.has(entity)));
  const found = await counts<{ open: number; opened: number; waiting: number }>(
    tx,
    `select (select count(*) from cases.case where state in ('open', 'investigating', 'proposed')) as open,
       (select count(*) from cases.case where opened_at >= $1) as opened,
       (select count(*) from cases.case where state = 'proposed' and proposed_by <> $2 and entity = any ($3)) as waiting`,
    [formatInstant(since), caller.actor, [...decides]],
  );
  const pageOf = async (filter: { state?: string; assignee?: string }): Promise<CaseRow[]> =>
    (await casePage(tx, ports, mayKnow, { ...filter, limit: ROWS })).items;
  const approvals = (await pageOf({ state: 'proposed' })).filter(
    ({ entity, proposal }) => decides.has(entity) && proposal !== undefined && proposal.by !== caller.actor,
  );
  const due = [...(await pageOf({ assignee: caller.actor })), ...(await pageOf({ assignee: 'none' }))].filter(
    ({ due_at }) => due_at !== undefined,
  );
  return { ...found, approvals, due: due.slice(0, ROWS) };
}

async function reportsFor(tx: Tx, ports: OverviewPorts, since: Instant) {
  const found = await counts<{ due: number; filed: number }>(
    tx,
    `select (select count(*) from reports.report where state in ('draft', 'proposed', 'approved')) as due,
       (select count(*) from reports.report where filed_at >= $1) as filed`,
    [formatInstant(since)],
  );
  const { items } = await reportPage(tx, ports, { limit: ROWS });
  const duties = (await dueMonths(tx)).filter(({ open }) => open > 0);
  return { ...found, duties, items: items.filter(({ due_at }) => due_at !== undefined) };
}

async function holdsFor(tx: Tx, ports: OverviewPorts) {
  const { count } = await counts<{ count: number }>(
    tx,
    "select count(*) as count from decisions.hold where state = 'held'",
  );
  const { items } = await holdPage(tx, ports.names, { state: 'held', limit: ROWS });
  return { count, items };
}

/** Those somebody has to propose, and those that wait for a second person, who is not whoever proposed. */
async function releasesFor(tx: Tx, ports: OverviewPorts, caller: Caller) {
  const { items, total } = await releasePage(tx, ports, { state: 'open,proposed', limit: ROWS });
  return { total, items: items.filter(({ proposal }) => proposal?.by !== caller.actor) };
}

/** The thin line under every screen. Says nothing of any entity, so it reads as the system. */
function windowsOf({ windows, book }: StatusPorts): Status['windows'] {
  const report = windows();
  return {
    bytes: report.bytes,
    customers: report.keys['customer.id'] ?? 0,
    bytes_per_customer: report.bytes_per_customer,
    entries: report.entries,
    rows_on_disk: report.rows_on_disk,
    bytes_on_disk: report.bytes_on_disk,
    snapshot_journal: report.snapshot_journal,
    ...(report.snapshot_at === null ? {} : { snapshot_at: formatInstant(instantOf(report.snapshot_at)) }),
    pause_ms_max: report.pause_ms_max,
    known_customers: book.size,
    known_bytes: book.bytes,
  };
}

function statusOf(ports: StatusPorts): Promise<Status> {
  const { perSecond, p50, p99 } = ports.rates.read();
  const { version, rules } = ports.ruleSet();
  return asSystem(ports.db, async (tx) => {
    const found = await counts<{ entries: number; behind: number; size: number | null; at: Instant | null }>(
      tx,
      `select coalesce((select number from journal.entry order by number desc limit 1), 0) as entries,
         (select count(*) from (select 1 from decisions.decision where scenarios <> '[]'
            and entry > coalesce((select number from journal.cursor where reader = 'alerts'), 0) limit ${BEHIND_MAX}) b) as behind,
         c.size, c.at
       from (select 1) o left join lateral (select size, at from journal.checkpoint order by size desc limit 1) c on true`,
    );
    const { size, at } = found;
    const lists = await ports.lists(tx);
    return {
      version: ports.version,
      live: ports.ready(),
      events_per_second: perSecond,
      decision_p50_ms: p50,
      decision_p99_ms: p99,
      rule_set: version,
      scenarios: rules.length,
      lists_stale: lists.filter(({ stale }) => stale).length,
      journal_entries: found.entries,
      ...(size === null || at === null ? {} : { checkpoint: { size, at: formatInstant(at) } }),
      behind: found.behind,
      windows: windowsOf(ports),
    };
  });
}
