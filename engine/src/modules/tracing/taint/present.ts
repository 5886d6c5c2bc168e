import type { calculateTaint, TaintGraph } from '@atalaya/contract/tracing.ts';
import type { Static } from 'typebox';
import { dirtyOf } from './holding.ts';
import type { TaintedTransaction, TaintTransaction } from './ledger.ts';

/** The published format, and back: integers as text. */
export const readTaintGraph = (graph: TaintGraph): TaintTransaction[] =>
  graph.map(({ id, inputs, outputs }) => ({
    id,
    inputs: inputs.map((input) => ('value' in input ? { ...input, value: BigInt(input.value) } : input)),
    outputs: outputs.map(BigInt),
  }));

export const presentTaint = (
  traced: readonly TaintedTransaction[],
): Static<typeof calculateTaint.reply>['transactions'] =>
  traced.map(({ id, outputs, fee }) => ({
    tx: id,
    outputs: outputs.map((output) => dirtyOf(output).toString()),
    fee: dirtyOf(fee).toString(),
  }));
