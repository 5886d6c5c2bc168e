import type { CaseRow } from '@atalaya/contract/cases.ts';
import { api } from '../../api/api.ts';
import { usePages } from '../../api/queries.ts';
import { useFormats } from '../../app/formats.tsx';
import { useFilter } from '../../app/place.ts';
import { CASE_STATES, known } from '../../codes.ts';
import { Go, useGo } from '../../parts/go.tsx';
import { Risk, StateWord } from '../../parts/marks.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { Sentence, WordChoice } from '../../parts/sentence.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Deadline, Dollars, Moment } from '../../parts/values.tsx';
import { type CasesFilter, path } from '../../paths.ts';
import { type Catalogue, useTexts } from '../../texts/catalogue.ts';

export function CaseStateWord({ state }: { state: CaseRow['state'] }) {
  const { words } = useTexts();
  const tone =
    state === 'proposed' ? 'ochre' : state === 'closed' || state === 'reported' ? 'muted' : 'plain';
  return <StateWord tone={tone}>{`${state === 'proposed' ? '◐ ' : ''}${words.caseState[state]}`}</StateWord>;
}

function columnsOf(t: Catalogue, f: ReturnType<typeof useFormats>): Column<CaseRow>[] {
  const c = t.cases.columns;
  return [
    {
      id: 'number',
      header: c.number,
      width: '80px',
      cell: (row) => <span className="num">{row.number}</span>,
    },
    { id: 'severity', header: c.severity, width: '92px', cell: (row) => <Risk level={row.severity} /> },
    { id: 'title', header: c.title, cell: (row) => <Go href={path.case(row.id)}>{f.pick(row.title)}</Go> },
    {
      id: 'customer',
      header: c.customer,
      width: '20%',
      cell: (row) => <span title={row.customer}>{row.customer_name ?? row.customer}</span>,
    },
    { id: 'state', header: c.state, width: '192px', cell: (row) => <CaseStateWord state={row.state} /> },
    {
      id: 'alerts',
      header: c.alerts,
      width: '72px',
      align: 'right',
      from: 1000,
      cell: (row) => <span className="num">{f.count(row.alerts)}</span>,
    },
    {
      id: 'value',
      header: c.value,
      width: '104px',
      align: 'right',
      cell: (row) => <Dollars value={row.value_usd} />,
    },
    {
      id: 'due',
      header: c.due,
      width: '92px',
      cell: (row) =>
        row.due_at === undefined ? <span className="muted">—</span> : <Deadline at={row.due_at} short />,
    },
    {
      id: 'assignee',
      header: c.assignee,
      width: '136px',
      from: 940,
      cell: (row) => row.assignee_name ?? <span className="muted">{t.parts.unassigned}</span>,
    },
    {
      id: 'opened',
      header: c.opened,
      width: '124px',
      from: 1300,
      cell: (row) => (
        <span className="soft">
          <Moment at={row.opened_at} />
        </span>
      ),
    },
  ];
}

export function Cases() {
  const t = useTexts();
  const f = useFormats();
  const go = useGo();
  const filter = useFilter(['state', 'assignee', 'customer']);
  const { query, first, rows, more } = usePages(['cases', filter], (after, signal) =>
    api.listCases(
      { query: { ...filter, state: known(CASE_STATES, filter.state), after, limit: 100 } },
      { signal },
    ),
  );
  const set = (change: CasesFilter): void => go(path.cases({ ...filter, ...change }));
  return (
    <Page title={t.cases.title} aside={first === undefined ? undefined : t.cases.total(first.total)} fixed>
      <div className="filter">
        <span className="filter-sentence">
          <Sentence
            text={t.cases.sentence}
            slots={{
              state: (
                <WordChoice
                  label={t.cases.filterLabels.state}
                  value={filter.state ?? ''}
                  options={Object.entries(t.cases.states)}
                  onChange={(state) => set({ state })}
                />
              ),
              assignee: (
                <WordChoice
                  label={t.cases.filterLabels.assignee}
                  value={filter.assignee ?? ''}
                  options={Object.entries(t.cases.assignees)}
                  onChange={(assignee) => set({ assignee })}
                />
              ),
              customer:
                filter.customer === undefined ? null : (
                  <Sentence
                    text={t.cases.ofCustomer}
                    slots={{
                      name: (
                        <Go href={path.customer(filter.customer)} className="mono strong">
                          {filter.customer}
                        </Go>
                      ),
                    }}
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
          title={t.cases.emptyTitle}
          action={
            <Go className="button" href={path.alerts({ state: 'open' })}>
              {t.cases.toQueue}
            </Go>
          }
        >
          {t.cases.emptyText}
        </Empty>
      )}
      {rows.length > 0 && (
        <Table
          label={t.cases.title}
          rows={rows}
          columns={columnsOf(t, f)}
          rowKey={({ id }) => id}
          href={({ id }) => path.case(id)}
          onEnd={more}
        />
      )}
    </Page>
  );
}
