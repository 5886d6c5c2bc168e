import type { EventType } from '@atalaya/contract/activity.ts';
import type { Outcome, Severity } from '@atalaya/contract/decisions.ts';
import type { Texts } from '@atalaya/contract/schema.ts';
import { vocabularyOf } from '@atalaya/contract/words.ts';
import { canonicalText } from '../../kernel/canonical.ts';
import { sha256Hex } from '../../kernel/hash.ts';
import { FACTS, factSlot } from './facts/dictionary.ts';
import { formatValue, type ParameterUnit } from './facts/units.ts';
import { type Aggregate, AggregateCollector, joined } from './rules/aggregates.ts';
import type { Code } from './rules/code.ts';
import { ParameterProfiles, type ParameterValue } from './rules/parameters.ts';
import type { ScenarioShape } from './rules/shape.ts';
import type { ScenarioFile } from './rules/source.ts';
import { figuresOf, fillAll, type Templates } from './rules/texts.ts';
import { type Scope, translate } from './rules/translate.ts';
import { type TestTree, treeOf } from './rules/truth.ts';
import { readScenarios, type Scenario } from './scenario.ts';
import type { SeriesSpec } from './windows/series.ts';

/** Raised when the same scenarios would decide otherwise: part of every version. */
const ENGINE = 2;

/** A scenario ready to run. */
export interface Rule {
  readonly id: string;
  readonly number: number;
  readonly family: string;
  readonly typology: string;
  readonly severity: Severity;
  readonly outcome: Outcome;
  readonly holdHours: number | null;
  readonly customerMessage: string | null;
  /** A duty to report: names of the figure that was reached and of its threshold. Null: a suspicion. */
  readonly report: { readonly amount: string; readonly threshold: string } | null;
  readonly appliesTo: readonly EventType[];
  readonly title: Texts;
  readonly explanation: Templates;
  readonly reason: Templates;
  readonly when: Code;
  /** Whether `when` is true, in the cheapest order: for looking for events at which a rule fires. */
  readonly fires: TestTree;
  /** Facts, windows and parameters behind a finding, in the order they are told. */
  readonly facts: readonly { readonly name: string; readonly slot: number }[];
  readonly windows: readonly { readonly name: string; readonly slot: number }[];
  readonly parameters: readonly RuleParameter[];
  readonly suppress: { readonly slots: readonly number[]; readonly forMs: number };
  readonly source: Scenario;
}

export interface RuleParameter {
  readonly name: string;
  readonly unit: ParameterUnit;
  /** Value per parameter profile. */
  readonly table: readonly ParameterValue[];
}

/** Scenarios compiled together. Immutable; the same content has the same version everywhere. */
export interface RuleSet {
  /** SHA-256 of the canonical content. */
  readonly version: string;
  readonly rules: readonly Rule[];
  readonly byType: ReadonlyMap<string, readonly Rule[]>;
  readonly aggregates: readonly Aggregate[];
  /** What a WindowStore must keep for this rule-set. */
  readonly requiredSeries: readonly SeriesSpec[];
  readonly profiles: ParameterProfiles;
  /** Everything a record of facts can hold, in the order of canonical JSON. */
  readonly recordOrder: readonly RecordMember[];
  /** Place in that order of each fact, and after the facts of each aggregate. */
  readonly recordPlaces: readonly number[];
}

/** A fact or an aggregate (the other slot is -1) and how its member of the record begins: `"31.operations":`. */
export interface RecordMember {
  readonly name: string;
  readonly head: string;
  readonly fact: number;
  readonly window: number;
  /** Can help to identify a person. */
  readonly personal: boolean;
}

/**
 * Compiles scenario files, or scenarios already read, into a rule-set. Parameters differ by jurisdiction, risk tier and
 * date inside it, so that one rule-set serves every obliged entity. Failure: scenarios.invalid.
 */
export function compileRuleSet(given: readonly (ScenarioFile | Scenario)[]): RuleSet {
  const files = given.filter((item): item is ScenarioFile => !('shape' in item));
  const read = given.filter((item): item is Scenario => 'shape' in item);
  const scenarios = [...read, ...readScenarios(files)].sort((a, b) => a.shape.number - b.shape.number);
  const profiles = new ParameterProfiles(scenarios.flatMap((scenario) => [...scenario.parameters.values()]));
  const collector = new AggregateCollector(profiles);
  const rules = scenarios.map((scenario) => compileRule(scenario, profiles, collector));
  const byType = new Map<string, Rule[]>();
  for (const rule of rules) {
    for (const type of rule.appliesTo) byType.set(type, [...(byType.get(type) ?? []), rule]);
  }
  const recordOrder = recordOrderOf(collector.aggregates);
  return {
    version: versionOf(scenarios.map((scenario) => scenario.shape)),
    rules,
    byType,
    aggregates: collector.aggregates,
    requiredSeries: collector.series,
    profiles,
    recordOrder,
    recordPlaces: [
      ...FACTS.map((_, slot) => recordOrder.findIndex(({ fact }) => fact === slot)),
      ...collector.aggregates.map((_, slot) => recordOrder.findIndex(({ window }) => window === slot)),
    ],
  };
}

