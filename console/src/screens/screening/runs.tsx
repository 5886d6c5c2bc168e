import type { RunView, TrialResult } from '@atalaya/contract/screening.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { fieldErrorOf } from '../../api/problem.ts';
import { useFormats } from '../../app/formats.tsx';
import { useFilter } from '../../app/place.ts';
import { useSession } from '../../app/session.tsx';
import { Field } from '../../parts/field.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { Go, useGo } from '../../parts/go.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Facts, Page } from '../../parts/page.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { useWatchlists } from '../lists/lists.tsx';
import './screening.css';

function useColumns(): Column<RunView>[] {
  const t = useTexts().screening.runs;
  const f = useFormats();
  const c = t.columns;
  const number = (id: 'raised' | 'changed' | 'lapsed', header: string): Column<RunView> => ({
    id,
    header,
    width: '88px',
    align: 'right',
    from: 620,
    cell: (row) => <span className="num">{row.kind === 'trial' ? '—' : f.count(row[id])}</span>,
  });
  return [
    {
      id: 'kind',
      header: c.kind,
      cell: (row) => (
        <>
          {t.kinds[row.kind]}
          {row.threshold !== undefined && (
            <span className="muted small"> {t.threshold(f.percent(row.threshold))}</span>
          )}
        </>
      ),
    },
    {
      id: 'list',
      header: c.list,
      cell: (row) =>
        row.list === undefined ? (
          <span className="muted">—</span>
        ) : (
          <>
            <Go href={path.list(row.list)} className="mono small">
              {row.list}
            </Go>{' '}
            {row.from_number !== undefined && row.to_number !== undefined && (
              <span className="muted small">{t.versions(row.from_number, row.to_number)}</span>
            )}
          </>
        ),
    },
    {
      id: 'state',
      header: c.state,
      width: '110px',
      cell: (row) => (
        <StateWord tone={row.state === 'failed' ? 'signal' : row.state === 'done' ? 'calm' : 'ochre'}>
          {t.states[row.state]}
        </StateWord>
      ),
    },
    {
      id: 'progress',
      header: c.progress,
      width: '180px',
      from: 640,
      cell: (row) => (
        <span className="run-progress">
          <progress
            max={Math.max(row.total, 1)}
            value={row.state === 'done' ? Math.max(row.total, 1) : row.customers}
          />
          <span className="num small">{f.count(row.customers)}</span>
        </span>
      ),
    },
    number('raised', c.raised),
    number('changed', c.changed),
    number('lapsed', c.lapsed),
    { id: 'at', header: c.at, width: '136px', from: 720, cell: (row) => <Moment at={row.announced_at} /> },
  ];
}

/** Screenings of everybody with their progress, and trials with what would have been. */
export function ScreeningRuns() {
  const t = useTexts();
  const r = t.screening.runs;
  const { at } = useFilter(['at']);
  const { may } = useSession();
  const go = useGo();
  const columns = useColumns();
  const { data, error, refetch } = useQuery({
    queryKey: ['screening-runs'],
    queryFn: ({ signal }) => api.listScreeningRuns({}, { signal }),
    refetchInterval: 2_000,
  });
  const { send, sending, error: failed } = useSending();
  const [trying, setTrying] = useState(false);
  const full = async (): Promise<void> => {
    if (await send(() => api.startScreeningRun({ body: { kind: 'full' } }))) say(r.asked);
  };
  const row = data?.items.find(({ id }) => id === at) ?? data?.items[0];
  return (
    <Page
      title={r.title}
      back={{ href: path.hits({ state: 'open,proposed' }), text: t.screening.title }}
      fixed
      lead={<span className="soft">{r.lead}</span>}
      actions={
        may('screening:decide') && (
          <>
            <button type="button" className="button" onClick={() => setTrying(true)}>
              {r.trial}
            </button>
            <button type="button" className="button" disabled={sending} onClick={() => void full()}>
              {r.full}
            </button>
          </>
        )
      }
    >
      {(error ?? failed) != null && (
        <div className="section">
          <ErrorNote error={error ?? failed} retry={() => void refetch()} />
        </div>
      )}
      {error === null && data === undefined && <Loading />}
      {data?.items.length === 0 && <Empty title={r.empty}>{r.emptyText}</Empty>}
      {data !== undefined && data.items.length > 0 && (
        <div className="queue hits">
          <div className="queue-table">
            <Table
              label={r.title}
              rows={data.items}
              columns={columns}
              rowKey={({ id }) => id}
              active={row?.id}
              onActive={({ id }) => go(path.screeningRuns(id), { replace: true })}
            />
          </div>
          <aside className="preview hit-panel">
            <div className="preview-body">{row !== undefined && <RunDetail run={row} />}</div>
          </aside>
        </div>
      )}
      {trying && <TrialDialog onClose={() => setTrying(false)} />}
    </Page>
  );
}

