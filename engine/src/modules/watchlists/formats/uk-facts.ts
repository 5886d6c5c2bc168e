/** What the two shapes of the UK list have in common: its words for kinds, dates and name quality. */
import type { BirthDate, Listing, ListingKind } from '../listing.ts';
import { listedCountry } from './country-names.ts';
import { readBirthDate } from './dates.ts';

export const ukKind = (text: string | undefined): ListingKind => {
  const word = text?.toLowerCase() ?? '';
  if (word.startsWith('individual')) return 'person';
  return word.startsWith('ship') ? 'vessel' : word.startsWith('entity') ? 'organization' : 'other';
};

/** `dd/mm/1963`, `00/00/1963` and `00/06/1963` leave out what is not known. */
export function ukBirthDate(text: string): BirthDate | undefined {
  const parts = /^(\d{2}|dd|DD)\/(\d{2}|mm|MM)\/(\d{4})$/.exec(text.trim());
  if (parts === null) return readBirthDate(text);
  const [, day = '', month = '', year = ''] = parts;
  const known = (part: string): boolean => /^\d{2}$/.test(part) && part !== '00';
  if (!known(month)) return readBirthDate(year);
  return readBirthDate(known(day) ? `${day}/${month}/${year}` : `${year}-${month}`);
}

/** Names 1 to 5 are given names, name 6 is the family name, or the whole name of an entity or a ship. */
export function addUkName(
  listing: Listing,
  part: (number: number) => string | undefined,
  words: { readonly type: string | undefined; readonly strength: string | undefined },
): void {
  const given = [1, 2, 3, 4, 5].flatMap((number) => part(number) ?? []).join(' ');
  const family = part(6) ?? '';
  const text = [given, family].filter((piece) => piece !== '').join(' ');
  if (text === '' || listing.names.some((name) => name.text === text)) return;
  const primary =
    /^primary/i.test(words.type ?? '') && listing.names.every((name) => name.kind !== 'primary');
  const weak = /low/i.test(words.strength ?? '');
  listing.names.push({
    text,
    kind: primary ? 'primary' : /f\.?k\.?a/i.test(words.type ?? '') ? 'fka' : 'aka',
    quality: weak ? 'weak' : 'strong',
    ...(listing.kind !== 'person' || given === '' || family === '' ? {} : { parts: { given, family } }),
  });
}

/** Adds a value once: the csv repeats every fact in each row of a party. */
export function addOnce<T extends object>(into: T[], value: T, same: (one: T) => boolean): void {
  if (!into.some(same)) into.push(value);
}

export function addUkCountry(
  listing: Listing,
  role: 'nationality' | 'birth',
  text: string | undefined,
): void {
  if (text === undefined) return;
  for (const one of text.split(/;|\(\d+\)/).map((piece) => piece.trim().replace(/\.$/, '')))
    if (one !== '')
      addOnce(
        listing.countries,
        listedCountry(role, one),
        (known) => known.role === role && known.text === one,
      );
}

/** Several values in one cell are numbered: `(1) A123 (2) B456`. */
export const ukValues = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/\(\d+\)|;/)
    .map((piece) => piece.trim().replace(/\.$/, ''))
    .filter((piece) => piece !== '');

export function addUkIdentifier(
  listing: Listing,
  type: string,
  text: string | undefined,
  label?: string,
): void {
  for (const value of ukValues(text))
    addOnce(
      listing.identifiers,
      { type, value, ...(label === undefined ? {} : { label }) },
      (known) => known.type === type && known.value === value,
    );
}
