import type { FlowGraph } from '@atalaya/contract/cases.ts';

export type FlowNode = FlowGraph['nodes'][number];
export type FlowEdge = FlowGraph['edges'][number];

/** Where a node stands: its upper left corner, in px of the drawing. */
export interface PlacedNode {
  readonly node: FlowNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Negative before the customer, 0 beside, positive after. */
  readonly layer: number;
}

export interface PlacedEdge {
  readonly edge: FlowEdge;
  /** Its place in the graph, the same for the same graph. */
  readonly key: string;
  /** SVG path. */
  readonly line: string;
  /** Line width in px: the square root of its share of the largest value. */
  readonly width: number;
}

export interface FlowLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

const NODE = { width: 158, height: 46, gap: 14 } as const;
const LAYER_GAP = 54;
/** Between the customer and what stands beside it, so that the lines between them can be seen. */
const BESIDE_GAP = 40;
const PORT_GAP = 13;
const MARGIN = 12;

export const edgeKey = (edge: FlowEdge): string => `${edge.from} → ${edge.to} ${edge.asset}`;
const usdOf = (edge: FlowEdge): number => Number(edge.value_usd ?? '0') || 0;
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Steps along the edges from each node to the centre (`backward`) or from the centre to it. */
function distances(graph: FlowGraph, centre: string, backward: boolean): Map<string, number> {
  const found = new Map([[centre, 0]]);
  let front = [centre];
  for (let step = 1; front.length > 0; step += 1) {
    const reached = graph.edges
      .filter((edge) => front.includes(backward ? edge.to : edge.from))
      .map((edge) => (backward ? edge.from : edge.to))
      .filter((id) => !found.has(id));
    for (const id of reached) found.set(id, step);
    front = [...new Set(reached)];
  }
  return found;
}

/** Sources left, the customer in the middle, destinations right; the market, where value only changes its form, beside. */
export function layersOf(graph: FlowGraph): Map<string, number> {
  const centre = (graph.nodes.find(({ kind }) => kind === 'customer') ?? graph.nodes[0])?.id;
  const layers = new Map<string, number>();
  if (centre === undefined) return layers;
  const before = distances(graph, centre, true);
  const after = distances(graph, centre, false);
  for (const { id, kind } of graph.nodes) {
    const [to, from] = [before.get(id), after.get(id)];
    if (id === centre || kind === 'market') layers.set(id, 0);
    else if (to !== undefined && from !== undefined) layers.set(id, flowsIn(graph, id) ? -to : from);
    else if (to !== undefined) layers.set(id, -to);
    else layers.set(id, from ?? 1);
  }
  return layers;
}

/** Whether a node that both pays and is paid pays more than it is paid. */
function flowsIn(graph: FlowGraph, id: string): boolean {
  const paid = graph.edges.filter((edge) => edge.from === id).reduce((sum, edge) => sum + usdOf(edge), 0);
  const got = graph.edges.filter((edge) => edge.to === id).reduce((sum, edge) => sum + usdOf(edge), 0);
  return paid >= got;
}

function heightOf(graph: FlowGraph, id: string): number {
  const inward = graph.edges.filter((edge) => edge.to === id).length;
  const outward = graph.edges.filter((edge) => edge.from === id).length;
  return Math.max(NODE.height, (Math.max(inward, outward) + 1) * PORT_GAP);
}