function RunDetail({ run }: { run: RunView }) {
  const t = useTexts().screening.runs;
  const f = useFormats();
  return (
    <>
      <h2>{t.kinds[run.kind]}</h2>
      <Facts
        items={[
          [t.columns.at, <Moment key="a" at={run.announced_at} />],
          [t.columns.progress, `${f.count(run.customers)} / ${f.count(Math.max(run.total, run.customers))}`],
          [t.columns.state, t.states[run.state]],
          [
            t.columns.list,
            run.list !== undefined && (
              <span key="l">
                <Go href={path.list(run.list)}>{run.list}</Go>{' '}
                {run.from_number !== undefined && run.to_number !== undefined && (
                  <span className="muted">{t.versions(run.from_number, run.to_number)}</span>
                )}
              </span>
            ),
          ],
          ...(run.kind === 'trial'
            ? []
            : ([
                [t.columns.raised, f.count(run.raised)],
                [t.columns.changed, f.count(run.changed)],
                [t.columns.lapsed, f.count(run.lapsed)],
              ] as const)),
        ]}
      />
      {run.result !== undefined && <Trial result={run.result} />}
    </>
  );
}

function Trial({ result }: { result: TrialResult }) {
  const t = useTexts().screening.runs;
  const f = useFormats();
  const counts = (title: string, rows: TrialResult['by_list'], label: (key: string) => string) =>
    rows.length > 0 && (
      <section>
        <h3>{title}</h3>
        <table className="plain-table trial-counts">
          <thead>
            <tr>
              <td />
              <th scope="col" className="right">
                {t.inUse}
              </th>
              <th scope="col" className="right">
                {t.tried}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{label(row.key)}</th>
                <td className="right num">{f.count(row.in_use)}</td>
                <td className="right num strong">{f.count(row.tried)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    );
  return (
    <>
      <h3>{t.result}</h3>
      <p className="soft">{t.compared(result.customers, result.counterparties)}</p>
      <Facts
        items={[
          [t.hits, `${f.count(result.hits_now)} → ${f.count(result.hits_then)}`],
          [t.customersHit, `${f.count(result.customers_hit_now)} → ${f.count(result.customers_hit_then)}`],
          [t.added, f.count(result.added)],
          [t.removed, f.count(result.removed)],
          [t.confirmedLost, f.count(result.confirmed_lost)],
          [t.clearedSaved, f.count(result.cleared_saved)],
        ]}
      />
      {counts(t.byList, result.by_list, (key) => key)}
      {counts(t.byBand, result.by_band, (key) => `${key}–${Number(key) + 5} %`)}
      {counts(t.byMonth, result.by_month, (key) => key)}
      {result.examples.length > 0 && (
        <section>
          <h3>{t.examples}</h3>
          <ul className="hit-history">
            {result.examples.map((one) => (
              <li key={`${one.customer} ${one.list} ${one.reference}`}>
                <span className="num strong">{f.percent(one.score)}</span> {one.name}{' '}
                <span className="muted">
                  {t.change[one.change]} · {one.list} {one.reference}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function TrialDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const r = t.screening.runs;
  const lists = (useWatchlists().data?.items ?? []).filter(({ mode }) => mode === 'trial');
  const [percent, setPercent] = useState('85');
  const [list, setList] = useState('');
  const { sending, error, send } = useSending();
  const submit = async (): Promise<void> => {
    const done = await send(() =>
      api.startScreeningRun({
        body: {
          kind: 'trial',
          threshold: Math.round(Number(percent) * 100) / 10_000,
          ...(list === '' ? {} : { list }),
        },
      }),
    );
    if (!done) return;
    say(r.asked);
    onClose();
  };
  return (
    <FormDialog
      title={r.trialTitle}
      onClose={onClose}
      onSubmit={() => void submit()}
      submit={r.trial}
      disabled={sending}
      error={error}
    >
      <Field label={r.trialThreshold} error={fieldErrorOf(error, 'threshold')}>
        <input
          type="number"
          min={50}
          max={100}
          step={0.5}
          value={percent}
          onChange={(event) => setPercent(event.target.value)}
        />
      </Field>
      <Field label={r.trialList}>
        <select value={list} onChange={(event) => setList(event.target.value)}>
          <option value="">{r.noTrialList}</option>
          {lists.map((one) => (
            <option key={one.code} value={one.code}>
              {one.name}
            </option>
          ))}
        </select>
      </Field>
    </FormDialog>
  );
}
