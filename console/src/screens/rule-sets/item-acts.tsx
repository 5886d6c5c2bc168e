import type { RuleSetView } from '@atalaya/contract/rule-sets.ts';
import { type FormEvent, useState } from 'react';
import { api } from '../../api/api.ts';
import { fieldErrorOf } from '../../api/problem.ts';
import { useFormats } from '../../app/formats.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { useGo } from '../../parts/go.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { withTopMember } from './yaml-lines.ts';

/** Takes a scenario out of a draft, or puts one back as its parent has it. */
export function ItemAct({ view, file, act }: { view: RuleSetView; file: string; act: 'remove' | 'restore' }) {
  const r = useTexts().ruleSets;
  const { sending, error, send } = useSending();
  const done = async (): Promise<unknown> => {
    const params = { id: view.id, file };
    if (act === 'remove') return api.removeRuleSetScenario({ params });
    const { text } = await api.getRuleSetScenario({ params: { id: view.parent ?? 'live', file } });
    return api.putRuleSetScenario({ params, body: { text } });
  };
  return (
    <>
      <button
        type="button"
        className="button quiet small item-act"
        aria-label={`${r.itemActs[act]} ${file}`}
        disabled={sending}
        onClick={() => void send(done).then((ok) => ok && say(r.itemSaid[act]))}
      >
        {r.itemActs[act]}
      </button>
      {error !== undefined && <ErrorNote error={error} writing />}
    </>
  );
}

const OWN_FROM = 900;

/** Numbers from 900 on are for the house: the product never takes them. */
const nextNumber = ({ items }: RuleSetView): number =>
  Math.max(OWN_FROM - 1, ...items.map(({ number = 0 }) => number)) + 1;

/** A scenario of one's own, begun from one that is near. */
export function NewScenario({ view, onClose }: { view: RuleSetView; onClose: () => void }) {
  const t = useTexts();
  const r = t.ruleSets;
  const f = useFormats();
  const go = useGo();
  const { sending, error, send } = useSending();
  const [from, setFrom] = useState(view.items[0]?.file ?? '');
  const [name, setName] = useState('');
  const number = nextNumber(view);
  const file = `${number}-${name}.yaml`;
  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    await send(async () => {
      const { text } = await api.getRuleSetScenario({ params: { id: view.id, file: from } });
      const own = withTopMember(withTopMember(text, 'id', name), 'number', String(number));
      await api.putRuleSetScenario({ params: { id: view.id, file }, body: { text: own } });
      go(path.ruleSetScenario(view.id, file, undefined, 'text'));
    });
  };
  return (
    <Dialog title={r.newScenario} onClose={onClose}>
      <form className="form" onSubmit={(event) => void create(event)}>
        <p className="soft">{r.newScenarioLead}</p>
        <Field label={r.scenarioId} hint={r.scenarioIdHint(name === '' ? `${number}-….yaml` : file)}>
          <input
            pattern="[a-z][a-z0-9\-]{2,59}"
            maxLength={60}
            required
            spellCheck={false}
            value={name}
            onChange={(event) => setName(event.target.value.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-'))}
          />
        </Field>
        <Field label={r.copyOf} error={fieldErrorOf(error, 'file')}>
          <select value={from} onChange={(event) => setFrom(event.target.value)}>
            {view.items.map((item) => (
              <option key={item.file} value={item.file}>
                {item.number} · {item.title === undefined ? item.file : f.pick(item.title)}
              </option>
            ))}
          </select>
        </Field>
        {error !== undefined && <ErrorNote error={error} writing />}
        <div className="button-row">
          <button type="submit" className="button primary" disabled={sending || name.length < 3}>
            {r.createScenario}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t.parts.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
