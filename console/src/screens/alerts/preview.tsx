import type { AlertRow, AlertView } from '@atalaya/contract/alerts.ts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { Go } from '../../parts/go.tsx';
import { Outcome, Risk } from '../../parts/marks.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { Sparkline } from '../../parts/sparkline.tsx';
import { Amount, Deadline, Kbd, Moment } from '../../parts/values.tsx';
import { UsedValues } from '../../parts/why/used-values.tsx';
import { path } from '../../paths.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';

export const useAlert = (id: string | undefined) =>
  useQuery({
    queryKey: ['alert', id],
    queryFn: ({ signal }) => api.getAlert({ params: { id: id ?? '' } }, { signal }),
    enabled: id !== undefined && id !== '',
    refetchInterval: 5_000,
  });

interface PreviewProps {
  readonly row: AlertRow | undefined;
  readonly mayWork: boolean;
  readonly onTake: () => void;
  readonly onClear: () => void;
  readonly onEscalate: () => void;
}

export function Preview({ row, mayWork, onTake, onClear, onEscalate }: PreviewProps) {
  const t = useTexts();
  const { data, error } = useAlert(row?.id);
  const f = useFormats();
  if (row === undefined) return <aside className="preview preview-none">{t.alerts.previewEmpty}</aside>;
  return (
    <aside className="preview" aria-label={f.pick(row.title)}>
      <div className="preview-body">
        <header>
          <Risk level={row.severity} />
          {row.due_at !== undefined && row.state === 'open' && <Deadline at={row.due_at} />}
        </header>
        <h2>
          <Go href={path.alert(row.id)}>{f.pick(row.title)}</Go>
        </h2>
        <p className="soft">
          <Go href={path.customer(row.customer_id)}>{row.customer_name ?? row.customer}</Go>{' '}
          <span className="muted mono small">{row.customer}</span>
        </p>
        {error !== null && data === undefined && <ErrorNote error={error} />}
        {data !== undefined && <PreviewDetail alert={data} />}
      </div>
      {mayWork && row.state === 'open' && (
        <footer className="preview-actions">
          <button type="button" className="button" onClick={onTake}>
            {t.alerts.take} <Kbd>t</Kbd>
          </button>
          <button type="button" className="button" onClick={onClear}>
            {t.alerts.clear} <Kbd>c</Kbd>
          </button>
          <button type="button" className="button primary" onClick={onEscalate}>
            {t.alerts.escalate} <Kbd>e</Kbd>
          </button>
        </footer>
      )}
      {row.state === 'in_case' && row.case_id !== undefined && (
        <footer className="preview-actions">
          <Go className="button" href={path.case(row.case_id)}>
            {t.alerts.openCase}
          </Go>
        </footer>
      )}
    </aside>
  );
}

function PreviewDetail({ alert }: { alert: AlertView }) {
  const t = useTexts();
  const f = useFormats();
  const reason = alert.reasons[0]?.reason;
  return (
    <>
      {reason !== undefined && (
        <>
          <p className="preview-reason">{f.pick(reason.text)}</p>
          <UsedValues values={reason.values} />
          {alert.reasons.length > 1 && (
            <p className="small">
              <Go href={path.alert(alert.id)}>{t.alerts.moreReasons(alert.reasons.length - 1)}</Go>
            </p>
          )}
        </>
      )}
      <h3>{t.alerts.activity}</h3>
      <Activity days={alert.activity} />
      <h3>{t.alerts.events}</h3>
      <ol className="preview-events">
        {alert.events.slice(0, 6).map((event) => (
          <li key={event.id}>
            <Go href={path.event(event.id)}>
              <span className="muted">
                <Moment at={event.occurred_at} />
              </span>
              <span>{wordOf(t.words.eventType, event.type)}</span>
              <span className="right">
                {event.amount === undefined ? (
                  <Outcome value={event.outcome} />
                ) : (
                  <Amount amount={event.amount} asset={event.asset} />
                )}
              </span>
            </Go>
          </li>
        ))}
      </ol>
    </>
  );
}

export function Activity({ days }: { days: AlertView['activity'] }) {
  const f = useFormats();
  const first = days[0];
  const last = days.at(-1);
  return (
    <figure>
      <Sparkline bars={days.map((day) => ({ label: f.date(day.day), value: day.count }))} height={48} />
      <figcaption className="spark-ends">
        <span>{first !== undefined && f.date(first.day)}</span>
        <span>{last !== undefined && f.date(last.day)}</span>
      </figcaption>
    </figure>
  );
}
