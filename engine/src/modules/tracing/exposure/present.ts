import type {
  AttributionView,
  ExposureView,
  NeighbourView,
  PathStepView,
} from '@atalaya/contract/tracing.ts';
import { formatInstant, instantOf } from '../../../kernel/instant.ts';
import type { FlowGraph } from '../graph/flow-graph.ts';
import type { Neighbour } from '../graph/neighbours.ts';
import type { Exposure, PathStep, Slice } from './exposure.ts';
import type { Attribution, Attributions } from './limits.ts';

/** How amounts are written and valued. */
export interface Figures {
  amount(minor: bigint): string;
  /** US cents at a time; null without a price. */
  cents(minor: bigint, time: number): bigint | null;
  dollars(cents: bigint): string;
}

export const presentAttribution = ({ entity, category, confidence, tags }: Attribution): AttributionView => ({
  entity,
  category,
  confidence,
  tags: [...tags],
});

type Presented = Omit<ExposureView, 'network' | 'asset' | 'address' | 'attribution' | 'note' | 'as_of'>;

export function presentExposure(exposure: Exposure, figures: Figures): Presented {
  const { direction, policy, total, slices, asOf, version, limits, work } = exposure;
  return {
    direction,
    policy,
    total: figures.amount(total),
    slices: slices.map((slice) => presentSlice(slice, asOf.time, figures)),
    tags_version: version,
    limits: { hops: limits.hops, pots: limits.pots, hub: limits.hub, dust_ppm: limits.dustPpm },
    work,
  };
}

function presentSlice(slice: Slice, time: number, figures: Figures): ExposureView['slices'][number] {
  const cents = figures.cents(slice.amount, time);
  return {
    kind: slice.kind,
    category: slice.category,
    ...(slice.attribution === null ? {} : { attribution: presentAttribution(slice.attribution) }),
    amount: figures.amount(slice.amount),
    ...(cents === null ? {} : { value_usd: figures.dollars(cents) }),
    share_ppm: slice.sharePpm,
    hops: slice.hopsMin,
    hops_weighted: (slice.hopsMilli / 1000).toFixed(2),
    path: slice.path.map((step) => presentStep(step, figures)),
  };
}

const presentStep = (
  { from, to, amount, transaction, block, time }: PathStep,
  figures: Figures,
): PathStepView => ({
  from,
  to,
  amount: figures.amount(amount),
  tx: transaction,
  ...(block === null ? {} : { block }),
  time: formatInstant(instantOf(time)),
});

export function presentNeighbour(
  graph: FlowGraph,
  attributions: Attributions,
  neighbour: Neighbour,
  figures: Figures,
): NeighbourView {
  const address = graph.address(neighbour.owner);
  const attribution = attributions.ofAddress(graph.network, address);
  const movements = neighbour.parts.map(({ movement, amount }) => ({ amount, ...graph.evidence(movement) }));
  const cents = movements.map(({ amount, time }) => figures.cents(amount, time));
  const whole = neighbour.count === movements.length && cents.every((value) => value !== null);
  const first = graph.evidence(neighbour.first);
  const last = graph.evidence(neighbour.last);
  return {
    address,
    ...(attribution === null ? {} : { attribution: presentAttribution(attribution) }),
    amount: figures.amount(neighbour.amount),
    ...(whole
      ? { value_usd: figures.dollars(cents.reduce<bigint>((sum, value) => sum + (value ?? 0n), 0n)) }
      : {}),
    count: neighbour.count,
    first_at: formatInstant(instantOf(first.time)),
    last_at: formatInstant(instantOf(last.time)),
    tx: last.transaction,
    movements: movements.map(({ amount, transaction, time }) => ({
      tx: transaction,
      amount: figures.amount(amount),
      time: formatInstant(instantOf(time)),
    })),
  };
}
