import type { Language } from '@atalaya/contract/schema.ts';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { isLanguage, LOCALES } from '../format/locale.ts';

export type Theme = 'auto' | 'light' | 'dark';
export type Density = 'dense' | 'comfortable';
export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  readonly density: Density;
  /** The obliged entity whose zone and roles apply; undefined takes the first of the session. */
  readonly entity?: string | undefined;
}

const KEY = 'atalaya.preferences';
const DEFAULTS: Preferences = { language: 'es', theme: 'auto', density: 'dense' };

export function keptPreferences(): Preferences {
  try {
    const kept: Partial<Preferences> = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return { ...DEFAULTS, ...kept, language: isLanguage(kept.language) ? kept.language : 'es' };
  } catch {
    return DEFAULTS;
  }
}

function apply(preferences: Preferences): void {
  const root = document.documentElement;
  root.lang = LOCALES[preferences.language];
  if (preferences.theme === 'auto') delete root.dataset.theme;
  else root.dataset.theme = preferences.theme;
  root.dataset.density = preferences.density;
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Storage refused: the choice lasts as long as the page.
  }
}

interface Kept {
  readonly preferences: Preferences;
  readonly change: (change: Partial<Preferences>) => void;
}
const Context = createContext<Kept>({ preferences: DEFAULTS, change: () => {} });

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [preferences, setPreferences] = useState(keptPreferences);
  useEffect(() => apply(preferences), [preferences]);
  const kept = useMemo(
    () => ({
      preferences,
      change: (change: Partial<Preferences>) => setPreferences((before) => ({ ...before, ...change })),
    }),
    [preferences],
  );
  return <Context value={kept}>{children}</Context>;
}

export const usePreferences = (): Kept => useContext(Context);
