import type { Language } from '@atalaya/contract/schema.ts';

export type { Language };
export const LANGUAGES: readonly Language[] = ['es', 'pt', 'en'];
export const isLanguage = (value: unknown): value is Language =>
  value === 'es' || value === 'pt' || value === 'en';

/** The locale whose digits and dates each language is written with. */
export const LOCALES: Readonly<Record<Language, string>> = { es: 'es-MX', pt: 'pt-BR', en: 'en-US' };
