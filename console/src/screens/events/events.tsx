import { api } from '../../api/api.ts';
import { usePages } from '../../api/queries.ts';
import { useFilter } from '../../app/place.ts';
import { known, OUTCOMES } from '../../codes.ts';
import { Go, useGo } from '../../parts/go.tsx';
import { Icon } from '../../parts/icons.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { Sentence, WordChoice } from '../../parts/sentence.tsx';
import { Table } from '../../parts/table.tsx';
import { type EventsFilter, path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { useEventColumns } from './event-table.tsx';

export function Events() {
  const t = useTexts();
  const go = useGo();
  const columns = useEventColumns();
  const filter = useFilter(['outcome', 'type', 'customer']);
  const { query, rows, more } = usePages(['events', filter], (after, signal) =>
    api.listEvents(
      { query: { ...filter, outcome: known(OUTCOMES, filter.outcome), after, limit: 100 } },
      { signal },
    ),
  );
  const set = (change: EventsFilter): void => go(path.events({ ...filter, ...change }));
  return (
    <Page
      title={t.events.title}
      fixed
      actions={
        <Go className="button" href={path.imports()}>
          <Icon name="imports" size={14} /> {t.events.importCsv}
        </Go>
      }
    >
      <div className="filter">
        <span className="filter-sentence">
          <Sentence
            text={t.events.sentence}
            slots={{
              outcome: (
                <WordChoice
                  label={t.events.filterLabels.outcome}
                  value={filter.outcome ?? ''}
                  options={Object.entries(t.events.outcomes)}
                  onChange={(outcome) => set({ outcome })}
                />
              ),
              type: (
                <WordChoice
                  label={t.events.filterLabels.type}
                  value={filter.type ?? ''}
                  options={[
                    ['', t.events.anyType],
                    ...Object.entries(t.words.eventType).map(
                      ([code, word]) => [code, word.toLocaleLowerCase()] as const,
                    ),
                  ]}
                  onChange={(type) => set({ type })}
                />
              ),
              customer:
                filter.customer === undefined ? null : (
                  <Sentence
                    text={t.events.ofCustomer}
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
          title={t.events.emptyTitle}
          action={
            <Go className="button" href={path.importNew()}>
              {t.events.importCsv}
            </Go>
          }
        >
          {t.events.emptyText}
        </Empty>
      )}
      {rows.length > 0 && (
        <Table
          label={t.events.title}
          rows={rows}
          columns={columns}
          rowKey={({ id }) => id}
          href={({ id }) => path.event(id)}
          onEnd={more}
        />
      )}
    </Page>
  );
}
