import { type DrawnName, plainLetters } from './names.ts';

/** Particles and first names that the registries skip (Instructivo normativo para la CURP, DOF; SAT, clave RFC). */
const PARTICLES = new Set('DA DAS DE DEL DER DI DIE DD EL LA LOS LAS LE LES MAC MC VAN VON Y'.split(' '));
const COMMON_FIRST = new Set('MARIA MA JOSE J'.split(' '));

/** Four letters that would read badly get an X: in a CURP as the second letter, in an RFC as the last. */
const RUDE = new Set(
  `BACA BAKA BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COGI COJA COJE COJI COJO COLA CULO FALO FETO GETA GUEI GUEY
  JETA JOTO KACA KACO KAGA KAGO KAKA KAKO KOGE KOGI KOJA KOJE KOJI KOJO KOLA KULO LILO LOCA LOCO LOKA LOKO MAME MAMO
  MEAR MEAS MEON MIAR MION MOCO MOKO MULA MULO NACA NACO PEDA PEDO PENE PIPI PITO POPO PUTA PUTO QULO RATA ROBA ROBE
  ROBO RUIN SENO TETA VACA VAGA VAGO VAKA VUEI VUEY WUEI WUEY`.split(/\s+/),
);

const significant = (text: string): string => {
  const parts = text.split(' ').filter((part) => !PARTICLES.has(part));
  return parts[0] ?? text;
};

const givenWord = (text: string): string => {
  const parts = text.split(' ').filter((part) => !PARTICLES.has(part));
  const [first = text, second] = parts;
  return second !== undefined && COMMON_FIRST.has(first) ? second : first;
};

const firstInner = (word: string, letters: RegExp): string => word.slice(1).match(letters)?.[0] ?? 'X';
const VOWEL = /[AEIOU]/;
const CONSONANT = /[B-DF-HJ-NP-TV-ZÑ]/;

interface Initials {
  readonly paternal: string;
  readonly maternal: string;
  readonly given: string;
}

const initialsOf = (name: DrawnName, enye: string): Initials => ({
  paternal: significant(plainLetters(name.paternal, enye)),
  maternal: significant(plainLetters(name.maternal, enye)),
  given: givenWord(plainLetters(name.given, enye)),
});

const fourLetters = ({ paternal, maternal, given }: Initials): string =>
  `${paternal.charAt(0)}${firstInner(paternal, VOWEL)}${maternal.charAt(0) || 'X'}${given.charAt(0)}`;

const CURP_ALPHABET = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';

/**
 * The CURP of an invented person: letters from the names, birth date (`YYYY-MM-DD`), sex, state of birth (`NE`: born
 * abroad), inner consonants, the mark that tells namesakes apart (a digit before 2000, a letter after) and check digit.
 */
export function curpOf(name: DrawnName, birth: string, sex: 'H' | 'M', state: string, mark: number): string {
  const initials = initialsOf(name, 'X');
  const four = fourLetters(initials);
  const letters = RUDE.has(four) ? `${four.charAt(0)}X${four.slice(2)}` : four;
  const consonants = [initials.paternal, initials.maternal, initials.given].map((word) =>
    firstInner(word, CONSONANT),
  );
  const century = birth < '2000' ? String(mark % 10) : 'ABCDEFGHIJ'.charAt(mark % 10);
  const body = `${letters}${birth.slice(2).replaceAll('-', '')}${sex}${state}${consonants.join('')}${century}`;
  const sum = Array.from(body).reduce((acc, char, at) => acc + CURP_ALPHABET.indexOf(char) * (18 - at), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

const RFC_ALPHABET = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ';
const HOMONYM_ALPHABET = '123456789ABCDEFGHIJKLMNPQRSTUVWXYZ';

/** The two-digit value of a character in SAT's table for the homonym key. */
function homonymValue(char: string): string {
  if (char === ' ') return '00';
  if (char === '&') return '10';
  if (char === 'Ñ') return '40';
  if (char >= '0' && char <= '9') return `0${char}`;
  const letter = char.charCodeAt(0) - 65;
  return String(letter + (letter < 9 ? 11 : letter < 18 ? 12 : 14));
}

function homonymKey(fullName: string): string {
  const digits = `0${Array.from(fullName, homonymValue).join('')}`;
  let sum = 0;
  for (let at = 0; at + 1 < digits.length; at += 1) {
    sum += Number(digits.slice(at, at + 2)) * Number(digits.charAt(at + 1));
  }
  const rest = sum % 1000;
  return `${HOMONYM_ALPHABET.charAt(Math.floor(rest / 34))}${HOMONYM_ALPHABET.charAt(rest % 34)}`;
}

function rfcCheck(body: string): string {
  const padded = body.padStart(12, ' ');
  const sum = Array.from(padded).reduce((acc, char, at) => acc + RFC_ALPHABET.indexOf(char) * (13 - at), 0);
  const rest = (11 - (sum % 11)) % 11;
  return rest === 10 ? 'A' : String(rest);
}

/** The RFC of an invented person, with the real homonym key and check digit. */
export function personRfc(name: DrawnName, birth: string): string {
  const four = fourLetters(initialsOf(name, 'Ñ'));
  const letters = RUDE.has(four) ? `${four.slice(0, 3)}X` : four;
  const full = plainLetters(`${name.paternal} ${name.maternal} ${name.given}`, 'Ñ');
  const body = `${letters}${birth.slice(2).replaceAll('-', '')}${homonymKey(full)}`;
  return body + rfcCheck(body);
}

/** The RFC of an invented company: a letter from each of the first three words, date of incorporation, keys. */
export function companyRfc(legalName: string, incorporated: string): string {
  const words = plainLetters(legalName, 'Ñ')
    .replace(/\b(SA DE CV|LTDA|SRL|SAS|SA)$/, '')
    .split(' ')
    .filter((word) => word !== '' && !PARTICLES.has(word));
  const three = words
    .slice(0, 3)
    .map((word) => word.charAt(0))
    .join('')
    .padEnd(3, 'X');
  const body = `${three}${incorporated.slice(2).replaceAll('-', '')}${homonymKey(words.join(' '))}`;
  return body + rfcCheck(body);
}
