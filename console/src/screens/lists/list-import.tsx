import { useState } from 'react';
import { api } from '../../api/api.ts';
import { codeOf, fieldErrorOf } from '../../api/problem.ts';
import { useFormats } from '../../app/formats.tsx';
import { useFilter } from '../../app/place.ts';
import { known, LIST_FORMATS } from '../../codes.ts';
import { DropArea } from '../../parts/drop.tsx';
import { Field } from '../../parts/field.tsx';
import { useGo } from '../../parts/go.tsx';
import { Icon } from '../../parts/icons.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { base64Of, mappingOf } from './list-file.ts';
import { useWatchlists } from './lists.tsx';
import './lists.css';

type Format = (typeof LIST_FORMATS)[number];
interface Draft {
  readonly code: string;
  readonly format: Format;
  readonly name: string;
  readonly issuer: string;
  readonly issued: string;
  readonly mapping: string;
  readonly confidential: boolean;
}

export function ListImport() {
  const t = useTexts();
  const p = t.lists.importPage;
  const { code } = useFilter(['code']);
  const list = useWatchlists().data?.items.find((item) => item.code === code);
  const [changed, setChanged] = useState<Partial<Draft>>({});
  const [files, setFiles] = useState<readonly File[]>([]);
  const draft: Draft = {
    code: code ?? '',
    format: known(LIST_FORMATS, list?.format) ?? 'ofac-sdn-xml',
    confidential: list?.confidential ?? false,
    name: list?.name ?? '',
    issuer: list?.issuer ?? '',
    issued: '',
    mapping: 'name = Nombre',
    ...changed,
  };
  const set = (change: Partial<Draft>): void => setChanged((before) => ({ ...before, ...change }));
  return (
    <Page title={p.title} back={{ href: path.lists(), text: t.lists.title }}>
      <div className="section narrow form">
        <p className="soft">{p.lead}</p>
        <DropArea
          text={p.drop}
          hint={p.dropHint}
          multiple
          onFiles={(added) => setFiles((before) => [...before, ...added])}
        />
        <ChosenFiles
          files={files}
          onRemove={(file) => setFiles((before) => before.filter((each) => each !== file))}
        />
        <ImportForm draft={draft} set={set} files={files} />
      </div>
    </Page>
  );
}

function ChosenFiles({ files, onRemove }: { files: readonly File[]; onRemove: (file: File) => void }) {
  const t = useTexts();
  const f = useFormats();
  return (
    <ul className="attachments">
      {files.map((file) => (
        <li key={`${file.name} ${file.size}`}>
          <Icon name="file" size={14} /> <span className="clip">{file.name}</span>
          <span className="muted num">{f.bytes(file.size)}</span>
          <button type="button" className="button quiet slim" onClick={() => onRemove(file)}>
            {t.lists.importPage.remove}
          </button>
        </li>
      ))}
    </ul>
  );
}

function ImportForm({
  draft,
  set,
  files,
}: {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  files: readonly File[];
}) {
  const t = useTexts();
  const p = t.lists.importPage;
  const go = useGo();
  const { sending, error, send } = useSending();
  const [acceptShrink, setAcceptShrink] = useState(false);
  const submit = async (): Promise<void> => {
    const done = await send(async () => {
      const snapshot = await api.importSnapshot({
        params: { code: draft.code },
        body: {
          format: draft.format,
          ...(draft.name === '' ? {} : { name: draft.name }),
          ...(draft.issuer === '' ? {} : { issuer: draft.issuer }),
          ...(draft.issued === '' ? {} : { issued_on: draft.issued }),
          ...(draft.format === 'csv' ? { mapping: mappingOf(draft.mapping) } : {}),
          ...(acceptShrink ? { accept_shrink: true } : {}),
          ...(draft.confidential ? { confidential: true } : {}),
          files: await Promise.all(
            files.map(async (file) => ({ name: file.name, base64: await base64Of(file) })),
          ),
        },
      });
      say(p.done(snapshot.added, snapshot.removed, snapshot.changed));
    });
    if (done) go(path.list(draft.code));
  };
  const shrunk = codeOf(error) === 'watchlists.shrunk';
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="form-row">
        <Field label={p.code} hint={p.codeHint} error={fieldErrorOf(error, 'code')}>
          <input
            required
            pattern="[a-z0-9\-]{2,40}"
            className="mono"
            value={draft.code}
            onChange={(event) => set({ code: event.target.value })}
          />
        </Field>
        <Field label={p.format} error={fieldErrorOf(error, 'format')}>
          <select
            value={draft.format}
            onChange={(event) => set({ format: known(LIST_FORMATS, event.target.value) ?? draft.format })}
          >
            {LIST_FORMATS.map((format) => (
              <option key={format} value={format}>
                {t.words.listFormat[format]}
              </option>
            ))}
          </select>
        </Field>
      </div>
      <div className="form-row">
        <Field label={p.name} optional error={fieldErrorOf(error, 'name')}>
          <input value={draft.name} onChange={(event) => set({ name: event.target.value })} />
        </Field>
        <Field label={p.issuer} optional error={fieldErrorOf(error, 'issuer')}>
          <input value={draft.issuer} onChange={(event) => set({ issuer: event.target.value })} />
        </Field>
        <Field label={p.issued} optional error={fieldErrorOf(error, 'issued_on')}>
          <input type="date" value={draft.issued} onChange={(event) => set({ issued: event.target.value })} />
        </Field>
      </div>
      {draft.format === 'csv' && (
        <Field label={p.mapping} hint={p.mappingHint} error={fieldErrorOf(error, 'mapping')}>
          <textarea
            className="mono"
            value={draft.mapping}
            onChange={(event) => set({ mapping: event.target.value })}
          />
        </Field>
      )}
      <label>
        <input
          type="checkbox"
          checked={draft.confidential}
          onChange={(event) => set({ confidential: event.target.checked })}
        />{' '}
        {p.confidential} <span className="muted small">{p.confidentialHint}</span>
      </label>
      {error !== undefined && (
        <ErrorNote error={error} writing {...(shrunk ? { title: p.shrunkTitle } : {})} />
      )}
      {shrunk && (
        <label className="note-box ochre shrink">
          <span>{p.shrunkText}</span>
          <span>
            <input
              type="checkbox"
              checked={acceptShrink}
              onChange={(event) => setAcceptShrink(event.target.checked)}
            />{' '}
            {p.acceptShrink}
          </span>
        </label>
      )}
      <div className="button-row">
        <button
          type="submit"
          className="button primary"
          disabled={sending || files.length === 0 || draft.code === ''}
        >
          {sending ? p.working : p.submit}
        </button>
      </div>
    </form>
  );
}
