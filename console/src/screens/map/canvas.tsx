import Graph from 'graphology';
import { useEffect, useRef } from 'react';
import Sigma from 'sigma';
import { shorten, shortenLong } from '../../format/words.ts';
import type { LayoutStep, LayoutTask } from './layout-worker.ts';
import { CORNERS, type Mark, markOf } from './map-files.ts';
import { edgeKey, layeredPlaces, type Place, type Shown } from './map-graph.ts';

interface CanvasProps {
  readonly shown: Shown;
  readonly root: string;
  readonly layout: 'layers' | 'force';
  readonly selected: string | undefined;
  /** Keys of the flows of the path that is shown. */
  readonly path: ReadonlySet<string>;
  readonly label: string;
  readonly onSelect: (address: string | undefined) => void;
  readonly onExpand: (address: string) => void;
  /** The browser cannot draw: the table says the same. */
  readonly onUnable: () => void;
}

interface NodeLook {
  x: number;
  y: number;
  size: number;
  label: string;
  color: string;
  mark: Mark;
  forceLabel: boolean;
  pinned: boolean;
}
interface EdgeLook {
  size: number;
  color: string;
  label: string;
  type: 'arrow';
}

/** Colours as the theme has them now, in a form that WebGL reads. */
function inks(host: HTMLElement) {
  const probe = document.createElement('span');
  host.append(probe);
  const read = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    address: read('--ink-3'),
    service: read('--dusk'),
    bridge: read('--ochre'),
    risk: read('--signal'),
    line: read('--line-strong'),
    path: read('--signal'),
    ink: read('--ink'),
    ground: read('--surface'),
  };
  probe.remove();
  return colours;
}
type Inks = ReturnType<typeof inks>;

const NO_INKS: Inks = {
  address: '#808080',
  service: '#808080',
  bridge: '#808080',
  risk: '#808080',
  line: '#808080',
  path: '#808080',
  ink: '#808080',
  ground: '#808080',
};

/** Draws a node's shape and name over the point that WebGL drew: shape says what colour says. */
const drawLabel =
  (colours: () => Inks, selected: () => string | undefined) =>
  (
    context: CanvasRenderingContext2D,
    data: {
      key?: string;
      x: number;
      y: number;
      size: number;
      label: string | null;
      mark?: Mark;
      pinned?: boolean;
    },
  ): void => {
    const { ink, ground, ...tones } = colours();
    const mark = data.mark ?? 'address';
    const radius = data.size * 1.15;
    if (mark !== 'address') {
      context.beginPath();
      for (const [dx, dy] of CORNERS[mark]) context.lineTo(data.x + dx * radius, data.y + dy * radius);
      context.closePath();
      context.fillStyle = tones[mark];
      context.fill();
      context.strokeStyle = ground;
      context.lineWidth = 1.5;
      context.stroke();
    }
    if (data.key !== undefined && data.key === selected()) {
      context.beginPath();
      context.arc(data.x, data.y, radius + 4, 0, Math.PI * 2);
      context.strokeStyle = ink;
      context.lineWidth = 2;
      context.stroke();
    }
    context.font = `${mark === 'address' ? '' : '600 '}12px "IBM Plex Sans", sans-serif`;
    const text = `${data.pinned === true ? '⌖ ' : ''}${data.label ?? ''}`;
    context.lineWidth = 3;
    context.strokeStyle = ground;
    context.strokeText(text, data.x + radius + 4, data.y + 4);
    context.fillStyle = ink;
    context.fillText(text, data.x + radius + 4, data.y + 4);
  };

