import type { AlertView } from '@atalaya/contract/alerts.ts';
import { useState } from 'react';
import { useFormats } from '../../app/formats.tsx';
import { useKeys } from '../../app/keys.tsx';
import { useParam } from '../../app/place.ts';
import { useSession } from '../../app/session.tsx';
import { isRuleScenario, RELEASE_SCENARIO } from '../../codes.ts';
import { Go, useGo } from '../../parts/go.tsx';
import { Risk, StateWord } from '../../parts/marks.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Facts, Page, Section } from '../../parts/page.tsx';
import { Deadline, Dollars, Kbd, Moment } from '../../parts/values.tsx';
import { Reasons } from '../../parts/why/reasons.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { EventTable } from '../events/event-table.tsx';
import { useAlertActions } from './actions.ts';
import { ClearDialog, EscalateDialog, ReopenDialog } from './dialogs.tsx';
import { Activity, useAlert } from './preview.tsx';
import './alerts.css';

export function AlertPage() {
  const t = useTexts();
  const id = useParam('id');
  const f = useFormats();
  const { data, error, refetch } = useAlert(id);
  const back = { href: path.alerts({ state: 'open', at: id }), text: t.alerts.title };
  if (data === undefined)
    return (
      <Page title={t.alerts.title} back={back}>
        {error === null ? (
          <Loading />
        ) : (
          <div className="section">
            <ErrorNote error={error} retry={() => void refetch()} />
          </div>
        )}
      </Page>
    );
  return (
    <Page
      title={f.pick(data.title)}
      back={back}
      actions={<AlertActions alert={data} />}
      lead={
        <>
          <Risk level={data.severity} />
          <Go href={path.customer(data.customer_id)}>{data.customer_name ?? data.customer}</Go>
          <StateWord tone={data.state === 'open' ? 'plain' : 'muted'}>
            {t.words.alertState[data.state]}
          </StateWord>
          {data.due_at !== undefined && data.state === 'open' && <Deadline at={data.due_at} />}
          <span>{data.assignee_name ?? t.parts.unassigned}</span>
        </>
      }
    >
      <div className="alert-page">
        <div>
          <Section title={t.alerts.reasons}>
            <Reasons items={data.reasons} />
          </Section>
          <Section title={t.alerts.events} aside={f.count(data.events.length)}>
            <EventTable rows={data.events} />
          </Section>
        </div>
        <div className="side">
          <Section title={t.alerts.figures}>
            <Facts
              items={[
                [t.alerts.columns.value, <Dollars key="v" value={data.value_usd} />],
                [t.alerts.columns.findings, f.count(data.findings)],
                [t.alerts.opened, <Moment key="o" at={data.opened_at} />],
                [t.alerts.lastFinding, <Moment key="l" at={data.last_finding_at} />],
                [t.alerts.scenario, <ScenarioLink key="s" alert={data} />],
              ]}
            />
          </Section>
          <Section title={t.alerts.activity}>
            <Activity days={data.activity} />
          </Section>
        </div>
      </div>
    </Page>
  );
}

/** Findings of a rule-set have a scenario to read; a release has its own page, and what is found of the past has neither. */
function ScenarioLink({ alert }: { alert: AlertView }) {
  const f = useFormats();
  const title = f.pick(alert.title);
  if (alert.scenario === RELEASE_SCENARIO)
    return <Go href={path.releases({ customer: alert.customer_id })}>{title}</Go>;
  if (!isRuleScenario(alert.scenario)) return title;
  return <Go href={path.scenario(alert.scenario)}>{title}</Go>;
}

function AlertActions({ alert }: { alert: AlertView }) {
  const { alerts: t, releases } = useTexts();
  const go = useGo();
  const { may, view } = useSession();
  const actions = useAlertActions();
  const [dialog, setDialog] = useState<'clear' | 'escalate' | 'reopen'>();
  const works = may('alerts:work');
  const open = works && alert.state === 'open';
  const mine = alert.assignee === view.user.id;
  const take = () => void (mine ? actions.release(alert.id) : actions.take([alert]));
  useKeys(
    [
      { keys: 't', text: t.take, group: 'screen', run: take },
      { keys: 'c', text: t.clear, group: 'screen', run: () => setDialog('clear') },
      { keys: 'e', text: t.escalate, group: 'screen', run: () => setDialog('escalate') },
    ],
    open,
  );
  const close = (): void => setDialog(undefined);
  const ids = [alert.id];
  return (
    <>
      {alert.scenario === RELEASE_SCENARIO && (
        <Go className="button primary" href={path.releases({ customer: alert.customer_id })}>
          {releases.link}
        </Go>
      )}
      {alert.case_id !== undefined && (
        <Go className="button" href={path.case(alert.case_id)}>
          {t.openCase}
        </Go>
      )}
      {works && alert.state === 'cleared' && (
        <button type="button" className="button" onClick={() => setDialog('reopen')}>
          {t.reopen}
        </button>
      )}
      {open && (
        <>
          <button type="button" className="button" onClick={take}>
            {mine ? t.release : t.take} <Kbd>t</Kbd>
          </button>
          <button type="button" className="button" onClick={() => setDialog('clear')}>
            {t.clear} <Kbd>c</Kbd>
          </button>
          <button type="button" className="button primary" onClick={() => setDialog('escalate')}>
            {t.escalate} <Kbd>e</Kbd>
          </button>
        </>
      )}
      {dialog === 'clear' && <ClearDialog ids={ids} onClose={close} onDone={close} />}
      {dialog === 'escalate' && (
        <EscalateDialog
          ids={ids}
          onClose={close}
          onDone={(caseId) => (caseId === undefined ? close() : go(path.case(caseId)))}
        />
      )}
      {dialog === 'reopen' && <ReopenDialog ids={ids} onClose={close} onDone={close} />}
    </>
  );
}
