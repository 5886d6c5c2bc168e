import type { WatchlistView } from '@atalaya/contract/watchlists.ts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { type Formats, useFormats } from '../../app/formats.tsx';
import { useSession } from '../../app/session.tsx';
import { Go } from '../../parts/go.tsx';
import { Icon } from '../../parts/icons.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Hash, Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { type Catalogue, useTexts } from '../../texts/catalogue.ts';
import { Delta, Freshness } from './freshness.tsx';
import './lists.css';

export const useWatchlists = () =>
  useQuery({ queryKey: ['watchlists'], queryFn: () => api.listWatchlists(), refetchInterval: 10_000 });

function columnsOf(t: Catalogue, f: Formats): Column<WatchlistView>[] {
  const c = t.lists.columns;
  const none = <span className="muted">—</span>;
  const number = (n: number | undefined) =>
    n === undefined ? none : <span className="num">{f.count(n)}</span>;
  return [
    {
      id: 'name',
      header: c.name,
      cell: (row) => (
        <>
          <Go href={path.list(row.code)}>{row.name}</Go> <span className="muted mono small">{row.code}</span>
        </>
      ),
    },
    { id: 'issuer', header: c.issuer, width: '168px', from: 1000, cell: (row) => row.issuer },
    { id: 'freshness', header: c.freshness, width: '124px', cell: (row) => <Freshness list={row} /> },
    {
      id: 'issued',
      header: c.issued,
      width: '128px',
      cell: (row) => (row.current?.issued_on === undefined ? none : f.date(row.current.issued_on)),
    },
    {
      id: 'imported',
      header: c.imported,
      width: '128px',
      from: 1150,
      cell: (row) => (row.current === undefined ? none : <Moment at={row.current.imported_at} />),
    },
    {
      id: 'listings',
      header: c.listings,
      width: '92px',
      align: 'right',
      cell: (row) => number(row.current?.listings),
    },
    {
      id: 'names',
      header: c.names,
      width: '88px',
      align: 'right',
      from: 1350,
      cell: (row) => number(row.current?.names),
    },
    {
      id: 'wallets',
      header: c.wallets,
      width: '96px',
      align: 'right',
      from: 1350,
      cell: (row) => number(row.current?.wallets),
    },
    {
      id: 'change',
      header: c.change,
      width: '176px',
      align: 'right',
      from: 800,
      cell: (row) =>
        row.current === undefined ? (
          none
        ) : (
          <Delta
            added={f.count(row.current.added)}
            removed={f.count(row.current.removed)}
            changed={f.count(row.current.changed)}
          />
        ),
    },
    {
      id: 'hash',
      header: c.hash,
      width: '136px',
      from: 900,
      cell: (row) => (row.current === undefined ? none : <Hash value={row.current.sha256} what="SHA-256" />),
    },
  ];
}

export function Lists() {
  const t = useTexts();
  const f = useFormats();
  const { may } = useSession();
  const { data, error, refetch } = useWatchlists();
  const importButton = may('watchlists:write') && (
    <Go className="button" href={path.listImport()}>
      <Icon name="imports" size={14} /> {t.lists.import}
    </Go>
  );
  return (
    <Page
      title={t.lists.title}
      fixed
      actions={
        <>
          <Go className="button" href={path.screen()}>
            <Icon name="search" size={14} /> {t.lists.screen}
          </Go>
          {importButton}
        </>
      }
    >
      {error !== null && data === undefined && (
        <div className="section">
          <ErrorNote error={error} retry={() => void refetch()} />
        </div>
      )}
      {error === null && data === undefined && <Loading />}
      {data?.items.length === 0 && (
        <Empty title={t.lists.emptyTitle} action={importButton}>
          {t.lists.emptyText}
        </Empty>
      )}
      {data !== undefined && data.items.length > 0 && (
        <Table
          label={t.lists.title}
          rows={data.items}
          columns={columnsOf(t, f)}
          rowKey={({ code }) => code}
          href={({ code }) => path.list(code)}
        />
      )}
    </Page>
  );
}
