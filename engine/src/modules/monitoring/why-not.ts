import type { Outcome, Severity } from '@atalaya/contract/decisions.ts';
import type { Texts } from '@atalaya/contract/schema.ts';
import type { ASTNode } from '@marcbachmann/cel-js';
import { isFailure } from '../../kernel/failure.ts';
import { type FactRecord, factsFromRecord } from './detection/facts.ts';
import { plainValue } from './facts/definition.ts';
import { factAt, factSlot } from './facts/dictionary.ts';
import type { Unit } from './facts/units.ts';
import { isPersonalFact } from './personal.ts';
import type { Rule, RuleSet } from './rule-set.ts';
import type { Frame } from './rules/code.ts';
import { closeness, MET } from './why-not/closeness.ts';
import { type Compile, conjunctsOf, type Part, partsOf } from './why-not/condition.ts';
import { type Lever, leversOf } from './why-not/levers.ts';
import { bySize, type Found, type Search, smallestChange } from './why-not/search.ts';

export type Plain = string | number | boolean | null;

/** A value a condition looked at. Integers in the smallest unit; of what would show a person only that it is known. */
export interface Looked {
  readonly name: string;
  readonly kind: 'fact' | 'aggregate' | 'parameter';
  readonly value: Plain;
  readonly unit: Unit;
}

/** One of the conditions that must all hold. */
export interface Conjunct {
  /** As the scenario writes it. */
  readonly text: string;
  /** Null: something it needs is not known. */
  readonly met: boolean | null;
  /** 10,000 is met; 8,200 is a value of 8,200 against 10,000; 0 has no degrees or is not known. */
  readonly nearness: number;
  readonly values: readonly Looked[];
  readonly unknown: readonly string[];
}

export interface Change {
  readonly name: string;
  readonly kind: Lever['kind'];
  readonly unit: Unit;
  readonly from: Plain;
  readonly to: Plain;
}

/** A scenario that looked at the event and did not fire. */
export interface NearMiss {
  readonly scenario: string;
  readonly number: number;
  readonly title: Texts;
  readonly severity: Severity;
  readonly outcome: Outcome;
  /** Nearness of the condition that is farthest from being met. */
  readonly nearness: number;
  readonly conjuncts: readonly Conjunct[];
  /** Each of these alone would have made it fire, smallest first: tried by evaluating the rule. */
  readonly changes: readonly Change[];
  /** When nothing alone would: changes that together would have; null when none were found. */
  readonly together: readonly Change[] | null;
}

export interface WhyNot {
  readonly fired: readonly string[];
  /** Nearest first. */
  readonly nearest: readonly NearMiss[];
  /** Scenarios that looked at the event and did not fire. */
  readonly silent: number;
}

export interface WhyNotOptions {
  /** At most this many scenarios. */
  readonly limit: number;
  /** Only this scenario. */
  readonly scenario?: string | undefined;
}

const TYPE = factSlot('event.type') ?? -1;
const CHANGES_MAX = 4;

/** A reversal is no activity of its own: no scenario looks at it. */
type Asked = Frame & { readonly isReversal?: boolean };

/** Why the scenarios of the event's type did not fire, the nearest first. Pure. */
export function whyNot(frame: Asked, ruleSet: RuleSet, { limit, scenario }: WhyNotOptions): WhyNot {
  const rules = frame.isReversal === true ? [] : (ruleSet.byType.get(String(frame.fact(TYPE))) ?? []);
  const silent = rules.filter((rule) => rule.when(frame) !== true);
  const wanted = scenario === undefined ? silent : silent.filter(({ id }) => id === scenario);
  const judged = wanted.map((rule) => judge(rule, ruleSet, frame)).sort(nearestFirst);
  return {
    fired: rules.filter((rule) => !silent.includes(rule)).map(({ id }) => id),
    silent: silent.length,
    nearest: judged.slice(0, limit).map((one) => missOf(one, ruleSet, frame)),
  };
}

/** The same from the facts stored with a decision: what no rule asked for then counts as not known. */
export function whyNotFromRecord(record: FactRecord, ruleSet: RuleSet, options: WhyNotOptions): WhyNot {
  return whyNot(storedFrame(record, ruleSet), ruleSet, options);
}

function storedFrame(record: FactRecord, ruleSet: RuleSet): Frame {
  const facts = factsFromRecord(record, ruleSet);
  const known = <T>(ask: () => T): T | null => {
    try {
      return ask();
    } catch (error) {
      if (isFailure(error) && error.code === 'facts.incomplete') return null;
      throw error;
    }
  };
  return {
    profile: facts.profile,
    fact: (slot) => known(() => facts.fact(slot)),
    window: (slot) => known(() => facts.window(slot)),
  };
}

interface Judged {
  readonly rule: Rule;
  readonly compile: Compile;
  readonly conjuncts: readonly Conjunct[];
  readonly unmet: readonly ASTNode[];
  readonly nearness: number;
}

