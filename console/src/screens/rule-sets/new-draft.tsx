import { type FormEvent, useState } from 'react';
import { api } from '../../api/api.ts';
import { fieldErrorOf } from '../../api/problem.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { useGo } from '../../parts/go.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';

/** A draft of its own from a version; then its page, or the editor of the scenario one came for. */
export function NewDraft({ from, file, onClose }: { from: string; file?: string; onClose: () => void }) {
  const t = useTexts();
  const r = t.ruleSets;
  const go = useGo();
  const { sending, error, send } = useSending();
  const [note, setNote] = useState('');
  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    await send(async () => {
      const made = await api.createRuleSet({ body: { from, note: note.trim() } });
      go(file === undefined ? path.ruleSet(made.id) : path.ruleSetScenario(made.id, file));
    });
  };
  return (
    <Dialog title={r.newDraft} onClose={onClose}>
      <form className="form" onSubmit={(event) => void create(event)}>
        <p className="soft">{r.newDraftLead}</p>
        <Field label={r.note} hint={r.noteHint} error={fieldErrorOf(error, 'note')}>
          <input maxLength={256} value={note} onChange={(event) => setNote(event.target.value)} />
        </Field>
        {error !== undefined && <ErrorNote error={error} writing />}
        <div className="button-row">
          <button type="submit" className="button primary" disabled={sending || note.trim() === ''}>
            {r.create}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t.parts.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
