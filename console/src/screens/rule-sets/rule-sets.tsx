import type { RuleSetRow } from '@atalaya/contract/rule-sets.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { type Formats, useFormats } from '../../app/formats.tsx';
import { useSession } from '../../app/session.tsx';
import { Go } from '../../parts/go.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { type Catalogue, useTexts } from '../../texts/catalogue.ts';
import { NewDraft } from './new-draft.tsx';
import { RuleSetState } from './state.tsx';
import './rule-sets.css';

export const useRuleSets = () =>
  useQuery({ queryKey: ['rule-sets'], queryFn: () => api.listRuleSets(), refetchInterval: 5_000 });

function columnsOf(t: Catalogue, f: Formats): Column<RuleSetRow>[] {
  const c = t.ruleSets.columns;
  return [
    {
      id: 'number',
      header: c.number,
      width: '72px',
      cell: (row) => <span className="num">{row.number}</span>,
    },
    { id: 'state', header: c.state, width: '148px', cell: (row) => <RuleSetState row={row} /> },
    {
      id: 'note',
      header: c.note,
      cell: (row) => (
        <Go href={path.ruleSet(row.id)}>{row.origin === 'shipped' ? t.ruleSets.shippedNote : row.note}</Go>
      ),
    },
    {
      id: 'author',
      header: c.author,
      width: '180px',
      from: 900,
      cell: (row) => (
        <span className="soft">
          {row.origin === 'shipped' ? t.ruleSets.shipped : (row.author_name ?? row.author)}
        </span>
      ),
    },
    {
      id: 'scenarios',
      header: c.scenarios,
      width: '104px',
      align: 'right',
      cell: (row) => <span className="num">{f.count(row.scenarios)}</span>,
    },
    {
      id: 'problems',
      header: c.problems,
      width: '112px',
      align: 'right',
      from: 760,
      cell: (row) =>
        row.problems === 0 ? (
          <span className="muted">—</span>
        ) : (
          <StateWord tone="signal">{`▲ ${f.count(row.problems)}`}</StateWord>
        ),
    },
    {
      id: 'since',
      header: c.since,
      width: '148px',
      align: 'right',
      cell: (row) => (
        <span className="soft">
          <Moment
            at={row.live_since ?? row.shadow_since ?? row.checked_at ?? row.submitted_at ?? row.created_at}
          />
        </span>
      ),
    },
  ];
}

export function RuleSets() {
  const t = useTexts();
  const r = t.ruleSets;
  const f = useFormats();
  const { may } = useSession();
  const { data, error, refetch } = useRuleSets();
  const [drafting, setDrafting] = useState(false);
  return (
    <Page
      title={r.title}
      back={{ href: path.scenarios(), text: t.scenarios.title }}
      aside={data !== undefined && f.count(data.items.length)}
      lead={<span className="soft">{r.lead}</span>}
      fixed
      actions={
        may('monitoring:write') && (
          <button type="button" className="button primary" onClick={() => setDrafting(true)}>
            {r.newDraft}
          </button>
        )
      }
    >
      {error !== null && data === undefined && (
        <div className="section">
          <ErrorNote error={error} retry={() => void refetch()} />
        </div>
      )}
      {error === null && data === undefined && <Loading />}
      {data !== undefined && (
        <Table
          label={r.title}
          rows={data.items}
          columns={columnsOf(t, f)}
          rowKey={({ id }) => id}
          href={({ id }) => path.ruleSet(id)}
        />
      )}
      {drafting && <NewDraft from="live" onClose={() => setDrafting(false)} />}
    </Page>
  );
}
