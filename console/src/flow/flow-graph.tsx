import type { FlowGraph as Graph } from '@atalaya/contract/cases.ts';
import { type KeyboardEvent, useMemo } from 'react';
import { useFormats } from '../app/formats.tsx';
import { shorten } from '../format/words.ts';
import { useTexts } from '../texts/catalogue.ts';
import { edgeKey, layoutFlow, type PlacedEdge, type PlacedNode } from './layout.ts';
import './flow.css';

interface FlowGraphProps {
  readonly graph: Graph;
  /** Keys of the edges that stand out. */
  readonly chosen: ReadonlySet<string>;
  /** A node's or an edge's own edges; the empty list leaves the choice. */
  readonly onChoose: (edges: readonly string[]) => void;
}

/** Sources, the customer, destinations; width tells value. Every box and line can be reached and chosen by keyboard. */
export function FlowGraph({ graph, chosen, onChoose }: FlowGraphProps) {
  const t = useTexts().cases;
  const layout = useMemo(() => layoutFlow(graph), [graph]);
  const edgesOf = (id: string): string[] =>
    graph.edges.filter((edge) => edge.from === id || edge.to === id).map(edgeKey);
  const touched = new Set(
    layout.edges.filter(({ key }) => chosen.has(key)).flatMap(({ edge }) => [edge.from, edge.to]),
  );
  const dim = chosen.size > 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing is not a set of form fields
    <svg
      className={dim ? 'flow flow-dim' : 'flow'}
      width={layout.width}
      height={layout.height}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      role="group"
      aria-label={t.flowLabel(layout.nodes.length, layout.edges.length)}
    >
      <defs>
        {['', '-flagged'].map((kind) => (
          <marker
            key={kind}
            id={`flow-tip${kind}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0 8 4 0 8z" className={`flow-tip${kind}`} />
          </marker>
        ))}
      </defs>
      {layout.edges.map((placed) => (
        <Edge
          key={placed.key}
          placed={placed}
          graph={graph}
          chosen={chosen.has(placed.key)}
          onChoose={onChoose}
        />
      ))}
      {layout.nodes.map((placed) => (
        <Node
          key={placed.node.id}
          placed={placed}
          graph={graph}
          chosen={touched.has(placed.node.id)}
          onChoose={() => onChoose(edgesOf(placed.node.id))}
        />
      ))}
    </svg>
  );
}

/** Enter and the space bar choose, as on any button. */
const onPress = (run: () => void) => (event: KeyboardEvent) => {
  if (event.key !== 'Enter' && event.key !== ' ') return;
  event.preventDefault();
  run();
};

export const labelOf = (label: string): string => (/^\S{20,}$/.test(label) ? shorten(label, 7, 5) : label);

function Edge({
  placed,
  graph,
  chosen,
  onChoose,
}: {
  placed: PlacedEdge;
  graph: Graph;
  chosen: boolean;
  onChoose: FlowGraphProps['onChoose'];
}) {
  const f = useFormats();
  const t = useTexts().cases;
  const { edge, key } = placed;
  const name = (id: string): string => graph.nodes.find((node) => node.id === id)?.label ?? id;
  const words = `${name(edge.from)} → ${name(edge.to)}: ${f.amount(edge.amount, edge.asset)} ${edge.asset}, ${t.times(edge.count)}${edge.flagged ? `, ${t.flagged}` : ''}`;
  const choose = (): void => onChoose(chosen ? [] : [key]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand inside a drawing
    <g
      role="button"
      tabIndex={0}
      aria-label={words}
      aria-pressed={chosen}
      className={`flow-edge ${edge.flagged ? 'flow-flagged' : ''} ${chosen ? 'flow-chosen' : ''}`}
      onClick={choose}
      onKeyDown={onPress(choose)}
    >
      <title>{words}</title>
      <path d={placed.line} className="flow-hit" />
      <path
        d={placed.line}
        className="flow-line"
        strokeWidth={placed.width}
        markerEnd={`url(#flow-tip${edge.flagged ? '-flagged' : ''})`}
      />
    </g>
  );
}

const clipped = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;

function Node({
  placed,
  graph,
  chosen,
  onChoose,
}: {
  placed: PlacedNode;
  graph: Graph;
  chosen: boolean;
  onChoose: () => void;
}) {
  const f = useFormats();
  const t = useTexts();
  const { node, x, y, width, height } = placed;
  const own = graph.edges.filter((edge) => edge.from === node.id || edge.to === node.id);
  const [first] = own;
  const centre = node.kind === 'customer';
  const kind = t.words.flowNode[node.kind];
  const sum =
    first === undefined || centre
      ? kind
      : `${f.amount(first.amount, first.asset)} ${first.asset}${own.length > 1 ? ` +${own.length - 1}` : ''}`;
  const top = y + height / 2;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand inside a drawing
    <g
      role="button"
      tabIndex={0}
      aria-label={`${kind}: ${node.label}${node.flagged ? `, ${t.cases.flagged}` : ''}`}
      aria-pressed={chosen}
      className={`flow-node flow-${node.kind} ${node.flagged ? 'flow-flagged' : ''} ${chosen ? 'flow-chosen' : ''}`}
      onClick={onChoose}
      onKeyDown={onPress(onChoose)}
    >
      <title>{`${kind}: ${node.label}`}</title>
      <rect x={x} y={y} width={width} height={height} rx={centre ? 6 : 3} />
      {node.flagged && <path className="flow-flag" d={`M${x + width - 20} ${top - 5}l6 10.500h-12z`} />}
      <text x={x + 10} y={top - 4} className="flow-label">
        {clipped(labelOf(node.label), node.flagged ? 17 : 20)}
      </text>
      <text x={x + 10} y={top + 13} className="flow-sum">
        {clipped(sum, 23)}
      </text>
    </g>
  );
}