function fill(graph: Graph, props: CanvasProps, colours: Inks): void {
  const places = layeredPlaces(props.shown, props.root);
  const largest = Math.max(1e-9, ...props.shown.edges.map(({ amount }) => Number(amount)));
  const before = new Map<string, Place>();
  // A crowd is drawn smaller, so that its shape is seen.
  const scale = Math.min(1, Math.max(0.35, Math.sqrt(150 / Math.max(1, props.shown.nodes.length))));
  graph.forEachNode((id, { x, y }) => before.set(id, { x: Number(x), y: Number(y) }));
  graph.clear();
  for (const node of props.shown.nodes) {
    const mark = markOf(node);
    const { x, y } = (props.layout === 'force' ? before.get(node.address) : undefined) ??
      places.get(node.address) ?? { x: 0, y: 0 };
    const look: NodeLook = {
      x,
      y: -y,
      size: (node.address === props.root ? 11 : mark === 'address' ? 6 : 9) * scale,
      label: node.attribution === undefined ? shorten(node.address) : shortenLong(node.attribution.entity),
      color: colours[mark],
      mark,
      forceLabel:
        mark !== 'address' || node.pinned || node.address === props.root || props.selected === node.address,
      pinned: node.pinned,
    };
    graph.addNode(node.address, look);
  }
  for (const edge of props.shown.edges) {
    const key = edgeKey(edge);
    const lit = props.path.has(key);
    const look: EdgeLook = {
      size: (1 + 4 * Math.sqrt(Number(edge.amount) / largest)) * scale + (lit ? 1.5 : 0),
      color: lit ? colours.path : colours.line,
      label: edge.amount,
      type: 'arrow',
    };
    if (graph.hasNode(edge.from) && graph.hasNode(edge.to))
      graph.addDirectedEdgeWithKey(key, edge.from, edge.to, look);
  }
}

/** Runs the layout in its own thread; gives what ends it. */
function layOut(graph: Graph): () => void {
  const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
  const task: LayoutTask = {
    nodes: graph.mapNodes((id, { x, y }) => ({ id, x: Number(x), y: Number(y) })),
    edges: graph.mapEdges((_edge, _look, from, to) => ({ from, to })),
  };
  worker.onmessage = ({ data }: MessageEvent<LayoutStep>) => {
    const places = new Map(data.map(([id, x, y]) => [id, { x, y }]));
    // One event for all: sigma looks at every changed node by itself otherwise.
    graph.updateEachNodeAttributes((id, look) => Object.assign(look, places.get(id)), {
      attributes: ['x', 'y'],
    });
  };
  worker.postMessage(task);
  return () => worker.terminate();
}

/** The drawing. Everything it shows is in the table as well. */
export function MapCanvas(props: CanvasProps) {
  const host = useRef<HTMLDivElement>(null);
  const drawn = useRef<{ sigma: Sigma; graph: Graph } | null>(null);
  const latest = useRef(props);
  /** Read from the page once a theme, not once a label. */
  const colours = useRef<Inks>(NO_INKS);
  latest.current = props;
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const graph = new Graph({ type: 'directed' });
    colours.current = inks(element);
    let sigma: Sigma;
    try {
      sigma = new Sigma(graph, element, {
        defaultEdgeType: 'arrow',
        labelRenderedSizeThreshold: 5,
        labelDensity: 0.6,
        hideEdgesOnMove: false,
        hideLabelsOnMove: true,
        zIndex: true,
        allowInvalidContainer: true,
        stagePadding: 110,
        defaultDrawNodeLabel: drawLabel(
          () => colours.current,
          () => latest.current.selected,
        ),
        defaultDrawNodeHover: drawLabel(
          () => colours.current,
          () => latest.current.selected,
        ),
      });
    } catch {
      latest.current.onUnable();
      return;
    }
    sigma.on('clickNode', ({ node }) => latest.current.onSelect(node));
    sigma.on('doubleClickNode', ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      latest.current.onExpand(node);
    });
    sigma.on('clickStage', () => latest.current.onSelect(undefined));
    drawn.current = { sigma, graph };
    const theme = new MutationObserver(() => {
      colours.current = inks(element);
      fill(graph, latest.current, colours.current);
      sigma.refresh();
    });
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      theme.disconnect();
      sigma.kill();
      drawn.current = null;
    };
  }, []);
  const { shown, root, layout, path, selected } = props;
  useEffect(() => {
    const now = drawn.current;
    if (now === null || host.current === null) return;
    fill(now.graph, { ...latest.current, shown, root, layout, path }, colours.current);
    now.sigma.refresh();
    return layout === 'force' ? layOut(now.graph) : undefined;
  }, [shown, root, layout, path]);
  useEffect(() => {
    const now = drawn.current;
    if (now === null) return;
    const forced = (id: string, look: { mark?: Mark; pinned?: boolean }): boolean =>
      look.mark !== 'address' || look.pinned === true || id === root || id === selected;
    now.graph.updateEachNodeAttributes((id, look) => Object.assign(look, { forceLabel: forced(id, look) }), {
      attributes: ['forceLabel'],
    });
  }, [selected, root]);
  return <div ref={host} className="map-canvas" role="img" aria-label={props.label} />;
}
