import type { HitRow } from '@atalaya/contract/screening.ts';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { fieldErrorOf } from '../../api/problem.ts';
import { Field } from '../../parts/field.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { useTexts } from '../../texts/catalogue.ts';

const CLEAR = [
  'different_birth_date',
  'different_identity_number',
  'different_name',
  'different_nationality',
  'different_gender',
  'known_customer',
  'other',
] as const;
const CONFIRM = ['same_identity_number', 'same_person', 'same_wallet', 'other'] as const;
type Reason = (typeof CLEAR)[number] | (typeof CONFIRM)[number];

interface DialogProps {
  readonly hit: HitRow;
  readonly onClose: () => void;
}

/** Clears or confirms; above the policy's score it says that a second person will be asked. */
export function JudgeDialog({ hit, judgement, onClose }: DialogProps & { judgement: 'clear' | 'confirm' }) {
  const t = useTexts();
  const j = t.screening.judge;
  const reasons: readonly Reason[] = judgement === 'clear' ? CLEAR : CONFIRM;
  const [reason, setReason] = useState<Reason>(reasons[0] ?? 'other');
  const [note, setNote] = useState('');
  const [scope, setScope] = useState<'listing' | 'list'>('listing');
  const [until, setUntil] = useState('');
  const { sending, error, send } = useSending();
  const submit = async (): Promise<void> => {
    const done = await send(() =>
      api.judgeHit({
        params: { id: hit.id },
        body: {
          judgement,
          reason,
          note: note.trim(),
          ...(judgement === 'clear' ? { scope } : {}),
          ...(judgement === 'clear' && until !== '' ? { until } : {}),
        },
      }),
    );
    if (!done) return;
    const { said } = t.screening;
    say(hit.four_eyes ? said.proposed : judgement === 'clear' ? said.cleared : said.confirmed);
    onClose();
  };
  return (
    <FormDialog
      title={judgement === 'clear' ? j.clearTitle : j.confirmTitle}
      onClose={onClose}
      onSubmit={() => void submit()}
      submit={judgement === 'clear' ? t.screening.clear : t.screening.confirm}
      disabled={sending || note.trim() === ''}
      error={error}
    >
      <p className="soft">{judgement === 'clear' ? j.clearLead : j.confirmLead}</p>
      {hit.four_eyes && <p className="note-box ochre">{j.secondLead}</p>}
      <fieldset className="radio-list">
        <legend className="visually-hidden">{j.reason}</legend>
        {reasons.map((code) => (
          <label key={code}>
            <input type="radio" name="reason" checked={reason === code} onChange={() => setReason(code)} />
            {t.screening.reasons[code]}
          </label>
        ))}
      </fieldset>
      <Field label={j.note} hint={j.noteHint} error={fieldErrorOf(error, 'note')}>
        <textarea required maxLength={256} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      {judgement === 'clear' && (
        <div className="form-row">
          <Field label={j.scope}>
            <select
              value={scope}
              onChange={(event) => setScope(event.target.value === 'list' ? 'list' : 'listing')}
            >
              <option value="listing">{t.screening.scopes.listing}</option>
              <option value="list">{t.screening.scopes.list}</option>
            </select>
          </Field>
          <Field label={j.until} hint={j.untilHint} error={fieldErrorOf(error, 'until')}>
            <input type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
          </Field>
        </div>
      )}
    </FormDialog>
  );
}

export type NoteKind = 'agree' | 'return' | 'reopen';

/** A word with a decision of the second person, or with a reopening. */
export function NoteDialog({ hit, kind, onClose }: DialogProps & { kind: NoteKind }) {
  const t = useTexts();
  const { judge: j, said } = t.screening;
  const [note, setNote] = useState('');
  const { sending, error, send } = useSending();
  const submit = async (): Promise<void> => {
    const text = note.trim();
    const params = { id: hit.id };
    const done = await send(() =>
      kind === 'reopen'
        ? api.reopenHit({ params, body: { note: text } })
        : api.secondHit({ params, body: { agree: kind === 'agree', note: text } }),
    );
    if (!done) return;
    say(kind === 'agree' ? said.agreed : kind === 'return' ? said.returned : said.reopened);
    onClose();
  };
  const action = { agree: t.screening.agree, return: t.screening.sendBack, reopen: t.screening.reopen }[kind];
  return (
    <FormDialog
      title={kind === 'reopen' ? j.reopenTitle : j.secondTitle}
      onClose={onClose}
      onSubmit={() => void submit()}
      submit={action}
      disabled={sending || note.trim() === ''}
      error={error}
    >
      <Field label={j.note} hint={j.noteHint} error={fieldErrorOf(error, 'note')}>
        <textarea required maxLength={256} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
