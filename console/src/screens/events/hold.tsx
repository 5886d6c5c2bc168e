import type { EventView } from '@atalaya/contract/decisions.ts';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { fieldErrorOf } from '../../api/problem.ts';
import { useKeys } from '../../app/keys.tsx';
import { useSession } from '../../app/session.tsx';
import { Field } from '../../parts/field.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { Icon } from '../../parts/icons.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { Deadline, Kbd, Moment } from '../../parts/values.tsx';
import { useTexts } from '../../texts/catalogue.ts';

type Hold = NonNullable<EventView['decision']['hold']>;
type Action = 'release' | 'reject';

/** A held operation waits for a person until its time is over. */
export function HoldPanel({ hold }: { hold: Hold }) {
  const t = useTexts();
  const { may } = useSession();
  const [action, setAction] = useState<Action>();
  const waits = hold.state === 'held';
  const mayResolve = waits && may('decisions:resolve');
  useKeys(
    [
      { keys: 'l', text: t.events.hold.release, group: 'screen', run: () => setAction('release') },
      { keys: 'r', text: t.events.hold.reject, group: 'screen', run: () => setAction('reject') },
    ],
    mayResolve,
  );
  return (
    <div className={waits ? 'hold hold-waits' : 'hold'}>
      <Icon name="lock" />
      <div>
        <p>
          <strong>{t.events.hold.title}</strong>{' '}
          {waits ? (
            <Deadline at={hold.until} />
          ) : (
            <StateWord tone={hold.state === 'released' ? 'calm' : 'plain'}>
              {t.words.holdState[hold.state]}
            </StateWord>
          )}
        </p>
        {waits && <p className="soft small">{t.events.hold.expires}</p>}
        {!waits && (
          <p className="soft small">
            {hold.decided_at !== undefined && <Moment at={hold.decided_at} />}{' '}
            {hold.decided_by !== undefined && t.events.hold.by(hold.decided_by)}
            {hold.reason !== undefined && ` · ${hold.reason}`}
          </p>
        )}
      </div>
      {mayResolve && (
        <div className="button-row">
          <button type="button" className="button" onClick={() => setAction('release')}>
            {t.events.hold.release} <Kbd>l</Kbd>
          </button>
          <button type="button" className="button signal" onClick={() => setAction('reject')}>
            {t.events.hold.reject} <Kbd>r</Kbd>
          </button>
        </div>
      )}
      {action !== undefined && (
        <ResolveDialog hold={hold} action={action} onClose={() => setAction(undefined)} />
      )}
    </div>
  );
}

function ResolveDialog({ hold, action, onClose }: { hold: Hold; action: Action; onClose: () => void }) {
  const t = useTexts();
  const h = t.events.hold;
  const { sending, error, send } = useSending();
  const [reason, setReason] = useState('');
  const submit = async (): Promise<void> => {
    const done = await send(() =>
      api.resolveHold({ params: { id: hold.id }, body: { action, reason: reason.trim() } }),
    );
    if (!done) return;
    say(action === 'release' ? h.releasedSaid : h.rejectedSaid);
    onClose();
  };
  return (
    <FormDialog
      title={action === 'release' ? h.releaseTitle : h.rejectTitle}
      onClose={onClose}
      onSubmit={() => void submit()}
      submit={action === 'release' ? h.release : h.reject}
      disabled={sending || reason.trim() === ''}
      signal={action === 'reject'}
      error={error}
    >
      <Field label={h.reason} hint={h.reasonHint} error={fieldErrorOf(error, 'reason')}>
        <textarea
          required
          maxLength={256}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
