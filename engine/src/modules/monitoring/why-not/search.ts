import type { ASTNode } from '@marcbachmann/cel-js';
import { type FactValue, plainValue } from '../facts/definition.ts';
import type { Code, Frame } from '../rules/code.ts';
import { type Compile, comparisonsOf, textsIn } from './condition.ts';
import type { Lever } from './levers.ts';

/** A value that would have been enough, found by evaluating the condition with it. */
export interface Found {
  readonly lever: Lever;
  readonly to: FactValue;
  /** How much of a change it is, 0 to 1; a text or flag that changes is 1. */
  readonly size: number;
}

const DOUBLINGS = 50;

/** Where a figure has to go for `code` to hold: the nearest value above and below, each of them tried. */
function boundaries(code: (value: number) => boolean, from: number, least: number): number[] {
  const found: number[] = [];
  for (const way of [1, -1]) {
    let near = 0;
    for (let n = 0; n <= DOUBLINGS; n += 1) {
      const far = 2 ** n;
      const value = from + way * far;
      if (!Number.isSafeInteger(value)) break;
      const reached = Math.max(value, least);
      if (code(reached)) {
        found.push(nearestBetween(code, from + way * near, reached));
        break;
      }
      if (value <= least) break;
      near = far;
    }
  }
  return found;
}

/** Between a value that does not hold and one that does, the one that does and is nearest to the first. */
function nearestBetween(code: (value: number) => boolean, no: number, yes: number): number {
  let [out, inside] = [no, yes];
  while (Math.abs(inside - out) > 1) {
    const middle = Math.trunc((inside + out) / 2);
    if (code(middle)) inside = middle;
    else out = middle;
  }
  return inside;
}

const SIGNED: ReadonlySet<string> = new Set(['percent', 'degrees', 'instant', 'local', 'usd']);

/** Figures worth trying: where the whole condition turns, and where each comparison in it does, with both neighbours. */
function figures(lever: Lever, condition: readonly ASTNode[], compile: Compile, frame: Frame): number[] {
  const from = typeof lever.value === 'number' ? lever.value : 0;
  const least = SIGNED.has(lever.unit) ? -Number.MAX_SAFE_INTEGER : 0;
  const turns = condition
    .flatMap((node) => [node, ...comparisonsOf(node)])
    .flatMap((node) => {
      const { code } = compile(node);
      const now = code(frame);
      const turned = (value: number): boolean => {
        const then = code(lever.with(frame, value));
        return typeof then === 'boolean' && then !== now;
      };
      return boundaries(turned, from, least);
    });
  return [...new Set(turns.flatMap((turn) => [turn - 1, turn, turn + 1]))].filter(
    (value) => Number.isSafeInteger(value) && value >= least,
  );
}

interface Words {
  readonly lists: readonly (readonly string[])[];
}

/** Values worth trying for a lever. */
function candidates(
  lever: Lever,
  condition: readonly ASTNode[],
  compile: Compile,
  frame: Frame,
  { lists }: Words,
): FactValue[] {
  const written = [...new Set([...condition.flatMap(textsIn), ...lists.flat()])];
  switch (lever.type) {
    case 'int':
      return figures(lever, condition, compile, frame);
    case 'bool':
      return [true, false];
    case 'string':
      return [...new Set([...(lever.words ?? []), ...written])];
    case 'list<string>': {
      const now = Array.isArray(lever.value) ? lever.value : [];
      return [[], ...written.map((word) => [...now, word])];
    }
  }
}

const sizeOf = ({ type, value }: Lever, to: FactValue): number => {
  if (type !== 'int' || typeof value !== 'number' || typeof to !== 'number') return 1;
  return Math.min(1, Math.abs(to - value) / Math.max(Math.abs(value), Math.abs(to), 1));
};

export interface Search {
  /** What must come true. */
  readonly code: Code;
  /** The parts of it whose turns are looked for. */
  readonly condition: readonly ASTNode[];
  readonly compile: Compile;
  readonly frame: Frame;
  readonly lists: Words['lists'];
}

/** The smallest change of one lever with which `code` is true; undefined when no value of it is enough. */
export function smallestChange(lever: Lever, search: Search): Found | undefined {
  const { code, condition, compile, frame, lists } = search;
  let best: Found | undefined;
  for (const to of candidates(lever, condition, compile, frame, { lists })) {
    if (plainValue(to) === plainValue(lever.value)) continue;
    const size = sizeOf(lever, to);
    if (best !== undefined && best.size <= size) continue;
    if (code(lever.with(frame, to)) === true) best = { lever, to, size };
  }
  return best;
}

/** Smallest first; of equal size in the order of their names. */
export const bySize = (left: Found, right: Found): number =>
  left.size - right.size || (left.lever.name < right.lever.name ? -1 : 1);
