import { accountTransaction, nativeTransfer } from '../chains/account-transaction.ts';
import type { ChainBlock } from '../chains/chain-block.ts';
import type { Attribution, Attributions } from '../exposure/limits.ts';
import type { FlowGraph, Movement } from '../graph/flow-graph.ts';
import { DepositReuse } from './deposit-reuse.ts';

/** An address that shares a deposit address with the one asked for. */
export interface RelatedAddress {
  readonly address: string;
  readonly depositAddress: string;
  /** Whose deposit address it is. */
  readonly entity: string;
  readonly transaction: string;
  /** 0-100. */
  readonly confidence: number;
}

export interface Related {
  readonly items: readonly RelatedAddress[];
  /** Payees looked at as deposit addresses. */
  readonly examined: number;
  /** More payees were there. */
  readonly cut: boolean;
}

const PAYEES_MAX = 200;
/** A deposit address of one customer does not have more movements. */
const MOVEMENTS_MAX = 400;
const CUSTODIANS = new Set(['exchange', 'high_risk_exchange', 'payment_service', 'wallet_service']);

/**
 * Who is probably the same person on an account chain: whoever sends to a deposit address that this owner sends to. On chains of coins co-spends
 * say more, and this says nothing.
 */
export function relatedTo(graph: FlowGraph, attributions: Attributions, owner: number): Related {
  if (graph.kind !== 'account') return { items: [], examined: 0, cut: false };
  const nameOf = (of: number): Attribution | null =>
    of < 0 ? null : attributions.ofAddress(graph.network, graph.address(of));
  const payees = [...new Set(graph.outs(owner).map(({ payee }) => payee))].filter(
    (payee) => graph.degree(payee) <= MOVEMENTS_MAX && nameOf(payee) === null,
  );
  const examined = payees.slice(0, PAYEES_MAX);
  const items = examined.flatMap((payee) => sharersOf(graph, nameOf, owner, payee));
  return { items, examined: examined.length, cut: payees.length > examined.length };
}

function sharersOf(
  graph: FlowGraph,
  nameOf: (owner: number) => Attribution | null,
  owner: number,
  payee: number,
): RelatedAddress[] {
  const outs = graph.outs(payee);
  const custodian = outs
    .map((out) => nameOf(out.payee))
    .find((name) => name !== null && CUSTODIANS.has(name.category));
  if (custodian === undefined || custodian === null) return [];
  const custodians = new Set(
    outs
      .filter((out) => CUSTODIANS.has(nameOf(out.payee)?.category ?? ''))
      .map((out) => graph.address(out.payee)),
  );
  const reuse = new DepositReuse({ isExchange: (address) => custodians.has(address) });
  for (const movement of [...graph.ins(payee), ...outs].sort((a, b) => a.id - b.id))
    reuse.apply(blockOf(graph, movement));
  const links = reuse.links();
  const self = graph.address(owner);
  if (!links.some(({ left, right }) => left === self || right === self)) return [];
  const others = new Map<string, string>();
  for (const { left, right, txid } of links)
    for (const address of [left, right]) if (address !== self) others.set(address, txid);
  return [...others].map(([address, transaction]) => ({
    address,
    depositAddress: graph.address(payee),
    entity: custodian.entity,
    transaction,
    confidence: links[0]?.confidence ?? 0,
  }));
}

const blockOf = (graph: FlowGraph, movement: Movement): ChainBlock & { readonly height: number } => {
  const { transaction, block, time } = graph.evidence(movement);
  const from = movement.payer < 0 ? null : graph.address(movement.payer);
  const transfers = [nativeTransfer(graph.asset, from, graph.address(movement.payee), movement.amount)];
  const transactions = [accountTransaction({ id: transaction, index: 0, transfers })];
  return { chain: graph.network, height: block ?? 0, hash: '', parent: '', time, transactions };
};
