import type { CoverageRow } from '@atalaya/contract/monitoring.ts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { type Formats, useFormats } from '../../app/formats.tsx';
import { useFilter } from '../../app/place.ts';
import { Go, useGo } from '../../parts/go.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { Sentence, WordChoice } from '../../parts/sentence.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Moment } from '../../parts/values.tsx';
import { type CoverageFilter, path } from '../../paths.ts';
import { type Catalogue, useTexts } from '../../texts/catalogue.ts';
import { coverageCsv } from './coverage-csv.ts';
import { chosenRows, recordsOf, totalsOf } from './coverage-rows.ts';
import './scenarios.css';

const TONES = { covered: 'calm', partial: 'ochre', waiting: 'signal', gap: 'signal', own: 'muted' } as const;

function figure(f: Formats, count: number | undefined) {
  if (count === undefined) return <span className="muted">—</span>;
  return <span className={count === 0 ? 'muted num' : 'num'}>{f.count(count)}</span>;
}

function columnsOf(t: Catalogue, f: Formats): Column<CoverageRow>[] {
  const { columns: c, states, examplesHint, none, never, waitsFor } = t.coverage;
  const count = (id: 'findings' | 'cleared', from?: number): Column<CoverageRow> => ({
    id,
    header: c[id],
    width: '80px',
    align: 'right',
    ...(from === undefined ? {} : { from }),
    cell: (row) => figure(f, recordsOf(row).length === 0 ? undefined : totalsOf(row)[id]),
  });
  return [
    {
      id: 'number',
      header: c.number,
      width: '52px',
      cell: (row) => <span className="num soft">{row.number}</span>,
    },
    {
      id: 'typology',
      header: c.typology,
      width: '20%',
      cell: (row) => <span title={row.source}>{f.pick(row.name)}</span>,
    },
    {
      id: 'state',
      header: c.state,
      width: '108px',
      cell: (row) => <StateWord tone={TONES[row.state]}>{states[row.state]}</StateWord>,
    },
    {
      id: 'scenario',
      header: c.scenario,
      from: 760,
      cell: (row) =>
        row.elsewhere !== undefined ? (
          <span className="soft" title={f.pick(row.elsewhere)}>
            {f.pick(row.elsewhere)}
          </span>
        ) : row.scenarios.length === 0 ? (
          <span className="cover-gap">
            {none}{' '}
            {row.waits.length > 0 && (
              <span className="small">{waitsFor(row.waits.map(({ text }) => f.pick(text)).join(', '))}</span>
            )}
          </span>
        ) : (
          row.scenarios.map((one) => (
            <span key={one.id} title={one.sources.join('; ')}>
              <Go href={path.scenario(one.id)}>{f.pick(one.title)}</Go>{' '}
              {one.duty && <span className="muted small">{t.coverage.duty}</span>}
            </span>
          ))
        ),
    },
    {
      id: 'source',
      header: c.source,
      width: '10%',
      from: 1120,
      cell: (row) => (
        <span className="soft small" title={row.scenarios.flatMap(({ sources }) => sources).join('; ')}>
          {row.source ?? row.scenarios[0]?.sources[0]}
        </span>
      ),
    },
    {
      id: 'examples',
      header: c.examples,
      width: '76px',
      align: 'right',
      from: 1080,
      cell: (row) =>
        row.scenarios.map(({ id, examples: { fires, silent } }) => (
          <span key={id} className="num" title={examplesHint(fires, silent)}>
            {fires} / {silent}
          </span>
        )),
    },
    {
      id: 'last',
      header: c.last,
      width: '116px',
      align: 'right',
      from: 900,
      cell: (row) => {
        const { last } = totalsOf(row);
        if (last !== undefined) return <Moment at={last} />;
        return <span className="muted">{recordsOf(row).length === 0 ? '—' : never}</span>;
      },
    },
    count('findings'),
    {
      id: 'funnel',
      header: c.funnel,
      width: '132px',
      align: 'right',
      from: 700,
      cell: (row) => <Funnel row={row} />,
    },
    count('cleared', 980),
  ];
}

/** Alerts → cases → filed reports. */
function Funnel({ row }: { row: CoverageRow }) {
  const f = useFormats();
  if (recordsOf(row).length === 0) return <span className="muted">—</span>;
  const { alerts, cases, reports } = totalsOf(row);
  return (
    <span className="num">
      {figure(f, alerts)} <span className="muted">→</span> {figure(f, cases)} <span className="muted">→</span>{' '}
      {figure(f, reports)}
    </span>
  );
}

export function Coverage() {
  const t = useTexts();
  const f = useFormats();
  const go = useGo();
  const filter = useFilter(['state', 'family', 'order']);
  const { data, error, refetch } = useQuery({
    queryKey: ['coverage'],
    queryFn: ({ signal }) => api.getCoverage({}, { signal }),
    refetchInterval: 30_000,
  });
  const rows = chosenRows(data?.items ?? [], filter);
  const set = (chosen: CoverageFilter): void => go(path.coverage({ ...filter, ...chosen }));
  const counts = data?.counts;
  return (
    <Page
      title={t.coverage.title}
      back={{ href: path.scenarios(), text: t.scenarios.title }}
      aside={counts !== undefined && t.coverage.lead(counts.covered + counts.partial, counts.typologies)}
      fixed
      actions={
        rows.length > 0 && (
          <button type="button" className="button" onClick={() => save(coverageCsv(rows, f.language, t))}>
            {t.coverage.export}
          </button>
        )
      }
    >
      <div className="filter">
        <span className="filter-sentence">
          <Sentence text={t.coverage.sentence} slots={slotsOf(t, filter, set)} />
        </span>
      </div>
      {error !== null && data === undefined && (
        <div className="section">
          <ErrorNote error={error} retry={() => void refetch()} />
        </div>
      )}
      {error === null && data === undefined && <Loading />}
      {data !== undefined && rows.length === 0 && (
        <Empty title={t.coverage.emptyTitle}>{t.coverage.emptyText}</Empty>
      )}
      {rows.length > 0 && (
        <Table
          label={t.coverage.title}
          rows={rows}
          columns={columnsOf(t, f)}
          rowKey={({ number }) => String(number)}
          href={({ scenarios: [first] }) =>
            first === undefined ? path.scenarios() : path.scenario(first.id)
          }
        />
      )}
    </Page>
  );
}

function slotsOf(t: Catalogue, filter: CoverageFilter, set: (chosen: CoverageFilter) => void) {
  const { labels, choices, anyFamily, orders } = t.coverage;
  const choice = (name: 'state' | 'family' | 'order', options: readonly (readonly [string, string])[]) => (
    <WordChoice
      label={labels[name]}
      value={filter[name] ?? ''}
      options={options}
      onChange={(chosen) => set({ [name]: chosen })}
    />
  );
  return {
    state: choice('state', Object.entries(choices)),
    family: choice('family', [['', anyFamily], ...Object.entries(t.scenarios.families)]),
    order: choice('order', Object.entries(orders)),
  };
}

function save(csv: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }));
  link.download = `coverage-${new Date().toISOString().slice(0, 10)}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
