import type { ReportView } from '@atalaya/contract/reports.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, fileUrl } from '../../api/api.ts';
import { codeOf, fieldErrorOf } from '../../api/problem.ts';
import { useSession } from '../../app/session.tsx';
import { Field } from '../../parts/field.tsx';
import { Icon } from '../../parts/icons.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { Section } from '../../parts/page.tsx';
import { Seats } from '../../parts/seats.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { Acknowledge, MarkFiled } from './filing.tsx';

/** Names of colleagues, for those who may read them; otherwise the identifier stands. */
export function useNames(): (id: string | undefined) => string {
  const { may, view } = useSession();
  const { data } = useQuery({
    queryKey: ['users'],
    queryFn: () => api.listUsers(),
    enabled: may('access:read'),
    staleTime: 60_000,
    retry: false,
  });
  return (id) =>
    id === view.user.id ? view.user.name : (data?.items.find((user) => user.id === id)?.name ?? id ?? '');
}

/** What comes next: propose, have a second person approve, download and file, record the answer. */
export function Act({ report }: { report: ReportView }) {
  const t = useTexts().reports.act;
  const { may } = useSession();
  const { state } = report;
  return (
    <Section title={t.title} className="act">
      <div className="form">
        {state === 'draft' && may('reports:write') && <Propose report={report} />}
        {state !== 'draft' && <ReportSeats report={report} />}
        {state === 'proposed' && <Approve report={report} />}
        {['approved', 'filed', 'accepted', 'refused'].includes(state) && <Download report={report} />}
        {state === 'approved' && may('reports:approve') && <MarkFiled report={report} />}
        {state === 'filed' && may('reports:write') && <Acknowledge report={report} />}
      </div>
    </Section>
  );
}

function ReportSeats({ report }: { report: ReportView }) {
  const t = useTexts().reports.act;
  const name = useNames();
  const { view } = useSession();
  const taken = report.approved_by !== undefined && report.state !== 'proposed';
  return (
    <Seats
      first={{ role: t.seatProposes, name: name(report.proposed_by) }}
      second={{
        role: taken ? t.seatApproved : t.seatApproves,
        name: taken ? name(report.approved_by) : t.waiting,
        taken,
        blocked: !taken && report.proposed_by === view.user.id,
      }}
    />
  );
}

function Propose({ report }: { report: ReportView }) {
  const t = useTexts().reports.act;
  const { sending, error, send } = useSending();
  const rejecting = report.rules.filter(({ action }) => action === 'reject').length;
  const propose = async (): Promise<void> => {
    if (await send(() => api.proposeReport({ params: { id: report.id }, body: {} }))) say(t.proposedSaid);
  };
  return (
    <>
      <p className="soft">{t.proposeLead}</p>
      {rejecting > 0 && <p className="state-signal">▲ {t.blocked(rejecting)}</p>}
      {error !== undefined && <ErrorNote error={error} writing />}
      <button
        type="button"
        className="button primary"
        disabled={sending || rejecting > 0}
        onClick={() => void propose()}
      >
        {t.propose}
      </button>
    </>
  );
}

function Approve({ report }: { report: ReportView }) {
  const t = useTexts().reports.act;
  const { may, view } = useSession();
  const { sending, error, send } = useSending();
  const [reason, setReason] = useState('');
  const mine = report.proposed_by === view.user.id;
  const samePerson = codeOf(error) === 'auth.second_person';
  const decide = async (agree: boolean): Promise<void> => {
    const done = await send(() =>
      api.approveReport({ params: { id: report.id }, body: { agree, reason: reason.trim() } }),
    );
    if (done) say(agree ? t.approvedSaid : t.sentBackSaid);
  };
  if (mine || samePerson)
    return (
      <div className="second-person" role={samePerson ? 'alert' : 'note'}>
        <Icon name="lock" />
        <p>
          <strong>{samePerson ? t.refused : t.mine}</strong> {samePerson ? t.refusedDo : t.mineWhy}
        </p>
      </div>
    );
  if (!may('reports:approve')) return <p className="muted">{t.noRight}</p>;
  return (
    <>
      <Field label={t.comment} error={fieldErrorOf(error, 'reason')}>
        <textarea maxLength={256} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {error !== undefined && <ErrorNote error={error} writing />}
      <div className="button-row">
        <button
          type="button"
          className="button primary"
          disabled={sending || reason.trim() === ''}
          onClick={() => void decide(true)}
        >
          <Icon name="check" size={14} /> {t.approve}
        </button>
        <button
          type="button"
          className="button"
          disabled={sending || reason.trim() === ''}
          onClick={() => void decide(false)}
        >
          {t.sendBack}
        </button>
      </div>
    </>
  );
}

function Download({ report }: { report: ReportView }) {
  const t = useTexts().reports.act;
  return (
    <div>
      <a
        className={report.state === 'approved' ? 'button primary' : 'button'}
        href={fileUrl.report(report.id)}
        download={`${report.reference}.xml`}
      >
        <Icon name="imports" size={14} /> {t.download}
      </a>
      <p className="small muted download-hint">{t.downloadHint}</p>
    </div>
  );
}
