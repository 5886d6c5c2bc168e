import { getScenario, listScenarios, type ScenarioRow } from '@atalaya/contract/monitoring.ts';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { type Database, read, type Tx } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import { explanationOf, type Rule, type RuleSet } from './rule-set.ts';
import { neededFacts } from './rules/needed-facts.ts';

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
        explanation: explanationOf(ruleSet, rule, 'MX', null, ports.now()),
        condition: shape.when,
        parameters: Object.entries(shape.parameters ?? {}).map(([name, parameter]) => ({
          name,
          value: Array.isArray(parameter.value) ? parameter.value.join(', ') : parameter.value,
          unit: parameter.unit,
          ...(typeof parameter.min === 'number' ? { min: parameter.min } : {}),
          ...(typeof parameter.max === 'number' ? { max: parameter.max } : {}),
        })),
        aggregates: Object.entries(shape.windows ?? {}).map(([name, window]) => ({
          name,
          definition: wordsOf(window),
        })),
        facts: neededFacts(rule.source),
        examples: examples.map(({ name, expect }) => ({ name, fires: expect === 'fires' })),
        rule_set: ruleSet.version,
        yaml,
      };
    }),
  );
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

/** A window in one line: measure of what, by which key, within how long, with which filter. */
const wordsOf = (window: object): string =>
  Object.entries(window)
    .map(
      ([name, value]) =>
        `${name}: ${Array.isArray(value) ? value.join(' + ') : typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    )
    .join('; ');
