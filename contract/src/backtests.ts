import { type Static, Type } from 'typebox';
import { OUTCOMES, SEVERITIES } from './decisions.ts';
import { defineRoute } from './route.ts';
import { closed, InstantText, literals, PageQuery, pageOf, ShortText, Texts } from './schema.ts';

/** By what results are broken down. Month is the event's, `YYYY-MM` in UTC. */
export const SEGMENTS = ['customer_kind', 'risk', 'jurisdiction', 'month'] as const;

/** What one rule-set made of the events. */
const figures = {
  findings: Type.Integer(),
  alerts: Type.Integer({ description: 'after suppression: what reaches a person' }),
  customers: Type.Integer({ description: 'different customers with a finding' }),
};

/** Closed cases as the measure: a customer with a case that was reported is a true one, with one that was not a false one. */
export const LabelQuality = Type.Object(
  {
    labelled_customers: Type.Integer(),
    true_customers: Type.Integer(),
    alerted_true: Type.Integer(),
    alerted_false: Type.Integer(),
    precision: Type.Optional(Type.Number({ description: 'alerted_true / alerted with a label' })),
    recall: Type.Optional(Type.Number({ description: 'alerted_true / true_customers' })),
  },
  closed,
);
export type LabelQuality = Static<typeof LabelQuality>;

export const BacktestSide = Type.Object(
  {
    rule_set: Type.String({ description: 'rul_…, or a name given to files' }),
    version: Type.String(),
    ...figures,
    flagged_events: Type.Integer(),
    analyst_hours: Type.Number({ description: 'alerts × minutes per alert' }),
    outcomes: Type.Object(
      { allow: Type.Integer(), review: Type.Integer(), hold: Type.Integer(), block: Type.Integer() },
      closed,
    ),
    quality: Type.Optional(LabelQuality),
    scenarios: Type.Array(
      Type.Object(
        { scenario: Type.String(), title: Texts, severity: literals(SEVERITIES), ...figures },
        closed,
      ),
    ),
    segments: Type.Array(
      Type.Object(
        { by: literals(SEGMENTS), value: Type.String(), events: Type.Integer(), ...figures },
        closed,
      ),
    ),
  },
  closed,
);
export type BacktestSide = Static<typeof BacktestSide>;

const moved = { gained: Type.Integer(), lost: Type.Integer(), kept: Type.Integer() };

export const DiffExample = Type.Object(
  {
    change: literals(['gained', 'lost']),
    scenario: Type.String(),
    event_id: Type.String(),
    entity: Type.String(),
    customer_id: Type.String(),
    occurred_at: InstantText,
    type: Type.String(),
    severity: literals(SEVERITIES),
    outcome: literals(OUTCOMES),
    title: Texts,
    text: Texts,
  },
  closed,
);
export type DiffExample = Static<typeof DiffExample>;

/** Of `to` against `from`. An alert is the same when scenario and suppression key are, and their times overlap. */
export const BacktestDiff = Type.Object(
  {
    alerts: Type.Object(moved, closed),
    findings: Type.Object(moved, closed),
    hours: Type.Number({ description: 'analyst hours more (or, negative, less)' }),
    scenarios: Type.Array(
      Type.Object(
        { scenario: Type.String(), title: Texts, alerts: Type.Object(moved, closed), hours: Type.Number() },
        closed,
      ),
    ),
    segments: Type.Array(
      Type.Object({ by: literals(SEGMENTS), value: Type.String(), ...moved, hours: Type.Number() }, closed),
    ),
    examples: Type.Array(DiffExample),
  },
  closed,
);
export type BacktestDiff = Static<typeof BacktestDiff>;

/** What of a backtest is evaluated: scenarios whose results the decisions do not tell already, or all. */
export const EVALUATIONS = ['changed', 'all'] as const;

/** How a result came to be. Results of before this was told do not have it: everything was evaluated. */
const Evaluation = Type.Object(
  {
    mode: literals(EVALUATIONS),
    evaluated: Type.Integer({ description: 'scenarios that were evaluated over the stretch' }),
    recorded: Type.Integer({
      description:
        'scenarios that are what they were when they decided: what the decisions recorded was taken',
    }),
    versions: Type.Optional(Type.Integer({ description: 'rule-sets that decided in the stretch' })),
    unknown_versions: Type.Optional(
      Type.Integer({ description: 'of which it is not known here what they were: then all is evaluated' }),
    ),
  },
  closed,
);

export const BacktestResult = Type.Object(
  {
    events: Type.Integer({ description: 'judged; those before `from` only filled the windows' }),
    warm_up_events: Type.Integer(),
    from: Type.Optional(InstantText),
    to: Type.Optional(InstantText),
    minutes_per_alert: Type.Number(),
    seconds: Type.Number(),
    events_per_second: Type.Integer(),
    evaluation: Type.Optional(Evaluation),
    side: BacktestSide,
    against: Type.Optional(BacktestSide),
    diff: Type.Optional(BacktestDiff),
  },
  closed,
);
export type BacktestResult = Static<typeof BacktestResult>;

