import type { ReportView } from '@atalaya/contract/reports.ts';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { fieldErrorOf } from '../../api/problem.ts';
import { useFormats } from '../../app/formats.tsx';
import { instantOf, localTimeOf } from '../../format/local-time.ts';
import { Field } from '../../parts/field.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { useTexts } from '../../texts/catalogue.ts';

/** Records when the officer handed the file to the authority. */
export function MarkFiled({ report }: { report: ReportView }) {
  const t = useTexts().reports.act;
  const { zone, zoneName } = useFormats();
  const { sending, error, send } = useSending();
  const [at, setAt] = useState(() => localTimeOf(new Date(), zone));
  const file = async (): Promise<void> => {
    const body = { filed_at: instantOf(at, zone) };
    if (await send(() => api.markFiled({ params: { id: report.id }, body }))) say(t.filedSaid);
  };
  return (
    <form
      className="form filing"
      onSubmit={(event) => {
        event.preventDefault();
        void file();
      }}
    >
      <p className="soft">{t.fileLead}</p>
      <Field label={`${t.filedAt} (${zoneName})`} error={fieldErrorOf(error, 'filed_at')}>
        <input type="datetime-local" required value={at} onChange={(event) => setAt(event.target.value)} />
      </Field>
      {error !== undefined && <ErrorNote error={error} writing />}
      <div className="button-row">
        <button type="submit" className="button" disabled={sending || at === ''}>
          {t.markFiled}
        </button>
      </div>
    </form>
  );
}

/** Records what the authority answered: its folio, when, and whether it accepted. */
export function Acknowledge({ report }: { report: ReportView }) {
  const t = useTexts().reports.act;
  const { zone, zoneName } = useFormats();
  const { sending, error, send } = useSending();
  const [folio, setFolio] = useState('');
  const [at, setAt] = useState(() => localTimeOf(new Date(), zone));
  const [accepted, setAccepted] = useState(true);
  const [note, setNote] = useState('');
  const record = async (): Promise<void> => {
    const body = {
      folio: folio.trim(),
      received_at: instantOf(at, zone),
      accepted,
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    };
    if (await send(() => api.recordAcknowledgement({ params: { id: report.id }, body }))) say(t.ackSaid);
  };
  return (
    <form
      className="form filing"
      onSubmit={(event) => {
        event.preventDefault();
        void record();
      }}
    >
      <p className="soft">{t.ackLead}</p>
      <Field label={t.folio} error={fieldErrorOf(error, 'folio')}>
        <input className="mono" required value={folio} onChange={(event) => setFolio(event.target.value)} />
      </Field>
      <Field label={`${t.receivedAt} (${zoneName})`} error={fieldErrorOf(error, 'received_at')}>
        <input type="datetime-local" required value={at} onChange={(event) => setAt(event.target.value)} />
      </Field>
      <fieldset className="radio-row">
        <legend className="visually-hidden">{t.recordAck}</legend>
        <label>
          <input type="radio" name="accepted" checked={accepted} onChange={() => setAccepted(true)} />{' '}
          {t.accepted}
        </label>
        <label>
          <input type="radio" name="accepted" checked={!accepted} onChange={() => setAccepted(false)} />{' '}
          {t.refusedByAuthority}
        </label>
      </fieldset>
      <Field label={t.note} optional error={fieldErrorOf(error, 'note')}>
        <input value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      {error !== undefined && <ErrorNote error={error} writing />}
      <div className="button-row">
        <button type="submit" className="button primary" disabled={sending || folio.trim() === ''}>
          {t.recordAck}
        </button>
      </div>
    </form>
  );
}