/** Places a graph in layers. Pure: the same graph, in any order of its members, gives the same drawing. */
export function layoutFlow(graph: FlowGraph): FlowLayout {
  const layers = layersOf(graph);
  const levels = [...new Set(layers.values())].sort((a, b) => a - b);
  const weight = (id: string): number =>
    graph.edges
      .filter((edge) => edge.from === id || edge.to === id)
      .reduce((sum, edge) => sum + usdOf(edge), 0);
  const columns = levels.map((level) =>
    graph.nodes
      .filter(({ id }) => layers.get(id) === level)
      .sort(
        (a, b) =>
          Number(b.kind === 'customer') - Number(a.kind === 'customer') ||
          weight(b.id) - weight(a.id) ||
          byText(a.id, b.id),
      ),
  );
  const gapOf = (column: readonly FlowNode[]): number =>
    column.some(({ kind }) => kind === 'customer') ? BESIDE_GAP : NODE.gap;
  const tall = (column: readonly FlowNode[]): number =>
    column.reduce((sum, { id }) => sum + heightOf(graph, id) + gapOf(column), -gapOf(column));
  const height = Math.max(NODE.height, ...columns.map(tall));
  const nodes = columns.flatMap((column, index) => {
    let y = MARGIN + (height - tall(column)) / 2;
    return column.map((node): PlacedNode => {
      const own = heightOf(graph, node.id);
      const x = MARGIN + index * (NODE.width + LAYER_GAP);
      const placed = { node, x, y, width: NODE.width, height: own, layer: levels[index] ?? 0 };
      y += own + gapOf(column);
      return placed;
    });
  });
  return {
    width: 2 * MARGIN + columns.length * (NODE.width + LAYER_GAP) - LAYER_GAP,
    height: height + 2 * MARGIN,
    nodes,
    edges: drawEdges(graph, nodes),
  };
}

function drawEdges(graph: FlowGraph, nodes: readonly PlacedNode[]): PlacedEdge[] {
  const at = new Map(nodes.map((placed) => [placed.node.id, placed]));
  const most = Math.max(1, ...graph.edges.map(usdOf));
  const middle = (id: string): number => {
    const placed = at.get(id);
    return placed === undefined ? 0 : placed.y + placed.height / 2;
  };
  /** Edges of one side of a node, in the order of their other ends, so that they do not cross. */
  const port = (id: string, side: 'from' | 'to', edge: FlowEdge): number => {
    const other = side === 'from' ? 'to' : 'from';
    const own = graph.edges
      .filter((each) => each[side] === id)
      .sort((a, b) => middle(a[other]) - middle(b[other]) || byText(edgeKey(a), edgeKey(b)));
    return middle(id) + (own.indexOf(edge) - (own.length - 1) / 2) * PORT_GAP;
  };
  return [...graph.edges]
    .sort((a, b) => byText(edgeKey(a), edgeKey(b)))
    .flatMap((edge) => {
      const [from, to] = [at.get(edge.from), at.get(edge.to)];
      if (from === undefined || to === undefined) return [];
      const width = 1.5 + 6.5 * Math.sqrt(usdOf(edge) / most);
      const line =
        from.layer === to.layer
          ? beside(from, to, edge)
          : across(from, to, port(edge.from, 'from', edge), port(edge.to, 'to', edge));
      return [{ edge, key: edgeKey(edge), line, width: Math.round(width * 10) / 10 }];
    });
}

const round = (n: number): number => Math.round(n * 10) / 10;

/** From one layer to another: an S between the facing sides. */
function across(from: PlacedNode, to: PlacedNode, fromY: number, toY: number): string {
  const rightward = from.layer < to.layer;
  const x1 = rightward ? from.x + from.width : from.x;
  const x2 = rightward ? to.x : to.x + to.width;
  const bend = (x2 - x1) / 2;
  return `M${round(x1)} ${round(fromY)}C${round(x1 + bend)} ${round(fromY)} ${round(x2 - bend)} ${round(toY)} ${round(x2)} ${round(toY)}`;
}

/** Within a layer: straight down or up between the boxes, the two directions side by side. */
function beside(from: PlacedNode, to: PlacedNode, edge: FlowEdge): string {
  const down = from.y < to.y;
  const x = from.x + from.width / 2 + (down ? -24 : 24) + (byText(edge.from, edge.to) > 0 ? 2 : -2);
  const y1 = down ? from.y + from.height : from.y;
  const y2 = down ? to.y : to.y + to.height;
  return `M${round(x)} ${round(y1)}L${round(x)} ${round(y2)}`;
}
