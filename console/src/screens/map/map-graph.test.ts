import type { NeighbourView } from '@atalaya/contract/tracing.ts';
import { describe, expect, test } from 'vitest';
import { fromJson, markOf, toCsv, toGraphMl, toJson, toSvg } from './map-files.ts';
import {
  addPath,
  changeNode,
  emptyMap,
  expand,
  layeredPlaces,
  layersOf,
  shownOf,
  spanOf,
  sumOf,
} from './map-graph.ts';

const at = (day: number): string => `2024-03-${String(day).padStart(2, '0')}T00:00:00.000Z`;
const exchange = { entity: 'Casa <Clara>', category: 'exchange', confidence: 50, tags: [] };
const neighbour = (
  address: string,
  amount: string,
  day: number,
  more: Partial<NeighbourView> = {},
): NeighbourView => ({
  address,
  amount,
  count: 1,
  first_at: at(day),
  last_at: at(day),
  tx: `t${day}`,
  movements: [{ tx: `t${day}`, amount, time: at(day) }],
  ...more,
});

const start = emptyMap('tron', 'USDT', 'ROOT');
const sources = expand(start, 'received', {
  address: 'ROOT',
  items: [
    neighbour('A', '90.5', 2),
    neighbour('B', '0.1', 3),
    neighbour('X', '50', 4, { attribution: exchange }),
  ],
  rest: { count: 4 },
});
const map = expand(sources, 'sent', {
  address: 'ROOT',
  items: [neighbour('C', '30', 5)],
  rest: { count: 0 },
});

describe('a map grows', () => {
  test('by who was paid and who paid, once each', () => {
    expect([...map.nodes.keys()]).toEqual(['ROOT', 'A', 'B', 'X', 'C']);
    expect([...map.edges.keys()]).toEqual(['A ROOT', 'B ROOT', 'X ROOT', 'ROOT C']);
    expect(map.nodes.get('ROOT')).toMatchObject({
      expanded: ['received', 'sent'],
      others: { received: 4, sent: 0 },
    });
  });

  test('by a path, without changing sums that are there', () => {
    const step = (from: string, to: string) => ({ from, to, amount: '1', tx: 'p', time: at(1) });
    const longer = addPath(map, [step('D', 'A'), step('A', 'ROOT')], exchange);
    expect(longer.edges.get('A ROOT')?.amount).toBe('90.5');
    expect(longer.nodes.get('D')?.attribution).toEqual(exchange);
  });
});

describe('what is shown', () => {
  test('small flows are folded away and counted; what is pinned stays', () => {
    expect(shownOf(map, { least: 10 })).toMatchObject({ hidden: 1 });
    expect(
      shownOf(changeNode(map, 'B', { pinned: true }), { least: 10 }).nodes.map(({ address }) => address),
    ).toContain('B');
  });

  test('nothing that had not happened yet', () => {
    expect(shownOf(map, { least: 0, until: at(3) }).edges.map(({ from }) => from)).toEqual(['A', 'B']);
    expect(spanOf(map)).toEqual([at(2), at(5)]);
  });

  test('part of a flow, exactly, while it was still going on', () => {
    const movements = [1, 4].map((day) => ({ tx: `t${day}`, amount: `0.${day}`, time: at(day) }));
    const going = expand(start, 'received', {
      address: 'ROOT',
      items: [neighbour('A', '0.5', 1, { count: 2, last_at: at(4), movements })],
      rest: { count: 0 },
    });
    expect(shownOf(going, { least: 0, until: at(2) }).edges[0]).toMatchObject({ amount: '0.1', count: 1 });
  });

  test('sources left, destinations right', () => {
    const shown = shownOf(map, { least: 0 });
    expect(Object.fromEntries(layersOf(shown, 'ROOT'))).toEqual({ ROOT: 0, A: -1, B: -1, X: -1, C: 1 });
    expect(layeredPlaces(shown, 'ROOT').get('A')).toEqual({ x: -3, y: 0 });
  });
});

test('sums are exact', () => {
  expect(sumOf(['0.1', '0.2', '90071992547409.91'])).toBe('90071992547410.21');
  expect(sumOf([])).toBe('0');
});

describe('files', () => {
  const shown = shownOf(changeNode(map, 'A', { note: 'Dijo "hola"' }), { least: 0 });
  test('a table of the flows, safe to open in a spreadsheet', () => {
    const evil = {
      ...shown,
      nodes: shown.nodes.map((node) => ({ ...node, attribution: { ...exchange, entity: '=1+1' } })),
    };
    expect(toCsv(shown, 'USDT').split('\n')[3]).toContain('X,Casa <Clara>,ROOT,,50,USDT');
    expect(toCsv(evil, 'USDT')).toContain("'=1+1");
  });
  test('GraphML and SVG escape what they hold', () => {
    for (const text of [toGraphMl(shown, 'USDT'), toSvg(shown, layeredPlaces(shown, 'ROOT'), 'USDT')]) {
      expect(text).toContain('Casa &lt;Clara&gt;');
      expect(text).not.toContain('<Clara>');
    }
  });
  test('a saved map opens as it was; anything else does not', () => {
    expect(fromJson(toJson(map))).toEqual(map);
    expect(fromJson('{"format":"other"}')).toBeUndefined();
    expect(fromJson('nonsense')).toBeUndefined();
  });
  test.each([
    [undefined, 'address'],
    ['exchange', 'service'],
    ['bridge', 'bridge'],
    ['ransomware', 'risk'],
  ] as const)('%s is drawn as %s', (category, mark) => {
    expect(markOf(category === undefined ? {} : { attribution: { ...exchange, category } })).toBe(mark);
  });
});
