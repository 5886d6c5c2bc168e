import { useState } from 'react';
import { fieldErrorOf } from '../../api/problem.ts';
import { Field } from '../../parts/field.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { useTexts } from '../../texts/catalogue.ts';
import { type ClearReason, useAlertActions } from './actions.ts';

interface ChangeProps {
  readonly ids: readonly string[];
  readonly onClose: () => void;
  readonly onDone: (caseId?: string) => void;
}

function useSending(run: () => Promise<void>) {
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>();
  const send = async (): Promise<void> => {
    setSending(true);
    setError(undefined);
    try {
      await run();
    } catch (caught) {
      setError(caught);
    } finally {
      setSending(false);
    }
  };
  return { sending, error, send };
}

const REASONS: readonly ClearReason[] = ['explained', 'known_behaviour', 'duplicate', 'data_error', 'other'];

export function ClearDialog({ ids, onClose, onDone }: ChangeProps) {
  const t = useTexts();
  const actions = useAlertActions();
  const [reason, setReason] = useState<ClearReason>('explained');
  const [note, setNote] = useState('');
  const { sending, error, send } = useSending(async () => {
    await actions.clear(ids, reason, note.trim());
    onDone();
  });
  return (
    <FormDialog
      title={t.alerts.clearTitle(ids.length)}
      onClose={onClose}
      onSubmit={() => void send()}
      submit={t.alerts.clear}
      disabled={sending || note.trim() === ''}
      error={error}
    >
      <p className="soft">{t.alerts.clearLead}</p>
      <fieldset className="radio-list">
        <legend className="visually-hidden">{t.alerts.clearReason}</legend>
        {REASONS.map((code) => (
          <label key={code}>
            <input type="radio" name="reason" checked={reason === code} onChange={() => setReason(code)} />
            {t.words.clearReason[code]}
          </label>
        ))}
      </fieldset>
      <Field label={t.alerts.clearNote} hint={t.alerts.clearNoteHint} error={fieldErrorOf(error, 'note')}>
        <textarea required maxLength={256} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </FormDialog>
  );
}

export function EscalateDialog({ ids, onClose, onDone }: ChangeProps) {
  const t = useTexts();
  const actions = useAlertActions();
  const [note, setNote] = useState('');
  const { sending, error, send } = useSending(async () => onDone(await actions.escalate(ids, note.trim())));
  return (
    <FormDialog
      title={t.alerts.escalateTitle(ids.length)}
      onClose={onClose}
      onSubmit={() => void send()}
      submit={t.alerts.escalate}
      disabled={sending}
      error={error}
    >
      <p className="soft">{t.alerts.escalateLead}</p>
      <Field label={t.alerts.escalateNote} optional>
        <textarea maxLength={256} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </FormDialog>
  );
}

export function ReopenDialog({ ids, onClose, onDone }: ChangeProps) {
  const t = useTexts();
  const actions = useAlertActions();
  const [note, setNote] = useState('');
  const { sending, error, send } = useSending(async () => {
    for (const id of ids) await actions.reopen(id, note.trim());
    onDone();
  });
  return (
    <FormDialog
      title={t.alerts.reopenTitle}
      onClose={onClose}
      onSubmit={() => void send()}
      submit={t.alerts.reopen}
      disabled={sending || note.trim() === ''}
      error={error}
    >
      <Field label={t.alerts.reopenNote} error={fieldErrorOf(error, 'note')}>
        <textarea required maxLength={256} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
