import { type Language, LOCALES } from './locale.ts';

/** Shortens a hash or an address in the middle; what is short stays whole. */
export const shorten = (text: string, head = 6, tail = 4): string =>
  text.length <= head + tail + 3 ? text : `${text.slice(0, head)}…${tail === 0 ? '' : text.slice(-tail)}`;

/** A name as it is written; where it holds an address, that is shortened, for it breaks no line. */
export const shortenLong = (name: string): string => name.replace(/\S{25,}/g, (word) => shorten(word, 8, 6));

/** The initials of a name, for the mark beside it. */
export const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter((word) => word.length > 2 || word === word.toUpperCase())
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');

/** The name of a country by its two letters; what is no such code stays as it is. */
export function countryName(code: string, language: Language): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(LOCALES[language], { type: 'region', fallback: 'code' }).of(code) ?? code;
}
