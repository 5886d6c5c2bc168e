import type { Outcome, Severity } from '@atalaya/contract/decisions.ts';
import type { Language, Texts } from '@atalaya/contract/schema.ts';
import { vocabularyOf } from '@atalaya/contract/words.ts';
import { BoundRuleSet, spanOf } from './detection/bound.ts';
import { type FactRecord, type Facts, factsFromRecord, factsOf } from './detection/facts.ts';
import { Scan } from './detection/scan.ts';
import { type FactValue, plainValue } from './facts/definition.ts';
import { factAt, factSlot } from './facts/dictionary.ts';
import { EventFacts } from './facts/event-facts.ts';
import { formatValue, type Unit } from './facts/units.ts';
import type { Observation } from './observation.ts';
import type { Rule, RuleSet } from './rule-set.ts';
import { overrideFor, type Parameter } from './rules/parameters.ts';
import { fillAll } from './rules/texts.ts';
import type { Observed, WindowStore } from './window-store.ts';

/** Ties a rule-set to a store that keeps what it needs. Failure: windows.series_missing. */
export const bindRuleSet = (ruleSet: RuleSet, store: WindowStore): BoundRuleSet =>
  new BoundRuleSet(ruleSet, store);

/** Asks of one event after another whether anything fires: what a backtest does before it looks closer. */
export const scanOf = (bound: BoundRuleSet): Scan => new Scan(bound);

/** The facts of an event that was just observed: detect before anything else is observed or taken back. */
export const gatherFacts = (bound: BoundRuleSet, observed: Observed): Facts => factsOf(bound, observed);

/** One value behind a finding. Integers are in the smallest unit (see facts/units.ts); lists are joined by commas. */
export interface FindingValue {
  readonly name: string;
  readonly kind: 'fact' | 'aggregate' | 'parameter';
  readonly value: string | number | boolean | null;
  readonly unit: Unit;
  /** The window (from, to], ms; aggregates only. */
  readonly from?: number;
  readonly to?: number;
  /** Bounds within which a parameter may be set, and what set it beside the default; parameters only. */
  readonly min?: number;
  readonly max?: number;
  readonly tier?: string;
  readonly jurisdiction?: string;
}

/** A scenario that fired, with everything needed to explain it. Plain JSON with integers only. */
export interface Finding {
  readonly scenario: string;
  readonly number: number;
  readonly family: string;
  readonly typology: string;
  readonly severity: Severity;
  readonly outcome: Outcome;
  readonly holdHours: number | null;
  readonly title: Texts;
  /** Why, for staff, figures filled in. */
  readonly text: Texts;
  /** Code of a message the customer may see; never tells that anything was detected. */
  readonly customerMessage: string | null;
  readonly values: readonly FindingValue[];
  /** A duty to report: what was reached and its threshold, minor units of the local currency. Null: a suspicion. */
  readonly report: { readonly amount: number | null; readonly threshold: number | null } | null;
  /** Findings with the same key within `forMs` of each other are one to a person. */
  readonly suppression: { readonly key: string; readonly forMs: number };
}

/** Runs the rules of the event's type. Pure: facts and rule-set decide everything. Findings come in scenario order. */
export function detect(facts: Facts, ruleSet: RuleSet): Finding[] {
  if (facts.ruleSet !== ruleSet) throw new Error('facts were gathered for another rule-set');
  const findings: Finding[] = [];
  for (const rule of rulesFor(facts, ruleSet)) {
    if (rule.when(facts) === true) findings.push(findingOf(rule, facts));
  }
  return findings;
}

/** The same findings, byte for byte, from the facts stored with a decision. Failure: facts.incomplete. */
export const detectFromFacts = (record: FactRecord, ruleSet: RuleSet): Finding[] =>
  detect(factsFromRecord(record, ruleSet), ruleSet);

export interface Verdict {
  readonly scenario: string;
  /** `undecided`: what was not known decided it; `unknown` names the facts and windows. */
  readonly verdict: 'fired' | 'silent' | 'undecided';
  readonly unknown: readonly string[];
}

