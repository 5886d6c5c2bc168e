import type { DueMonth, ReportDue } from '@atalaya/contract/reports.ts';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { usePages } from '../../api/queries.ts';
import { type Formats, useFormats } from '../../app/formats.tsx';
import { useFilter } from '../../app/place.ts';
import { useSession } from '../../app/session.tsx';
import { DUE_STATES, known } from '../../codes.ts';
import { Go, useGo } from '../../parts/go.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { Sentence, WordChoice } from '../../parts/sentence.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { Amount, Deadline } from '../../parts/values.tsx';
import { type DuesFilter, path } from '../../paths.ts';
import { type Catalogue, useTexts } from '../../texts/catalogue.ts';
import { DismissDialog } from './dismiss-due.tsx';
import './dues.css';

const TONES = { open: 'ochre', covered: 'calm', dismissed: 'muted' } as const;

function columnsOf(t: Catalogue, f: Formats): Column<ReportDue>[] {
  const c = t.dues.columns;
  const money = (amount: string | undefined, currency: string) =>
    amount === undefined ? <span className="muted">—</span> : <Amount amount={amount} asset={currency} />;
  return [
    {
      id: 'due',
      header: c.due,
      width: '92px',
      cell: (row) =>
        row.due_at === undefined || row.state !== 'open' ? (
          <span className="muted">—</span>
        ) : (
          <Deadline at={row.due_at} short />
        ),
    },
    {
      id: 'customer',
      header: c.customer,
      cell: (row) => (
        <Go href={path.customer(row.customer_id)} title={row.customer}>
          {row.customer_name ?? row.customer}
        </Go>
      ),
    },
    {
      id: 'basis',
      header: c.basis,
      width: '22%',
      from: 760,
      cell: (row) => <Go href={path.scenario(row.scenario)}>{f.pick(row.title)}</Go>,
    },
    {
      id: 'amount',
      header: c.amount,
      width: '144px',
      align: 'right',
      cell: (row) => money(row.amount, row.currency),
    },
    {
      id: 'threshold',
      header: c.threshold,
      width: '144px',
      align: 'right',
      from: 1080,
      cell: (row) => <span className="muted">{money(row.threshold, row.currency)}</span>,
    },
    { id: 'month', header: c.month, width: '152px', from: 1300, cell: (row) => f.month(row.month) },
    {
      id: 'state',
      header: c.state,
      width: '124px',
      cell: (row) => <StateWord tone={TONES[row.state]}>{t.dues.stateWord[row.state]}</StateWord>,
    },
    { id: 'act', header: '', width: '244px', cell: (row) => <Act due={row} /> },
  ];
}

/** What can be done with one: draft its report, see what was drafted, dismiss it. */
function Act({ due }: { due: ReportDue }) {
  const t = useTexts().dues;
  const go = useGo();
  const { may } = useSession();
  const { sending, send } = useSending();
  const [dismissing, setDismissing] = useState(false);
  const start = async (): Promise<void> => {
    let made = '';
    const done = await send(async () => {
      made = (await api.startReportDue({ params: { id: due.id }, body: {} })).id;
    });
    if (!done) return;
    say(t.started);
    go(path.report(made));
  };
  if (due.report !== undefined) return <Go href={path.report(due.report)}>{t.toReport}</Go>;
  if (due.state === 'dismissed')
    return (
      <span className="muted small">
        {due.dismissed_reason !== undefined && t.reasons[due.dismissed_reason]}{' '}
        {due.closed_by_name !== undefined && t.closedBy(due.closed_by_name)}
      </span>
    );
  return (
    <span className="due-acts">
      {due.case_id !== undefined && <Go href={path.case(due.case_id)}>{t.toCase}</Go>}
      {due.case_id === undefined && may('reports:write') && (
        <button
          type="button"
          className="button"
          title={t.startHint}
          disabled={sending}
          onClick={(event) => {
            event.stopPropagation();
            void start();
          }}
        >
          {t.start}
        </button>
      )}
      {may('reports:approve') && (
        <button
          type="button"
          className="button quiet"
          onClick={(event) => {
            event.stopPropagation();
            setDismissing(true);
          }}
        >
          {t.dismiss}
        </button>
      )}
      {dismissing && <DismissDialog due={due} onClose={() => setDismissing(false)} />}
    </span>
  );
}

export function Dues() {
  const t = useTexts();
  const f = useFormats();
  const go = useGo();
  const filter = useFilter(['state', 'month']);
  const { query, first, rows, more } = usePages(['dues', filter], (after, signal) =>
    api.listReportsDue(
      { query: { state: known(DUE_STATES, filter.state), month: filter.month, after, limit: 100 } },
      { signal },
    ),
  );
  const set = (chosen: DuesFilter): void => go(path.dues({ ...filter, ...chosen }));
  const months = first?.months ?? [];
  return (
    <Page
      title={t.dues.title}
      back={{ href: path.reports(), text: t.reports.title }}
      aside={first !== undefined && f.count(first.total)}
      lead={<span className="soft">{t.dues.lead}</span>}
      fixed
    >
      <Months months={months} chosen={filter.month} onChoose={(month) => set({ month, state: 'open' })} />
      <div className="filter">
        <span className="filter-sentence">
          <Sentence
            text={t.dues.sentence}
            slots={{
              state: (
                <WordChoice
                  label={t.dues.labels.state}
                  value={filter.state ?? ''}
                  options={Object.entries(t.dues.states)}
                  onChange={(state) => set({ state })}
                />
              ),
              month: (
                <WordChoice
                  label={t.dues.labels.month}
                  value={filter.month ?? ''}
                  options={[
                    ['', t.dues.anyMonth],
                    ...months.map(({ month }) => [month, f.month(month)] as const),
                  ]}
                  onChange={(month) => set({ month })}
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
      {query.isSuccess && rows.length === 0 && <Empty title={t.dues.emptyTitle}>{t.dues.emptyText}</Empty>}
      {rows.length > 0 && (
        <Table
          label={t.dues.title}
          rows={rows}
          columns={columnsOf(t, f)}
          rowKey={({ id }) => id}
          href={(row) => path.event(row.events[0] ?? '')}
          onEnd={more}
        />
      )}
    </Page>
  );
}

function Months({
  months,
  chosen,
  onChoose,
}: {
  months: readonly DueMonth[];
  chosen: string | undefined;
  onChoose: (month: string) => void;
}) {
  const t = useTexts().dues;
  const f = useFormats();
  if (months.length === 0) return null;
  return (
    <ul className="due-months">
      {months.map((one) => (
        <li key={one.month}>
          <button
            type="button"
            className="due-month"
            aria-pressed={one.month === chosen}
            onClick={() => onChoose(one.month)}
          >
            <strong>{f.month(one.month)}</strong>
            <span>{t.monthLine(one.open, one.customers)}</span>
            {one.due_at !== undefined && one.open > 0 && <Deadline at={one.due_at} basis={one.due_basis} />}
            {one.covered + one.dismissed > 0 && (
              <span className="muted small">{t.monthDone(one.covered, one.dismissed)}</span>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}
