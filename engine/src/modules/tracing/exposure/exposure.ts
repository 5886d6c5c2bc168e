import type { ExposureDirection, TaintPolicy } from '@atalaya/contract/tracing.ts';
import { type AsOf, type FlowGraph, type Movement, NOWHERE } from '../graph/flow-graph.ts';
import type { Attribution, Attributions, Question } from './limits.ts';
import { Pooled } from './pooled.ts';
import { Ranged } from './ranged.ts';
import type { SliceBook, SliceSum } from './slice-book.ts';
import { type Sharing, Tracer, type TraceSubject } from './tracer.ts';
import { wholeTrace } from './whole-trace.ts';

/** One step of the path that is shown as evidence, as the money went. */
export interface PathStep {
  readonly movement: Movement;
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
  readonly transaction: string;
  readonly block: number | null;
  readonly time: number;
}

export interface Slice {
  readonly kind: SliceSum['kind'];
  readonly category: string;
  readonly attribution: Attribution | null;
  readonly amount: bigint;
  /** Millionths of the whole; those of all slices add up to exactly one million. */
  readonly sharePpm: number;
  readonly hopsMin: number;
  /** Hops weighted with money, in thousandths. */
  readonly hopsMilli: number;
  /** From the name to the subject where money was received, from the subject to the name where it was sent. */
  readonly path: readonly PathStep[];
}

/** Where an owner's money came from or went. Amounts of the slices add up to the total exactly. */
export interface Exposure {
  readonly direction: ExposureDirection;
  readonly policy: TaintPolicy;
  readonly total: bigint;
  readonly slices: readonly Slice[];
  readonly asOf: AsOf;
  /** Of tags and lists. */
  readonly version: string;
  readonly limits: Question['limits'];
  readonly work: { readonly pots: number; readonly movements: number };
}

const sharingOf = ({ policy, direction }: Question): Sharing => {
  if (policy === 'fifo' || policy === 'lifo') return new Ranged(policy, direction === 'received');
  return new Pooled(policy === 'tiho' && direction === 'sent' ? 'tiho' : 'haircut');
};

/** Exposure of these movements: money of `subject.owner` under one policy. Bounded by the limits; pure. */
export function exposureOf(
  graph: FlowGraph,
  attributions: Attributions,
  question: Question,
  subject: TraceSubject,
): Exposure {
  const tracer = new Tracer(graph, attributions, question, subject, sharingOf(question));
  tracer.run();
  const { policy, direction, limits } = question;
  const again = policy === 'poison' || (policy === 'tiho' && direction === 'received');
  const sums = again ? withPaths(tracer, wholeTrace(tracer, policy, subject.roots)) : tracer.slices.sums();
  const total = subject.roots.reduce((sum, { amount }) => sum + amount, 0n);
  const shares = sharesOf(sums, total);
  return {
    direction,
    policy,
    total,
    slices: sums.map((sum, index) => sliceOf(tracer, sum, shares[index] ?? 0, direction)),
    asOf: graph.asOf,
    version: attributions.version,
    limits,
    work: tracer.work,
  };
}

/** What an owner received or sent on its own account: change that comes back within one transaction is neither. */
export function subjectOf(graph: FlowGraph, owner: number, direction: ExposureDirection): TraceSubject {
  if (graph.kind === 'account')
    return { owner, roots: direction === 'received' ? graph.received(owner) : graph.sent(owner) };
  const coins = graph.received(owner);
  const spentIn = new Set(coins.map(({ to }) => to));
  const roots =
    direction === 'received'
      ? coins.filter(({ from }) => from < 0 || !spentIn.has(from))
      : coins.filter(({ to }) => to >= 0);
  return { owner, roots };
}

/** Millionths by the largest remainder, so that they add up exactly; ties go to the larger slice. */
export function sharesOf(sums: readonly { readonly amount: bigint }[], total: bigint): number[] {
  if (total === 0n) return sums.map(() => 0);
  const shares = sums.map(({ amount }) => Number((amount * 1_000_000n) / total));
  const missing = 1_000_000 - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = sums
    .map(({ amount }, index) => ({ index, rest: (amount * 1_000_000n) % total }))
    .sort((a, b) => (a.rest < b.rest ? 1 : a.rest > b.rest ? -1 : a.index - b.index));
  for (const { index } of byRemainder.slice(0, missing)) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}

/** Hops and paths are those of the haircut's trace, which visits every way the money can have come. */
function withPaths(tracer: Tracer, slices: SliceBook): SliceSum[] {
  const traced = tracer.slices.sums();
  return slices.sums().map((slice) => {
    const same = traced.find(
      ({ kind, category, attribution }) =>
        kind === slice.kind &&
        category === slice.category &&
        attribution?.entity === slice.attribution?.entity,
    );
    if (same === undefined || same.amount === 0n) return slice;
    return {
      ...slice,
      hopsMin: same.hopsMin,
      hopUnits: (same.hopUnits * slice.amount) / same.amount,
      best: same.best,
    };
  });
}

function sliceOf(tracer: Tracer, sum: SliceSum, sharePpm: number, direction: ExposureDirection): Slice {
  const { kind, category, attribution, amount, hopsMin, hopUnits, best } = sum;
  return {
    kind,
    category,
    attribution,
    amount,
    sharePpm,
    hopsMin,
    hopsMilli: amount === 0n ? 0 : Number((hopUnits * 1000n) / amount),
    path: pathOf(tracer, best, direction),
  };
}

function pathOf(tracer: Tracer, { at }: SliceSum['best'], direction: ExposureDirection): PathStep[] {
  const way: Movement[] = [];
  let hops = at?.hops ?? 0;
  for (let step = at?.movement; step !== undefined; step = tracer.via.get(step.id)?.[hops + 1]) {
    way.push(step);
    hops -= 1;
  }
  if (direction === 'sent') way.reverse();
  if (tracer.graph.kind === 'account')
    return way.map((movement) => stepOf(tracer.graph, movement.payer, movement));
  // A coin has one owner: a step leads from the owner of one coin to the owner of the next, by the transaction that made it.
  const [first] = way;
  const known = first === undefined ? undefined : tracer.stops.get(first.id);
  const byTransaction =
    direction === 'received' && (way.length === 1 || (known?.hops ?? 0) > (at?.hops ?? 0));
  const owners = way.map(({ payer }) => payer);
  return way.flatMap((coin, index) => {
    if (index === 0) return byTransaction ? [stepOf(tracer.graph, NOWHERE, coin)] : [];
    return [stepOf(tracer.graph, owners[index - 1] ?? NOWHERE, coin)];
  });
}

function stepOf(graph: FlowGraph, from: number, movement: Movement): PathStep {
  const { payee, amount } = movement;
  const name = (owner: number): string => (owner < 0 ? '' : graph.address(owner));
  return { movement, from: name(from), to: name(payee), amount, ...graph.evidence(movement) };
}