function recordOrderOf(aggregates: readonly Aggregate[]): RecordMember[] {
  const facts = FACTS.map(({ name, personal }, fact) => ({ name, fact, window: -1, personal }));
  const windows = aggregates.map(({ name }, window) => ({ name, fact: -1, window, personal: false }));
  return [...facts, ...windows]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((member) => ({ ...member, head: `${canonicalText(member.name)}:` }));
}

/** The version of the rule-set that scenarios make, in the order of their numbers. */
export function versionOf(shapes: readonly ScenarioShape[]): string {
  const plain = (value: unknown): unknown => {
    if (typeof value === 'number') return String(value);
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
  };
  return sha256Hex(canonicalText({ engine: ENGINE, scenarios: plain(shapes) }));
}

function compileRule(scenario: Scenario, profiles: ParameterProfiles, collector: AggregateCollector): Rule {
  const { shape } = scenario;
  const tables = new Map(
    [...scenario.parameters].map(([name, parameter]) => [
      name,
      { unit: parameter.unit, table: profiles.table(parameter) },
    ]),
  );
  const windows = scenario.windows.map((window) => ({
    name: window.name,
    unit: window.unit,
    slot: collector.add(shape.number, window, tables),
  }));
  const scope: Scope = {
    windows: new Map(windows.map((window) => [window.name, window])),
    parameters: tables,
    facts: new Set(),
    usedWindows: new Set(),
    usedParameters: new Set(),
    problem: (_, message) => {
      throw new Error(`${scenario.path} passed its checks and does not compile: ${message}`);
    },
  };
  const when = translate(scenario.when, scope);
  const figures = [...figuresOf(scenario.reason.es), ...Object.values(shape.report ?? {})];
  const told = figures.filter((name) => !/^(param|window)\./.test(name));
  const facts = [...new Set([...scope.facts, ...told])].sort();
  return {
    id: shape.id,
    number: shape.number,
    family: shape.family,
    typology: shape.typology,
    severity: shape.severity,
    outcome: shape.outcome,
    holdHours: shape.hold_hours ?? null,
    customerMessage: shape.customer_message ?? null,
    report: shape.report ?? null,
    appliesTo: [...new Set(shape.applies_to)],
    title: shape.title,
    explanation: scenario.explanation,
    reason: scenario.reason,
    when,
    fires: treeOf(scenario.when, scope),
    facts: facts.map((name) => ({ name, slot: slotOf(name) })),
    windows: windows.map(({ name, slot }) => ({ name, slot })),
    parameters: [...tables].map(([name, { unit, table }]) => ({ name, unit, table })),
    suppress: { slots: shape.suppress.per.map(slotOf), forMs: scenario.suppressMs },
    source: scenario,
  };
}

function slotOf(name: string): number {
  const slot = factSlot(name);
  if (slot === undefined) throw new Error(`a checked scenario names an unknown fact ${name}`);
  return slot;
}

/** Series for one store that serves several rule-sets (live and shadow): equal ones are kept once. */
export function mergeSeries(ruleSets: readonly RuleSet[]): SeriesSpec[] {
  const merged = new Map<string, SeriesSpec>();
  for (const series of ruleSets.flatMap((ruleSet) => ruleSet.requiredSeries)) {
    const there = merged.get(series.id);
    merged.set(series.id, there === undefined ? series : joined(there, series));
  }
  return [...merged.values()];
}

/** A rule's explanation with the figures of a jurisdiction, risk tier and moment filled in. */
export function explanationOf(
  ruleSet: RuleSet,
  rule: Rule,
  jurisdiction: string,
  tier: string | null,
  at: number,
): Texts {
  const profile = ruleSet.profiles.index(at, jurisdiction, tier);
  return fillAll(rule.explanation, (name, language) => {
    const parameter = rule.parameters.find((candidate) => `param.${candidate.name}` === name);
    return formatValue(
      parameter?.table[profile] ?? null,
      parameter?.unit ?? 'text',
      language,
      null,
      vocabularyOf(name),
    );
  });
}
