import { useState } from 'react';
import { fieldErrorOf } from '../../api/problem.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
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
    <Dialog title={t.alerts.clearTitle(ids.length)} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p className="soft">{t.alerts.clearLead}</p>
        <fieldset className="radio-list">
          <legend className="visually-hidden">{t.alerts.clearReason}</legend>
          {REASONS.map((code, index) => (
            <label key={code}>
              <input
                type="radio"
                name="reason"
                autoFocus={index === 0}
                checked={reason === code}
                onChange={() => setReason(code)}
              />
              {t.words.clearReason[code]}
            </label>
          ))}
        </fieldset>
        <Field label={t.alerts.clearNote} hint={t.alerts.clearNoteHint} error={fieldErrorOf(error, 'note')}>
          <textarea required maxLength={256} value={note} onChange={(event) => setNote(event.target.value)} />
        </Field>
        {error !== undefined && <ErrorNote error={error} writing />}
        <div className="dialog-foot">
          <button type="button" className="button quiet" onClick={onClose}>
            {t.parts.cancel}
          </button>
          <button type="submit" className="button primary" disabled={sending || note.trim() === ''}>
            {t.alerts.clear}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export function EscalateDialog({ ids, onClose, onDone }: ChangeProps) {
  const t = useTexts();
  const actions = useAlertActions();
  const [note, setNote] = useState('');
  const { sending, error, send } = useSending(async () => onDone(await actions.escalate(ids, note.trim())));
  return (
    <Dialog title={t.alerts.escalateTitle(ids.length)} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p className="soft">{t.alerts.escalateLead}</p>
        <Field label={t.alerts.escalateNote} optional>
          <textarea
            autoFocus
            maxLength={256}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Field>
        {error !== undefined && <ErrorNote error={error} writing />}
        <div className="dialog-foot">
          <button type="button" className="button quiet" onClick={onClose}>
            {t.parts.cancel}
          </button>
          <button type="submit" className="button primary" disabled={sending}>
            {t.alerts.escalate}
          </button>
        </div>
      </form>
    </Dialog>
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
    <Dialog title={t.alerts.reopenTitle} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Field label={t.alerts.reopenNote} error={fieldErrorOf(error, 'note')}>
          <textarea
            autoFocus
            required
            maxLength={256}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Field>
        {error !== undefined && <ErrorNote error={error} writing />}
        <div className="dialog-foot">
          <button type="button" className="button quiet" onClick={onClose}>
            {t.parts.cancel}
          </button>
          <button type="submit" className="button primary" disabled={sending || note.trim() === ''}>
            {t.alerts.reopen}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
