import type { Event } from '@atalaya/contract/activity.ts';
import { assetOf } from '@atalaya/contract/assets.ts';
import type { FlowGraph } from '@atalaya/contract/cases.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { formatAmount, parseAmount } from '../../kernel/money.ts';

/** Where money came from and went: events of one customer become a graph, amounts added up exactly. Pure. */
export interface FlowEvent {
  readonly id: string;
  readonly occurredAt: Instant;
  readonly event: Event;
  /** US cents. */
  readonly value_usd: number | null;
  /** Behind an alert of the case. */
  readonly flagged: boolean;
}

type Node = FlowGraph['nodes'][number];

interface Movement {
  readonly from: Node;
  readonly to: Node;
  readonly asset: string;
  readonly amount: string;
}

const CUSTOMER = 'customer';
const node = (kind: Node['kind'], key: string, label: string): Node => ({
  id: key === '' ? kind : `${kind}:${key}`,
  kind,
  label,
  flagged: false,
});

const MARKET = node('market', '', 'market');
const CASH = node('cash', '', 'cash');

/** Equal holder and account are the same account; a rail without either is one node of its own. */
function accountOf(party: Extract<Event, { rail: string }>['counterparty'], rail: string): Node {
  const { name = '', account = '', bank = '' } = party ?? {};
  if (name === '' && account === '') return node('bank_account', rail, bank === '' ? rail : bank);
  const shown = [name, account].filter((part) => part !== '').join(' · ');
  return node('bank_account', `${name.toLowerCase()}|${account}`, shown);
}

const otherCustomer = (reference: string): Node => node('other_customer', reference, reference);

/** The far side of a deposit or withdrawal. */
function farSide(event: Extract<Event, { rail: string }>): Node {
  if (event.rail === 'cash') return CASH;
  if (event.rail !== 'crypto') return accountOf(event.counterparty, event.rail);
  const { wallet } = event;
  if (wallet === undefined) return node('wallet', 'unknown', '?');
  return node('wallet', `${wallet.network}:${wallet.address}`, wallet.address);
}

/** What the customer gives and gets in a trade or P2P order, and from whom. */
function exchanged(event: Extract<Event, { quote_asset: string }>, customer: Node): Movement[] {
  const { counterparty_customer: reference } = event;
  const other = reference === undefined ? MARKET : otherCustomer(reference);
  const party = 'counterparty' in event ? event.counterparty : undefined;
  const payer =
    event.type === 'p2p_order' && event.payment_method === 'cash'
      ? CASH
      : party === undefined
        ? other
        : accountOf(party, 'bank');
  const given = { asset: event.asset, amount: event.amount };
  const paid = { asset: event.quote_asset, amount: event.quote_amount };
  return event.side === 'buy'
    ? [
        { from: customer, to: payer, ...paid },
        { from: other, to: customer, ...given },
      ]
    : [
        { from: customer, to: other, ...given },
        { from: payer, to: customer, ...paid },
      ];
}

function movementsOf(event: Event, customer: Node): Movement[] {
  switch (event.type) {
    case 'login':
      return [];
    case 'deposit':
      return [{ from: farSide(event), to: customer, asset: event.asset, amount: event.amount }];
    case 'withdrawal':
      return [{ from: customer, to: farSide(event), asset: event.asset, amount: event.amount }];
    case 'transfer':
      return [
        { from: customer, to: otherCustomer(event.to_customer), asset: event.asset, amount: event.amount },
      ];
    case 'trade':
    case 'p2p_order':
      return exchanged(event, customer);
  }
}

interface Edge {
  readonly movement: Movement;
  count: number;
  minor: bigint;
  cents: number | null;
  first: Instant;
  last: Instant;
  flagged: boolean;
  readonly events: string[];
}

/** Named on an edge; the count tells all. */
const EVENTS_MAX = 100;

const minorOf = ({ asset, amount }: Movement): bigint => {
  const known = assetOf(asset);
  return known === undefined ? 0n : parseAmount(amount, known);
};

function addTo(edges: Map<string, Edge>, movement: Movement, event: FlowEvent): void {
  const key = `${movement.from.id}\n${movement.to.id}\n${movement.asset}`;
  const { occurredAt, value_usd } = event;
  const edge = edges.get(key) ?? {
    movement,
    count: 0,
    minor: 0n,
    cents: null,
    first: occurredAt,
    last: occurredAt,
    flagged: false,
    events: [],
  };
  edges.set(key, edge);
  if (edge.events.length < EVENTS_MAX) edge.events.push(event.id);
  edge.count += 1;
  edge.minor += minorOf(movement);
  edge.cents = value_usd === null ? edge.cents : (edge.cents ?? 0) + value_usd;
  edge.first = occurredAt < edge.first ? occurredAt : edge.first;
  edge.last = occurredAt > edge.last ? occurredAt : edge.last;
  edge.flagged ||= event.flagged;
}

const USD = { code: 'USD', kind: 'fiat', decimals: 2, name: 'United States dollar' } as const;

const present = (edge: Edge): FlowGraph['edges'][number] => {
  const { from, to, asset } = edge.movement;
  const known = assetOf(asset);
  return {
    from: from.id,
    to: to.id,
    asset,
    count: edge.count,
    amount: known === undefined ? '0' : formatAmount(edge.minor, known),
    ...(edge.cents === null ? {} : { value_usd: formatAmount(BigInt(edge.cents), USD) }),
    first_at: formatInstant(edge.first),
    last_at: formatInstant(edge.last),
    flagged: edge.flagged,
    events: edge.events,
  };
};

/** One edge for each pair of nodes and asset, the largest count of flagged money first. */
export function flowOf(label: string, events: readonly FlowEvent[]): FlowGraph {
  const customer: Node = { id: CUSTOMER, kind: 'customer', label, flagged: false };
  const edges = new Map<string, Edge>();
  for (const event of events)
    for (const movement of movementsOf(event.event, customer)) addTo(edges, movement, event);
  const nodes = new Map<string, Node>([[CUSTOMER, customer]]);
  for (const { movement, flagged } of edges.values())
    for (const end of [movement.from, movement.to])
      nodes.set(end.id, { ...end, flagged: flagged || nodes.get(end.id)?.flagged === true });
  const order = (left: Edge, right: Edge): number =>
    Number(right.flagged) - Number(left.flagged) || left.first - right.first;
  return { nodes: [...nodes.values()], edges: [...edges.values()].sort(order).map(present) };
}