export const BACKTEST_STATES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;

export const BacktestView = Type.Object(
  {
    id: Type.String({ description: 'bkt_…' }),
    state: literals(BACKTEST_STATES),
    rule_set: Type.String(),
    rule_set_number: Type.Integer(),
    against: Type.Optional(Type.String()),
    against_number: Type.Optional(Type.Integer()),
    entities: Type.Array(Type.String()),
    from: Type.Optional(InstantText),
    to: Type.Optional(InstantText),
    minutes_per_alert: Type.Number(),
    evaluate: literals(EVALUATIONS),
    events_done: Type.Integer(),
    events_total: Type.Integer(),
    events_per_second: Type.Integer(),
    seconds_left: Type.Optional(Type.Integer()),
    started_by: Type.String(),
    started_by_name: Type.Optional(Type.String()),
    started_at: InstantText,
    finished_at: Type.Optional(InstantText),
    failure: Type.Optional(Type.String()),
    result_sha256: Type.Optional(Type.String()),
    alerts: Type.Optional(Type.Integer()),
    gained: Type.Optional(Type.Integer()),
    lost: Type.Optional(Type.Integer()),
  },
  closed,
);
export type BacktestView = Static<typeof BacktestView>;

const id = Type.Object({ id: Type.String({ maxLength: 40 }) }, closed);

export const startBacktest = defineRoute({
  id: 'startBacktest',
  method: 'POST',
  path: '/v1/backtests',
  summary: 'Run a rule-set over a stretch of what was decided, and compare it with another',
  permission: 'monitoring:write',
  body: Type.Object(
    {
      rule_set: Type.String({ description: 'rul_…, or `live`' }),
      against: Type.Optional(Type.String({ description: 'rul_…, or `live`' })),
      from: Type.Optional(InstantText),
      to: Type.Optional(InstantText),
      minutes_per_alert: Type.Optional(Type.Number({ minimum: 0.1, maximum: 600, default: 15 })),
      evaluate: Type.Optional(
        literals(
          EVALUATIONS,
          '`changed`, the default: of scenarios that are what they were when they decided, what the decisions recorded is taken; `all`: everything is evaluated again, which proves that it comes out the same',
        ),
      ),
      note: Type.Optional(ShortText),
    },
    closed,
  ),
  reply: BacktestView,
});

export const listBacktests = defineRoute({
  id: 'listBacktests',
  method: 'GET',
  path: '/v1/backtests',
  summary: 'Backtests, newest first',
  permission: 'monitoring:read',
  query: Type.Object({ ...PageQuery, rule_set: Type.Optional(Type.String({ maxLength: 40 })) }, closed),
  reply: pageOf(BacktestView),
});

export const getBacktest = defineRoute({
  id: 'getBacktest',
  method: 'GET',
  path: '/v1/backtests/:id',
  summary: 'How far a backtest is',
  permission: 'monitoring:read',
  params: id,
  reply: BacktestView,
});

export const getBacktestResult = defineRoute({
  id: 'getBacktestResult',
  method: 'GET',
  path: '/v1/backtests/:id/result',
  summary: 'What a finished backtest found, and what it gains and loses against the other',
  permission: 'monitoring:read',
  params: id,
  reply: BacktestResult,
});

export const cancelBacktest = defineRoute({
  id: 'cancelBacktest',
  method: 'POST',
  path: '/v1/backtests/:id/cancel',
  summary: 'Stop a backtest',
  permission: 'monitoring:write',
  params: id,
  body: Type.Object({}, closed),
  reply: BacktestView,
});

/** What a version in shadow would have done since it began, beside what live did. */
export const ShadowView = Type.Object(
  {
    rule_set: Type.String(),
    version: Type.String(),
    running: Type.Boolean(),
    since: InstantText,
    events: Type.Integer(),
    behind: Type.Integer({ description: 'decisions it has not seen yet' }),
    shadow: Type.Object(figures, closed),
    live: Type.Object(figures, closed),
    scenarios: Type.Array(
      Type.Object(
        {
          scenario: Type.String(),
          title: Type.Optional(Texts),
          shadow: Type.Integer(),
          live: Type.Integer(),
          gained: Type.Integer(),
          lost: Type.Integer(),
        },
        closed,
      ),
    ),
    examples: Type.Array(DiffExample, { description: 'newest first, at most 100' }),
  },
  closed,
);
export type ShadowView = Static<typeof ShadowView>;

export const getShadow = defineRoute({
  id: 'getShadow',
  method: 'GET',
  path: '/v1/rule-sets/:id/shadow',
  summary: 'What a version finds on live traffic at no effect, against live',
  permission: 'monitoring:read',
  params: Type.Object({ id: Type.String({ maxLength: 40 }) }, closed),
  reply: ShadowView,
});
