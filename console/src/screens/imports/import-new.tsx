import { useEffect, useState } from 'react';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { DropArea } from '../../parts/drop.tsx';
import { Field } from '../../parts/field.tsx';
import { useGo } from '../../parts/go.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Progress } from '../../parts/progress.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { type CsvHead, DELIMITERS, readHead } from './csv-head.ts';
import { type Draft, ENCODINGS, guessSources, mappingOf, missingMembers } from './mapping.ts';
import { EventOptions, MappingEditor } from './mapping-editor.tsx';
import { PresetBar } from './preset-bar.tsx';
import { sendFile } from './send-file.ts';
import './imports.css';

const HEAD_BYTES = 64 * 1024;
const FIRST: Draft = {
  kind: 'events',
  delimiter: ',',
  encoding: 'utf-8',
  sources: {},
  idTemplate: '',
  time: 'rfc3339',
  stepStart: '2026-01-01T00:00:00Z',
  stepSeconds: 3600,
  register: true,
};

const textOf = async (file: File, encoding: string): Promise<string> =>
  new TextDecoder(encoding).decode(await file.slice(0, HEAD_BYTES).arrayBuffer());

export function ImportNew() {
  const t = useTexts();
  const p = t.imports.page;
  const [file, setFile] = useState<File>();
  const [draft, setDraft] = useState(FIRST);
  const [head, setHead] = useState<CsvHead>();
  const [read, setRead] = useState(false);
  const change = (changed: Partial<Draft>): void => setDraft((before) => ({ ...before, ...changed }));
  const choose = async (chosen: File): Promise<void> => {
    const found = readHead(await textOf(chosen, draft.encoding), undefined, chosen.size <= HEAD_BYTES);
    setFile(chosen);
    setHead(found);
    setRead(true);
    if (found !== undefined)
      change({ delimiter: found.delimiter, sources: guessSources(draft.kind, found.header) });
  };
  useEffect(() => {
    if (file === undefined) return;
    let current = true;
    void textOf(file, draft.encoding).then((text) => {
      if (current) setHead(readHead(text, draft.delimiter, file.size <= HEAD_BYTES));
    });
    return () => {
      current = false;
    };
  }, [file, draft.encoding, draft.delimiter]);
  return (
    <Page title={t.imports.new} back={{ href: path.imports(), text: t.imports.title }}>
      <div className="section import-form form">
        {file === undefined ? (
          <DropArea
            text={p.drop}
            hint={p.dropHint}
            accept=".csv,.txt,text/csv"
            onFiles={([chosen]) => chosen !== undefined && void choose(chosen)}
          />
        ) : (
          <Chosen file={file} onOther={() => setFile(undefined)} />
        )}
        {file !== undefined && (
          <Shape
            draft={draft}
            onChange={change}
            onKind={(kind) =>
              change({ kind, sources: head === undefined ? {} : guessSources(kind, head.header) })
            }
          />
        )}
        {file !== undefined && read && head === undefined && (
          <div className="note-box ochre">
            <strong>▲ {p.unreadable}</strong> {p.unreadableDo}
          </div>
        )}
      </div>
      {file !== undefined && head !== undefined && (
        <>
          <Section
            title={p.mapping}
            className="import-form"
            aside={<PresetBar draft={draft} onUse={(kept) => setDraft(kept)} />}
          >
            <MappingEditor draft={draft} head={head} onChange={change} />
          </Section>
          <div className="section import-form form">
            {draft.kind === 'events' && <EventOptions draft={draft} onChange={change} />}
            <Send file={file} draft={draft} />
          </div>
        </>
      )}
    </Page>
  );
}

function Chosen({ file, onOther }: { file: File; onOther: () => void }) {
  const p = useTexts().imports.page;
  const f = useFormats();
  return (
    <p className="chosen-file">
      <strong>{file.name}</strong> <span className="muted num">{f.bytes(file.size)}</span>
      <button type="button" className="button quiet slim" onClick={onOther}>
        {p.other}
      </button>
    </p>
  );
}

function Shape({
  draft,
  onChange,
  onKind,
}: {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  onKind: (kind: Draft['kind']) => void;
}) {
  const t = useTexts();
  const p = t.imports.page;
  return (
    <div className="form-row">
      <Field label={p.kind}>
        <select
          value={draft.kind}
          onChange={(event) => onKind(event.target.value === 'customers' ? 'customers' : 'events')}
        >
          <option value="events">{t.words.importKind.events}</option>
          <option value="customers">{t.words.importKind.customers}</option>
        </select>
      </Field>
      <Field label={p.delimiter}>
        <select
          value={draft.delimiter}
          onChange={({ target }) =>
            onChange({ delimiter: DELIMITERS.find((each) => each === target.value) ?? ',' })
          }
        >
          {DELIMITERS.map((delimiter) => (
            <option key={delimiter} value={delimiter}>
              {p.delimiters[delimiter]}
            </option>
          ))}
        </select>
      </Field>
      <Field label={p.encoding}>
        <select
          value={draft.encoding}
          onChange={({ target }) =>
            onChange({ encoding: ENCODINGS.find((each) => each === target.value) ?? 'utf-8' })
          }
        >
          {ENCODINGS.map((encoding) => (
            <option key={encoding}>{encoding}</option>
          ))}
        </select>
      </Field>
    </div>
  );
}

function Send({ file, draft }: { file: File; draft: Draft }) {
  const t = useTexts();
  const p = t.imports.page;
  const f = useFormats();
  const go = useGo();
  const [share, setShare] = useState<number>();
  const [refusal, setRefusal] = useState<unknown>();
  const [unsent, setUnsent] = useState(false);
  const missing = missingMembers(draft);
  const submit = async (): Promise<void> => {
    setRefusal(undefined);
    setUnsent(false);
    setShare(0);
    let id: string;
    try {
      id = (await api.createImport({ body: { name: file.name.slice(0, 256), mapping: mappingOf(draft) } }))
        .id;
    } catch (error) {
      setRefusal(error);
      setShare(undefined);
      return;
    }
    try {
      await sendFile(id, file, setShare);
      go(path.import(id));
    } catch {
      setUnsent(true);
      setShare(undefined);
    }
  };
  return (
    <>
      {missing.length > 0 && (
        <p className="state-ochre">◆ {p.missing(missing.map((member) => p.members[member]).join(', '))}</p>
      )}
      {refusal !== undefined && <ErrorNote error={refusal} writing />}
      {unsent && (
        <div className="note-box ochre" role="alert">
          <strong>▲ {p.notSent}.</strong> {p.notSentText}
        </div>
      )}
      {share !== undefined && (
        <div className="import-progress">
          <span className="num">{p.sending(f.percent(share))}</span>
          <Progress share={share} label={file.name} />
        </div>
      )}
      <div className="button-row">
        <button
          type="button"
          className="button primary"
          disabled={missing.length > 0 || share !== undefined}
          onClick={() => void submit()}
        >
          {p.submit}
        </button>
      </div>
    </>
  );
}
