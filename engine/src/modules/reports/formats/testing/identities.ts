import type { CalendarDate } from '../../../../kernel/instant.ts';
import { TEXT_FORMS } from '../mx-avi/avi-formats.ts';
import { convertText } from '../mx-avi/conversions.ts';
import { clabeCheckDigit, curpCheckDigit, rfcCheckCharacter } from '../mx-avi/identifiers.ts';
import { type FiledName, rfcLetters } from '../mx-avi/name-letters.ts';
import type { PersonName } from '../reportable.ts';

/** Invented identity numbers that agree with an invented name and date. */
const FILLER = 'XXXX';

const filed = (text: string): string => convertText(text, TEXT_FORMS.nombre).filed;

const filedName = (name: PersonName): FiledName => ({
  nombre: filed(name.given),
  apellido_paterno: filed(name.paternal),
  apellido_materno: name.maternal === undefined ? FILLER : filed(name.maternal),
});

const shortDate = (date: CalendarDate): string => date.replaceAll('-', '').slice(2);

export function rfcOfPerson(name: PersonName, birth: CalendarDate, homoclave: string): string {
  const body = rfcLetters(filedName(name), FILLER).padEnd(4, 'X') + shortDate(birth) + homoclave;
  return body + rfcCheckCharacter(`${body}0`);
}

/** `letters`: three capital letters. */
export function rfcOfOrganization(letters: string, founded: CalendarDate, homoclave: string): string {
  const body = letters + shortDate(founded) + homoclave;
  return body + rfcCheckCharacter(`${body}0`);
}

const PARTICLES = new Set('DA DAS DE DEL DER DI DIE DD EL LA LOS LAS LE LES MAC MC VAN VON Y'.split(' '));

function mainWord(text: string, skipped: readonly string[]): string {
  const words = text.replaceAll('Ñ', 'X').split(' ');
  const counted = words.filter((word) => !PARTICLES.has(word));
  const [first, second] = counted.length === 0 ? words : counted;
  return (second !== undefined && skipped.includes(first ?? '') ? second : first) ?? '';
}

/** `entity`: two letters of RENAPO's, e.g. `DF`. */
export function curpOf(name: PersonName, birth: CalendarDate, sex: 'H' | 'M', entity: string): string {
  const paternal = mainWord(filed(name.paternal), []);
  const maternal = mainWord(filed(name.maternal ?? ''), []);
  const given = mainWord(filed(name.given), ['MARIA', 'MA', 'M', 'JOSE', 'J']);
  const inner = (word: string, kind: RegExp): string => kind.exec(word.slice(1))?.[0] ?? 'X';
  const letters = [paternal[0] ?? 'X', inner(paternal, /[AEIOU]/), maternal[0] ?? 'X', given[0] ?? 'X'].join(
    '',
  );
  const consonants = [paternal, maternal, given].map((word) => inner(word, /[^AEIOU]/)).join('');
  const differentiator = birth < '2000-01-01' ? '0' : 'A';
  const body = `${letters}${shortDate(birth)}${sex}${entity}${consonants}${differentiator}`;
  return body + curpCheckDigit(`${body}0`);
}

/** `digits`: the 17 digits before the check digit. */
export const clabeOf = (digits: string): string => digits + clabeCheckDigit(`${digits}0`);
