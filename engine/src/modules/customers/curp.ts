import type { PersonalDetails } from './customer.ts';

/**
 * Whether a CURP can be that of a name and a birth date. Rules: RENAPO, Instructivo Normativo para la asignación de la
 * CURP (DOF 2006-10-23): first letter and first inner vowel of the paternal surname, first letters of the maternal surname
 * and of the given name, the date, and the first inner consonants of all three. A missing letter is an X, so is Ñ.
 */
type Name = NonNullable<PersonalDetails['name']>;

const PARTICLES = new Set('DA DAS DE DEL DER DI DIE DD EL LA LOS LAS LE LES MAC MC VAN VON Y'.split(' '));
/** Passed over where another given name follows. */
const COMMON_FIRST_NAMES = new Set('MARIA MA M JOSE J'.split(' '));

const plainWords = (text: string): string[] =>
  text
    .toUpperCase()
    .replaceAll('Ñ', 'X')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^A-Z]+/)
    .filter((word) => word !== '');

const withoutParticles = (words: readonly string[]): string[] => {
  const left = words.filter((word) => !PARTICLES.has(word));
  return left.length === 0 ? [...words] : left;
};

const surname = (text: string | undefined): string => withoutParticles(plainWords(text ?? ''))[0] ?? '';

function givenName(text: string): string {
  const words = withoutParticles(plainWords(text));
  const [first = '', second] = words;
  return second !== undefined && COMMON_FIRST_NAMES.has(first) ? second : first;
}

const innerVowel = (word: string): string => /[AEIOU]/.exec(word.slice(1))?.[0] ?? 'X';
const innerConsonant = (word: string): string => /[^AEIOU]/.exec(word.slice(1))?.[0] ?? 'X';
const initial = (word: string): string => word[0] ?? 'X';

/** True where the name is not known. The second letter may be an X in place of a rude word. */
export function isCurpOfName(curp: string, name: Name | undefined): boolean {
  if (name === undefined) return true;
  const paternal = surname(name.paternal);
  const maternal = surname(name.maternal);
  const given = givenName(name.given);
  const letters = `${initial(paternal)}${innerVowel(paternal)}${initial(maternal)}${initial(given)}`;
  const consonants = [paternal, maternal, given].map(innerConsonant).join('');
  const start = curp.slice(0, 4);
  return (
    (start === letters || start === `${letters[0]}X${letters.slice(2)}`) && curp.slice(13, 16) === consonants
  );
}

/** The mark after the consonants tells the century: a digit until 1999, a letter after. True where the date is not known. */
export function isCurpOfDate(curp: string, date: string | undefined): boolean {
  if (date === undefined) return true;
  const century = /\d/.test(curp.charAt(16)) ? '19' : '20';
  return `${century}${curp.slice(4, 10)}` === date.replaceAll('-', '');
}
