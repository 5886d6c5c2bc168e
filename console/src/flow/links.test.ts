import type { FlowGraph } from '@atalaya/contract/cases.ts';
import type { EventRow } from '@atalaya/contract/decisions.ts';
import { expect, test } from 'vitest';
import { edgesByEvent } from './links.ts';

const edge = (from: string, to: string, asset: string, hour: string) => ({
  from,
  to,
  asset,
  count: 1,
  amount: '1',
  first_at: `2026-11-20T${hour}:00:00.000Z`,
  last_at: `2026-11-20T${hour}:30:00.000Z`,
  flagged: false,
  events: [],
});
const graph: FlowGraph = {
  nodes: [
    { id: 'c', kind: 'customer', label: 'Ana', flagged: false },
    { id: 'b', kind: 'bank_account', label: 'Banco', flagged: false },
    { id: 'm', kind: 'market', label: 'Mercado', flagged: false },
    { id: 'w1', kind: 'wallet', label: 'TAddressOne', flagged: false },
    { id: 'w2', kind: 'wallet', label: 'TAddressTwo', flagged: false },
  ],
  edges: [
    edge('b', 'c', 'MXN', '08'),
    edge('c', 'm', 'MXN', '09'),
    edge('c', 'w1', 'USDT', '10'),
    edge('c', 'w2', 'USDT', '10'),
  ],
};
const event = (id: string, type: string, asset: string, hour: string, address?: string): EventRow => ({
  id,
  reference: `fx-${id}`,
  entity: 'ent_1',
  type,
  customer_id: 'cus_1',
  customer: 'u-1',
  occurred_at: `2026-11-20T${hour}:10:00.000Z`,
  recorded_at: `2026-11-20T${hour}:10:01.000Z`,
  asset,
  amount: '1',
  ...(address === undefined ? {} : { address }),
  outcome: 'allow',
  scenarios: [],
  journal: 1,
});

test.each([
  ['a deposit belongs to what comes in', event('1', 'deposit', 'MXN', '08'), ['b → c MXN']],
  ['a trade belongs to the market', event('2', 'trade', 'MXN', '09'), ['c → m MXN']],
  [
    'a withdrawal belongs to its address',
    event('3', 'withdrawal', 'USDT', '10', 'TAddressTwo'),
    ['c → w2 USDT'],
  ],
  ['another time is another flow', event('4', 'deposit', 'MXN', '12'), []],
  ['another asset is another flow', event('5', 'deposit', 'BTC', '08'), []],
] as const)('%s', (_, given, keys) => {
  const links = edgesByEvent([given], graph);
  expect(links.get(given.id)).toEqual(keys);
  expect(links.get(given.reference)).toEqual(keys);
});
