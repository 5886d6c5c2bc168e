import type { ASTNode } from '@marcbachmann/cel-js';
import { factSlot } from '../facts/dictionary.ts';
import type { Frame, Value } from '../rules/code.ts';
import { type Comparison, type ComparisonNode, type Compile, isComparison, isMoment } from './condition.ts';

/** Nearness in basis points: 10,000 is met; 8,200 is a value of 8,200 against a threshold of 10,000. */
export const MET = 10_000;
/** As near as something unmet can be. */
const NEARLY = MET - 1;

export interface Measuring {
  readonly compile: Compile;
  readonly frame: Frame;
  readonly windowUnit: (name: string) => string;
}

const NEGATED: Readonly<Record<Comparison, Comparison>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};
const AT = factSlot('event.at') ?? -1;

/**
 * How near a condition is to holding (`wanted` true) or to not holding. Of parts that must all hold the farthest counts,
 * of alternatives the nearest. What is not known, and what has no degrees (texts, flags, lists), is met or 0.
 */
export function closeness(node: ASTNode, wanted: boolean, by: Measuring): number {
  const held = by.compile(node).code(by.frame);
  if (held === wanted) return MET;
  if (isComparison(node)) return comparisonCloseness(node, wanted, by);
  switch (node.op) {
    case '!_':
      return closeness(node.args, !wanted, by);
    case '&&':
    case '||': {
      const parts = node.args.map((part) => closeness(part, wanted, by));
      return (node.op === '&&') === wanted ? Math.min(...parts) : Math.max(...parts);
    }
    case '?:': {
      const [condition, yes, no] = node.args;
      const chosen = by.compile(condition).code(by.frame);
      return chosen === null ? 0 : closeness(chosen === true ? yes : no, wanted, by);
    }
    default:
      return 0;
  }
}

const asNumber = (value: Value): number | null =>
  typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : null;

function comparisonCloseness(node: ComparisonNode, wanted: boolean, by: Measuring): number {
  const [left, right] = node.args;
  const at = by.frame.fact(AT);
  const moment = isMoment(left, by.windowUnit) && typeof at === 'number';
  const figureOf = (side: ASTNode): number | null => {
    const value = asNumber(by.compile(side).code(by.frame));
    return value !== null && moment ? at - value : value;
  };
  const [a, b] = [figureOf(left), figureOf(right)];
  if (a === null || b === null) return 0;
  return ratio(a, enough(wanted ? node.op : NEGATED[node.op], b, moment));
}

/** The figure beside `threshold` that would have held: figures are whole, and longer ago is an earlier moment. */
function enough(op: Comparison, threshold: number, moment: boolean): number {
  if (op === '!=') return threshold + (threshold < 0 ? -1 : 1);
  if (op !== '<' && op !== '>') return threshold;
  return (op === '>') === moment ? threshold - 1 : threshold + 1;
}

/** How much of the greater the lesser is; of different signs nothing. */
function ratio(a: number, b: number): number {
  if (a < 0 !== b < 0) return 0;
  const [less, more] = [Math.abs(a), Math.abs(b)].sort((x, y) => x - y);
  if (less === undefined || more === undefined || more === 0) return 0;
  return Math.min(NEARLY, Math.round((less / more) * MET));
}
