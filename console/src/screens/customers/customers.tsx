import type { CustomerRow } from '@atalaya/contract/customers.ts';
import { useDeferredValue, useEffect, useState } from 'react';
import { api } from '../../api/api.ts';
import { usePages } from '../../api/queries.ts';
import { useFormats } from '../../app/formats.tsx';
import { useFilter } from '../../app/place.ts';
import { known, RELATIONSHIP_STATES, SEVERITIES } from '../../codes.ts';
import { Go, useGo } from '../../parts/go.tsx';
import { Icon } from '../../parts/icons.tsx';
import { Risk, StateWord } from '../../parts/marks.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { Sentence, WordChoice } from '../../parts/sentence.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Moment } from '../../parts/values.tsx';
import { type CustomersFilter, path } from '../../paths.ts';
import { type Catalogue, useTexts } from '../../texts/catalogue.ts';

export function RelationshipWord({ state }: { state: CustomerRow['state'] }) {
  const { words } = useTexts();
  const tone = state === 'restricted' ? 'signal' : state === 'active' ? 'plain' : 'muted';
  return (
    <StateWord tone={tone}>{`${state === 'restricted' ? '▲ ' : ''}${words.relationship[state]}`}</StateWord>
  );
}

function columnsOf(t: Catalogue, count: (n: number) => string): Column<CustomerRow>[] {
  const c = t.customers.columns;
  return [
    { id: 'name', header: c.name, cell: (row) => <Go href={path.customer(row.id)}>{row.display_name}</Go> },
    {
      id: 'reference',
      header: c.reference,
      width: '144px',
      cell: (row) => <span className="mono soft">{row.reference}</span>,
    },
    { id: 'rating', header: c.rating, width: '104px', cell: (row) => <Risk level={row.rating} /> },
    { id: 'state', header: c.state, width: '128px', cell: (row) => <RelationshipWord state={row.state} /> },
    {
      id: 'kind',
      header: c.kind,
      width: '132px',
      from: 900,
      cell: (row) => <span className="soft">{t.words.customerKind[row.kind]}</span>,
    },
    { id: 'country', header: c.country, width: '64px', from: 1000, cell: (row) => row.country ?? '—' },
    {
      id: 'alerts',
      header: c.alerts,
      width: '124px',
      align: 'right',
      cell: (row) => (
        <span className={row.open_alerts === 0 ? 'muted num' : 'num strong'}>{count(row.open_alerts)}</span>
      ),
    },
    {
      id: 'last',
      header: c.last,
      width: '148px',
      align: 'right',
      from: 760,
      cell: (row) =>
        row.last_event_at === undefined ? (
          <span className="muted">—</span>
        ) : (
          <span className="soft">
            <Moment at={row.last_event_at} />
          </span>
        ),
    },
  ];
}

/** What is typed reaches the URL a moment later, so that each letter is not a step of the history. */
function useSearch(q: string | undefined, put: (q: string) => void) {
  const [text, setText] = useState(q ?? '');
  const settled = useDeferredValue(text);
  useEffect(() => {
    if (settled === (q ?? '')) return;
    const timer = setTimeout(() => put(settled), 180);
    return () => clearTimeout(timer);
  });
  return { text, setText };
}

export function Customers() {
  const t = useTexts();
  const f = useFormats();
  const go = useGo();
  const filter = useFilter(['q', 'rating', 'state']);
  const { query, rows, more } = usePages(['customers', filter], (after, signal) =>
    api.listCustomers(
      {
        query: {
          q: filter.q,
          rating: known(SEVERITIES, filter.rating),
          state: known(RELATIONSHIP_STATES, filter.state),
          after,
          limit: 100,
        },
      },
      { signal },
    ),
  );
  const set = (change: CustomersFilter): void =>
    go(path.customers({ ...filter, ...change }), { replace: true });
  const { text, setText } = useSearch(filter.q, (q) => set({ q }));
  return (
    <Page
      title={t.customers.title}
      fixed
      actions={
        <Go className="button" href={path.importNew()}>
          <Icon name="imports" size={14} /> {t.customers.importCsv}
        </Go>
      }
    >
      <div className="filter">
        <span className="filter-sentence">
          <Sentence
            text={t.customers.sentence}
            slots={{
              rating: (
                <WordChoice
                  label={t.customers.filterLabels.rating}
                  value={filter.rating ?? ''}
                  options={Object.entries(t.customers.ratings)}
                  onChange={(rating) => set({ rating })}
                />
              ),
              state: (
                <WordChoice
                  label={t.customers.filterLabels.state}
                  value={filter.state ?? ''}
                  options={Object.entries(t.customers.states)}
                  onChange={(state) => set({ state })}
                />
              ),
              q: (
                <input
                  type="search"
                  className="search"
                  data-filter
                  aria-label={t.customers.searchPlaceholder}
                  placeholder={t.customers.searchPlaceholder}
                  value={text}
                  onChange={(event) => setText(event.target.value)}
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
        <Empty title={t.customers.emptyTitle}>{t.customers.emptyText}</Empty>
      )}
      {rows.length > 0 && (
        <Table
          label={t.customers.title}
          rows={rows}
          columns={columnsOf(t, f.count)}
          rowKey={({ id }) => id}
          href={({ id }) => path.customer(id)}
          onEnd={more}
        />
      )}
    </Page>
  );
}
