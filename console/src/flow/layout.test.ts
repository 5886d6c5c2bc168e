import type { FlowGraph } from '@atalaya/contract/cases.ts';
import { expect, test } from 'vitest';
import { layersOf, layoutFlow } from './layout.ts';

const at = '2026-11-20T10:00:00.000Z';
const node = (id: string, kind: FlowGraph['nodes'][number]['kind']) => ({
  id,
  kind,
  label: id,
  flagged: false,
});
const edge = (from: string, to: string, usd: string, asset = 'USDT') => ({
  from,
  to,
  asset,
  count: 1,
  amount: usd,
  value_usd: usd,
  first_at: at,
  last_at: at,
  flagged: false,
  events: [],
});
const graph: FlowGraph = {
  nodes: [
    node('c', 'customer'),
    node('bank', 'bank_account'),
    node('far', 'cash'),
    node('m', 'market'),
    node('w1', 'wallet'),
    node('w2', 'wallet'),
    node('both', 'other_customer'),
  ],
  edges: [
    edge('bank', 'c', '900', 'MXN'),
    edge('far', 'bank', '50', 'MXN'),
    edge('c', 'm', '900', 'MXN'),
    edge('m', 'c', '600'),
    edge('c', 'w1', '700'),
    edge('c', 'w2', '100'),
    edge('both', 'c', '10'),
    edge('c', 'both', '60'),
  ],
};

test('sources stand before the customer, destinations after, the market beside', () => {
  expect(Object.fromEntries(layersOf(graph))).toEqual({
    c: 0,
    bank: -1,
    far: -2,
    m: 0,
    w1: 1,
    w2: 1,
    both: 1,
  });
});

test('a drawing does not depend on the order of what is drawn', () => {
  const shuffled: FlowGraph = { nodes: [...graph.nodes].reverse(), edges: [...graph.edges].reverse() };
  expect(layoutFlow(shuffled)).toEqual(layoutFlow(graph));
});

test('boxes of a layer do not overlap and everything is inside the drawing', () => {
  const { nodes, width, height } = layoutFlow(graph);
  for (const a of nodes) {
    expect(a.x + a.width).toBeLessThanOrEqual(width);
    expect(a.y + a.height).toBeLessThanOrEqual(height);
    for (const b of nodes) {
      if (a === b || a.x !== b.x) continue;
      expect(a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true);
    }
  }
});

test('every edge is drawn, the largest widest', () => {
  const { edges } = layoutFlow(graph);
  expect(edges).toHaveLength(graph.edges.length);
  const widest = Math.max(...edges.map(({ width }) => width));
  expect(edges.filter(({ width }) => width === widest).map(({ edge: { value_usd } }) => value_usd)).toEqual([
    '900',
    '900',
  ]);
});

test('a graph without edges, or empty, is drawn', () => {
  expect(layoutFlow({ nodes: [node('c', 'customer')], edges: [] }).nodes).toHaveLength(1);
  expect(layoutFlow({ nodes: [], edges: [] }).edges).toEqual([]);
});

test('an edge whose node is missing is left out', () => {
  expect(layoutFlow({ nodes: [node('c', 'customer')], edges: [edge('c', 'ghost', '5')] }).edges).toEqual([]);
});
