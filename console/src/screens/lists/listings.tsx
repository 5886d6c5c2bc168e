import type { ListingView } from '@atalaya/contract/watchlists.ts';
import { useEffect, useState } from 'react';
import { api } from '../../api/api.ts';
import { usePages } from '../../api/queries.ts';
import { useFormats } from '../../app/formats.tsx';
import { useGo } from '../../parts/go.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { path } from '../../paths.ts';
import { type Catalogue, useTexts } from '../../texts/catalogue.ts';
import { ListingDetail } from './listing-detail.tsx';
import { type ListingWords, useListingWords } from './listing-words.ts';

function columnsOf(t: Catalogue, words: ListingWords): Column<ListingView>[] {
  const c = t.lists.listingColumns;
  return [
    {
      id: 'name',
      header: c.name,
      cell: (row) => (
        <span className={row.active ? '' : 'muted struck'}>
          {row.name || <span className="soft">{t.screening.confidential}</span>}
        </span>
      ),
    },
    {
      id: 'kind',
      header: c.kind,
      width: '104px',
      cell: (row) => <span className="soft">{words.kind(row.kind)}</span>,
    },
    {
      id: 'reference',
      header: c.reference,
      width: '88px',
      cell: (row) => <span className="mono soft">{row.reference}</span>,
    },
    {
      id: 'born',
      header: c.born,
      width: '108px',
      from: 700,
      cell: (row) => <span className="num">{row.birth_dates.join(', ')}</span>,
    },
    {
      id: 'countries',
      header: c.countries,
      width: '108px',
      from: 700,
      cell: (row) => row.countries.map(words.country).join(', '),
    },
    {
      id: 'programs',
      header: c.programs,
      width: '120px',
      from: 760,
      cell: (row) => <span className="soft">{row.programs.join(', ')}</span>,
    },
  ];
}

/** Browses what a list says, now or as it was known at an instant. */
export function Listings({
  code,
  q,
  knownAt,
  on,
}: {
  code: string;
  q: string | undefined;
  knownAt: string | undefined;
  on: string | undefined;
}) {
  const t = useTexts();
  const f = useFormats();
  const words = useListingWords();
  const go = useGo();
  const [text, setText] = useState(q ?? '');
  const [chosen, setChosen] = useState<string>();
  useEffect(() => {
    if (text === (q ?? '')) return;
    const timer = setTimeout(
      () => go(path.list(code, { tab: 'listings', q: text, known_at: knownAt, on }), { replace: true }),
      200,
    );
    return () => clearTimeout(timer);
  });
  const { query, rows, more } = usePages(
    ['listings', code, q, knownAt, on],
    (after, signal) =>
      api.listListings(
        { params: { code }, query: { q, known_at: knownAt, in_force_on: on, after, limit: 100 } },
        { signal },
      ),
    false,
  );
  const listing = rows.find(({ reference }) => reference === chosen) ?? rows[0];
  return (
    <>
      <div className="filter listings-filter">
        <input
          type="search"
          className="search"
          data-filter
          aria-label={t.lists.search}
          placeholder={t.lists.search}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <label>
          {t.lists.inForceOn}{' '}
          <input
            type="date"
            value={on ?? ''}
            onChange={(event) =>
              go(path.list(code, { tab: 'listings', q, known_at: knownAt, on: event.target.value }), {
                replace: true,
              })
            }
          />
        </label>
        <label>
          {t.lists.knownAt}{' '}
          <input
            type="date"
            value={knownAt?.slice(0, 10) ?? ''}
            onChange={(event) => {
              const day = event.target.value;
              go(
                path.list(code, {
                  tab: 'listings',
                  q,
                  on,
                  known_at: day === '' ? undefined : `${day}T23:59:59.999Z`,
                }),
                { replace: true },
              );
            }}
          />
        </label>
        {knownAt === undefined ? (
          <span className="muted">{t.lists.now}</span>
        ) : (
          <span className="muted">{f.exact(knownAt)}</span>
        )}
      </div>
      <div className="queue stacked">
        <div className="queue-table">
          {query.isPending && <Loading />}
          {query.error !== null && rows.length === 0 && (
            <div className="section">
              <ErrorNote error={query.error} retry={() => void query.refetch()} />
            </div>
          )}
          {query.isSuccess && rows.length === 0 && <Empty title={t.lists.noListings} />}
          {rows.length > 0 && (
            <Table
              label={t.lists.tabs.listings}
              rows={rows}
              columns={columnsOf(t, words)}
              rowKey={({ reference }) => reference}
              active={listing?.reference}
              onActive={({ reference }) => setChosen(reference)}
              onEnd={more}
            />
          )}
        </div>
        <aside className="preview">
          <div className="preview-body">{listing !== undefined && <ListingDetail listing={listing} />}</div>
        </aside>
      </div>
    </>
  );
}
