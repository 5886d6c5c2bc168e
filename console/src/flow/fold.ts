import type { FlowGraph } from '@atalaya/contract/cases.ts';
import { scaled } from '../format/units.ts';
import { edgeKey, type FlowEdge, type FlowNode, layersOf } from './layout.ts';

/** A graph small enough to read: the largest of each layer, and one node for the rest of it. */
export interface FoldedGraph {
  readonly graph: FlowGraph;
  /** How many nodes each of the gathered nodes stands for, by its id. */
  readonly gathered: ReadonlyMap<string, number>;
  /** For each edge of a gathered node, the edges of the whole graph that it stands for, by their keys. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

const centsOf = (edge: FlowEdge): number => Math.round(Number(edge.value_usd ?? '0') * 100) || 0;

/** Keeps at most `most` nodes in a layer: flagged ones first, then those with the most value. Pure. */
export function foldFlow(graph: FlowGraph, most = 9): FoldedGraph {
  const layers = layersOf(graph);
  const weight = new Map<string, number>();
  for (const edge of graph.edges)
    for (const id of [edge.from, edge.to]) weight.set(id, (weight.get(id) ?? 0) + centsOf(edge));
  const rank = (a: FlowNode, b: FlowNode): number =>
    Number(b.flagged) - Number(a.flagged) ||
    (weight.get(b.id) ?? 0) - (weight.get(a.id) ?? 0) ||
    (a.id < b.id ? -1 : 1);
  const standsFor = new Map<string, string>();
  const gathered = new Map<string, number>();
  for (const layer of new Set(layers.values())) {
    const own = graph.nodes
      .filter(({ id, kind }) => layers.get(id) === layer && kind !== 'customer')
      .sort(rank);
    if (own.length <= most) continue;
    const rest = own.slice(most - 1);
    for (const { id } of rest) standsFor.set(id, `rest ${layer}`);
    gathered.set(`rest ${layer}`, rest.length);
  }
  if (gathered.size === 0) return { graph, gathered, members: new Map() };
  const rests = [...gathered.keys()].map(
    (id): FlowNode => ({ id, kind: 'wallet', label: '', flagged: false }),
  );
  const nodes = [...graph.nodes.filter(({ id }) => !standsFor.has(id)), ...rests];
  return { ...foldEdges(graph, nodes, standsFor), gathered };
}

/** Edges of gathered nodes become one per pair, in dollars: their assets differ, their value adds up. */
function foldEdges(
  whole: FlowGraph,
  nodes: FlowNode[],
  standsFor: ReadonlyMap<string, string>,
): Pick<FoldedGraph, 'graph' | 'members'> {
  const kept: FlowEdge[] = [];
  const sums = new Map<string, { edge: FlowEdge; cents: number; members: string[] }>();
  for (const edge of whole.edges) {
    const [from, to] = [standsFor.get(edge.from) ?? edge.from, standsFor.get(edge.to) ?? edge.to];
    if (from === edge.from && to === edge.to) {
      kept.push(edge);
      continue;
    }
    const key = `${from}\n${to}`;
    const sum = sums.get(key);
    const before = sum?.edge ?? { ...edge, count: 0, flagged: false, events: [] };
    const cents = (sum?.cents ?? 0) + centsOf(edge);
    const amount = scaled(cents, 2);
    sums.set(key, {
      cents,
      members: [...(sum?.members ?? []), edgeKey(edge)],
      edge: {
        from,
        to,
        asset: 'USD',
        amount,
        value_usd: amount,
        count: before.count + edge.count,
        first_at: before.first_at < edge.first_at ? before.first_at : edge.first_at,
        last_at: before.last_at > edge.last_at ? before.last_at : edge.last_at,
        flagged: before.flagged || edge.flagged,
        events: [...before.events, ...edge.events],
      },
    });
  }
  const folded = [...sums.values()];
  return {
    graph: { nodes, edges: [...kept, ...folded.map(({ edge }) => edge)] },
    members: new Map(folded.map(({ edge, members }) => [edgeKey(edge), members])),
  };
}
