import { shorten } from '../format/words.ts';
import { useTexts } from '../texts/catalogue.ts';
import type { FlowNode } from './layout.ts';

const NONE: ReadonlyMap<string, number> = new Map();

/** What a node is called: cash and the market by their kind, a long address shortened, gathered ones by their number. */
export function useNodeName(
  gathered: ReadonlyMap<string, number> = NONE,
): (node: FlowNode | undefined) => string {
  const t = useTexts();
  return (node) => {
    if (node === undefined) return '?';
    const rest = gathered.get(node.id);
    if (rest !== undefined) return t.cases.flowOthers(rest);
    if (node.kind === 'cash' || node.kind === 'market') return t.words.flowNode[node.kind];
    return /^\S{20,}$/.test(node.label) ? shorten(node.label, 7, 5) : node.label;
  };
}