/** What every rule of the event's type made of it, the silent ones too. Pure; over live facts or a record's. */
export function verdicts(facts: Facts, ruleSet: RuleSet): Verdict[] {
  return rulesFor(facts, ruleSet).map((rule) => {
    const held = rule.when(facts);
    if (held === true) return { scenario: rule.id, verdict: 'fired', unknown: [] };
    if (held === false) return { scenario: rule.id, verdict: 'silent', unknown: [] };
    const asked = facts.asked(rule);
    return {
      scenario: rule.id,
      verdict: 'undecided',
      unknown: asked.filter(({ value }) => value === null).map(({ name }) => name),
    };
  });
}

const TYPE = factSlot('event.type') ?? -1;
const AT = factSlot('event.at') ?? -1;
const TIER = factSlot('customer.risk') ?? -1;
const JURISDICTION = factSlot('jurisdiction.code') ?? -1;
const CURRENCY = factSlot('event.local_currency') ?? -1;

/** A reversal is no activity of its own: nothing judges it. */
const rulesFor = (facts: Facts, ruleSet: RuleSet): readonly Rule[] =>
  facts.isReversal ? [] : rulesOf(facts, ruleSet);

const rulesOf = (facts: Facts, ruleSet: RuleSet): readonly Rule[] =>
  ruleSet.byType.get(String(facts.fact(TYPE))) ?? [];

/** A finding whose text and values are made when they are asked for: before anything else is observed. */
export const findingLater = (rule: Rule, facts: Facts): Finding => new LaterFinding(rule, facts);

class LaterFinding implements Finding {
  readonly scenario: string;
  readonly report: Finding['report'];
  readonly suppression: Finding['suppression'];
  readonly #rule: Rule;
  readonly #facts: Facts;

  constructor(rule: Rule, facts: Facts) {
    this.scenario = rule.id;
    this.report = reportOf(rule, facts);
    this.suppression = suppressionOf(rule, facts);
    this.#rule = rule;
    this.#facts = facts;
  }

  get number(): number {
    return this.#rule.number;
  }

  get family(): string {
    return this.#rule.family;
  }

  get typology(): string {
    return this.#rule.typology;
  }

  get severity(): Severity {
    return this.#rule.severity;
  }

  get outcome(): Outcome {
    return this.#rule.outcome;
  }

  get holdHours(): number | null {
    return this.#rule.holdHours;
  }

  get customerMessage(): string | null {
    return this.#rule.customerMessage;
  }

  get title(): Texts {
    return this.#rule.title;
  }

