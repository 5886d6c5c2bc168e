import type { RuleSetAction, RuleSetView } from '@atalaya/contract/rule-sets.ts';
import { type FormEvent, useState } from 'react';
import { api } from '../../api/api.ts';
import { codeOf, fieldErrorOf } from '../../api/problem.ts';
import { useSession } from '../../app/session.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { useTexts } from '../../texts/catalogue.ts';

type Act = Exclude<RuleSetAction, 'edit'>;

const NEEDS: Readonly<Record<Act, string>> = {
  submit: 'monitoring:write',
  check: 'monitoring:approve',
  send_back: 'monitoring:approve',
  start_shadow: 'monitoring:write',
  stop_shadow: 'monitoring:write',
  go_live: 'monitoring:approve',
  retire: 'monitoring:approve',
  discard: 'monitoring:write',
};

/** The next step first; what puts away, last and quiet. */
const ORDER: readonly Act[] = [
  'go_live',
  'check',
  'submit',
  'start_shadow',
  'stop_shadow',
  'send_back',
  'retire',
  'discard',
];
const QUIET: ReadonlySet<Act> = new Set(['retire', 'discard', 'send_back', 'stop_shadow']);

/** What can be done with a version now, each with its reason; the author sees why another person must check. */
export function Acts({ view }: { view: RuleSetView }) {
  const t = useTexts().ruleSets;
  const { may, view: session } = useSession();
  const [act, setAct] = useState<Act>();
  const mine = view.author === session.user.id;
  const submitted = view.submitted_at !== undefined;
  const acts = ORDER.filter(
    (one) => view.can.includes(one) && may(NEEDS[one]) && !(one === 'submit' && submitted),
  );
  const first = acts.find((one) => !QUIET.has(one));
  return (
    <>
      {acts.map((one) => {
        const second = mine && (one === 'check' || one === 'send_back');
        return (
          <button
            key={one}
            type="button"
            className={`button ${one === first ? 'primary' : QUIET.has(one) ? 'quiet' : ''}`}
            disabled={second}
            title={second ? t.secondPerson : undefined}
            onClick={() => setAct(one)}
          >
            {t.acts[one]}
          </button>
        );
      })}
      {act !== undefined && <ActDialog act={act} view={view} onClose={() => setAct(undefined)} />}
    </>
  );
}

function perform(act: Act, view: RuleSetView, reason: string, withoutBacktest: boolean): Promise<unknown> {
  const call = { params: { id: view.id }, body: { reason } };
  switch (act) {
    case 'submit':
      return api.submitRuleSet(call);
    case 'check':
    case 'send_back':
      return api.checkRuleSet({
        params: call.params,
        body: { agree: act === 'check', content: view.content, reason },
      });
    case 'start_shadow':
    case 'stop_shadow':
      return api.setShadow({
        params: call.params,
        body: { action: act === 'start_shadow' ? 'start' : 'stop', reason },
      });
    case 'go_live':
      return api.goLive({
        params: call.params,
        body: { reason, ...(withoutBacktest ? { without_backtest: true } : {}) },
      });
    case 'retire':
      return api.retireRuleSet(call);
    case 'discard':
      return api.discardRuleSet(call);
  }
}

/** What a person may go on without, knowingly. */
const UNPROVEN = new Set(['rule_sets.not_backtested', 'rule_sets.backtest_too_short']);

function ActDialog({ act, view, onClose }: { act: Act; view: RuleSetView; onClose: () => void }) {
  const t = useTexts();
  const r = t.ruleSets;
  const { sending, error, send } = useSending();
  const [reason, setReason] = useState('');
  const [without, setWithout] = useState(false);
  const unproven = UNPROVEN.has(codeOf(error) ?? '');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!(await send(() => perform(act, view, reason.trim(), without)))) return;
    say(r.said[act]);
    onClose();
  };
  return (
    <Dialog title={`${r.acts[act]} · ${view.number}`} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)}>
        <p className="soft">{r.actLeads[act]}</p>
        <Field label={r.reason} error={fieldErrorOf(error, 'reason')}>
          <textarea maxLength={256} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {error !== undefined && <ErrorNote error={error} writing />}
        {unproven && (
          <label className="check-line">
            <input type="checkbox" checked={without} onChange={(event) => setWithout(event.target.checked)} />{' '}
            {r.withoutBacktest}
          </label>
        )}
        <div className="button-row">
          <button
            type="submit"
            className={`button ${act === 'go_live' ? 'signal' : 'primary'}`}
            disabled={sending || reason.trim() === '' || (unproven && !without)}
          >
            {r.acts[act]}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t.parts.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
