import type { EntryRow } from '@atalaya/contract/journal.ts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../api/api.ts';
import { usePages } from '../../api/queries.ts';
import { type Formats, useFormats } from '../../app/formats.tsx';
import { useFilter } from '../../app/place.ts';
import { Go, useGo } from '../../parts/go.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { Sentence } from '../../parts/sentence.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Hash, Moment } from '../../parts/values.tsx';
import { type JournalFilter, path } from '../../paths.ts';
import { type Catalogue, useTexts } from '../../texts/catalogue.ts';

function columnsOf(t: Catalogue, f: Formats): Column<EntryRow>[] {
  const c = t.journal.columns;
  return [
    {
      id: 'number',
      header: c.number,
      width: '112px',
      align: 'right',
      cell: (row) => (
        <Go href={path.entry(row.number)} className="num">
          {f.count(row.number)}
        </Go>
      ),
    },
    { id: 'at', header: c.at, width: '132px', cell: (row) => <Moment at={row.at} /> },
    { id: 'type', header: c.type, width: '24%', cell: (row) => <span className="mono">{row.type}</span> },
    { id: 'subject', header: c.subject, cell: (row) => <span className="mono soft">{row.subject}</span> },
    {
      id: 'actor',
      header: c.actor,
      width: '18%',
      cell: (row) => row.actor_name ?? <span className="mono muted">{row.actor}</span>,
    },
    {
      id: 'hash',
      header: c.hash,
      width: '132px',
      from: 900,
      cell: (row) => <Hash value={row.leaf_hash} what={c.hash} />,
    },
    {
      id: 'sealed',
      header: c.sealed,
      width: '116px',
      cell: (row) =>
        row.sealed ? (
          <StateWord tone="calm">{`✓ ${t.journal.sealed}`}</StateWord>
        ) : (
          <StateWord tone="muted">{`○ ${t.journal.unsealed}`}</StateWord>
        ),
    },
  ];
}

interface WordInputProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string | undefined;
  readonly onSettle: (text: string) => void;
}

/** A word of the filter sentence that is typed; it settles a moment after the last letter. */
function WordInput({ label, placeholder, value, onSettle }: WordInputProps) {
  const [text, setText] = useState(value ?? '');
  useEffect(() => {
    if (text === (value ?? '')) return;
    const timer = setTimeout(() => onSettle(text.trim()), 300);
    return () => clearTimeout(timer);
  });
  return (
    <input
      className="word-input mono"
      data-filter
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

export function Journal() {
  const t = useTexts();
  const j = t.journal;
  const f = useFormats();
  const go = useGo();
  const filter = useFilter(['type', 'subject', 'actor']);
  const checkpoint = useQuery({
    queryKey: ['checkpoints'],
    queryFn: () => api.listCheckpoints({ query: { limit: 1 } }),
    refetchInterval: 5_000,
  }).data?.items[0];
  const { query, rows, more } = usePages(['journal', filter], (after, signal) =>
    api.listEntries({ query: { ...filter, after, limit: 100 } }, { signal }),
  );
  const set = (change: JournalFilter): void => go(path.journal({ ...filter, ...change }), { replace: true });
  return (
    <Page
      title={j.title}
      aside={checkpoint !== undefined && j.checkpoint(f.count(checkpoint.size), f.clock(checkpoint.at))}
      fixed
    >
      <div className="filter">
        <span className="filter-sentence">
          <Sentence
            text={j.sentence}
            slots={{
              type: (
                <WordInput
                  label={j.filterLabels.type}
                  placeholder={j.any}
                  value={filter.type}
                  onSettle={(type) => set({ type })}
                />
              ),
              subject: (
                <WordInput
                  label={j.filterLabels.subject}
                  placeholder={j.any}
                  value={filter.subject}
                  onSettle={(subject) => set({ subject })}
                />
              ),
              actor: (
                <WordInput
                  label={j.filterLabels.actor}
                  placeholder={j.any}
                  value={filter.actor}
                  onSettle={(actor) => set({ actor })}
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
      {query.isSuccess && rows.length === 0 && <Empty title={j.emptyTitle}>{j.emptyText}</Empty>}
      {rows.length > 0 && (
        <Table
          label={j.title}
          rows={rows}
          columns={columnsOf(t, f)}
          rowKey={({ number }) => String(number)}
          href={({ number }) => path.entry(number)}
          onEnd={more}
        />
      )}
    </Page>
  );
}
