import type { SnapshotView } from '@atalaya/contract/watchlists.ts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { type Formats, useFormats } from '../../app/formats.tsx';
import { useFilter, useParam } from '../../app/place.ts';
import { useSession } from '../../app/session.tsx';
import { known } from '../../codes.ts';
import { Go } from '../../parts/go.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Hash, Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { type Catalogue, useTexts } from '../../texts/catalogue.ts';
import { Changes } from './changes.tsx';
import { Delta, Freshness } from './freshness.tsx';
import { ListSettings } from './list-settings.tsx';
import { Listings } from './listings.tsx';
import { useWatchlists } from './lists.tsx';
import './lists.css';

function snapshotColumns(t: Catalogue, f: Formats, code: string): Column<SnapshotView>[] {
  const c = t.lists.columns;
  const l = t.lists;
  return [
    {
      id: 'number',
      header: l.snapshot,
      width: '140px',
      cell: (row) => (
        <>
          <span className="num">{row.number}</span>{' '}
          {row.current && <StateWord tone="calm">{`✓ ${l.current}`}</StateWord>}
        </>
      ),
    },
    {
      id: 'issued',
      header: c.issued,
      width: '132px',
      cell: (row) => (row.issued_on === undefined ? '—' : f.date(row.issued_on)),
    },
    { id: 'imported', header: c.imported, width: '136px', cell: (row) => <Moment at={row.imported_at} /> },
    {
      id: 'listings',
      header: c.listings,
      width: '100px',
      align: 'right',
      cell: (row) => <span className="num">{f.count(row.listings)}</span>,
    },
    {
      id: 'names',
      header: c.names,
      width: '92px',
      align: 'right',
      from: 900,
      cell: (row) => <span className="num">{f.count(row.names)}</span>,
    },
    {
      id: 'wallets',
      header: c.wallets,
      width: '100px',
      align: 'right',
      from: 900,
      cell: (row) => <span className="num">{f.count(row.wallets)}</span>,
    },
    {
      id: 'change',
      header: c.change,
      width: '140px',
      align: 'right',
      cell: (row) => (
        <Go href={path.list(code, { tab: 'changes', version: String(row.number) })}>
          <Delta added={f.count(row.added)} removed={f.count(row.removed)} changed={f.count(row.changed)} />
        </Go>
      ),
    },
    {
      id: 'quarantined',
      header: '',
      width: '120px',
      cell: (row) =>
        row.quarantined === 0 ? null : (
          <span title={l.quarantinedHint}>
            <StateWord tone="ochre">{`◆ ${l.quarantined(row.quarantined)}`}</StateWord>
          </span>
        ),
    },
    {
      id: 'hash',
      header: c.hash,
      cell: (row) => <Hash value={row.sha256} head={12} tail={8} what="SHA-256" />,
    },
    {
      id: 'entry',
      header: t.frame.screens.journal,
      width: '92px',
      align: 'right',
      cell: (row) => (
        <Go href={path.entry(row.journal)} className="num">
          {f.count(row.journal)}
        </Go>
      ),
    },
  ];
}

const TABS = ['snapshots', 'listings', 'changes', 'settings'] as const;

export function ListPage() {
  const t = useTexts();
  const f = useFormats();
  const code = useParam('code');
  const filter = useFilter(['tab', 'q', 'known_at', 'on', 'version']);
  const { may } = useSession();
  const list = useWatchlists().data?.items.find((item) => item.code === code);
  const tab = known(TABS, filter.tab) ?? 'snapshots';
  const snapshots = useQuery({
    queryKey: ['snapshots', code],
    queryFn: ({ signal }) => api.listSnapshots({ params: { code } }, { signal }),
    enabled: tab === 'snapshots',
  });
  return (
    <Page
      title={list?.name ?? code}
      aside={<span className="mono">{code}</span>}
      back={{ href: path.lists(), text: t.lists.title }}
      fixed
      actions={
        may('watchlists:write') && (
          <Go className="button" href={path.listImport(code)}>
            {t.lists.import}
          </Go>
        )
      }
      lead={
        list !== undefined && (
          <>
            <Freshness list={list} />
            <span>{list.issuer}</span>
            <span>{t.words.listFormat[list.format]}</span>
            {list.mode !== 'live' && (
              <StateWord tone="ochre">{`◆ ${t.lists.settings.modes[list.mode]}`}</StateWord>
            )}
            {list.confidential && <StateWord tone="ochre">{`■ ${t.lists.confidential}`}</StateWord>}
          </>
        )
      }
    >
      <nav className="tabs">
        {TABS.map((name) => (
          <Go
            key={name}
            href={path.list(code, { tab: name === 'snapshots' ? undefined : name })}
            aria-current={tab === name ? 'page' : undefined}
          >
            {t.lists.tabs[name]}
          </Go>
        ))}
      </nav>
      {tab === 'listings' && <Listings code={code} q={filter.q} knownAt={filter.known_at} on={filter.on} />}
      {tab === 'changes' && <Changes code={code} version={filter.version} current={list?.current?.number} />}
      {tab === 'settings' && list !== undefined && <ListSettings key={list.code} list={list} />}
      {tab === 'snapshots' && snapshots.isPending && <Loading />}
      {tab === 'snapshots' && snapshots.error !== null && (
        <div className="section">
          <ErrorNote error={snapshots.error} retry={() => void snapshots.refetch()} />
        </div>
      )}
      {tab === 'snapshots' && snapshots.data?.items.length === 0 && <Empty title={t.lists.noSnapshots} />}
      {tab === 'snapshots' && (snapshots.data?.items.length ?? 0) > 0 && (
        <Table
          label={t.lists.tabs.snapshots}
          rows={snapshots.data?.items ?? []}
          columns={snapshotColumns(t, f, code)}
          rowKey={({ id }) => id}
        />
      )}
    </Page>
  );
}
