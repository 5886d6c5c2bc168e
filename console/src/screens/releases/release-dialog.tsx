import type { ReleaseView } from '@atalaya/contract/releases.ts';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { fieldErrorOf } from '../../api/problem.ts';
import { Field } from '../../parts/field.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
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
    <FormDialog
      title={r.acts[act]}
      onClose={onClose}
      onSubmit={() => void submit()}
      submit={r.acts[act]}
      disabled={sending || reason.trim() === ''}
      error={error}
    >
      <p className="soft">{lead}</p>
      <Field label={r.reason} hint={r.reasonHint} error={fieldErrorOf(error, 'reason')}>
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
