import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Section } from '../../parts/page.tsx';
import { Moment } from '../../parts/values.tsx';
import { useTexts } from '../../texts/catalogue.ts';
import { Examples, MovedTable } from './moved.tsx';

/** What a version finds on live traffic, at no effect, beside what live found. */
export function Shadow({ id }: { id: string }) {
  const t = useTexts().ruleSets;
  const f = useFormats();
  const { data, error, refetch } = useQuery({
    queryKey: ['shadow', id],
    queryFn: () => api.getShadow({ params: { id } }),
    refetchInterval: 2_000,
  });
  if (data === undefined)
    return error === null ? (
      <Loading />
    ) : (
      <div className="section">
        <ErrorNote error={error} retry={() => void refetch()} />
      </div>
    );
  const moved = data.scenarios.filter((one) => one.gained + one.lost > 0);
  return (
    <>
      <div className="figures section">
        <Figure name={t.eventsSeen} value={f.count(data.events)} note={<Moment at={data.since} />} />
        <Figure
          name={t.alertsShadow}
          value={f.count(data.shadow.alerts)}
          note={t.customersCount(data.shadow.customers)}
        />
        <Figure
          name={t.alertsLive}
          value={f.count(data.live.alerts)}
          note={t.customersCount(data.live.customers)}
        />
        <Figure
          name={t.behind}
          value={f.count(data.behind)}
          note={
            data.running ? (
              <StateWord tone="calm">{`● ${t.running}`}</StateWord>
            ) : (
              <StateWord tone="muted">{`– ${t.stopped}`}</StateWord>
            )
          }
        />
      </div>
      <Section title={t.byScenario}>
        {moved.length === 0 ? (
          <p className="muted">{t.sameAsLive}</p>
        ) : (
          <MovedTable
            head={t.scenario}
            rows={moved.map((one) => ({
              key: one.scenario,
              name: one.title === undefined ? one.scenario : f.pick(one.title),
              gained: one.gained,
              lost: one.lost,
              kept: one.shadow - one.gained,
            }))}
          />
        )}
      </Section>
      {moved.length > 0 && (
        <Section title={t.examples}>
          <Examples examples={data.examples} />
        </Section>
      )}
    </>
  );
}

export function Figure({ name, value, note }: { name: string; value: string; note?: ReactNode }) {
  return (
    <div className="figure">
      <span className="figure-name">{name}</span>
      <strong className="num">{value}</strong>
      {note !== undefined && <span className="muted small">{note}</span>}
    </div>
  );
}
