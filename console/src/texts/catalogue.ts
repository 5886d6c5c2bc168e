import { createContext, useContext } from 'react';
import type { Language } from '../format/locale.ts';
import { catalogue as es } from './es.ts';

/** The same keys with texts of another language: a missing or surplus key does not compile. */
export type Like<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { readonly [K in keyof T]: Like<T[K]> };

export type Catalogue = Like<typeof es>;

const loaders: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  es: async () => es,
  pt: async () => (await import('./pt.ts')).catalogue,
  en: async () => (await import('./en.ts')).catalogue,
};

/** Only the language read travels to the browser; Spanish, the first, is always there. */
export const loadCatalogue = (language: Language): Promise<Catalogue> => loaders[language]();

export const TextsContext = createContext<Catalogue>(es);
export const useTexts = (): Catalogue => useContext(TextsContext);

/** A word of a closed set, or the code itself when a newer server knows one more. */
export const wordOf = (words: Readonly<Record<string, string>>, code: string): string => words[code] ?? code;
