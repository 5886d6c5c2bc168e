import {
  getScenario,
  listScenarios,
  type ScenarioRow,
  type ScenarioView,
} from '@atalaya/contract/monitoring.ts';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { type Database, read, type Tx } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import { entitiesInSight } from '../access/entities.ts';
import { explanationOf, type Rule, type RuleSet } from './rule-set.ts';
import { neededFacts } from './rules/needed-facts.ts';
import type { ParameterShape, WindowShape } from './rules/shape.ts';

export interface Fired {
  readonly count: number;
  readonly lastAt: Instant;
}

export interface MonitoringPorts {
  readonly db: Database;
  readonly ruleSet: () => RuleSet;
  readonly now: () => Instant;
  /** What fired in the last 30 days, by scenario; later modules know. */
  readonly firedLately: (tx: Tx) => Promise<ReadonlyMap<string, Fired>>;
}

/** The reading view of the live rule-set. */
export function mountMonitoring(http: Http, ports: MonitoringPorts): void {
  http.mount(listScenarios, ({ scope }) =>
    read(ports.db, scope, async (tx) => {
      const fired = await ports.firedLately(tx);
      const ruleSet = ports.ruleSet();
      return {
        rule_set: ruleSet.version,
        items: ruleSet.rules.map((rule) => rowOf(rule, fired.get(rule.id))),
      };
    }),
  );

  http.mount(getScenario, ({ scope, params }) =>
    read(ports.db, scope, async (tx) => {
      const ruleSet = ports.ruleSet();
      const rule = ruleSet.rules.find((one) => one.id === params.id);
      if (rule === undefined) throw new Failure('missing', 'not_found', `no scenario ${params.id}`);
      const { shape, yaml, examples } = rule.source;
      return {
        ...rowOf(rule, (await ports.firedLately(tx)).get(rule.id)),
        explanation: explanationOf(ruleSet, rule, await jurisdictionOf(tx), null, ports.now()),
        condition: shape.when,
        parameters: Object.entries(shape.parameters).map(parameterOf),
        aggregates: Object.entries(shape.windows ?? {}).map(aggregateOf),
        suppress: shape.suppress,
        ...(shape.hold_hours === undefined ? {} : { hold_hours: shape.hold_hours }),
        report: shape.report !== undefined,
        facts: neededFacts(rule.source),
        examples: examples.map(({ name, expect }) => ({ name, fires: expect === 'fires' })),
        rule_set: ruleSet.version,
        yaml,
      };
    }),
  );
}

/** Where all the entities in sight are; of several places what holds everywhere is told. */
async function jurisdictionOf(tx: Tx): Promise<string> {
  const places = new Set((await entitiesInSight(tx)).map(({ jurisdiction }) => jurisdiction));
  const [only = ''] = places;
  return places.size === 1 ? only : '';
}

const rowOf = (rule: Rule, fired: Fired | undefined): ScenarioRow => ({
  id: rule.id,
  number: rule.number,
  family: rule.family,
  title: rule.title,
  severity: rule.severity,
  outcome: rule.outcome,
  sources: rule.source.shape.sources.map((source) =>
    typeof source === 'string' ? source : Object.values(source).join(' '),
  ),
  applies_to: [...rule.appliesTo],
  findings_30d: fired?.count ?? 0,
  ...(fired === undefined ? {} : { last_fired_at: formatInstant(fired.lastAt) }),
});

const written = (value: ParameterShape['value']): string | number =>
  typeof value === 'object' ? value.join(', ') : value;

const parameterOf = ([name, parameter]: [string, ParameterShape]): ScenarioView['parameters'][number] => {
  const { value, unit, min, max, source, overrides = [] } = parameter;
  return {
    name,
    value: written(value),
    unit,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(source === undefined ? {} : { source }),
    overrides: overrides.map((override) => ({ ...override, value: written(override.value) })),
  };
};

function aggregateOf([name, window]: [string, WindowShape]): ScenarioView['aggregates'][number] {
  const { measure, of, key, events, status, where, within, before, like, ...rest } = window;
  const others = { ...rest, ...(like === undefined ? {} : { like: like.tolerance }) };
  return {
    name,
    measure,
    ...(of === undefined ? {} : { of }),
    key: [...key],
    events: [...events],
    ...(status === undefined ? {} : { status }),
    ...(where === undefined ? {} : { where }),
    within,
    ...(before === undefined ? {} : { before }),
    others: Object.entries(others).map(([option, parameter]) => ({ name: option, parameter })),
  };
}
