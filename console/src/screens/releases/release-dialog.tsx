import type { ReleaseView } from '@atalaya/contract/releases.ts';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { fieldErrorOf } from '../../api/problem.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { useTexts } from '../../texts/catalogue.ts';

export type ReleaseAct = 'release' | 'keep' | 'agree' | 'return';

/** A proposal or a second person's word, with why. */
export function ReleaseDialog({
  release,
  act,
  onClose,
}: {
  release: ReleaseView;
  act: ReleaseAct;
  onClose: () => void;
}) {
  const t = useTexts();
  const r = t.releases;
  const [reason, setReason] = useState('');
  const { sending, error, send } = useSending();
  const submit = async (): Promise<void> => {
    const params = { id: release.id };
    const text = reason.trim();
    const done = await send(() =>
      act === 'release' || act === 'keep'
        ? api.proposeRelease({ params, body: { outcome: act, reason: text } })
        : api.decideRelease({ params, body: { agree: act === 'agree', reason: text } }),
    );
    if (!done) return;
    say(r.said[act]);
    onClose();
  };
  const lead = act === 'agree' ? r.leads[release.proposal?.outcome ?? 'release'] : r.actLeads[act];
  return (
    <Dialog title={r.acts[act]} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className="soft">{lead}</p>
        <Field label={r.reason} hint={r.reasonHint} error={fieldErrorOf(error, 'reason')}>
          <textarea
            autoFocus
            required
            maxLength={256}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        {error !== undefined && <ErrorNote error={error} writing />}
        <div className="dialog-foot">
          <button type="button" className="button quiet" onClick={onClose}>
            {t.parts.cancel}
          </button>
          <button type="submit" className="button primary" disabled={sending || reason.trim() === ''}>
            {r.acts[act]}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
