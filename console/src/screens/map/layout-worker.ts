import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';

/** Lays a map out away from the screen's own thread, in steps, so that a later map takes over at once. */
export interface LayoutTask {
  readonly nodes: readonly { readonly id: string; readonly x: number; readonly y: number }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}
export type LayoutStep = readonly (readonly [id: string, x: number, y: number])[];

const STEPS = 12;
const ITERATIONS = 25;

self.onmessage = ({ data }: MessageEvent<LayoutTask>): void => {
  const graph = new Graph();
  for (const { id, x, y } of data.nodes) graph.addNode(id, { x, y });
  for (const { from, to } of data.edges) if (!graph.hasEdge(from, to)) graph.addEdge(from, to);
  const settings = { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: graph.order > 500 };
  for (let step = 0; step < STEPS; step += 1) {
    forceAtlas2.assign(graph, { iterations: ITERATIONS, settings });
    const places: LayoutStep = graph.mapNodes((id, { x, y }) => [id, x, y] as const);
    self.postMessage(places);
  }
};
