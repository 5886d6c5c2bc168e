import type { CaseView } from '@atalaya/contract/cases.ts';
import { useQueries, useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { useKeys } from '../../app/keys.tsx';
import { useParam } from '../../app/place.ts';
import { useSession } from '../../app/session.tsx';
import { Go } from '../../parts/go.tsx';
import { Risk } from '../../parts/marks.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Table } from '../../parts/table.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { Deadline, Dollars, Kbd } from '../../parts/values.tsx';
import { Reasons } from '../../parts/why/reasons.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { useAlertColumns } from '../alerts/columns.tsx';
import { EventTable } from '../events/event-table.tsx';
import { CaseStateWord } from './cases.tsx';
import { CustomerRail, ReportRail } from './customer-rail.tsx';
import { Decide } from './decide.tsx';
import { Attachments, Notes } from './notes.tsx';
import { StoryAndFlow } from './story-and-flow.tsx';
import './case.css';

export function CasePage() {
  const t = useTexts();
  const id = useParam('id');
  const back = { href: path.cases(), text: t.cases.title };
  const { data, error, refetch } = useQuery({
    queryKey: ['case', id],
    queryFn: ({ signal }) => api.getCase({ params: { id } }, { signal }),
    refetchInterval: 5_000,
  });
  if (data === undefined)
    return (
      <Page title={t.cases.title} back={back}>
        {error === null ? (
          <Loading />
        ) : (
          <div className="section">
            <ErrorNote error={error} retry={() => void refetch()} />
          </div>
        )}
      </Page>
    );
  return <CaseBody view={data} back={back} />;
}

function CaseBody({ view, back }: { view: CaseView; back: { href: string; text: string } }) {
  const t = useTexts();
  const f = useFormats();
  const { may, view: session } = useSession();
  const { error, send } = useSending();
  const works = may('cases:work') && view.state !== 'closed' && view.state !== 'reported';
  const mine = view.assignee === session.user.id;
  const take = async (): Promise<void> => {
    if (await send(() => api.assignCase({ params: { id: view.id }, body: { assignee: session.user.id } })))
      say(t.cases.takenSaid);
  };
  useKeys(
    [
      { keys: 't', text: t.cases.keyTexts.take, group: 'screen', run: () => void take() },
      {
        keys: 'n',
        text: t.cases.keyTexts.note,
        group: 'screen',
        run: () => document.querySelector<HTMLElement>('#notes textarea')?.focus(),
      },
      {
        keys: 'p',
        text: t.cases.keyTexts.propose,
        group: 'screen',
        run: () => document.querySelector<HTMLElement>('#decide input, #decide textarea')?.focus(),
      },
    ],
    works,
  );
  const steps = t.cases.nextSteps;
  const next =
    view.state === 'proposed' && view.proposal?.by === session.user.id
      ? steps.proposedMine
      : view.state === 'investigating' && view.reports.length > 0
        ? steps.reporting
        : steps[view.state];
  return (
    <Page
      title={`${view.customer_name ?? view.customer}: ${f.pick(view.title).toLocaleLowerCase(f.language)}`}
      aside={t.cases.number(view.number)}
      back={back}
      className="case"
      actions={
        works && !mine ? (
          <button type="button" className="button" onClick={() => void take()}>
            {t.cases.take} <Kbd>t</Kbd>
          </button>
        ) : undefined
      }
      lead={
        <>
          <Risk level={view.severity} />
          {view.due_at !== undefined && <Deadline at={view.due_at} basis={view.due_basis} />}
          <CaseStateWord state={view.state} />
          <span>{view.assignee_name ?? t.parts.unassigned}</span>
          <Dollars value={view.value_usd} />
          <span>
            {t.cases.next}: <strong>{next}</strong>
          </span>
        </>
      }
    >
      {error !== undefined && (
        <div className="section">
          <ErrorNote error={error} writing />
        </div>
      )}
      <div className="case-columns">
        <div className="case-main">
          <StoryAndFlow view={view} />
          <CaseReasons view={view} />
          <CaseAlerts view={view} />
          <Section title={t.cases.events} aside={f.count(view.events.length)}>
            <EventTable rows={view.events} keys={false} />
          </Section>
          <div className="case-papers">
            <Notes view={view} />
            <Attachments view={view} />
          </div>
        </div>
        <div className="side case-side">
          <Decide view={view} />
          <ReportRail view={view} />
          <CustomerRail view={view} />
        </div>
      </div>
    </Page>
  );
}

/** The reasons live with the alerts; a case has few, so they are read one by one. */
function CaseReasons({ view }: { view: CaseView }) {
  const t = useTexts();
  const alerts = useQueries({
    queries: view.alert_rows.slice(0, 8).map(({ id }) => ({
      queryKey: ['alert', id],
      queryFn: () => api.getAlert({ params: { id } }),
      staleTime: 30_000,
    })),
  });
  const items = alerts.flatMap(({ data }) => data?.reasons.slice(0, 2) ?? []);
  return (
    <Section title={t.cases.reasons}>
      {alerts.some(({ isPending }) => isPending) && items.length === 0 ? (
        <Loading />
      ) : (
        <Reasons items={items} />
      )}
    </Section>
  );
}

function CaseAlerts({ view }: { view: CaseView }) {
  const t = useTexts();
  const f = useFormats();
  const columns = useAlertColumns({ customer: false, state: true });
  return (
    <Section
      title={t.cases.alerts}
      aside={<Go href={path.alerts({ customer: view.customer_id })}>{f.count(view.alert_rows.length)}</Go>}
    >
      <Table
        label={t.cases.alerts}
        rows={view.alert_rows}
        columns={columns}
        rowKey={({ id }) => id}
        href={({ id }) => path.alert(id)}
        inline
        keys={false}
      />
    </Section>
  );
}
