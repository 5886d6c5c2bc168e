import type { ASTNode } from '@marcbachmann/cel-js';
import { factAt, factSlot } from '../facts/dictionary.ts';
import type { Rule, RuleSet } from '../rule-set.ts';
import type { Code } from '../rules/code.ts';
import { type Scope, translate } from '../rules/translate.ts';

/** A part of a rule's condition: how to compute it, and what it looks at. */
export interface Part {
  readonly node: ASTNode;
  readonly code: Code;
  readonly facts: ReadonlySet<string>;
  /** Names without `window.`. */
  readonly windows: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
}

/** Compiles parts of one rule's condition with the rule's own windows and parameters. */
export type Compile = (node: ASTNode) => Part;

export function partsOf(rule: Rule, ruleSet: RuleSet): Compile {
  const known = new Map<ASTNode, Part>();
  const windows: Scope['windows'] = new Map(
    rule.windows.map(({ name, slot }) => [name, { slot, unit: ruleSet.aggregates[slot]?.unit ?? 'count' }]),
  );
  const parameters: Scope['parameters'] = new Map(
    rule.parameters.map(({ name, unit, table }) => [name, { unit, table }]),
  );
  return (node) => {
    const there = known.get(node);
    if (there !== undefined) return there;
    const scope: Scope = {
      windows,
      parameters,
      facts: new Set(),
      usedWindows: new Set(),
      usedParameters: new Set(),
      problem: (_, message) => {
        throw new Error(`part of a checked condition does not compile: ${message}`);
      },
    };
    const part: Part = {
      node,
      code: translate(node, scope),
      facts: scope.facts,
      windows: scope.usedWindows,
      parameters: scope.usedParameters,
    };
    known.set(node, part);
    return part;
  };
}

/** What must all hold: the operands of the outermost `&&`s, in the order written. */
export function conjunctsOf(node: ASTNode): readonly ASTNode[] {
  return node.op === '&&' ? node.args.flatMap(conjunctsOf) : [node];
}

const COMPARISONS = ['<', '<=', '>', '>=', '==', '!='] as const;
export type Comparison = (typeof COMPARISONS)[number];
export type ComparisonNode = Extract<ASTNode, { op: Comparison }>;

export const isComparison = (node: ASTNode): node is ComparisonNode =>
  COMPARISONS.some((op) => op === node.op);

/** Every comparison within a condition; items of a quantifier stay with it. */
export function comparisonsOf(node: ASTNode): readonly ComparisonNode[] {
  if (isComparison(node)) return [node];
  switch (node.op) {
    case '&&':
    case '||':
    case '?:':
      return [...node.args].flatMap(comparisonsOf);
    case '!_':
      return comparisonsOf(node.args);
    default:
      return [];
  }
}

/** Texts written in a condition. */
export function textsIn(node: ASTNode): readonly string[] {
  switch (node.op) {
    case 'value':
      return typeof node.args === 'string' ? [node.args] : [];
    case 'id':
    case '.':
      return [];
    case '!_':
    case '-_':
      return textsIn(node.args);
    case 'call':
      return node.args[1].flatMap(textsIn);
    case 'rcall':
      return [node.args[1], ...node.args[2]].flatMap(textsIn);
    default:
      return Array.isArray(node.args) ? node.args.flatMap((arg) => (isNode(arg) ? textsIn(arg) : [])) : [];
  }
}

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value;

/** Whether a term is a moment: moments are compared by how long ago they are, not by their number. */
export function isMoment(node: ASTNode, windowUnit: (name: string) => string): boolean {
  switch (node.op) {
    case '.': {
      const [holder, name] = node.args;
      if (holder.op !== 'id') return false;
      if (holder.args === 'window') return windowUnit(name) === 'instant';
      const slot = factSlot(`${holder.args}.${name}`);
      return slot !== undefined && factAt(slot).unit === 'instant';
    }
    case '+':
    case '-': {
      const [left, right] = node.args;
      return isMoment(left, windowUnit) !== isMoment(right, windowUnit);
    }
    default:
      return false;
  }
}
