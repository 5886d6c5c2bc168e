import type { AlertRow } from '@atalaya/contract/alerts.ts';
import { useFormats } from '../../app/formats.tsx';
import { Go } from '../../parts/go.tsx';
import { Risk, StateWord } from '../../parts/marks.tsx';
import type { Column } from '../../parts/table.tsx';
import { Age, Deadline, Dollars } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';

export function useAlertColumns(options: { customer?: boolean; state?: boolean } = {}): Column<AlertRow>[] {
  const t = useTexts();
  const f = useFormats();
  const c = t.alerts.columns;
  const columns: (Column<AlertRow> | false)[] = [
    { id: 'severity', header: c.severity, width: '96px', cell: (row) => <Risk level={row.severity} /> },
    {
      id: 'title',
      header: c.title,
      cell: (row) => <Go href={path.alert(row.id)}>{f.pick(row.title)}</Go>,
    },
    options.customer !== false && {
      id: 'customer',
      header: c.customer,
      width: '25%',
      cell: (row) => <span title={row.customer}>{row.customer_name ?? row.customer}</span>,
    },
    {
      id: 'findings',
      header: c.findings,
      width: '84px',
      align: 'right',
      from: 900,
      cell: (row) => <span className="num">{f.count(row.findings)}</span>,
    },
    {
      id: 'value',
      header: c.value,
      width: '100px',
      align: 'right',
      cell: (row) => <Dollars value={row.value_usd} />,
    },
    {
      id: 'age',
      header: c.age,
      width: '60px',
      align: 'right',
      from: 620,
      cell: (row) => (
        <span className="soft">
          <Age at={row.opened_at} />
        </span>
      ),
    },
    {
      id: 'due',
      header: c.due,
      width: '96px',
      from: 600,
      cell: (row) =>
        row.due_at === undefined || row.state !== 'open' ? (
          <span className="muted">—</span>
        ) : (
          <Deadline at={row.due_at} short />
        ),
    },
    {
      id: 'assignee',
      header: c.assignee,
      width: '140px',
      from: 980,
      cell: (row) => row.assignee_name ?? <span className="muted">{t.parts.unassigned}</span>,
    },
    options.state === true && {
      id: 'state',
      header: c.state,
      width: '110px',
      cell: (row) => (
        <StateWord tone={row.state === 'open' ? 'plain' : 'muted'}>{t.words.alertState[row.state]}</StateWord>
      ),
    },
  ];
  return columns.filter((column) => column !== false);
}
