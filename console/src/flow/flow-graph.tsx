import type { FlowGraph as Graph } from '@atalaya/contract/cases.ts';
import { useMemo } from 'react';
import { useTexts } from '../texts/catalogue.ts';
import { EdgeMark, NodeMark } from './flow-marks.tsx';
import { foldFlow } from './fold.ts';
import { edgeKey, layoutFlow } from './layout.ts';
import './flow.css';

interface FlowGraphProps {
  readonly graph: Graph;
  /** Keys of the edges that stand out. */
  readonly chosen: ReadonlySet<string>;
  /** A node's or an edge's own edges; the empty list leaves the choice. */
  readonly onChoose: (edges: readonly string[]) => void;
}

/** Sources, the customer, destinations; width tells value. Every box and line can be reached and chosen by keyboard. */
export function FlowGraph({ graph: whole, chosen, onChoose }: FlowGraphProps) {
  const t = useTexts().cases;
  const { graph, gathered, members } = useMemo(() => foldFlow(whole), [whole]);
  const layout = useMemo(() => layoutFlow(graph), [graph]);
  const wholeKeys = (key: string): readonly string[] => members.get(key) ?? [key];
  const lit = (key: string): boolean => wholeKeys(key).some((each) => chosen.has(each));
  const chooseNode = (id: string): void =>
    onChoose(
      graph.edges
        .filter((edge) => edge.from === id || edge.to === id)
        .flatMap((edge) => wholeKeys(edgeKey(edge))),
    );
  const touched = new Set(
    layout.edges.filter(({ key }) => lit(key)).flatMap(({ edge }) => [edge.from, edge.to]),
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing is not a set of form fields
    <svg
      className={chosen.size > 0 ? 'flow flow-dim' : 'flow'}
      width={layout.width}
      height={layout.height}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      role="group"
      aria-label={t.flowLabel(layout.nodes.length, layout.edges.length)}
    >
      <Tips />
      {layout.edges.map((placed) => (
        <EdgeMark
          key={placed.key}
          placed={placed}
          graph={graph}
          gathered={gathered}
          chosen={lit(placed.key)}
          onChoose={() => onChoose(lit(placed.key) ? [] : wholeKeys(placed.key))}
        />
      ))}
      {layout.nodes.map((placed) => (
        <NodeMark
          key={placed.node.id}
          placed={placed}
          graph={graph}
          gathered={gathered}
          chosen={touched.has(placed.node.id)}
          onChoose={() => chooseNode(placed.node.id)}
        />
      ))}
    </svg>
  );
}

function Tips() {
  return (
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
  );
}