function judge(rule: Rule, ruleSet: RuleSet, frame: Frame): Judged {
  const compile = partsOf(rule, ruleSet);
  const windowUnit = (name: string): string => unitOfWindow(rule, ruleSet, name);
  const nodes = conjunctsOf(rule.source.when);
  const conjuncts = nodes.map((node): Conjunct => {
    const part = compile(node);
    const held = part.code(frame);
    const values = lookedAt(part, rule, ruleSet, frame);
    return {
      text: node.input.slice(node.start, node.end).replaceAll(/\s+/g, ' ').trim(),
      met: typeof held === 'boolean' ? held : null,
      nearness: closeness(node, true, { compile, frame, windowUnit }),
      values,
      unknown: held === true ? [] : values.filter(({ value }) => value === null).map(({ name }) => name),
    };
  });
  const unmet = nodes.filter((_, i) => conjuncts[i]?.met !== true);
  return {
    rule,
    compile,
    conjuncts,
    unmet,
    nearness: Math.min(MET, ...conjuncts.map((one) => one.nearness)),
  };
}

/** The worst condition decides; then how many are unmet; then how near they are together. */
function nearestFirst(left: Judged, right: Judged): number {
  const sum = ({ conjuncts }: Judged): number => conjuncts.reduce((total, one) => total + one.nearness, 0);
  return (
    right.nearness - left.nearness ||
    left.unmet.length - right.unmet.length ||
    sum(right) / right.conjuncts.length - sum(left) / left.conjuncts.length ||
    left.rule.number - right.rule.number
  );
}

const unitOfWindow = (rule: Rule, ruleSet: RuleSet, name: string): Unit =>
  ruleSet.aggregates[rule.windows.find((window) => window.name === name)?.slot ?? -1]?.unit ?? 'count';

function lookedAt(part: Part, rule: Rule, ruleSet: RuleSet, frame: Frame): Looked[] {
  const facts = [...part.facts].sort().map((name): Looked => {
    const slot = factSlot(name) ?? -1;
    const value = plainValue(frame.fact(slot));
    const shown = isPersonalFact(name) && value !== null ? '…' : value;
    return { name, kind: 'fact', value: shown, unit: factAt(slot).unit };
  });
  const windows = rule.windows
    .filter(({ name }) => part.windows.has(name))
    .map(
      ({ name, slot }): Looked => ({
        name: `window.${name}`,
        kind: 'aggregate',
        value: frame.window(slot),
        unit: unitOfWindow(rule, ruleSet, name),
      }),
    );
  const parameters = rule.parameters
    .filter(({ name }) => part.parameters.has(name))
    .map(
      ({ name, unit, table }): Looked => ({
        name: `param.${name}`,
        kind: 'parameter',
        value: plainValue(table[frame.profile] ?? null),
        unit,
      }),
    );
  return [...facts, ...windows, ...parameters];
}

function missOf(
  { rule, compile, conjuncts, unmet, nearness }: Judged,
  ruleSet: RuleSet,
  frame: Frame,
): NearMiss {
  const lists = rule.parameters.flatMap(({ table }) => {
    const value = table[frame.profile];
    return typeof value === 'object' ? [value] : [];
  });
  const search: Search = { code: rule.when, condition: [rule.source.when], compile, frame, lists };
  const found = leversOf(unmet.map(compile), rule, ruleSet, frame)
    .flatMap((lever) => smallestChange(lever, search) ?? [])
    .sort(bySize);
  return {
    scenario: rule.id,
    number: rule.number,
    title: rule.title,
    severity: rule.severity,
    outcome: rule.outcome,
    nearness,
    conjuncts,
    changes: found.slice(0, CHANGES_MAX).map(changeOf),
    together: found.length > 0 ? null : together(unmet, rule, ruleSet, search),
  };
}

const changeOf = ({ lever, to }: Found): Change => ({
  name: lever.name,
  kind: lever.kind,
  unit: lever.unit,
  from: plainValue(lever.value),
  to: plainValue(to),
});

/** One condition after the other is met by its smallest change; told only when the whole rule then fires. */
function together(unmet: readonly ASTNode[], rule: Rule, ruleSet: RuleSet, search: Search): Change[] | null {
  const { compile } = search;
  let { frame } = search;
  const changes: Found[] = [];
  for (const node of unmet) {
    const part = compile(node);
    if (part.code(frame) === true) continue;
    const [best] = leversOf([part], rule, ruleSet, frame)
      .filter(({ name }) => !changes.some(({ lever }) => lever.name === name))
      .flatMap(
        (lever) => smallestChange(lever, { ...search, code: part.code, condition: [node], frame }) ?? [],
      )
      .sort(bySize);
    if (best === undefined) return null;
    changes.push(best);
    frame = best.lever.with(frame, best.to);
  }
  return rule.when(frame) === true ? changes.map(changeOf) : null;
}
