import type { EventRow } from '@atalaya/contract/decisions.ts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { Go } from '../../parts/go.tsx';
import { Outcome } from '../../parts/marks.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Amount, Hash, Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';

export function useEventColumns(options: { customer?: boolean } = {}): Column<EventRow>[] {
  const t = useTexts();
  const c = t.events.columns;
  const f = useFormats();
  const scenarios = useQuery({
    queryKey: ['scenarios'],
    queryFn: () => api.listScenarios(),
    staleTime: 60_000,
  });
  const titles = new Map(scenarios.data?.items.map(({ id, title }) => [id, f.pick(title)]));
  const columns: (Column<EventRow> | false)[] = [
    { id: 'at', header: c.at, width: '132px', cell: (row) => <Moment at={row.occurred_at} /> },
    {
      id: 'type',
      header: c.type,
      width: '112px',
      cell: (row) => <Go href={path.event(row.id)}>{wordOf(t.words.eventType, row.type)}</Go>,
    },
    options.customer !== false && {
      id: 'customer',
      header: c.customer,
      cell: (row) => (
        <Go href={path.customer(row.customer_id)} title={row.customer}>
          {row.customer_name ?? row.customer}
        </Go>
      ),
    },
    {
      id: 'amount',
      header: c.amount,
      width: '168px',
      align: 'right',
      cell: (row) =>
        row.amount === undefined ? (
          <span className="muted">—</span>
        ) : (
          <Amount amount={row.amount} asset={row.asset} />
        ),
    },
    {
      id: 'usd',
      header: c.usd,
      width: '88px',
      align: 'right',
      from: 640,
      cell: (row) => (
        <span className="muted num">{row.value_usd === undefined ? '—' : f.dollars(row.value_usd)}</span>
      ),
    },
    {
      id: 'where',
      header: c.where,
      width: '168px',
      from: 900,
      cell: (row) => (
        <span className="soft">
          {row.rail !== undefined && wordOf(t.words.rail, row.rail)}{' '}
          {row.address !== undefined && <Hash value={row.address} />}
        </span>
      ),
    },
    { id: 'outcome', header: c.outcome, width: '116px', cell: (row) => <Outcome value={row.outcome} /> },
    {
      id: 'scenarios',
      header: c.scenarios,
      from: 980,
      cell: (row) => (
        <span className="muted small">{row.scenarios.map((id) => titles.get(id) ?? id).join(' · ')}</span>
      ),
    },
  ];
  return columns.filter((column) => column !== false);
}

/** The events of the thing a page is about, as high as they are many. `keys` when no other part of the page walks by j, k. */
export function EventTable({ rows, keys = true }: { rows: readonly EventRow[]; keys?: boolean }) {
  const t = useTexts();
  const columns = useEventColumns({ customer: false });
  return (
    <Table
      label={t.frame.screens.events}
      rows={rows}
      columns={columns}
      rowKey={({ id }) => id}
      href={({ id }) => path.event(id)}
      keys={keys}
      inline
    />
  );
}
