import type { FlowGraph } from '@atalaya/contract/cases.ts';
import { useFormats } from '../app/formats.tsx';
import { Amount, Dollars, Moment } from '../parts/values.tsx';
import { useTexts } from '../texts/catalogue.ts';
import { edgeKey } from './layout.ts';
import { useNodeName } from './node-name.ts';

/** The drawing as text: the same flows, largest first, for those who read rather than look. */
export function FlowTable({ graph, chosen }: { graph: FlowGraph; chosen: ReadonlySet<string> }) {
  const t = useTexts();
  const f = useFormats();
  const nameOf = useNodeName();
  const node = (id: string) => graph.nodes.find((each) => each.id === id);
  const edges = [...graph.edges].sort((a, b) => Number(b.value_usd ?? 0) - Number(a.value_usd ?? 0));
  return (
    <details className="flow-table" open>
      <summary>{t.cases.flowTable}</summary>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t.cases.flowFrom}</th>
            <th scope="col">{t.cases.flowTo}</th>
            <th scope="col" className="right">
              {t.cases.flowAmount}
            </th>
            <th scope="col" className="right">
              {t.cases.flowValue}
            </th>
            <th scope="col" className="right">
              {t.cases.flowCount}
            </th>
            <th scope="col">{t.cases.flowWhen}</th>
          </tr>
        </thead>
        <tbody>
          {edges.map((edge) => (
            <tr key={edgeKey(edge)} className={chosen.has(edgeKey(edge)) ? 'row-active' : ''}>
              <td title={node(edge.from)?.label}>{nameOf(node(edge.from))}</td>
              <td title={node(edge.to)?.label}>
                {nameOf(node(edge.to))}
                {edge.flagged && (
                  <span className="state-signal" title={t.cases.flagged}>
                    {' '}
                    ▲<span className="visually-hidden">{t.cases.flagged}</span>
                  </span>
                )}
              </td>
              <td className="right">
                <Amount amount={edge.amount} asset={edge.asset} />
              </td>
              <td className="right">
                <Dollars value={edge.value_usd} />
              </td>
              <td className="right num">{f.count(edge.count)}</td>
              <td className="nowrap">
                <Moment at={edge.first_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
