import type { ReportRow } from '@atalaya/contract/reports.ts';
import { api } from '../../api/api.ts';
import { useOverview, usePages } from '../../api/queries.ts';
import { type Formats, useFormats } from '../../app/formats.tsx';
import { useFilter } from '../../app/place.ts';
import { known, REPORT_STATES } from '../../codes.ts';
import { Go, useGo } from '../../parts/go.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { Sentence, WordChoice } from '../../parts/sentence.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Deadline } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { type Catalogue, useTexts, wordOf } from '../../texts/catalogue.ts';
import { ReportState } from './report-state.tsx';

function columnsOf(t: Catalogue, f: Formats): Column<ReportRow>[] {
  const c = t.reports.columns;
  return [
    {
      id: 'reference',
      header: c.reference,
      width: '152px',
      cell: (row) => (
        <Go href={path.report(row.id)} className="mono">
          {row.reference}
        </Go>
      ),
    },
    {
      id: 'customer',
      header: c.customer,
      cell: (row) => row.customer_name ?? <span className="mono muted">{row.customer_id}</span>,
    },
    {
      id: 'format',
      header: c.format,
      width: '24%',
      from: 900,
      cell: (row) => <span className="soft">{wordOf(t.words.reportFormat, row.format)}</span>,
    },
    { id: 'month', header: c.month, width: '136px', cell: (row) => f.month(row.month) },
    { id: 'priority', header: c.priority, width: '96px', cell: (row) => t.words.priority[row.priority] },
    { id: 'state', header: c.state, width: '192px', cell: (row) => <ReportState state={row.state} /> },
    {
      id: 'due',
      header: c.due,
      width: '96px',
      cell: (row) =>
        row.due_at === undefined ? <span className="muted">—</span> : <Deadline at={row.due_at} short />,
    },
    {
      id: 'folio',
      header: c.folio,
      width: '136px',
      from: 1000,
      cell: (row) => <span className="mono">{row.acknowledgement ?? '—'}</span>,
    },
  ];
}

export function Reports() {
  const t = useTexts();
  const f = useFormats();
  const go = useGo();
  const { state } = useFilter(['state']);
  const overview = useOverview();
  const { query, rows, more } = usePages(['reports', state], (after, signal) =>
    api.listReports({ query: { state: known(REPORT_STATES, state), after, limit: 100 } }, { signal }),
  );
  return (
    <Page
      title={t.reports.title}
      fixed
      actions={
        <Go className="button" href={path.dues({ state: 'open' })}>
          {t.dues.link(overview.data?.needs_me.counts.duties ?? 0)}
        </Go>
      }
    >
      <div className="filter">
        <span className="filter-sentence">
          <Sentence
            text={t.reports.sentence}
            slots={{
              state: (
                <WordChoice
                  label={t.reports.filterLabels.state}
                  value={state ?? ''}
                  options={Object.entries(t.reports.states)}
                  onChange={(chosen) => go(path.reports(chosen))}
                />
              ),
            }}
          />
        </span>
      </div>
      {query.isPending && <Loading />}
      {query.error !== null && rows.length === 0 && (
        <div className="section">
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
        </div>
      )}
      {query.isSuccess && rows.length === 0 && (
        <Empty
          title={t.reports.emptyTitle}
          action={
            <Go className="button" href={path.cases()}>
              {t.reports.toCases}
            </Go>
          }
        >
          {t.reports.emptyText}
        </Empty>
      )}
      {rows.length > 0 && (
        <Table
          label={t.reports.title}
          rows={rows}
          columns={columnsOf(t, f)}
          rowKey={({ id }) => id}
          href={({ id }) => path.report(id)}
          onEnd={more}
        />
      )}
    </Page>
  );
}
