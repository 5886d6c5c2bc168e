import type { ASTNode } from '@marcbachmann/cel-js';
import { factSlot } from '../facts/dictionary.ts';
import type { Scenario } from '../scenario.ts';

/** Names of the facts a scenario needs, sorted: those of its condition, and of the keys, figures and filters of its windows. */
export function neededFacts({ when, windows }: Pick<Scenario, 'when' | 'windows'>): string[] {
  const names = new Set(namesIn(when));
  for (const { shape, where } of windows) {
    const asked = [...shape.key, shape.of, shape.like?.fact, ...(where === null ? [] : namesIn(where))];
    for (const name of asked) if (name !== undefined) names.add(name);
  }
  return [...names].sort();
}

/** Facts a condition names; windows and parameters are none. */
function namesIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(namesIn);
  if (!isNode(node)) return [];
  if (node.op !== '.' || node.args[0].op !== 'id') return namesIn(node.args);
  const name = `${node.args[0].args}.${node.args[1]}`;
  return factSlot(name) === undefined ? [] : [name];
}

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