  get text(): Texts {
    return textOf(this.#rule, this.#facts);
  }

  get values(): readonly FindingValue[] {
    return valuesOf(this.#rule, this.#facts);
  }
}

/** A finding without its figures: what counting it needs. */
export type FoundBefore = Omit<Finding, 'text' | 'values'> & { readonly text: null };

/** What a rule found at an event whose decision is known to have found it: nothing is asked of windows. */
export function foundBefore(rule: Rule, observation: Observation): FoundBefore {
  const { id, number, family, typology, severity, outcome, holdHours, title, customerMessage } = rule;
  return {
    scenario: id,
    number,
    family,
    typology,
    severity,
    outcome,
    holdHours,
    title,
    customerMessage,
    text: null,
    report: rule.report === null ? null : { amount: null, threshold: null },
    suppression: suppressionOf(rule, new EventFacts(observation)),
  };
}

const findingOf = (rule: Rule, facts: Facts): Finding => ({
  scenario: rule.id,
  number: rule.number,
  family: rule.family,
  typology: rule.typology,
  severity: rule.severity,
  outcome: rule.outcome,
  holdHours: rule.holdHours,
  title: rule.title,
  text: textOf(rule, facts),
  customerMessage: rule.customerMessage,
  values: valuesOf(rule, facts),
  report: reportOf(rule, facts),
  suppression: suppressionOf(rule, facts),
});

const textOf = (rule: Rule, facts: Facts): Texts =>
  fillAll(rule.reason, (name, language) => figure(rule, facts, name, language));

const suppressionOf = ({ id, suppress }: Rule, facts: Pick<EventFacts, 'fact'>): Finding['suppression'] => ({
  key: [id, ...suppress.slots.map((slot) => String(plainValue(facts.fact(slot)) ?? ''))].join(':'),
  forMs: suppress.forMs,
});

function reportOf({ report, windows }: Rule, facts: Facts): Finding['report'] {
  if (report === null) return null;
  const figureOf = (name: string): number | null => {
    const slot = windows.find((window) => `window.${window.name}` === name)?.slot;
    const value = slot === undefined ? facts.fact(factSlot(name) ?? -1) : facts.window(slot);
    return typeof value === 'number' ? value : null;
  };
  return { amount: figureOf(report.amount), threshold: figureOf(report.threshold) };
}

function valuesOf(rule: Rule, facts: Facts): FindingValue[] {
  const at = Number(facts.fact(AT));
  const { aggregates } = facts.ruleSet;
  return [
    ...rule.facts.map(
      ({ name, slot }): FindingValue => ({
        name,
        kind: 'fact',
        value: plainValue(facts.fact(slot)),
        unit: factAt(slot).unit,
      }),
    ),
    ...rule.windows.flatMap(({ name, slot }): FindingValue[] => {
      const aggregate = aggregates[slot];
      if (aggregate === undefined) return [];
      const span = spanOf(aggregate, at, facts.profile);
      return [
        {
          name: `window.${name}`,
          kind: 'aggregate',
          value: facts.window(slot),
          unit: aggregate.unit,
          ...span,
        },
      ];
    }),
    ...rule.parameters.map(
      ({ name, unit, table }): FindingValue => ({
        name: `param.${name}`,
        kind: 'parameter',
        value: plainValue(table[facts.profile] ?? null),
        unit,
        ...settingOf(rule.source.parameters.get(name), facts),
      }),
    ),
  ];
}

/** Where a parameter's value comes from: its bounds, and the risk tier or jurisdiction for which it was set apart. */
function settingOf(
  parameter: Parameter | undefined,
  facts: Facts,
): Pick<FindingValue, 'min' | 'max' | 'tier' | 'jurisdiction'> {
  if (parameter === undefined) return {};
  const { min, max } = parameter;
  const tier = facts.fact(TIER);
  const override = overrideFor(parameter, {
    at: Number(facts.fact(AT)),
    jurisdiction: String(facts.fact(JURISDICTION)),
    tier: tier === null ? null : String(tier),
  });
  return {
    ...(min === null ? {} : { min }),
    ...(max === null ? {} : { max }),
    ...(override?.tier == null ? {} : { tier: override.tier }),
    ...(override?.jurisdiction == null ? {} : { jurisdiction: override.jurisdiction }),
  };
}

/** A figure of a reason, as a person of the language reads it. */
function figure(rule: Rule, facts: Facts, name: string, language: Language): string {
  const currency = facts.fact(CURRENCY);
  const shown = (value: FactValue, unit: Unit): string =>
    formatValue(value, unit, language, typeof currency === 'string' ? currency : null, vocabularyOf(name));
  if (name.startsWith('param.')) {
    const parameter = rule.parameters.find((candidate) => `param.${candidate.name}` === name);
    return shown(parameter?.table[facts.profile] ?? null, parameter?.unit ?? 'text');
  }
  if (name.startsWith('window.')) {
    const slot = rule.windows.find((candidate) => `window.${candidate.name}` === name)?.slot ?? -1;
    return shown(facts.window(slot), facts.ruleSet.aggregates[slot]?.unit ?? 'count');
  }
  const slot = factSlot(name) ?? -1;
  return shown(facts.fact(slot), factAt(slot).unit);
}

/** The events inside each window of a finding, newest first, at most `limit` each. */
export function windowEvents(
  bound: BoundRuleSet,
  observed: Observed,
  finding: Finding,
  limit: number,
): { readonly name: string; readonly ids: readonly string[]; readonly total: number }[] {
  const rule = bound.ruleSet.rules.find((candidate) => candidate.id === finding.scenario);
  return (rule?.windows ?? []).map(({ name, slot }) => ({
    name: `window.${name}`,
    ...bound.events(slot, observed, limit),
  }));
}
