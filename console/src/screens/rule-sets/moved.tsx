import type { BacktestDiff, DiffExample } from '@atalaya/contract/backtests.ts';
import { useFormats } from '../../app/formats.tsx';
import { Go } from '../../parts/go.tsx';
import { Outcome, Risk } from '../../parts/marks.tsx';
import { Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';

/** Lost to the left, gained to the right, on one scale for the whole table. */
export function MovedBar({ gained, lost, most }: { gained: number; lost: number; most: number }) {
  const share = (value: number): string => `${most === 0 ? 0 : (value / most) * 50}%`;
  return (
    <span className="moved-bar" aria-hidden="true">
      <i className="moved-lost" style={{ width: share(lost) }} />
      <i className="moved-gained" style={{ width: share(gained) }} />
    </span>
  );
}

interface MovedRow {
  readonly key: string;
  readonly name: string;
  readonly gained: number;
  readonly lost: number;
  readonly kept?: number;
  readonly hours?: number;
}

/** What moves, most first, as a picture and as figures. */
export function MovedTable({ rows, head }: { rows: readonly MovedRow[]; head: string }) {
  const t = useTexts().ruleSets;
  const f = useFormats();
  const most = Math.max(1, ...rows.map((row) => Math.max(row.gained, row.lost)));
  const sorted = [...rows].sort((a, b) => b.gained + b.lost - (a.gained + a.lost));
  return (
    <table className="plain-table moved">
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col" className="right">
            {t.lost}
          </th>
          <th scope="col" className="moved-column">
            <span className="visually-hidden">{t.lostAndGained}</span>
          </th>
          <th scope="col" className="right">
            {t.gained}
          </th>
          {rows.some((row) => row.kept !== undefined) && (
            <th scope="col" className="right">
              {t.kept}
            </th>
          )}
          {rows.some((row) => row.hours !== undefined) && (
            <th scope="col" className="right">
              {t.hours}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {sorted.map((row) => (
          <tr key={row.key}>
            <td>{row.name}</td>
            <td className="right num lost">{row.lost === 0 ? '—' : `−${f.count(row.lost)}`}</td>
            <td>
              <MovedBar gained={row.gained} lost={row.lost} most={most} />
            </td>
            <td className="right num gained">{row.gained === 0 ? '—' : `+${f.count(row.gained)}`}</td>
            {row.kept !== undefined && <td className="right num soft">{f.count(row.kept)}</td>}
            {row.hours !== undefined && (
              <td className="right num soft">{signed(row.hours, (n) => f.decimal(n, 1))}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const signed = (value: number, written: (n: number) => string): string =>
  value === 0 ? '0' : `${value > 0 ? '+' : '−'}${written(Math.abs(value))}`;

export function SegmentTables({ diff }: { diff: BacktestDiff }) {
  const t = useTexts();
  const f = useFormats();
  const kinds = [...new Set(diff.segments.map(({ by }) => by))];
  const nameOf = (by: string, value: string): string => {
    if (by === 'month') return f.month(value);
    if (by === 'jurisdiction') return f.country(value);
    return wordOf(t.ruleSets.segmentValues, value);
  };
  return (
    <div className="segment-tables">
      {kinds.map((by) => (
        <MovedTable
          key={by}
          head={t.ruleSets.segments[by]}
          rows={diff.segments
            .filter((segment) => segment.by === by)
            .map((segment) => ({
              key: segment.value,
              name: nameOf(by, segment.value),
              gained: segment.gained,
              lost: segment.lost,
            }))}
        />
      ))}
    </div>
  );
}

/** Events by which an alert is gained or lost, with the words an analyst would read. */
export function Examples({ examples }: { examples: readonly DiffExample[] }) {
  const t = useTexts();
  const f = useFormats();
  if (examples.length === 0) return <p className="muted">{t.ruleSets.noExamples}</p>;
  return (
    <ul className="moved-examples">
      {examples.map((one) => (
        <li key={`${one.change} ${one.scenario} ${one.event_id}`}>
          <span className={one.change === 'gained' ? 'gained strong' : 'lost strong'}>
            {one.change === 'gained' ? `+ ${t.ruleSets.gained}` : `− ${t.ruleSets.lost}`}
          </span>
          <div>
            <Go href={path.event(one.event_id)}>{f.pick(one.title)}</Go>
            <p className="soft">{f.pick(one.text)}</p>
            <p className="small muted dot-list">
              <Moment at={one.occurred_at} />
              <Risk level={one.severity} />
              <Outcome value={one.outcome} />
              <Go href={path.customer(one.customer_id)} className="mono">
                {one.customer_id}
              </Go>
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
