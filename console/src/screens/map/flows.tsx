import { useFormats } from '../../app/formats.tsx';
import { shorten, shortenLong } from '../../format/words.ts';
import { Amount, Hash, Moment } from '../../parts/values.tsx';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { markOf } from './map-files.ts';
import { edgeKey, type MapNode, type Shown } from './map-graph.ts';
import { MarkShape } from './mark-shape.tsx';

interface FlowsProps {
  readonly shown: Shown;
  readonly asset: string;
  readonly selected: string | undefined;
  readonly path: ReadonlySet<string>;
  readonly onSelect: (address: string) => void;
}

const ROWS_MAX = 500;

/** The drawing as text: the same flows, the largest first. Every address can be reached and chosen by keyboard. */
export function Flows({ shown, asset, selected, path, onSelect }: FlowsProps) {
  const t = useTexts().map;
  const f = useFormats();
  const nodes = new Map(shown.nodes.map((node) => [node.address, node]));
  const edges = [...shown.edges].sort((a, b) => Number(b.amount) - Number(a.amount)).slice(0, ROWS_MAX);
  return (
    <div className="map-flows">
      <table className="plain-table">
        <caption className="visually-hidden">{t.tableCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{t.from}</th>
            <th scope="col">{t.to}</th>
            <th scope="col" className="right">
              {t.amount}
            </th>
            <th scope="col" className="right">
              {t.times}
            </th>
            <th scope="col">{t.last}</th>
          </tr>
        </thead>
        <tbody>
          {edges.length === 0 && (
            <tr>
              <td colSpan={5} className="muted">
                {t.noFlows}
              </td>
            </tr>
          )}
          {edges.map((edge) => (
            <tr key={edgeKey(edge)} className={path.has(edgeKey(edge)) ? 'row-active' : ''}>
              <td>
                <Name
                  node={nodes.get(edge.from)}
                  address={edge.from}
                  selected={selected}
                  onSelect={onSelect}
                />
              </td>
              <td>
                <Name node={nodes.get(edge.to)} address={edge.to} selected={selected} onSelect={onSelect} />
              </td>
              <td className="right">
                <Amount amount={edge.amount} asset={asset} usd={edge.value_usd} />
              </td>
              <td className="right num">{f.count(edge.count)}</td>
              <td>
                <Moment at={edge.last_at} /> <Hash value={edge.tx} what={t.transaction} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.edges.length > ROWS_MAX && <p className="muted">{t.tableCut(ROWS_MAX, shown.edges.length)}</p>}
    </div>
  );
}

function Name({
  node,
  address,
  selected,
  onSelect,
}: {
  node: MapNode | undefined;
  address: string;
  selected: string | undefined;
  onSelect: (address: string) => void;
}) {
  const t = useTexts().map;
  return (
    <button
      type="button"
      className="map-name"
      aria-pressed={selected === address}
      title={address}
      onClick={() => onSelect(address)}
    >
      <MarkShape mark={markOf(node ?? {})} />{' '}
      {node?.attribution === undefined ? (
        <span className="mono">{shorten(address, 8, 6)}</span>
      ) : (
        <>
          {shortenLong(node.attribution.entity)}{' '}
          <span className="muted">{wordOf(t.categories, node.attribution.category)}</span>
        </>
      )}
      {node?.note !== undefined && node.note !== '' && (
        <span className="muted"> ✎ {node.note.slice(0, 60)}</span>
      )}
    </button>
  );
}
