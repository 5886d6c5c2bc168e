import { EVENT_TYPES } from '@atalaya/contract/activity.ts';
import { RISK_RATINGS } from '@atalaya/contract/customers.ts';
import { OUTCOMES, SEVERITIES } from '@atalaya/contract/decisions.ts';
import { closed, literals } from '@atalaya/contract/schema.ts';
import { type Static, Type } from 'typebox';
import { PARAMETER_UNITS } from '../facts/units.ts';

/** The shape of a scenario file: what YAML may say before anything is checked for meaning. */

const Name = Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' });
const FactName = Type.String({ pattern: '^[a-z]+\\.[a-z][a-z0-9_]*$' });
const FigureName = Type.String({ pattern: '^(window\\.[a-z][a-z0-9_]{0,39}|[a-z]+\\.[a-z][a-z0-9_]*)$' });
const Text = Type.String({ minLength: 1, maxLength: 1200 });
const Texts = Type.Object({ es: Text, pt: Text, en: Text }, closed);
const Figure = Type.Union([Type.Number(), Type.String({ minLength: 1, maxLength: 60 })]);
const Value = Type.Union([Figure, Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1 })]);

const Override = Type.Object(
  {
    jurisdiction: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
    tier: Type.Optional(literals(RISK_RATINGS)),
    from: Type.Optional(Type.String({ description: 'RFC 3339 with offset, or a date (UTC); inclusive' })),
    until: Type.Optional(Type.String({ description: 'exclusive' })),
    value: Value,
    source: Type.Optional(Text),
  },
  closed,
);

export const ParameterShape = Type.Object(
  {
    value: Value,
    unit: literals(PARAMETER_UNITS),
    min: Type.Optional(Figure),
    max: Type.Optional(Figure),
    source: Type.Optional(Text),
    overrides: Type.Optional(Type.Array(Override, { minItems: 1 })),
  },
  closed,
);
export type ParameterShape = Static<typeof ParameterShape>;

export const MEASURES = [
  'count',
  'sum',
  'mean',
  'min',
  'max',
  'deviation',
  'variation',
  'percentile',
  'distinct',
  'first',
  'last',
  'since_first',
  'since_last',
  'interval_variation',
  'rising_run',
  'top_speed',
  'mean_time',
] as const;
export type MeasureName = (typeof MEASURES)[number];

export const WindowShape = Type.Object(
  {
    measure: literals(MEASURES),
    of: Type.Optional(FactName),
    key: Type.Array(FactName, { minItems: 1, maxItems: 3 }),
    events: Type.Array(literals(EVENT_TYPES), { minItems: 1 }),
    status: Type.Optional(literals(['settled', 'declined', 'any'])),
    where: Type.Optional(Type.String({ minLength: 1 })),
    within: Name,
    ago: Type.Optional(Name),
    before: Type.Optional(Type.Boolean()),
    latest: Type.Optional(Name),
    rank: Type.Optional(Name),
    growth: Type.Optional(Name),
    like: Type.Optional(Type.Object({ fact: FactName, tolerance: Name }, closed)),
  },
  closed,
);
export type WindowShape = Static<typeof WindowShape>;

const ExampleEvent = Type.Object(
  {
    at: Type.Union([Type.String(), Type.Literal(0)]),
    type: literals(EVENT_TYPES),
    repeat: Type.Optional(Type.Integer({ minimum: 2, maximum: 500 })),
    every: Type.Optional(Type.String()),
  },
  {
    additionalProperties: Type.Union([
      Type.String(),
      Type.Number(),
      Type.Boolean(),
      Type.Null(),
      Type.Array(Type.String()),
    ]),
  },
);

export const ExampleShape = Type.Object(
  {
    name: Type.String({ minLength: 3, maxLength: 160 }),
    expect: literals(['fires', 'silent']),
    given: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null(), Type.Array(Type.String())]),
      ),
    ),
    events: Type.Array(ExampleEvent, { minItems: 1, maxItems: 200 }),
  },
  closed,
);
export type ExampleShape = Static<typeof ExampleShape>;

export const FAMILIES = ['exposure', 'transactions', 'identity', 'organised_crime'] as const;

export const CUSTOMER_MESSAGES = ['operation_under_review', 'check_destination', 'scam_warning'] as const;

export const ScenarioShape = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{2,59}$' }),
    number: Type.Integer({ minimum: 1, maximum: 999 }),
    family: literals(FAMILIES),
    typology: Type.String({ pattern: '^[a-z][a-z0-9_]{2,59}$' }),
    title: Texts,
    explanation: Texts,
    reason: Texts,
    customer_message: Type.Optional(literals(CUSTOMER_MESSAGES)),
    sources: Type.Array(Text, { minItems: 1 }),
    severity: literals(SEVERITIES),
    outcome: literals(OUTCOMES),
    report: Type.Optional(
      Type.Object(
        { amount: FigureName, threshold: FigureName },
        {
          ...closed,
          description:
            'a duty to report and no suspicion: opens no alert, enters the reports due; the figure that was reached and the one it is held against, both in local currency',
        },
      ),
    ),
    hold_hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 720 })),
    applies_to: Type.Array(literals(EVENT_TYPES), { minItems: 1 }),
    parameters: Type.Record(Name, ParameterShape),
    windows: Type.Optional(Type.Record(Name, WindowShape)),
    when: Type.String({ minLength: 1 }),
    suppress: Type.Object(
      { per: Type.Array(FactName, { minItems: 1, maxItems: 3 }), for: Type.String() },
      closed,
    ),
    examples: Type.Array(ExampleShape, { minItems: 3 }),
  },
  closed,
);
export type ScenarioShape = Static<typeof ScenarioShape>;
