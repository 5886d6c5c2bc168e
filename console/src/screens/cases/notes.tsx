import type { CaseView } from '@atalaya/contract/cases.ts';
import { useState } from 'react';
import { api, fileUrl } from '../../api/api.ts';
import { fieldErrorOf } from '../../api/problem.ts';
import { useFormats } from '../../app/formats.tsx';
import { useSession } from '../../app/session.tsx';
import { DropArea } from '../../parts/drop.tsx';
import { Field } from '../../parts/field.tsx';
import { Icon } from '../../parts/icons.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { Section } from '../../parts/page.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { Hash, Moment } from '../../parts/values.tsx';
import { useTexts } from '../../texts/catalogue.ts';

export function Notes({ view }: { view: CaseView }) {
  const t = useTexts().cases;
  const { may } = useSession();
  const { sending, error, send } = useSending();
  const [text, setText] = useState('');
  const save = async (): Promise<void> => {
    const done = await send(() => api.addNote({ params: { id: view.id }, body: { text: text.trim() } }));
    if (!done) return;
    setText('');
    say(t.noteSaid);
  };
  return (
    <Section title={t.notes} id="notes">
      {view.notes.length === 0 && <p className="muted">{t.noNotes}</p>}
      <ol className="case-notes">
        {view.notes.map((note) => (
          <li key={note.id}>
            <p className="small muted">
              <strong>{note.author_name ?? note.author}</strong> · <Moment at={note.at} />
            </p>
            <p className="case-note-text">{note.text}</p>
          </li>
        ))}
      </ol>
      {may('cases:work') && (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <Field label={t.noteLabel} error={fieldErrorOf(error, 'text')}>
            <textarea
              id="case-note"
              placeholder={t.notePlaceholder}
              value={text}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim() !== '')
                  void save();
              }}
            />
          </Field>
          {error !== undefined && <ErrorNote error={error} writing />}
          <div className="button-row">
            <button type="submit" className="button" disabled={sending || text.trim() === ''}>
              {t.addNote}
            </button>
          </div>
        </form>
      )}
    </Section>
  );
}

const LARGEST_BYTES = 8 * 1024 * 1024;
type AttachmentType = Parameters<typeof api.addAttachment>[0]['type'];
const TYPES: readonly AttachmentType[] = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'text/plain',
  'text/csv',
];

export function Attachments({ view }: { view: CaseView }) {
  const t = useTexts().cases;
  const f = useFormats();
  const { may } = useSession();
  const { sending, error, send } = useSending();
  const [refusal, setRefusal] = useState<string>();
  const attach = async (file: File): Promise<void> => {
    setRefusal(file.size > LARGEST_BYTES ? t.tooLarge(file.name, f.bytes(file.size)) : undefined);
    if (file.size > LARGEST_BYTES) return;
    const type = TYPES.find((known) => known === file.type) ?? 'application/octet-stream';
    const done = await send(() =>
      api.addAttachment({
        params: { id: view.id },
        query: { name: file.name.slice(0, 256) },
        body: file,
        type,
      }),
    );
    if (done) say(t.attachedSaid);
  };
  return (
    <Section title={t.attachments} aside={f.count(view.attachments.length)}>
      <ul className="attachments">
        {view.attachments.map((item) => (
          <li key={item.id}>
            <Icon name="file" size={14} />
            <a href={fileUrl.attachment(view.id, item.id)} download={item.name} className="clip">
              {item.name}
            </a>
            <span className="muted small nowrap">{f.bytes(item.bytes)}</span>
            <span className="muted small">
              <Hash value={item.sha256} what="SHA-256" />
            </span>
          </li>
        ))}
      </ul>
      {may('cases:work') && (
        <DropArea
          text={t.attach}
          hint={t.attachHint}
          busy={sending}
          onFiles={([file]) => file !== undefined && void attach(file)}
        />
      )}
      {refusal !== undefined && (
        <p className="state-signal" role="alert">
          ▲ {refusal}
        </p>
      )}
      {error !== undefined && <ErrorNote error={error} writing />}
    </Section>
  );
}
