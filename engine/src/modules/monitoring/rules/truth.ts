import type { ASTNode } from '@marcbachmann/cel-js';
import { factSlot } from '../facts/dictionary.ts';
import type { Code, Frame } from './code.ts';
import { type Scope, translate } from './translate.ts';

/** Whether a condition is true; what is not known is not true, and neither is what is false. */
export type Test = (frame: Frame) => boolean;

/** The place of the parameter set among the facts a question depends on. */
export const PROFILE = -1;

/** A test in parts. Of `all` and `any` nothing is asked that can change nothing any more. */
export type TestTree =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly TestTree[] }
  | {
      readonly kind: 'ask';
      readonly test: Test;
      /** Slots of the facts that decide it, PROFILE among them; null when it looks at a window. */
      readonly facts: readonly number[] | null;
    };

export const ALWAYS: TestTree = { kind: 'all', parts: [] };
export const NEVER: TestTree = { kind: 'any', parts: [] };

/** What a window costs beside a fact: it is looked for in lists. */
const WINDOW = 32;
const COMPARING = new Set(['<', '<=', '>', '>=', '==', '!=']);

/**
 * The condition as a test, exact: `testOf(treeOf(node, scope))(frame)` is `translate(node, scope)(frame) === true`. Of `&&`
 * and `||` the cheaper operand is asked first, so that most events are done with before a window is read. It asks for other
 * facts than the condition as written: only where what was asked is not kept.
 */
export const treeOf = (node: ASTNode, scope: Scope): TestTree => tree(node, true, scope);

/** Whether the condition is `wanted`: true, or false. */
function tree(node: ASTNode, wanted: boolean, scope: Scope): TestTree {
  if (node.op === '!_') return tree(node.args, !wanted, scope);
  if (node.op === '&&' || node.op === '||') {
    const operands = operandsOf(node, node.op).sort((a, b) => costOf(a) - costOf(b));
    const parts = operands.map((operand) => tree(operand, wanted, scope));
    // x && y is true when all are, and false when one is; x || y the other way round.
    return { kind: (node.op === '&&') === wanted ? 'all' : 'any', parts };
  }
  const asking = ask(node, scope, (code) => (frame) => code(frame) === wanted);
  const guard = guardOf(node);
  if (guard === null) return asking;
  const known = ask(guard, scope, (code) => (frame) => code(frame) !== null);
  return { kind: 'all', parts: [known, asking] };
}

const ask = (node: ASTNode, scope: Scope, test: (code: Code) => Test): TestTree => ({
  kind: 'ask',
  test: test(translate(node, scope)),
  facts: factsOf(node, scope),
});

function operandsOf(node: ASTNode, op: '&&' | '||'): ASTNode[] {
  return node.op === op ? node.args.flatMap((operand) => operandsOf(operand, op)) : [node];
}

/** Of a comparison of a window with a fact, the fact: when it is not known, the window need not be read. */
function guardOf(node: ASTNode): ASTNode | null {
  if (!COMPARING.has(node.op) || !Array.isArray(node.args)) return null;
  const [left, right] = (node.args as readonly ASTNode[]).toSorted((a, b) => costOf(a) - costOf(b));
  if (left === undefined || right === undefined || left.op === 'value') return null;
  return costOf(left) < WINDOW && costOf(right) >= WINDOW ? left : null;
}

function costOf(node: unknown): number {
  if (Array.isArray(node)) return node.reduce((sum: number, part) => sum + costOf(part), 0);
  if (!isNode(node)) return 0;
  return spaceOf(node) === 'window' ? WINDOW : 1 + costOf(node.args);
}

function factsOf(node: unknown, scope: Scope): number[] | null {
  const slots = new Set<number>();
  const walk = (part: unknown): boolean => {
    if (Array.isArray(part)) return part.every(walk);
    if (!isNode(part)) return true;
    const space = spaceOf(part);
    if (part.op !== '.' || space === null) return walk(part.args);
    if (space === 'window') return false;
    const slot = factSlot(`${space}.${part.args[1]}`);
    if (slot !== undefined) slots.add(slot);
    else if (new Set(scope.parameters.get(part.args[1])?.table).size > 1) slots.add(PROFILE);
    return true;
  };
  return walk(node) ? [...slots] : null;
}

/** `window` of `window.x`, `param` of `param.x`, `event` of `event.x`; null of anything else. */
const spaceOf = (node: ASTNode): string | null =>
  node.op === '.' && node.args[0].op === 'id' ? node.args[0].args : null;

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

/** What is left of a test where some facts are known to be as they are in `frame`, whatever the others are. */
export function decided(given: TestTree, frame: Frame, isKnown: (slot: number) => boolean): TestTree {
  if (given.kind === 'ask') {
    if (given.facts === null || !given.facts.every(isKnown)) return given;
    return given.test(frame) ? ALWAYS : NEVER;
  }
  const [ending, passing] = given.kind === 'all' ? [NEVER, ALWAYS] : [ALWAYS, NEVER];
  const left: TestTree[] = [];
  for (const part of given.parts) {
    const rest = decided(part, frame, isKnown);
    if (rest === ending) return ending;
    if (rest !== passing) left.push(rest);
  }
  const [only] = left;
  if (only === undefined) return passing;
  return left.length === 1 ? only : { kind: given.kind, parts: left };
}

export function testOf(given: TestTree): Test {
  if (given.kind === 'ask') return given.test;
  const tests = given.parts.map(testOf);
  return given.kind === 'all' ? all(tests) : any(tests);
}

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
