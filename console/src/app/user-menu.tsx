import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api } from '../api/api.ts';
import { LANGUAGES } from '../format/locale.ts';
import { initials } from '../format/words.ts';
import { useGo } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { path } from '../paths.ts';
import { useTexts } from '../texts/catalogue.ts';
import { type Density, type Theme, usePreferences } from './preferences.tsx';
import { SESSION_KEY, useSession } from './session.tsx';

interface ChoiceProps<V extends string> {
  readonly name: string;
  readonly value: V;
  readonly options: readonly (readonly [V, string])[];
  readonly onChange: (value: V) => void;
}

export function Choice<V extends string>({ name, value, options, onChange }: ChoiceProps<V>) {
  return (
    <fieldset className="choice">
      <legend>{name}</legend>
      <div className="choice-row">
        {options.map(([code, text]) => (
          <label key={code} className={code === value ? 'chosen' : ''}>
            <input type="radio" name={name} checked={code === value} onChange={() => onChange(code)} />
            {text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Closes when the focus or a press goes elsewhere. */
function useLeave(ref: { current: HTMLElement | null }, open: boolean, close: () => void): void {
  useEffect(() => {
    if (!open) return;
    const press = (event: Event): void => {
      if (event.target instanceof Node && ref.current?.contains(event.target) !== true) close();
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') close();
    };
    document.addEventListener('pointerdown', press);
    document.addEventListener('keydown', key);
    return () => {
      document.removeEventListener('pointerdown', press);
      document.removeEventListener('keydown', key);
    };
  }, [ref, open, close]);
}

export function UserMenu() {
  const t = useTexts();
  const { view, entity } = useSession();
  const { preferences, change } = usePreferences();
  const [open, setOpen] = useState(false);
  const ref = useRef<HTMLDivElement>(null);
  const client = useQueryClient();
  const go = useGo();
  useLeave(ref, open, () => setOpen(false));
  const leave = async (): Promise<void> => {
    await api.signOut().catch(() => undefined);
    client.clear();
    client.setQueryData(SESSION_KEY, null);
    go(path.signIn());
  };
  return (
    <div className="user-menu" ref={ref}>
      {open && (
        <div className="user-panel">
          <Choice
            name={t.frame.language}
            value={preferences.language}
            options={LANGUAGES.map((code) => [code, t.frame.languages[code]] as const)}
            onChange={(language) => change({ language })}
          />
          <Choice<Theme>
            name={t.frame.theme}
            value={preferences.theme}
            options={[
              ['auto', t.frame.themes.auto],
              ['light', t.frame.themes.light],
              ['dark', t.frame.themes.dark],
            ]}
            onChange={(theme) => change({ theme })}
          />
          <Choice<Density>
            name={t.frame.rows}
            value={preferences.density}
            options={[
              ['dense', t.frame.densities.dense],
              ['comfortable', t.frame.densities.comfortable],
            ]}
            onChange={(density) => change({ density })}
          />
          {view.entities.length > 1 && (
            <label className="choice">
              <span className="legend">{t.frame.entity}</span>
              <select
                value={entity?.id}
                onChange={(event) => {
                  change({ entity: event.target.value });
                  void client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
                }}
              >
                {view.entities.map((item) => (
                  <option key={item.entity.id} value={item.entity.id}>
                    {item.entity.name}
                  </option>
                ))}
              </select>
            </label>
          )}
          <button type="button" className="button" onClick={() => void leave()}>
            {t.frame.signOut}
          </button>
        </div>
      )}
      <button
        type="button"
        className="user-button"
        aria-expanded={open}
        aria-label={`${t.frame.menu}: ${view.user.name}`}
        onClick={() => setOpen(!open)}
      >
        <span className="user-initials" aria-hidden="true">
          {initials(view.user.name)}
        </span>
        <span className="user-names">
          <span>{view.user.name}</span>
          <span className="user-entity">{entity?.name}</span>
        </span>
        <Icon name="more" size={14} />
      </button>
    </div>
  );
}
