import { useOverview } from '../../api/queries.ts';
import { useFormats, useNow } from '../../app/formats.tsx';
import { useSession } from '../../app/session.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { useTexts } from '../../texts/catalogue.ts';
import { agendaOf } from './agenda.ts';
import { AgendaList } from './agenda-list.tsx';
import { Health } from './health.tsx';
import { Live, Since } from './since.tsx';
import './today.css';

function useGreeting(): string {
  const t = useTexts().today.greeting;
  const { zone } = useFormats();
  const { view } = useSession();
  const hour = Number(
    new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: zone }).format(new Date()),
  );
  const words = hour < 5 || hour >= 20 ? t.evening : hour < 12 ? t.morning : t.afternoon;
  return `${words}, ${view.user.name.split(' ')[0]}`;
}

export function Today() {
  const t = useTexts().today;
  const f = useFormats();
  const now = useNow();
  const greeting = useGreeting();
  const { data, error, refetch } = useOverview();
  return (
    <Page title={greeting} aside={`${f.day(new Date(now).toISOString())} · ${f.zoneName}`} className="today">
      {error !== null && data === undefined && (
        <div className="section">
          <ErrorNote error={error} retry={() => void refetch()} />
        </div>
      )}
      {error === null && data === undefined && <Loading />}
      {data !== undefined && (
        <div className="today-columns">
          <Section title={t.needsMe} aside={t.needsMeAside(agendaOf(data).length)}>
            <AgendaList overview={data} />
          </Section>
          <div>
            <Section title={t.since}>
              <Since overview={data} />
            </Section>
            <Section title={t.live}>
              <Live overview={data} />
            </Section>
          </div>
          <Section title={t.health}>
            <Health overview={data} />
          </Section>
        </div>
      )}
    </Page>
  );
}
