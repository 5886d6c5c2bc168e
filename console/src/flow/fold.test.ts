import type { FlowGraph } from '@atalaya/contract/cases.ts';
import { expect, test } from 'vitest';
import { foldFlow } from './fold.ts';

const at = (day: number): string => `2026-11-${day}T10:00:00.000Z`;
const wallets = Array.from({ length: 20 }, (_, index) => `w${index}`);
const graph: FlowGraph = {
  nodes: [
    { id: 'c', kind: 'customer', label: 'Ana', flagged: false },
    ...wallets.map((id, index) => ({ id, kind: 'wallet' as const, label: id, flagged: index === 19 })),
  ],
  edges: wallets.map((to, index) => ({
    from: 'c',
    to,
    asset: 'USDT',
    count: 1,
    amount: String(100 - index),
    value_usd: `${100 - index}.10`,
    first_at: at(10 + index),
    last_at: at(10 + index),
    flagged: index === 19,
    events: [`evt_${index}`],
  })),
};

test('a small graph stays as it is', () => {
  expect(foldFlow(graph, 20)).toEqual({ graph, gathered: new Map(), members: new Map() });
});

test('the flagged and the largest stay, the rest are gathered with their sum', () => {
  const { graph: folded, gathered, members } = foldFlow(graph, 5);
  expect(folded.nodes.map(({ id }) => id)).toEqual(['c', 'w0', 'w1', 'w2', 'w19', 'rest 1']);
  expect(gathered).toEqual(new Map([['rest 1', 16]]));
  expect(members.get('c → rest 1 USD')).toHaveLength(16);
  const sum = graph.edges.slice(3, 19).reduce((cents, edge) => cents + Number(edge.value_usd) * 100, 0);
  expect(folded.edges.at(-1)).toMatchObject({
    from: 'c',
    to: 'rest 1',
    asset: 'USD',
    count: 16,
    value_usd: (sum / 100).toFixed(2),
  });
  expect(folded.edges.at(-1)).toMatchObject({ first_at: at(13), last_at: at(28) });
});
