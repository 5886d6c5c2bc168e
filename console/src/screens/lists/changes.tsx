import type { ListingChange } from '@atalaya/contract/watchlists.ts';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { usePages } from '../../api/queries.ts';
import { useGo } from '../../parts/go.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Hash } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { ListingDetail } from './listing-detail.tsx';

const SIGNS = { added: '+', changed: '~', removed: '−' } as const;
const TONES = { added: 'signal', changed: 'ochre', removed: 'calm' } as const;

function useColumns(): Column<ListingChange>[] {
  const t = useTexts().lists;
  return [
    {
      id: 'change',
      header: t.columns.change,
      width: '104px',
      cell: (row) => (
        <StateWord tone={TONES[row.change]}>{`${SIGNS[row.change]} ${t.changesPage[row.change]}`}</StateWord>
      ),
    },
    { id: 'name', header: t.listingColumns.name, cell: (row) => row.name || '—' },
    {
      id: 'reference',
      header: t.listingColumns.reference,
      width: '100px',
      cell: (row) => <span className="mono soft">{row.reference}</span>,
    },
    {
      id: 'fields',
      header: t.changesPage.fields,
      width: '24%',
      from: 620,
      cell: (row) => (
        <span className="soft">
          {row.fields.map((field) => wordOf(t.changesPage.fieldWords, field)).join(', ')}
        </span>
      ),
    },
  ];
}

/** What one version added, changed and took off, each listing before and after. */
export function Changes({
  code,
  version,
  current,
}: {
  code: string;
  version: string | undefined;
  current: number | undefined;
}) {
  const t = useTexts().lists;
  const go = useGo();
  const columns = useColumns();
  const number = Number(version ?? current ?? 1);
  const [chosen, setChosen] = useState<string>();
  const { query, rows, more } = usePages(
    ['changes', code, number],
    (after, signal) =>
      api.listListingChanges({ params: { code, number }, query: { after, limit: 100 } }, { signal }),
    false,
  );
  const row = rows.find(({ reference }) => reference === chosen) ?? rows[0];
  return (
    <>
      <div className="filter listings-filter">
        <label>
          {t.changesPage.version}{' '}
          <select
            value={number}
            onChange={(event) => go(path.list(code, { tab: 'changes', version: event.target.value }))}
          >
            {Array.from({ length: current ?? number }, (_, i) => (current ?? number) - i).map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="queue stacked">
        <div className="queue-table">
          {query.isPending && <Loading />}
          {query.error !== null && rows.length === 0 && (
            <div className="section">
              <ErrorNote error={query.error} retry={() => void query.refetch()} />
            </div>
          )}
          {query.isSuccess && rows.length === 0 && <Empty title={t.changesPage.none} />}
          {rows.length > 0 && (
            <Table
              label={t.tabs.changes}
              rows={rows}
              columns={columns}
              rowKey={({ reference }) => reference}
              active={row?.reference}
              onActive={({ reference }) => setChosen(reference)}
              onEnd={more}
            />
          )}
        </div>
        <aside className="preview">
          <div className="preview-body">{row !== undefined && <Change change={row} />}</div>
        </aside>
      </div>
    </>
  );
}

function Change({ change }: { change: ListingChange }) {
  const t = useTexts().lists.changesPage;
  const digest = change.sha256 ?? change.sha256_before;
  return (
    <>
      {change.after !== undefined && (
        <>
          {change.before !== undefined && <h3>{t.after}</h3>}
          <ListingDetail listing={change.after} />
        </>
      )}
      {change.before !== undefined && (
        <>
          <h3>{t.before}</h3>
          <ListingDetail listing={change.before} isReplaced={change.after !== undefined} />
        </>
      )}
      {digest !== undefined && (
        <p className="muted small">
          {t.digest} <Hash value={digest} what="SHA-256" />
        </p>
      )}
    </>
  );
}
