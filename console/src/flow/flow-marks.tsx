import type { FlowGraph as Graph } from '@atalaya/contract/cases.ts';
import type { KeyboardEvent } from 'react';
import { useFormats } from '../app/formats.tsx';
import { useTexts } from '../texts/catalogue.ts';
import type { PlacedEdge, PlacedNode } from './layout.ts';
import { useNodeName } from './node-name.ts';

interface MarkProps<P> {
  readonly placed: P;
  readonly graph: Graph;
  readonly gathered: ReadonlyMap<string, number>;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

/** Enter and the space bar choose, as on any button. */
const onPress = (run: () => void) => (event: KeyboardEvent) => {
  if (event.key !== 'Enter' && event.key !== ' ') return;
  event.preventDefault();
  run();
};

export function EdgeMark({ placed, graph, gathered, chosen, onChoose }: MarkProps<PlacedEdge>) {
  const f = useFormats();
  const t = useTexts().cases;
  const nameOf = useNodeName(gathered);
  const { edge } = placed;
  const name = (id: string): string => nameOf(graph.nodes.find((node) => node.id === id));
  const amount = `${f.amount(edge.amount, edge.asset)} ${edge.asset}`;
  const words = [
    `${name(edge.from)} → ${name(edge.to)}: ${amount}`,
    t.times(edge.count),
    edge.flagged && t.flagged,
  ]
    .filter(Boolean)
    .join(', ');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand inside a drawing
    <g
      role="button"
      tabIndex={0}
      aria-label={words}
      aria-pressed={chosen}
      className={`flow-edge ${edge.flagged ? 'flow-flagged' : ''} ${chosen ? 'flow-chosen' : ''}`}
      onClick={onChoose}
      onKeyDown={onPress(onChoose)}
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

export function NodeMark({ placed, graph, gathered, chosen, onChoose }: MarkProps<PlacedNode>) {
  const f = useFormats();
  const t = useTexts();
  const nameOf = useNodeName(gathered);
  const { node, x, y, width, height } = placed;
  const own = graph.edges.filter((edge) => edge.from === node.id || edge.to === node.id);
  const [first] = own;
  const centre = node.kind === 'customer';
  const kind = t.words.flowNode[node.kind];
  const more = own.length > 1 ? ` +${own.length - 1}` : '';
  const sum =
    first === undefined || centre ? kind : `${f.amount(first.amount, first.asset)} ${first.asset}${more}`;
  const top = y + height / 2;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand inside a drawing
    <g
      role="button"
      tabIndex={0}
      aria-label={`${kind}: ${node.label || nameOf(node)}${node.flagged ? `, ${t.cases.flagged}` : ''}`}
      aria-pressed={chosen}
      className={`flow-node flow-${node.kind} ${node.flagged && !centre ? 'flow-flagged' : ''} ${chosen ? 'flow-chosen' : ''}`}
      onClick={onChoose}
      onKeyDown={onPress(onChoose)}
    >
      <title>{`${kind}: ${node.label || nameOf(node)}`}</title>
      <rect x={x} y={y} width={width} height={height} rx={centre ? 6 : 3} />
      {node.flagged && !centre && (
        <path className="flow-flag" d={`M${x + width - 20} ${top - 5}l6 10.5h-12z`} />
      )}
      <text x={x + 10} y={top - 4} className="flow-label">
        {clipped(nameOf(node), node.flagged && !centre ? 17 : 20)}
      </text>
      <text x={x + 10} y={top + 13} className="flow-sum">
        {clipped(sum, node.flagged && !centre ? 19 : 23)}
      </text>
    </g>
  );
}
