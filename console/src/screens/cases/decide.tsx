import type { CaseView } from '@atalaya/contract/cases.ts';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { codeOf, fieldErrorOf } from '../../api/problem.ts';
import { useSession } from '../../app/session.tsx';
import { CASE_OUTCOMES } from '../../codes.ts';
import { Field } from '../../parts/field.tsx';
import { Icon } from '../../parts/icons.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { Section } from '../../parts/page.tsx';
import { Seats } from '../../parts/seats.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { useTexts } from '../../texts/catalogue.ts';

type CaseOutcome = (typeof CASE_OUTCOMES)[number];

/** How the case ends: one person proposes, another agrees or sends it back. */
export function Decide({ view }: { view: CaseView }) {
  const t = useTexts().cases.decide;
  const { may } = useSession();
  const working = view.state === 'open' || view.state === 'investigating';
  return (
    <Section title={t.title} id="decide" className="decide">
      {working && may('cases:work') && view.reports.length === 0 && <Propose id={view.id} />}
      {working && may('cases:work') && view.reports.length > 0 && (
        <details>
          <summary>{t.proposeOther}</summary>
          <div className="reopen">
            <Propose id={view.id} />
          </div>
        </details>
      )}
      {working && !may('cases:work') && <p className="muted">{t.noRight}</p>}
      {view.state === 'proposed' && <Second view={view} />}
      {(view.state === 'closed' || view.state === 'reported') && <Ended view={view} />}
    </Section>
  );
}

function Propose({ id }: { id: string }) {
  const t = useTexts();
  const d = t.cases.decide;
  const { sending, error, send } = useSending();
  const [outcome, setOutcome] = useState<CaseOutcome>();
  const [reason, setReason] = useState('');
  const submit = async (): Promise<void> => {
    if (outcome === undefined) return;
    const done = await send(() =>
      api.proposeOutcome({ params: { id }, body: { outcome, reason: reason.trim() } }),
    );
    if (done) say(d.proposedSaid);
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className="soft">{d.lead}</p>
      <fieldset className="radio-list">
        <legend className="visually-hidden">{d.outcome}</legend>
        {CASE_OUTCOMES.map((code) => (
          <label key={code}>
            <input type="radio" name="outcome" checked={outcome === code} onChange={() => setOutcome(code)} />
            {t.words.caseOutcome[code]}
          </label>
        ))}
      </fieldset>
      <Field label={d.reason} hint={d.reasonHint} error={fieldErrorOf(error, 'reason')}>
        <textarea required value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {error !== undefined && <ErrorNote error={error} writing />}
      <button
        type="submit"
        className="button primary"
        disabled={sending || outcome === undefined || reason.trim() === ''}
      >
        {d.propose}
      </button>
    </form>
  );
}

function Second({ view }: { view: CaseView }) {
  const t = useTexts();
  const d = t.cases.decide;
  const { may, view: session } = useSession();
  const { sending, error, send } = useSending();
  const [reason, setReason] = useState('');
  const { proposal } = view;
  if (proposal === undefined) return null;
  const mine = proposal.by === session.user.id;
  const samePerson = codeOf(error) === 'auth.second_person';
  const decide = async (agree: boolean): Promise<void> => {
    const done = await send(() =>
      api.decideCase({ params: { id: view.id }, body: { agree, reason: reason.trim() } }),
    );
    if (done) say(agree ? d.agreedSaid : d.sentBackSaid);
  };
  return (
    <div className="form">
      <Seats
        first={{ role: d.seatProposes, name: proposal.by_name ?? proposal.by, at: proposal.at, mine }}
        second={{ role: d.seatDecides, name: d.waiting, blocked: mine || samePerson }}
      />
      <blockquote className="proposal">
        <strong>{t.words.caseOutcome[proposal.outcome]}</strong>
        <p>{proposal.reason}</p>
      </blockquote>
      {(mine || samePerson) && (
        <div className="second-person" role={samePerson ? 'alert' : 'note'}>
          <Icon name="lock" />
          <p>
            <strong>{samePerson ? d.refused : d.mine}</strong> {samePerson ? d.refusedDo : d.mineWhy}
          </p>
        </div>
      )}
      {!mine && !may('cases:decide') && <p className="muted">{d.noRight}</p>}
      {!mine && may('cases:decide') && !samePerson && (
        <>
          <Field label={d.comment} error={fieldErrorOf(error, 'reason')}>
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
              <Icon name="check" size={14} /> {d.agree}
            </button>
            <button
              type="button"
              className="button"
              disabled={sending || reason.trim() === ''}
              onClick={() => void decide(false)}
            >
              {d.sendBack}
            </button>
          </div>
        </>
      )}
    </div>
  );
}

function Ended({ view }: { view: CaseView }) {
  const t = useTexts();
  const d = t.cases.decide;
  const { may } = useSession();
  const { sending, error, send } = useSending();
  const [reason, setReason] = useState('');
  const reopen = async (): Promise<void> => {
    if (await send(() => api.reopenCase({ params: { id: view.id }, body: { reason: reason.trim() } })))
      say(d.reopenedSaid);
  };
  return (
    <div className="form">
      <p>
        <span className="muted">{d.ended}</span>{' '}
        <strong>
          {view.proposal === undefined
            ? t.words.caseState[view.state]
            : t.words.caseOutcome[view.proposal.outcome]}
        </strong>
      </p>
      {view.proposal !== undefined && <p className="soft">{view.proposal.reason}</p>}
      {may('cases:decide') && (
        <details>
          <summary>{d.reopen}</summary>
          <div className="form reopen">
            <Field label={d.reopenReason} error={fieldErrorOf(error, 'reason')}>
              <textarea maxLength={256} value={reason} onChange={(event) => setReason(event.target.value)} />
            </Field>
            {error !== undefined && <ErrorNote error={error} writing />}
            <button
              type="button"
              className="button"
              disabled={sending || reason.trim() === ''}
              onClick={() => void reopen()}
            >
              {d.reopen}
            </button>
          </div>
        </details>
      )}
    </div>
  );
}
