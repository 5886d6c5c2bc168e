import { type Static, Type } from 'typebox';
import { OUTCOMES, SEVERITIES } from './decisions.ts';
import { defineRoute } from './route.ts';
import { closed, InstantText, literals, Texts } from './schema.ts';

export const ScenarioRow = Type.Object(
  {
    id: Type.String(),
    number: Type.Integer(),
    family: Type.String(),
    title: Texts,
    severity: literals(SEVERITIES),
    outcome: literals(OUTCOMES),
    sources: Type.Array(Type.String()),
    applies_to: Type.Array(Type.String()),
    findings_30d: Type.Integer(),
    last_fired_at: Type.Optional(InstantText),
  },
  closed,
);
export type ScenarioRow = Static<typeof ScenarioRow>;

/** As the scenario writes it: 3, 99.9, "24h", "cash, kiosk". */
const Written = Type.Union([Type.Number(), Type.String()]);

export const ScenarioView = Type.Object(
  {
    ...ScenarioRow.properties,
    explanation: Texts,
    condition: Type.String({ description: 'CEL' }),
    parameters: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          value: Written,
          unit: Type.String(),
          min: Type.Optional(Written),
          max: Type.Optional(Written),
          source: Type.Optional(Type.String()),
          overrides: Type.Array(
            Type.Object(
              {
                jurisdiction: Type.Optional(Type.String()),
                tier: Type.Optional(Type.String()),
                from: Type.Optional(Type.String()),
                until: Type.Optional(Type.String({ description: 'exclusive' })),
                value: Written,
                source: Type.Optional(Type.String()),
              },
              closed,
            ),
            { description: 'values of its own for some; of those that apply, the last wins' },
          ),
        },
        closed,
      ),
    ),
    aggregates: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          measure: Type.String(),
          of: Type.Optional(Type.String({ description: 'the fact measured' })),
          key: Type.Array(Type.String(), { description: 'facts by which it is kept' }),
          events: Type.Array(Type.String()),
          status: Type.Optional(Type.String()),
          where: Type.Optional(Type.String({ description: 'CEL' })),
          within: Type.String({ description: 'the parameter that says how long it is' }),
          before: Type.Optional(Type.Boolean({ description: 'without the present event' })),
          others: Type.Array(Type.Object({ name: Type.String(), parameter: Type.String() }, closed), {
            description: 'ago, latest, rank, growth, like: each with its parameter',
          }),
        },
        closed,
      ),
    ),
    suppress: Type.Object(
      {
        per: Type.Array(Type.String(), { description: 'facts: findings of the same are one alert' }),
        for: Type.String({ description: 'a duration, e.g. 1d' }),
      },
      closed,
    ),
    hold_hours: Type.Optional(Type.Integer()),
    report: Type.Boolean({ description: 'a duty to report and no suspicion: it opens no alert' }),
    facts: Type.Array(Type.String(), {
      description:
        'facts it needs, of the dictionary: what its condition and its windows look at; what is not known makes nothing fire',
    }),
    examples: Type.Array(Type.Object({ name: Type.String(), fires: Type.Boolean() }, closed)),
    rule_set: Type.String(),
    yaml: Type.String(),
  },
  closed,
);
export type ScenarioView = Static<typeof ScenarioView>;

export const listScenarios = defineRoute({
  id: 'listScenarios',
  method: 'GET',
  path: '/v1/scenarios',
  summary: 'Live scenarios of the rule-set',
  permission: 'monitoring:read',
  reply: Type.Object({ rule_set: Type.String(), items: Type.Array(ScenarioRow) }, closed),
});

export const getScenario = defineRoute({
  id: 'getScenario',
  method: 'GET',
  path: '/v1/scenarios/:id',
  summary: 'What a scenario catches, its source, parameters, condition and examples',
  permission: 'monitoring:read',
  params: Type.Object({ id: Type.String() }, closed),
  reply: ScenarioView,
});

export const COVERAGE_STATES = ['covered', 'partial', 'waiting', 'gap', 'own'] as const;

/** What became of a scenario's findings, as far as the caller may know. */
export const ScenarioOutcomes = Type.Object(
  {
    findings: Type.Integer(),
    alerts: Type.Integer(),
    open: Type.Integer(),
    cleared: Type.Integer({ description: 'alerts a person cleared: false positives' }),
    cases: Type.Integer(),
    reports: Type.Optional(
      Type.Integer({ description: 'filed reports; absent for callers that may not know of reports' }),
    ),
  },
  closed,
);

export const CoverageRow = Type.Object(
  {
    number: Type.Integer(),
    family: Type.String(),
    name: Texts,
    source: Type.Optional(Type.String({ description: 'where the typology is described' })),
    state: literals(
      COVERAGE_STATES,
      'covered: by scenarios, or elsewhere in the product; partial: has a scenario and waits for data for its full form; waiting: no scenario, waits for data; gap: no scenario and nothing to wait for; own: a scenario beyond the list',
    ),
    waits: Type.Array(Type.Object({ code: Type.String(), text: Texts }, closed)),
    elsewhere: Type.Optional(Texts),
    found: Type.Optional(
      Type.Object(
        { last_fired_at: Type.Optional(InstantText), outcomes: ScenarioOutcomes },
        { ...closed, description: 'what was found, and became of it, by what covers it elsewhere' },
      ),
    ),
    scenarios: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          title: Texts,
          severity: literals(SEVERITIES),
          outcome: literals(OUTCOMES),
          duty: Type.Boolean({ description: 'a duty to report and no suspicion' }),
          sources: Type.Array(Type.String()),
          examples: Type.Object({ fires: Type.Integer(), silent: Type.Integer() }, closed),
          findings_30d: Type.Integer(),
          last_fired_at: Type.Optional(InstantText),
          outcomes: ScenarioOutcomes,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type CoverageRow = Static<typeof CoverageRow>;

export const getCoverage = defineRoute({
  id: 'getCoverage',
  method: 'GET',
  path: '/v1/coverage',
  summary:
    'Typologies against live scenarios: examples, legal source, last fired, outcomes, and what is missing',
  permission: 'monitoring:read',
  reply: Type.Object(
    {
      rule_set: Type.String(),
      counts: Type.Object(
        {
          typologies: Type.Integer(),
          covered: Type.Integer(),
          partial: Type.Integer(),
          waiting: Type.Integer(),
          gap: Type.Integer(),
          scenarios: Type.Integer(),
        },
        closed,
      ),
      items: Type.Array(CoverageRow),
    },
    closed,
  ),
});
