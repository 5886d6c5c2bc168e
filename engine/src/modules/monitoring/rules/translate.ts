import type { ASTNode } from '@marcbachmann/cel-js';
import { factAt, factSlot } from '../facts/dictionary.ts';
import { type Dimension, dimensionOf, type Unit } from '../facts/units.ts';
import {
  BINARY,
  type Code,
  negative,
  not,
  overlap,
  quantifier,
  scaled,
  share,
  sizeOf,
  ternary,
} from './code.ts';
import { didYouMean } from './nearest.ts';
import type { ParameterValue } from './parameters.ts';

/** What names mean where a condition stands, and what the condition turned out to use. */
export interface Scope {
  /** Slot and unit of a window; null where windows cannot be looked at (filters). */
  readonly windows: ReadonlyMap<string, { slot: number; unit: Unit }> | null;
  readonly parameters: ReadonlyMap<string, { unit: Unit; table: readonly ParameterValue[] }>;
  readonly facts: Set<string>;
  readonly usedWindows: Set<string>;
  readonly usedParameters: Set<string>;
  readonly problem: (character: number, message: string) => void;
}

/** A part of a condition: how to compute it, and what it measures. `number` goes with every dimension. */
interface Term {
  readonly code: Code;
  readonly measures: Dimension | 'number' | 'list';
  /** Words a text can be; undefined when any. */
  readonly words?: readonly string[] | undefined;
  /** The text itself, when it is written in the condition. */
  readonly literal?: readonly string[] | undefined;
}

const BROKEN: Term = { code: () => null, measures: 'number' };
const FLAG = 'flag';

/** The condition as a function. Call only on an AST that type-checks; what CEL allows and rules may not is a problem. */
export function translate(node: ASTNode, scope: Scope): Code {
  return term(node, scope, new Map()).code;
}

type Cells = ReadonlyMap<string, { cell: { value: string }; words: readonly string[] | undefined }>;

function term(node: ASTNode, scope: Scope, cells: Cells): Term {
  const bad = (message: string): Term => {
    scope.problem(node.start, message);
    return BROKEN;
  };
  switch (node.op) {
    case 'value':
      return literal(node.args, bad);
    case 'id':
      return variable(node.args, cells, bad);
    case '.':
      return member(node.args[0], node.args[1], scope, bad);
    case 'list':
      return textList(node.args, scope, cells, bad);
    case '!_': {
      const operand = term(node.args, scope, cells);
      return { code: not(operand.code), measures: FLAG };
    }
    case '-_': {
      const operand = term(node.args, scope, cells);
      return { code: negative(operand.code), measures: operand.measures };
    }
    case '?:': {
      const [condition, yes, no] = node.args.map((arg) => term(arg, scope, cells));
      if (condition === undefined || yes === undefined || no === undefined) return BROKEN;
      if (!agree(yes, no)) return bad(disagree(yes, no));
      return { code: ternary(condition.code, yes.code, no.code), measures: wider(yes, no) };
    }
    case 'call':
      return call(node.args[0], node.args[1], scope, cells, bad);
    case 'rcall':
      return method(node.args[0], node.args[1], node.args[2], scope, cells, bad);
    default:
      return isBinary(node) ? binary(node, scope, cells, bad) : bad(`"${node.op}" is not for rules`);
  }
}

type Bad = (message: string) => Term;
type BinaryNode = ASTNode & { readonly args: readonly [ASTNode, ASTNode] };

const isBinary = (node: ASTNode): node is BinaryNode => Object.hasOwn(BINARY, node.op);

function literal(value: unknown, bad: Bad): Term {
  if (typeof value === 'boolean') return { code: () => value, measures: FLAG };
  if (typeof value === 'string') return { code: () => value, measures: 'text', literal: [value] };
  if (value === 0n || value === 1n) {
    const number = Number(value);
    return { code: () => number, measures: 'number' };
  }
  return bad('a figure in a condition: declare it as a parameter (only 0 and 1 may be written)');
}

