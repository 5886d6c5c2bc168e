import type { ReleaseRow } from '@atalaya/contract/releases.ts';
import { api } from '../../api/api.ts';
import { usePages } from '../../api/queries.ts';
import { useFilter } from '../../app/place.ts';
import { useSession } from '../../app/session.tsx';
import { Go, useGo } from '../../parts/go.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { Sentence, WordChoice } from '../../parts/sentence.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { Deadline, Dollars, Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';

export const RELEASE_TONES = {
  open: 'ochre',
  proposed: 'ochre',
  released: 'calm',
  kept: 'plain',
  lapsed: 'muted',
} as const satisfies Record<ReleaseRow['state'], string>;

function useColumns(): Column<ReleaseRow>[] {
  const t = useTexts().releases;
  const c = t.columns;
  return [
    {
      id: 'due',
      header: c.due,
      width: '92px',
      cell: (row) =>
        row.state === 'open' || row.state === 'proposed' ? (
          <Deadline at={row.due_at} short />
        ) : (
          <span className="muted">—</span>
        ),
    },
    {
      id: 'customer',
      header: c.customer,
      cell: (row) => (
        <Go href={path.release(row.id)} title={row.customer}>
          {row.customer_name ?? row.customer}
        </Go>
      ),
    },
    {
      id: 'what',
      header: c.what,
      cell: (row) => (
        <span className="soft">
          {[
            row.operations > 0 && t.operations(row.operations),
            row.relationship !== undefined && t.restriction,
          ]
            .filter((part) => part !== false)
            .join(' · ')}
        </span>
      ),
    },
    {
      id: 'value',
      header: c.value,
      width: '120px',
      align: 'right',
      from: 720,
      cell: (row) => <Dollars value={row.value_usd} />,
    },
    {
      id: 'sources',
      header: c.sources,
      from: 900,
      cell: (row) => <span className="mono small soft">{row.sources.join(' · ')}</span>,
    },
    {
      id: 'state',
      header: c.state,
      width: '168px',
      cell: (row) => <StateWord tone={RELEASE_TONES[row.state]}>{t.stateWords[row.state]}</StateWord>,
    },
    {
      id: 'opened',
      header: c.opened,
      width: '120px',
      from: 1080,
      cell: (row) => <Moment at={row.opened_at} />,
    },
  ];
}

/** Customers something was stopped for, for what lists or tags no longer say; the nearest deadline first. */
export function Releases() {
  const t = useTexts().releases;
  const go = useGo();
  const filter = useFilter(['state', 'customer']);
  const { may } = useSession();
  const { sending, send } = useSending();
  const columns = useColumns();
  const { query, first, rows, more } = usePages(['releases', filter], (after, signal) =>
    api.listReleases({ query: { ...filter, after, limit: 100 } }, { signal }),
  );
  const look = async (): Promise<void> => {
    if (await send(() => api.startReleaseLook({ body: {} }))) say(t.looking);
  };
  return (
    <Page
      title={t.title}
      aside={first === undefined ? undefined : t.total(first.total)}
      fixed
      back={{ href: path.hits({ state: 'open,proposed' }), text: t.back }}
      actions={
        may('decisions:resolve') && (
          <button type="button" className="button" disabled={sending} onClick={() => void look()}>
            {t.look}
          </button>
        )
      }
    >
      <div className="filter">
        <span className="filter-sentence">
          <Sentence
            text={t.sentence}
            slots={{
              state: (
                <WordChoice
                  label={t.columns.state}
                  value={filter.state ?? ''}
                  options={Object.entries(t.states)}
                  onChange={(state) => go(path.releases({ ...filter, state }))}
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
      {query.isSuccess && rows.length === 0 && <Empty title={t.emptyTitle}>{t.emptyText}</Empty>}
      {rows.length > 0 && (
        <Table
          label={t.title}
          rows={rows}
          columns={columns}
          rowKey={({ id }) => id}
          href={({ id }) => path.release(id)}
          onEnd={more}
        />
      )}
    </Page>
  );
}
