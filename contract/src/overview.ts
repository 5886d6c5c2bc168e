import { type Static, Type } from 'typebox';
import { AlertRow } from './alerts.ts';
import { CaseRow } from './cases.ts';
import { EventRow, HoldRow } from './decisions.ts';
import { ReleaseRow } from './releases.ts';
import { DueMonth, ReportRow } from './reports.ts';
import { defineRoute } from './route.ts';
import { closed, InstantText } from './schema.ts';
import { WatchlistView } from './watchlists.ts';

/** TODAY: what needs me now, what changed, is everything well. */
export const Overview = Type.Object(
  {
    needs_me: Type.Object(
      {
        approvals: Type.Array(CaseRow),
        reports: Type.Array(ReportRow),
        holds: Type.Array(HoldRow),
        releases: Type.Array(ReleaseRow, {
          description: 'stopped for what lists or tags no longer say; not those the reader proposed',
        }),
        due_cases: Type.Array(CaseRow),
        alerts: Type.Array(AlertRow),
        duties: Type.Array(DueMonth, { description: 'months with reports due that no suspicion asks for' }),
        counts: Type.Object(
          {
            open_alerts: Type.Integer(),
            unassigned_alerts: Type.Integer(),
            open_cases: Type.Integer(),
            approvals: Type.Integer(),
            holds: Type.Integer(),
            releases: Type.Integer(),
            reports_due: Type.Integer(),
            duties: Type.Integer({ description: 'reports due without suspicion, not yet covered' }),
          },
          closed,
        ),
      },
      closed,
    ),
    since_yesterday: Type.Object(
      {
        events: Type.Integer(),
        allow: Type.Integer(),
        review: Type.Integer(),
        hold: Type.Integer(),
        block: Type.Integer(),
        alerts_opened: Type.Integer(),
        alerts_cleared: Type.Integer(),
        cases_opened: Type.Integer(),
        reports_filed: Type.Integer(),
        value_usd: Type.String(),
      },
      closed,
    ),
    recent: Type.Array(EventRow),
    by_hour: Type.Array(
      Type.Object({ hour: InstantText, events: Type.Integer(), flagged: Type.Integer() }, closed),
    ),
    lists: Type.Array(WatchlistView),
  },
  closed,
);
export type Overview = Static<typeof Overview>;

export const getOverview = defineRoute({
  id: 'getOverview',
  method: 'GET',
  path: '/v1/overview',
  summary: 'What needs me today',
  permission: 'session',
  reply: Overview,
});

/** The thin status line of every screen. */
/** What past events the decision core holds, where. */
const WindowsStatus = Type.Object(
  {
    bytes: Type.Integer({ description: 'in memory' }),
    customers: Type.Integer({ description: 'with windows in memory' }),
    bytes_per_customer: Type.Integer({ description: 'memory for each of those; 0 without any' }),
    entries: Type.Integer({ description: 'in memory, over all windows' }),
    rows_on_disk: Type.Integer({ description: 'keys that lie in the newest snapshot' }),
    bytes_on_disk: Type.Integer(),
    snapshot_journal: Type.Integer({ description: 'entry the newest snapshot reaches to; 0 without one' }),
    snapshot_at: Type.Optional(InstantText),
    pause_ms_max: Type.Number({ description: 'longest time that keeping windows held up deciding' }),
    known_customers: Type.Integer({ description: 'whose facts are in memory' }),
    known_bytes: Type.Integer({ description: 'that these take' }),
  },
  closed,
);

export const Status = Type.Object(
  {
    version: Type.String(),
    live: Type.Boolean(),
    events_per_second: Type.Number(),
    decision_p50_ms: Type.Number(),
    decision_p99_ms: Type.Number(),
    rule_set: Type.String(),
    scenarios: Type.Integer(),
    lists_stale: Type.Integer(),
    journal_entries: Type.Integer(),
    checkpoint: Type.Optional(Type.Object({ size: Type.Integer(), at: InstantText }, closed)),
    behind: Type.Integer({ description: 'journal entries not yet read by alerts' }),
    windows: WindowsStatus,
  },
  closed,
);
export type Status = Static<typeof Status>;

export const getStatus = defineRoute({
  id: 'getStatus',
  method: 'GET',
  path: '/v1/status',
  summary: 'Live or behind, rule-set, lists, last checkpoint',
  permission: 'session',
  reply: Status,
});

export const getHealth = defineRoute({
  id: 'getHealth',
  method: 'GET',
  path: '/health',
  summary: 'Ready to decide; no authentication',
  permission: null,
  reply: Type.Object({ ready: Type.Boolean() }, closed),
});