function variable(name: string, cells: Cells, bad: Bad): Term {
  const found = cells.get(name);
  if (found === undefined) return bad(`"${name}" alone is not a value`);
  const { cell, words } = found;
  return { code: () => cell.value, measures: 'text', words };
}

function member(holder: ASTNode, name: string, scope: Scope, bad: Bad): Term {
  const space = holder.op === 'id' ? holder.args : '';
  if (space === 'window') {
    if (scope.windows === null) return bad('a filter cannot look at windows');
    const window = scope.windows.get(name);
    if (window === undefined) return bad(`no window ${name}`);
    scope.usedWindows.add(name);
    const { slot } = window;
    return { code: (frame) => frame.window(slot), measures: dimensionOf(window.unit) };
  }
  if (space === 'param') {
    const parameter = scope.parameters.get(name);
    if (parameter === undefined) return bad(`no parameter ${name}`);
    scope.usedParameters.add(name);
    return parameterTerm(parameter.unit, parameter.table);
  }
  const slot = factSlot(`${space}.${name}`);
  if (slot === undefined) return bad(`no fact ${space}.${name}${didYouMean(`${space}.${name}`)}`);
  const fact = factAt(slot);
  scope.facts.add(fact.name);
  const measures = fact.type === 'list<string>' ? 'list' : dimensionOf(fact.unit);
  return { code: (frame) => frame.fact(slot), measures, words: fact.words };
}

function parameterTerm(unit: Unit, table: readonly ParameterValue[]): Term {
  const [first] = table;
  const same = table.every((value) => value === first);
  const code: Code = same ? () => first ?? null : (frame) => table[frame.profile] ?? null;
  if (unit !== 'text') return { code, measures: dimensionOf(unit) };
  const texts = table.flatMap((value) => (typeof value === 'number' ? [] : value));
  return { code, measures: 'list', literal: [...new Set(texts)] };
}

function textList(items: readonly ASTNode[], scope: Scope, cells: Cells, bad: Bad): Term {
  const terms = items.map((item) => term(item, scope, cells));
  const texts = terms.flatMap((item) => item.literal ?? []);
  if (texts.length !== terms.length) return bad('a list in a condition holds quoted texts only');
  return { code: () => texts, measures: 'list', literal: texts };
}

const agree = (left: Term, right: Term): boolean =>
  left.measures === right.measures || left.measures === 'number' || right.measures === 'number';

const wider = (left: Term, right: Term): Term['measures'] =>
  left.measures === 'number' ? right.measures : left.measures;

const disagree = (left: Term, right: Term): string =>
  `${left.measures} and ${right.measures} do not go together`;

/** A written text that the fact can never be: a rule that could never fire, or would always. */
function stranger(left: Term, right: Term): string | null {
  for (const [vocabulary, written] of [
    [left.words, right.literal],
    [right.words, left.literal],
  ]) {
    const unknown =
      vocabulary === undefined ? undefined : written?.find((text) => !vocabulary.includes(text));
    if (unknown !== undefined) return `"${unknown}" is none of ${vocabulary?.join(', ')}`;
  }
  return null;
}

function binary(node: BinaryNode, scope: Scope, cells: Cells, bad: Bad): Term {
  const left = term(node.args[0], scope, cells);
  const right = term(node.args[1], scope, cells);
  const make = BINARY[node.op];
  if (make === undefined) return BROKEN;
  const code = make(left.code, right.code);
  const odd = stranger(left, right);
  if (odd !== null) return bad(odd);
  switch (node.op) {
    case '&&':
    case '||':
      return { code, measures: FLAG };
    case 'in':
      return right.measures === 'list'
        ? { code, measures: FLAG }
        : bad('"in" looks into lists of texts only');
    case '*': {
      if (
        left.measures !== 'number' &&
        right.measures !== 'number' &&
        left.measures !== 'count' &&
        right.measures !== 'count'
      ) {
        return bad(`${left.measures} times ${right.measures} has no meaning: use scaled(amount, ratio)`);
      }
      const plain = left.measures === 'number' || left.measures === 'count';
      return { code, measures: plain ? right.measures : left.measures };
    }
    case '/':
      if (right.measures === 'number' || right.measures === 'count') return { code, measures: left.measures };
      return left.measures === right.measures ? { code, measures: 'number' } : bad(disagree(left, right));
    default:
      return sameMeasure(node.op, code, left, right, bad);
  }
}

