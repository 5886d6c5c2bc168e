import type { HitRow } from '@atalaya/contract/screening.ts';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { usePages } from '../../api/queries.ts';
import { useFormats } from '../../app/formats.tsx';
import { useKeys } from '../../app/keys.tsx';
import { useFilter } from '../../app/place.ts';
import { useSession } from '../../app/session.tsx';
import { Go, useGo } from '../../parts/go.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { Sentence, WordChoice } from '../../parts/sentence.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Age } from '../../parts/values.tsx';
import { type HitsFilter, path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { useWatchlists } from '../lists/lists.tsx';
import { ACTION_KEYS, actionsOf, type HitAction, HitPanel, hitTone, useHit } from './hit-panel.tsx';
import { JudgeDialog, NoteDialog } from './judge-dialog.tsx';
import './screening.css';

const KEYS = ['state', 'list', 'score', 'customer', 'at'] as const;

function useColumns(): Column<HitRow>[] {
  const t = useTexts().screening;
  const f = useFormats();
  const c = t.columns;
  return [
    {
      id: 'score',
      header: c.score,
      width: '84px',
      align: 'right',
      cell: (row) => <span className="num strong">{f.percent(row.score)}</span>,
    },
    {
      id: 'subject',
      header: c.subject,
      cell: (row) => (
        <>
          {row.subject_name ?? row.customer_name ?? row.customer}{' '}
          {row.subject_kind !== 'customer' && (
            <span className="muted small">{t.kinds[row.subject_kind]}</span>
          )}
        </>
      ),
    },
    {
      id: 'listing',
      header: c.listing,
      cell: (row) => row.listing_name || <span className="soft">{t.confidential}</span>,
    },
    {
      id: 'list',
      header: c.list,
      width: '110px',
      from: 560,
      cell: (row) => <span className="mono small soft">{row.list}</span>,
    },
    {
      id: 'state',
      header: c.state,
      width: '110px',
      from: 480,
      cell: (row) => <StateWord tone={hitTone(row.state)}>{t.stateWords[row.state]}</StateWord>,
    },
    {
      id: 'age',
      header: c.age,
      width: '80px',
      align: 'right',
      from: 640,
      cell: (row) => (
        <span className="soft">
          <Age at={row.raised_at} />
        </span>
      ),
    },
  ];
}

function HitFilters({ filter }: { filter: HitsFilter }) {
  const t = useTexts().screening;
  const go = useGo();
  const lists = useWatchlists().data?.items ?? [];
  const set = (change: HitsFilter): void => go(path.hits({ ...filter, at: undefined, ...change }));
  return (
    <div className="filter">
      <span className="filter-sentence">
        <Sentence
          text={t.sentence}
          slots={{
            state: (
              <WordChoice
                label={t.filterLabels.state}
                value={filter.state ?? ''}
                options={Object.entries(t.states)}
                onChange={(state) => set({ state })}
              />
            ),
            list: (
              <WordChoice
                label={t.filterLabels.list}
                value={filter.list ?? ''}
                options={[['', t.anyList], ...lists.map((list) => [list.code, list.name] as const)]}
                onChange={(list) => set({ list })}
              />
            ),
            score: (
              <WordChoice
                label={t.filterLabels.score}
                value={filter.score ?? ''}
                options={Object.entries(t.scores)}
                onChange={(score) => set({ score })}
              />
            ),
            customer:
              filter.customer === undefined ? null : (
                <Sentence
                  text={t.ofCustomer}
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
  );
}

/** Hits to be judged, the most alike first; both records side by side in the pane. */
export function Hits() {
  const { screening: t, releases } = useTexts();
  const filter = useFilter(KEYS);
  const { at, ...asked } = filter;
  const { may } = useSession();
  const go = useGo();
  const columns = useColumns();
  const { query, first, rows, more } = usePages(['hits', asked], (after, signal) =>
    api.listHits(
      {
        query: {
          state: asked.state,
          list: asked.list,
          customer: asked.customer,
          min_score: asked.score === undefined ? undefined : Number(asked.score),
          after,
          limit: 100,
        },
      },
      { signal },
    ),
  );
  const named = useHit(rows.some(({ id }) => id === at) ? undefined : at);
  const row = rows.find(({ id }) => id === at) ?? (at === undefined ? rows[0] : named.data);
  const actions = actionsOf(row, may);
  const [doing, setDoing] = useState<HitAction>();
  const act = (action: HitAction): void => {
    if (actions.includes(action)) setDoing(action);
  };
  useKeys(
    (['clear', 'confirm', 'agree', 'return', 'reopen'] as const).map((action) => ({
      keys: ACTION_KEYS[action],
      text: { clear: t.clear, confirm: t.confirm, agree: t.agree, return: t.sendBack, reopen: t.reopen }[
        action
      ],
      group: 'screen' as const,
      run: () => act(action),
    })),
    may('screening:work') || may('screening:decide'),
  );
  const resting = asked.state === 'open,proposed' && asked.list === undefined && asked.customer === undefined;
  return (
    <Page
      title={t.title}
      aside={first === undefined ? undefined : t.total(first.total)}
      fixed
      actions={
        <>
          <Go className="button" href={path.releases({ state: 'open,proposed' })}>
            {releases.link}
          </Go>
          <Go className="button" href={path.screeningRuns()}>
            {t.runs.link}
          </Go>
        </>
      }
    >
      <HitFilters filter={filter} />
      <div className="queue hits">
        <div className="queue-table">
          {query.isPending && <Loading />}
          {query.error !== null && rows.length === 0 && (
            <div className="section">
              <ErrorNote error={query.error} retry={() => void query.refetch()} />
            </div>
          )}
          {query.isSuccess && rows.length === 0 && (
            <Empty title={resting ? t.emptyOpenTitle : t.emptyTitle}>
              {resting ? t.emptyOpenText : t.emptyText}
            </Empty>
          )}
          {rows.length > 0 && (
            <Table
              label={t.title}
              rows={rows}
              columns={columns}
              rowKey={({ id }) => id}
              active={row?.id}
              onActive={({ id }) => go(path.hits({ ...asked, at: id }), { replace: true })}
              onEnd={more}
            />
          )}
        </div>
        <HitPanel row={row} actions={actions} onAction={act} />
      </div>
      {row !== undefined && (doing === 'clear' || doing === 'confirm') && (
        <JudgeDialog hit={row} judgement={doing} onClose={() => setDoing(undefined)} />
      )}
      {row !== undefined && (doing === 'agree' || doing === 'return' || doing === 'reopen') && (
        <NoteDialog hit={row} kind={doing} onClose={() => setDoing(undefined)} />
      )}
    </Page>
  );
}
