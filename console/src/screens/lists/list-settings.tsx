import type { WatchlistView } from '@atalaya/contract/watchlists.ts';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { fieldErrorOf } from '../../api/problem.ts';
import { useSession } from '../../app/session.tsx';
import { known } from '../../codes.ts';
import { Field } from '../../parts/field.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { Moment } from '../../parts/values.tsx';
import { useTexts } from '../../texts/catalogue.ts';
import { sourceOf, sourceText } from './list-file.ts';

const CATEGORIES = ['sanctions', 'pep', 'tax', 'jurisdictions', 'own'] as const;
const MODES = ['live', 'trial', 'off'] as const;
const WEAK = ['capped', 'full', 'ignored'] as const;

interface Draft {
  readonly category: WatchlistView['category'];
  readonly mode: WatchlistView['mode'];
  readonly weak: WatchlistView['weak_aliases'];
  readonly decides: boolean;
  readonly threshold: string;
  readonly fresh: string;
  readonly source: string;
  readonly every: string;
}

const draftOf = (list: WatchlistView): Draft => ({
  category: list.category,
  mode: list.mode,
  weak: list.weak_aliases,
  decides: list.decides,
  threshold: list.threshold === undefined ? '' : String(Math.round(list.threshold * 10_000) / 100),
  fresh: String(list.fresh_hours),
  source: sourceText(list.source ?? []),
  every: list.every_hours === undefined ? '' : String(list.every_hours),
});

/** How a list is used, where it comes from, and the button that fetches it. */
export function ListSettings({ list }: { list: WatchlistView }) {
  const t = useTexts().lists.settings;
  const { may } = useSession();
  const [draft, setDraft] = useState<Draft>(draftOf(list));
  const set = (change: Partial<Draft>): void => setDraft((before) => ({ ...before, ...change }));
  const { sending, error, send } = useSending();
  const mine = may('watchlists:configure');
  const save = async (): Promise<void> => {
    const source = sourceOf(draft.source);
    const done = await send(() =>
      api.configureWatchlist({
        params: { code: list.code },
        body: {
          category: draft.category,
          mode: draft.mode,
          weak_aliases: draft.weak,
          decides: draft.decides,
          threshold: draft.threshold === '' ? null : Math.round(Number(draft.threshold) * 100) / 10_000,
          fresh_hours: Number(draft.fresh),
          source: source.length === 0 ? null : source,
          every_hours: draft.every === '' ? null : Number(draft.every),
        },
      }),
    );
    if (done) say(t.saved);
  };
  return (
    <form
      className="section narrow form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="soft">{t.lead}</p>
      <fieldset className="form" disabled={!mine || sending}>
        <UseFields draft={draft} set={set} />
        <Field label={t.source} hint={t.sourceHint} error={fieldErrorOf(error, 'source')}>
          <textarea
            className="mono"
            rows={3}
            value={draft.source}
            onChange={(event) => set({ source: event.target.value })}
          />
        </Field>
        <div className="form-row">
          <Field label={t.every} hint={t.everyHint}>
            <input
              type="number"
              min={1}
              value={draft.every}
              onChange={(event) => set({ every: event.target.value })}
            />
          </Field>
          <Field label={t.fresh}>
            <input
              type="number"
              min={1}
              required
              value={draft.fresh}
              onChange={(event) => set({ fresh: event.target.value })}
            />
          </Field>
        </div>
      </fieldset>
      {error !== undefined && <ErrorNote error={error} writing />}
      <Fetched list={list} />
      {mine && (
        <div className="button-row">
          <button type="submit" className="button primary" disabled={sending}>
            {t.save}
          </button>
        </div>
      )}
    </form>
  );
}

function UseFields({ draft, set }: { draft: Draft; set: (change: Partial<Draft>) => void }) {
  const t = useTexts().lists.settings;
  return (
    <>
      <div className="form-row">
        <Field label={t.category}>
          <select
            value={draft.category}
            onChange={(event) => set({ category: known(CATEGORIES, event.target.value) ?? draft.category })}
          >
            {CATEGORIES.map((code) => (
              <option key={code} value={code}>
                {t.categories[code]}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t.mode} {...(draft.mode === 'trial' ? { hint: t.trial } : {})}>
          <select
            value={draft.mode}
            onChange={(event) => set({ mode: known(MODES, event.target.value) ?? draft.mode })}
          >
            {MODES.map((code) => (
              <option key={code} value={code}>
                {t.modes[code]}
              </option>
            ))}
          </select>
        </Field>
      </div>
      <div className="form-row">
        <Field label={t.weak}>
          <select
            value={draft.weak}
            onChange={(event) => set({ weak: known(WEAK, event.target.value) ?? draft.weak })}
          >
            {WEAK.map((code) => (
              <option key={code} value={code}>
                {t.weakAliases[code]}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t.threshold} hint={t.thresholdHint}>
          <input
            type="number"
            min={50}
            max={100}
            step={0.5}
            value={draft.threshold}
            onChange={(event) => set({ threshold: event.target.value })}
          />
        </Field>
      </div>
      <label>
        <input
          type="checkbox"
          checked={draft.decides}
          onChange={(event) => set({ decides: event.target.checked })}
        />{' '}
        {t.decides} <span className="muted small">{t.decidesHint}</span>
      </label>
    </>
  );
}

function Fetched({ list }: { list: WatchlistView }) {
  const t = useTexts().lists.settings;
  const { may } = useSession();
  const { sending, error, send } = useSending();
  const fetchNow = async (): Promise<void> => {
    if (await send(() => api.fetchWatchlist({ params: { code: list.code }, body: {} }))) say(t.fetching);
  };
  return (
    <p>
      <span className="muted">{t.last}:</span>{' '}
      {list.fetched_at === undefined ? t.never : <Moment at={list.fetched_at} />}{' '}
      {list.fetch_outcome !== undefined && t.outcomes[list.fetch_outcome]}{' '}
      {list.fetch_error !== undefined && <code>{list.fetch_error}</code>}{' '}
      {may('watchlists:write') && list.source !== undefined && (
        <button type="button" className="button slim" disabled={sending} onClick={() => void fetchNow()}>
          {t.fetch}
        </button>
      )}
      {error !== undefined && <ErrorNote error={error} />}
    </p>
  );
}
