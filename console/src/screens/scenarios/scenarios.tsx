import type { ScenarioRow } from '@atalaya/contract/monitoring.ts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { type Formats, useFormats } from '../../app/formats.tsx';
import { Go } from '../../parts/go.tsx';
import { Outcome, Risk } from '../../parts/marks.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Hash, Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { type Catalogue, useTexts, wordOf } from '../../texts/catalogue.ts';
import './scenarios.css';

const SEVERITY_ORDER = ['critical', 'high', 'medium', 'low'];

function columnsOf(t: Catalogue, f: Formats): Column<ScenarioRow>[] {
  const c = t.scenarios.columns;
  return [
    {
      id: 'number',
      header: c.number,
      width: '72px',
      cell: (row) => <span className="num soft">{row.number}</span>,
    },
    {
      id: 'title',
      header: c.title,
      cell: (row) => (
        <>
          <Go href={path.scenario(row.id)}>{f.pick(row.title)}</Go>{' '}
          <span className="muted small"> {wordOf(t.scenarios.families, row.family)}</span>
        </>
      ),
    },
    { id: 'severity', header: c.severity, width: '104px', cell: (row) => <Risk level={row.severity} /> },
    { id: 'outcome', header: c.outcome, width: '128px', cell: (row) => <Outcome value={row.outcome} /> },
    {
      id: 'applies',
      header: c.applies,
      width: '200px',
      from: 900,
      cell: (row) => (
        <span className="soft">
          {row.applies_to
            .map((type) => wordOf(t.words.eventType, type).toLocaleLowerCase(f.language))
            .join(', ')}
        </span>
      ),
    },
    {
      id: 'findings',
      header: c.findings,
      width: '128px',
      align: 'right',
      cell: (row) => (
        <span className={row.findings_30d === 0 ? 'muted num' : 'num'}>{f.count(row.findings_30d)}</span>
      ),
    },
    {
      id: 'last',
      header: c.last,
      width: '136px',
      align: 'right',
      from: 760,
      cell: (row) =>
        row.last_fired_at === undefined ? (
          <span className="muted">{t.scenarios.never}</span>
        ) : (
          <span className="soft">
            <Moment at={row.last_fired_at} />
          </span>
        ),
    },
  ];
}

export function Scenarios() {
  const t = useTexts();
  const f = useFormats();
  const { data, error, refetch } = useQuery({
    queryKey: ['scenarios'],
    queryFn: () => api.listScenarios(),
    refetchInterval: 10_000,
  });
  const rows = [...(data?.items ?? [])].sort(
    (a, b) => SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity) || a.number - b.number,
  );
  return (
    <Page
      title={t.scenarios.title}
      aside={data !== undefined && t.scenarios.total(rows.length)}
      fixed
      actions={
        data !== undefined && (
          <>
            <span className="muted">
              {t.scenarios.ruleSet}{' '}
              <Hash value={data.rule_set} head={12} tail={6} what={t.scenarios.ruleSet} />
            </span>
            <Go className="button" href={path.coverage()}>
              {t.coverage.title}
            </Go>
            <Go className="button" href={path.ruleSets()}>
              {t.scenarios.versions}
            </Go>
          </>
        )
      }
    >
      {error !== null && data === undefined && (
        <div className="section">
          <ErrorNote error={error} retry={() => void refetch()} />
        </div>
      )}
      {error === null && data === undefined && <Loading />}
      {data !== undefined && rows.length === 0 && (
        <Empty title={t.scenarios.emptyTitle}>{t.scenarios.emptyText}</Empty>
      )}
      {rows.length > 0 && (
        <Table
          label={t.scenarios.title}
          rows={rows}
          columns={columnsOf(t, f)}
          rowKey={({ id }) => id}
          href={({ id }) => path.scenario(id)}
        />
      )}
    </Page>
  );
}
