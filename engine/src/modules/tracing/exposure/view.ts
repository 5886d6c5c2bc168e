import type { ExposureDirection } from '@atalaya/contract/tracing.ts';
import { entersAt, type FlowGraph, leavesAt, type Movement, NOWHERE } from '../graph/flow-graph.ts';
import type { PotBook } from './pot-book.ts';

/** What a trace ends in where nobody is named. */
export type Ending = 'issuance' | 'no_history' | 'unspent' | 'fee';

/**
 * A trace looks back in time for where money came from, or ahead for where it went. One walk serves both: time runs down
 * the keys, demand on a movement is passed to the pot behind it, and the pot shares it among its supplies.
 */
export interface View {
  /** When a movement asks the pot behind it, and when a pot asks one of its supplies: larger keys first. */
  askKey(movement: Movement): number;
  supplyKey(movement: Movement): number;
  behind(movement: Movement): number;
  /** Owner on the far side. */
  other(movement: Movement): number;
  /** In the order in which they are asked. */
  supplies(book: PotBook): readonly Movement[];
  /** Of this many units in the pot, the supply at this place has its amount. */
  unitsAt(book: PotBook, place: number): bigint;
  /** Where nothing is behind a movement. */
  readonly nowhere: Ending;
  /** What no supply answers for. */
  readonly rest: Ending;
}

const backward = (graph: FlowGraph): View => ({
  askKey: (movement) => leavesAt(graph, movement),
  supplyKey: (movement) => entersAt(graph, movement),
  behind: ({ from }) => from,
  other: ({ payer }) => payer,
  supplies: ({ ins }) => ins.toReversed(),
  unitsAt: ({ afterIn }, place) => afterIn[afterIn.length - 1 - place] ?? 0n,
  nowhere: 'issuance',
  rest: 'no_history',
});

const forward = (graph: FlowGraph): View => ({
  askKey: (movement) => (movement.to === NOWHERE ? 0 : -entersAt(graph, movement)),
  supplyKey: (movement) => -leavesAt(graph, movement),
  behind: ({ to }) => to,
  other: ({ payee }) => payee,
  supplies: ({ outs }) => outs,
  unitsAt: ({ beforeOut }, place) => beforeOut[place] ?? 0n,
  nowhere: 'unspent',
  rest: graph.kind === 'utxo' ? 'fee' : 'unspent',
});

export const viewOf = (graph: FlowGraph, direction: ExposureDirection): View =>
  direction === 'received' ? backward(graph) : forward(graph);
