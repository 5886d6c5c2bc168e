/** What the command line says, in Spanish and English. */
export type Language = 'es' | 'en';
export type Said = Readonly<Record<Language, string>>;

/** `--lang`, `ATALAYA_LANG`, or the language of the terminal; English where none is told. */
export function languageOf(given: string | undefined, env: NodeJS.ProcessEnv): Language {
  const told = given ?? env.ATALAYA_LANG ?? env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? '';
  return /^es/i.test(told) ? 'es' : 'en';
}
