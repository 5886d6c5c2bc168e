import type { ASTNode } from '@marcbachmann/cel-js';
import type { Code, Frame } from './code.ts';

/** Whether a condition is true; what is not known is not true, and neither is what is false. */
export type Test = (frame: Frame) => boolean;

/** What a window costs beside a fact: it is looked for in lists. */
const WINDOW = 32;
const COMPARING = new Set(['<', '<=', '>', '>=', '==', '!=']);

/**
 * The condition as a test, exact: `testOf(node)(frame)` is `codeOf(node)(frame) === true`. Of `&&` and `||` the cheaper
 * operand is asked first, and nothing is asked that can change nothing any more, so that most events are done with before a
 * window is read. It asks for other facts than the condition as written: only where what was asked is not kept.
 */
export const testOf = (node: ASTNode, codeOf: (node: ASTNode) => Code): Test => test(node, true, codeOf);

/** Whether the condition is `wanted`: true, or false. */
function test(node: ASTNode, wanted: boolean, codeOf: (node: ASTNode) => Code): Test {
  if (node.op === '!_') return test(node.args, !wanted, codeOf);
  if (node.op === '&&' || node.op === '||') {
    const operands = operandsOf(node, node.op).sort((a, b) => costOf(a) - costOf(b));
    const tests = operands.map((operand) => test(operand, wanted, codeOf));
    // x && y is true when all are, and false when one is; x || y the other way round.
    return (node.op === '&&') === wanted ? all(tests) : any(tests);
  }
  const code = codeOf(node);
  const guard = guardOf(node, codeOf);
  if (guard === null) return (frame) => code(frame) === wanted;
  return (frame) => guard(frame) !== null && code(frame) === wanted;
}

function operandsOf(node: ASTNode, op: '&&' | '||'): ASTNode[] {
  return node.op === op ? node.args.flatMap((operand) => operandsOf(operand, op)) : [node];
}

/** Of a comparison of a window with a fact, the fact: when it is not known, the window need not be read. */
function guardOf(node: ASTNode, codeOf: (node: ASTNode) => Code): Code | null {
  if (!COMPARING.has(node.op) || !Array.isArray(node.args)) return null;
  const [left, right] = (node.args as readonly ASTNode[]).toSorted((a, b) => costOf(a) - costOf(b));
  if (left === undefined || right === undefined || left.op === 'value') return null;
  return costOf(left) < WINDOW && costOf(right) >= WINDOW ? codeOf(left) : null;
}

function costOf(node: unknown): number {
  if (Array.isArray(node)) return node.reduce((sum: number, part) => sum + costOf(part), 0);
  if (!isNode(node)) return 0;
  const isWindow = node.op === '.' && node.args[0].op === 'id' && node.args[0].args === 'window';
  return isWindow ? WINDOW : 1 + costOf(node.args);
}

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

function all(tests: readonly Test[]): Test {
  const [a, b, ...more] = tests;
  if (a === undefined) return () => true;
  if (b === undefined) return a;
  const rest = more.length === 0 ? b : all([b, ...more]);
  return (frame) => a(frame) && rest(frame);
}

function any(tests: readonly Test[]): Test {
  const [a, b, ...more] = tests;
  if (a === undefined) return () => false;
  if (b === undefined) return a;
  const rest = more.length === 0 ? b : any([b, ...more]);
  return (frame) => a(frame) || rest(frame);
}
