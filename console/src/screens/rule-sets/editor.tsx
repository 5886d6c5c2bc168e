import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { useKeys } from '../../app/keys.tsx';
import { useFilter, useParam } from '../../app/place.ts';
import { Go } from '../../parts/go.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { say } from '../../parts/toasts.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { ScenarioForm } from './form.tsx';
import { useRuleSet } from './rule-set.tsx';
import { TextArea } from './text-area.tsx';
import { TryPane, useTry } from './try-pane.tsx';
import { keepUnsaved, unsavedText } from './unsaved.ts';
import './rule-sets.css';

/** A scenario of a version: as a form or as text, checked and tried on the latest events while one types. */
export function ScenarioEditor() {
  const r = useTexts().ruleSets;
  const id = useParam('id');
  const file = `${useParam('file')}.yaml`;
  const ruleSet = useRuleSet(id);
  const source = useQuery({
    queryKey: ['rule-set-scenario', id, file],
    queryFn: () => api.getRuleSetScenario({ params: { id, file } }),
    refetchOnWindowFocus: false,
  });
  const back = { href: path.ruleSet(id), text: r.title };
  const error = source.error ?? ruleSet.error;
  if (source.data === undefined || ruleSet.data === undefined)
    return (
      <Page title={file} back={back}>
        {error === null ? (
          <Loading />
        ) : (
          <div className="section">
            <ErrorNote error={error} retry={() => void source.refetch()} />
          </div>
        )}
      </Page>
    );
  return (
    <Editing
      key={`${id} ${file}`}
      id={id}
      file={file}
      saved={source.data}
      editable={ruleSet.data.can.includes('edit')}
      number={ruleSet.data.number}
    />
  );
}

interface EditingProps {
  readonly id: string;
  readonly file: string;
  readonly saved: { readonly text: string; readonly sha256: string };
  readonly editable: boolean;
  readonly number: number;
}

function Editing({ id, file, saved, editable, number }: EditingProps) {
  const t = useTexts();
  const r = t.ruleSets;
  const f = useFormats();
  const client = useQueryClient();
  const filter = useFilter(['line', 'as']);
  const [text, setText] = useState(
    () => (editable ? unsavedText(sessionStorage, [id, file], saved) : undefined) ?? saved.text,
  );
  const [base, setBase] = useState(saved);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>();
  const tried = useTry(text, file);
  const dirty = text !== base.text;
  useLeaveGuard(dirty);
  useEffect(() => {
    if (editable) keepUnsaved(sessionStorage, [id, file], base, text);
  }, [editable, id, file, base, text]);
  const item = useRuleSet(id).data?.items.find((one) => one.file === file);
  const asText = filter.as === 'text' || filter.line !== undefined;

  const save = async (): Promise<void> => {
    if (!dirty || sending || !editable) return;
    setSending(true);
    setError(undefined);
    try {
      await api.putRuleSetScenario({ params: { id, file }, body: { text, replaces: base.sha256 } });
      const now = await client.fetchQuery({
        queryKey: ['rule-set-scenario', id, file],
        queryFn: () => api.getRuleSetScenario({ params: { id, file } }),
      });
      setBase(now);
      await client.invalidateQueries({ queryKey: ['rule-set', id] });
      say(r.saved);
    } catch (caught) {
      setError(caught);
    } finally {
      setSending(false);
    }
  };
  useKeys([
    {
      keys: 'mod+s',
      text: t.parts.save,
      group: 'screen',
      inFields: true,
      run: (event) => {
        event.preventDefault();
        void save();
      },
    },
  ]);
  return (
    <Page
      title={item?.title === undefined ? file : f.pick(item.title)}
      aside={<span className="mono">{file}</span>}
      back={{ href: path.ruleSet(id), text: r.numbered(number) }}
      fixed
      lead={
        editable ? (
          dirty ? (
            <StateWord tone="ochre">{`◆ ${r.unsaved}`}</StateWord>
          ) : (
            <StateWord tone="calm">{`✓ ${r.allSaved}`}</StateWord>
          )
        ) : (
          <span className="soft">{r.readOnly}</span>
        )
      }
      actions={
        editable && (
          <>
            {dirty && (
              <button type="button" className="button quiet" onClick={() => setText(base.text)}>
                {r.revert}
              </button>
            )}
            <button
              type="button"
              className="button primary"
              disabled={!dirty || sending}
              onClick={() => void save()}
            >
              {t.parts.save} <kbd>Ctrl S</kbd>
            </button>
          </>
        )
      }
    >
      <nav className="tabs" aria-label={r.view}>
        <Go href={path.ruleSetScenario(id, file)} aria-current={asText ? undefined : 'page'}>
          {r.form}
        </Go>
        <Go
          href={path.ruleSetScenario(id, file, undefined, 'text')}
          aria-current={asText ? 'page' : undefined}
        >
          {r.text}
        </Go>
      </nav>
      <div className="editor">
        <div className="editor-source">
          {error !== undefined && (
            <div className="section">
              <ErrorNote error={error} writing />
            </div>
          )}
          {asText ? (
            <TextArea
              text={text}
              onChange={editable ? setText : undefined}
              problems={tried.data?.problems ?? []}
              line={filter.line === undefined ? undefined : Number(filter.line)}
            />
          ) : (
            <ScenarioForm text={text} onChange={editable ? setText : undefined} />
          )}
        </div>
        <TryPane tried={tried} file={file} id={id} />
      </div>
    </Page>
  );
}

/** The browser asks before what was not saved is left behind. */
function useLeaveGuard(dirty: boolean): void {
  const now = useRef(dirty);
  now.current = dirty;
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (now.current) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, []);
}
