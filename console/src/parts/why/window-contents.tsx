import type { WindowContents as Contents } from '@atalaya/contract/explain.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { formatSpan } from '../../format/times.ts';
import { path } from '../../paths.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { Go } from '../go.tsx';
import { ErrorNote, Loading } from '../notes.tsx';
import { Amount, Moment } from '../values.tsx';
import { useFigure } from './figures.ts';
import { DottedName } from './used-values.tsx';

/** The events inside the windows of one scenario, as they were when decided; asked for when somebody looks. */
export function WindowContents({ event, scenario }: { event: string; scenario: string }) {
  const t = useTexts().why;
  const [open, setOpen] = useState(false);
  return (
    <details className="window-contents" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t.windows}</summary>
      {open && <Windows event={event} scenario={scenario} />}
    </details>
  );
}

function Windows({ event, scenario }: { event: string; scenario: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['windows', event, scenario],
    queryFn: ({ signal }) =>
      api.getEventWindows({ params: { id: event }, query: { scenario, limit: 100 } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (error !== null) return <ErrorNote error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return data.windows.map((window) => <Window key={window.name} window={window} />);
}

function Window({ window }: { window: Contents }) {
  const t = useTexts();
  const f = useFormats();
  const figure = useFigure();
  const { events, total, from, to } = window;
  return (
    <section className="window-box">
      <p>
        <DottedName name={window.name} /> <strong className="num">{figure(window.value, window.unit)}</strong>{' '}
        <span className="muted small" title={t.alerts.figuresWindow(f.exact(from), f.exact(to))}>
          {formatSpan(Date.parse(to) - Date.parse(from))} · {t.why.keptBy} {window.key.join(' + ')} ·{' '}
          {t.why.windowTotal(total, events.length)}
        </span>
      </p>
      {events.length === 0 ? <p className="muted small">{t.why.windowEmpty}</p> : <Inside events={events} />}
    </section>
  );
}

function Inside({ events }: { events: Contents['events'] }) {
  const t = useTexts();
  const f = useFormats();
  const c = t.why.columns;
  return (
    <div className="inside-scroll">
      <table className="inside-events">
        <thead>
          <tr>
            <th scope="col">{c.at}</th>
            <th scope="col">{c.what}</th>
            <th scope="col">{c.direction}</th>
            <th scope="col" className="right">
              {c.amount}
            </th>
            <th scope="col" className="right">
              {c.usd}
            </th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.id} className={event.present ? 'present' : ''}>
              <td>
                <Moment at={event.occurred_at} />
              </td>
              <td>
                <Go href={path.event(event.id)}>{wordOf(t.words.eventType, event.type)}</Go>{' '}
                {event.present && <span className="muted small">{t.why.present}</span>}
                {!event.own && (
                  <Go className="small" href={path.customer(event.customer_id)}>
                    {t.why.other}
                  </Go>
                )}
              </td>
              <td className="soft">{t.why.direction[event.direction]}</td>
              <td className="right">
                {event.amount === undefined ? '—' : <Amount amount={event.amount} asset={event.asset} />}
              </td>
              <td className="right num muted">
                {event.value_usd === undefined ? '—' : f.dollars(event.value_usd)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
