import type { FlowGraph } from '@atalaya/contract/cases.ts';
import type { EventRow } from '@atalaya/contract/decisions.ts';
import { edgeKey, type FlowEdge } from './layout.ts';

const INWARD = new Set(['deposit']);
const OUTWARD = new Set(['withdrawal']);
const SLACK_MS = 1_000;

/** Whether an event is part of an edge: same asset, direction and time, and the same address where both have one. */
export function belongs(event: EventRow, edge: FlowEdge, graph: FlowGraph): boolean {
  if (event.asset !== undefined && event.asset !== edge.asset) return false;
  const centre = graph.nodes.find(({ kind }) => kind === 'customer')?.id;
  const inward = edge.to === centre;
  if (INWARD.has(event.type) && !inward) return false;
  if (OUTWARD.has(event.type) && edge.from !== centre) return false;
  const other = graph.nodes.find(({ id }) => id === (inward ? edge.from : edge.to));
  const moved = INWARD.has(event.type) || OUTWARD.has(event.type);
  if ((other?.kind === 'market') === moved) return false;
  if (event.address !== undefined && other?.kind === 'wallet')
    return other.label === event.address || other.id.includes(event.address);
  const at = Date.parse(event.occurred_at);
  return at >= Date.parse(edge.first_at) - SLACK_MS && at <= Date.parse(edge.last_at) + SLACK_MS;
}

/** For each event (by its id and by the exchange's reference), the edges it is part of. */
export function edgesByEvent(
  events: readonly EventRow[],
  graph: FlowGraph,
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    events.flatMap((event) => {
      const keys = graph.edges.filter((edge) => belongs(event, edge, graph)).map(edgeKey);
      return [
        [event.id, keys],
        [event.reference, keys],
      ] as const;
    }),
  );
}