/** Comparisons, sums and differences: both sides measure the same; two instants differ by a duration. */
function sameMeasure(op: string, code: Code, left: Term, right: Term, bad: Bad): Term {
  const comparing = ['<', '<=', '>', '>=', '==', '!='].includes(op);
  const shifting = !comparing && left.measures === 'instant' && right.measures === 'duration';
  if (shifting) return { code, measures: 'instant' };
  if (!agree(left, right)) return bad(disagree(left, right));
  if (left.measures === 'list' || right.measures === 'list')
    return bad('lists are compared with "in" or overlaps()');
  if (comparing) {
    if (left.measures === 'text' && op !== '==' && op !== '!=') return bad('texts have no order');
    return { code, measures: FLAG };
  }
  if (left.measures === 'text') return bad('texts are not added');
  if (left.measures === 'instant' && right.measures === 'instant') {
    return op === '-' ? { code, measures: 'duration' } : bad('instants are not added');
  }
  return { code, measures: wider(left, right) };
}

function call(name: string, args: readonly ASTNode[], scope: Scope, cells: Cells, bad: Bad): Term {
  const [first, second] = args;
  if (name === 'has' && first !== undefined) {
    const { code } = term(first, scope, cells);
    return { code: (frame) => code(frame) !== null, measures: FLAG };
  }
  if (first === undefined) return bad(`${name}() is not for rules`);
  const left = term(first, scope, cells);
  if (name === 'size') return { code: sizeOf(left.code), measures: 'count' };
  if (second === undefined) return bad(`${name}() is not for rules`);
  const right = term(second, scope, cells);
  if (name === 'share') {
    return agree(left, right)
      ? { code: share(left.code, right.code), measures: 'ratio' }
      : bad(disagree(left, right));
  }
  if (name === 'scaled') {
    if (right.measures !== 'ratio') return bad(`scaled() needs a ratio, not ${right.measures}`);
    return { code: scaled(left.code, right.code), measures: left.measures };
  }
  if (name === 'overlaps') return { code: overlap(left.code, right.code), measures: FLAG };
  return bad(`${name}() is not for rules`);
}

function method(
  name: string,
  receiver: ASTNode,
  args: readonly ASTNode[],
  scope: Scope,
  cells: Cells,
  bad: Bad,
): Term {
  const list = term(receiver, scope, cells);
  const [item, predicate] = args;
  if (name === 'size' && list.measures === 'list') return { code: sizeOf(list.code), measures: 'count' };
  if ((name !== 'exists' && name !== 'all') || item?.op !== 'id' || predicate === undefined) {
    return bad(`.${name}() is not for rules`);
  }
  const cell = { value: '' };
  const inner = new Map(cells).set(item.args, { cell, words: list.words });
  const held = term(predicate, scope, inner);
  return { code: quantifier(name === 'exists', list.code, cell, held.code), measures: FLAG };
}

/**
 * A condition as nested lists that do not depend on spacing or position; `param.x` is replaced by what `resolve` gives
 * for it, so that filters that say the same with differently named parameters are the same.
 */
export function canonicalNode(node: ASTNode, resolve: (parameter: string) => unknown): unknown {
  if (node.op === '.' && node.args[0].op === 'id' && node.args[0].args === 'param') {
    return { param: resolve(node.args[1]) };
  }
  const plain = (value: unknown): unknown => {
    if (typeof value === 'bigint') return { int: String(value) };
    if (Array.isArray(value)) return value.map(plain);
    return isNode(value) ? canonicalNode(value, resolve) : value;
  };
  return [node.op, plain(node.args)];
}

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
