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

export const ScenarioView = Type.Object(
  {
    ...ScenarioRow.properties,
    explanation: Texts,
    condition: Type.String({ description: 'CEL' }),
    parameters: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          value: Type.Union([Type.Number(), Type.String(), Type.Boolean()]),
          unit: Type.String(),
          min: Type.Optional(Type.Number()),
          max: Type.Optional(Type.Number()),
          text: Type.Optional(Texts),
        },
        closed,
      ),
    ),
    aggregates: Type.Array(Type.Object({ name: Type.String(), definition: Type.String() }, closed)),
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
