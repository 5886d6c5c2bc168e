import type { TaintPolicy } from '@atalaya/contract/tracing.ts';
import { Failure } from '../../../kernel/failure.ts';
import { type Holding, totalValue } from './holding.ts';
import { spend, unspend } from './spend.ts';

/** An input: an output of an earlier transaction, or value from outside, dirty by a source or clean (`null`). */
export type TaintInput =
  | { readonly tx: string; readonly index: number }
  | { readonly source: string | null; readonly value: bigint };

/** Values in base units. Inputs minus outputs is the fee, which leaves last. */
export interface TaintTransaction {
  readonly id: string;
  readonly inputs: readonly TaintInput[];
  readonly outputs: readonly bigint[];
}

export interface TaintedTransaction {
  readonly id: string;
  readonly inputs: readonly Holding[];
  readonly outputs: readonly Holding[];
  readonly fee: Holding;
}

const coinKey = (tx: string, index: number): string => `${tx}:${index}`;

const refuse = (code: string, field: string, message: string): Failure =>
  new Failure('caller', code, message, [{ field, message }]);

/**
 * Follows taint forward through transactions in chain order.
 * Failures: tracing.transaction_repeated, tracing.coin_unknown, tracing.coin_spent, tracing.amount_negative, tracing.outputs_exceed_inputs.
 */
export function traceTaint(
  policy: TaintPolicy,
  transactions: readonly TaintTransaction[],
): TaintedTransaction[] {
  const coins = new Map<string, Holding | 'spent'>();
  const seen = new Set<string>();
  return transactions.map((transaction, row) => {
    const field = `/transactions/${row}`;
    if (seen.has(transaction.id))
      throw refuse('tracing.transaction_repeated', `${field}/id`, `${transaction.id} stands there twice`);
    seen.add(transaction.id);
    const inputs = transaction.inputs.map((input, index) => take(coins, input, `${field}/inputs/${index}`));
    const fee = feeOf(transaction, inputs, field);
    const made = spend(policy, inputs, [...transaction.outputs, fee]);
    const outputs = made.slice(0, -1);
    for (const [index, holding] of outputs.entries()) coins.set(coinKey(transaction.id, index), holding);
    return { id: transaction.id, inputs, outputs, fee: made.at(-1) ?? { value: fee, parts: [] } };
  });
}

function take(coins: Map<string, Holding | 'spent'>, input: TaintInput, field: string): Holding {
  if ('value' in input) {
    if (input.value < 0n) throw refuse('tracing.amount_negative', field, 'a value cannot be negative');
    return { value: input.value, parts: [{ source: input.source, amount: input.value }] };
  }
  const key = coinKey(input.tx, input.index);
  const coin = coins.get(key);
  if (coin === undefined) throw refuse('tracing.coin_unknown', field, `no earlier transaction made ${key}`);
  if (coin === 'spent') throw refuse('tracing.coin_spent', field, `${key} was spent before`);
  coins.set(key, 'spent');
  return coin;
}

function feeOf(transaction: TaintTransaction, inputs: readonly Holding[], field: string): bigint {
  const negative = transaction.outputs.findIndex((value) => value < 0n);
  if (negative >= 0)
    throw refuse('tracing.amount_negative', `${field}/outputs/${negative}`, 'a value cannot be negative');
  const fee = totalValue(inputs) - transaction.outputs.reduce((sum, value) => sum + value, 0n);
  if (fee < 0n)
    throw refuse('tracing.outputs_exceed_inputs', `${field}/outputs`, 'more goes out than came in');
  return fee;
}

/**
 * The reverse trace under FIFO or LIFO: from what unspent outputs and fees are made of back to what each input from
 * outside was made of, keyed `tx#input`. Over a forward trace it is the identity.
 */
export function traceBack(
  policy: 'fifo' | 'lifo',
  transactions: readonly TaintTransaction[],
  traced: readonly TaintedTransaction[],
): ReadonlyMap<string, Holding> {
  const spent = new Map<string, Holding>();
  const outside = new Map<string, Holding>();
  for (const [row, transaction] of [...transactions.entries()].reverse()) {
    const forward = traced[row];
    if (forward === undefined) continue;
    const outputs = forward.outputs.map((held, index) => spent.get(coinKey(transaction.id, index)) ?? held);
    const values = forward.inputs.map(({ value }) => value);
    for (const [index, holding] of unspend(policy, [...outputs, forward.fee], values).entries()) {
      const input = transaction.inputs[index];
      if (input === undefined) continue;
      if ('value' in input) outside.set(`${transaction.id}#${index}`, holding);
      else spent.set(coinKey(input.tx, input.index), holding);
    }
  }
  return outside;
}
