import type { ImportView } from '@atalaya/contract/imports.ts';
import { api } from '../../api/api.ts';
import { usePages } from '../../api/queries.ts';
import { type Formats, useFormats } from '../../app/formats.tsx';
import { useSession } from '../../app/session.tsx';
import { Go } from '../../parts/go.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { Progress } from '../../parts/progress.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { type Catalogue, useTexts } from '../../texts/catalogue.ts';
import { ImportState } from './progress.tsx';
import './imports.css';

function columnsOf(t: Catalogue, f: Formats): Column<ImportView>[] {
  const c = t.imports.columns;
  const number = (n: number) => <span className={n === 0 ? 'num muted' : 'num'}>{f.count(n)}</span>;
  return [
    { id: 'name', header: c.name, cell: (row) => <Go href={path.import(row.id)}>{row.name}</Go> },
    { id: 'kind', header: c.kind, width: '100px', cell: (row) => t.words.importKind[row.kind] },
    { id: 'state', header: c.state, width: '136px', cell: (row) => <ImportState state={row.state} /> },
    {
      id: 'progress',
      header: c.progress,
      width: '160px',
      cell: (row) => <Progress share={row.bytes === 0 ? 0 : row.bytes_read / row.bytes} label={row.name} />,
    },
    {
      id: 'accepted',
      header: c.accepted,
      width: '104px',
      align: 'right',
      cell: (row) => number(row.rows_accepted),
    },
    {
      id: 'repeated',
      header: c.repeated,
      width: '100px',
      align: 'right',
      from: 1000,
      cell: (row) => number(row.rows_repeated),
    },
    {
      id: 'refused',
      header: c.refused,
      width: '108px',
      align: 'right',
      cell: (row) =>
        row.rows_refused === 0 ? (
          number(0)
        ) : (
          <span className="state-signal num">{f.count(row.rows_refused)}</span>
        ),
    },
    {
      id: 'started',
      header: c.started,
      width: '148px',
      align: 'right',
      cell: (row) =>
        row.started_at === undefined ? (
          <span className="muted">—</span>
        ) : (
          <span className="soft">
            <Moment at={row.started_at} />
          </span>
        ),
    },
  ];
}

export function Imports() {
  const t = useTexts();
  const f = useFormats();
  const { may } = useSession();
  const { query, rows, more } = usePages(['imports'], (after, signal) =>
    api.listImports({ query: { after, limit: 50 } }, { signal }),
  );
  const begin = may('activity:write') && (
    <Go className="button primary" href={path.importNew()}>
      {t.imports.new}
    </Go>
  );
  return (
    <Page
      title={t.imports.title}
      back={{ href: path.events(), text: t.frame.screens.events }}
      fixed
      actions={begin}
    >
      {query.isPending && <Loading />}
      {query.error !== null && rows.length === 0 && (
        <div className="section">
          <ErrorNote error={query.error} retry={() => void query.refetch()} />
        </div>
      )}
      {query.isSuccess && rows.length === 0 && (
        <Empty title={t.imports.emptyTitle} action={begin}>
          {t.imports.emptyText}
        </Empty>
      )}
      {rows.length > 0 && (
        <Table
          label={t.imports.title}
          rows={rows}
          columns={columnsOf(t, f)}
          rowKey={({ id }) => id}
          href={({ id }) => path.import(id)}
          onEnd={more}
        />
      )}
    </Page>
  );
}
