/**
 * A name as written, made into words that can be compared: Unicode tidied, other scripts transliterated, initials, particles, titles, generation markers and legal forms told apart from the words that
 * carry the name. Nothing is thrown away: what weighs little keeps its class.
 */
import anyAscii from 'any-ascii';
import { JUNIORS, LEGAL_FORM_WORDS_MAX, LEGAL_FORMS, PARTICLES, TITLES } from './tables.ts';

export type WordClass = 'word' | 'number' | 'initial' | 'particle' | 'title' | 'junior' | 'legal';

export interface NameWord {
  /** Lower-case ASCII letters and digits; a legal form is its canonical spelling. */
  text: string;
  /** The text with doubled letters made one: what is glued is seldom spelled with care (Delarrosa). */
  key: string;
  class: WordClass;
  /** Came from a script other than Latin: vowels are not to be trusted. */
  foreign: boolean;
}

export interface PreparedName {
  words: NameWord[];
  /** True when there was more than `WORDS_MAX` and the rest was left out. */
  cut: boolean;
}

export type NameReading = 'person' | 'organization' | 'unknown';

export const WORDS_MAX = 24;
export const WORD_LENGTH_MAX = 32;
/** UTF-16 units of a name that are looked at; longer listed names are cut, longer queries refused. */
export const NAME_LENGTH_MAX = 512;

const APOSTROPHES = /[’‘`´ʼʻʹ′'"“”«»]/g;
const ACRONYM = /(?<![\p{L}\p{N}])(?:\p{L}\.\s?){2,}/gu;
const PICTURES = /\p{Extended_Pictographic}|[\u{1F1E6}-\u{1F1FF}]/gu;

const PLAIN = /^[ -~]*$/;

/** Unicode tidied: compatibility forms, control and direction marks, pictures, `M.ª` and apostrophes. */
function tidy(text: string): string {
  if (PLAIN.test(text)) return text.slice(0, NAME_LENGTH_MAX).replace(/['"`]/g, '');
  return text
    .slice(0, NAME_LENGTH_MAX)
    .replace(/(?<!\p{L})m\.?\s?ª/giu, 'maria ')
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Cc}/gu, ' ')
    .replace(PICTURES, ' ')
    .replace(APOSTROPHES, '')
    .slice(0, NAME_LENGTH_MAX);
}

interface RawWord {
  text: string;
  foreign: boolean;
}

const LATIN = /^[\p{Script=Latin}\p{M}\p{N}]*$/u;

/** One written word to ASCII words: `Peña` -> pena; `毛泽东` -> mao, ze, dong; `محمد` -> mhmd. */
function transliterate(written: string): RawWord[] {
  if (/^[A-Za-z0-9]*$/.test(written)) return [{ text: written.toLowerCase(), foreign: false }];
  const foreign = !LATIN.test(written);
  const ascii = anyAscii(written);
  const parts = foreign ? ascii.split(/(?<=[a-z])(?=[A-Z])|[^A-Za-z0-9]+/) : [ascii];
  return parts.map((part) => ({ text: part.toLowerCase().replace(/[^a-z0-9]/g, ''), foreign }));
}

/** `SergioMendoza`: two names typed without a blank. */
const CAMEL = /^(?:\p{Lu}\p{Ll}{2,}){2,}$/u;

function splitWords(text: string, joinAcronyms: boolean): RawWord[] {
  const dotted = joinAcronyms ? text.replace(ACRONYM, (match) => `${match.replace(/[.\s]/g, '')} `) : text;
  return dotted
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .flatMap((written) => (CAMEL.test(written) ? written.split(/(?<=\p{Ll})(?=\p{Lu})/u) : [written]))
    .flatMap((written) => (written === '' ? [] : transliterate(written)))
    .filter(({ text: word }) => word !== '')
    .map((word) => ({ ...word, text: word.text.slice(0, WORD_LENGTH_MAX) }));
}

/** Doubled letters made one. */
export const joinKey = (text: string): string => text.replace(/(.)\1+/g, '$1');

/** Digits, or a Roman numeral as in "Fund II". */
export const isNumber = (text: string): boolean => /^(?:\d+|ii|iii|iv|vi{0,3}|ix)$/.test(text);

function classOf(word: RawWord, reading: NameReading): WordClass {
  const { text } = word;
  if (/^\d+$/.test(text)) return 'number';
  if (text.length === 1 && !word.foreign)
    return PARTICLES.has(text) && /[ey]/.test(text) ? 'particle' : 'initial';
  if (PARTICLES.has(text)) return 'particle';
  if (reading === 'organization') return isNumber(text) ? 'number' : 'word';
  if (JUNIORS.has(text)) return 'junior';
  return TITLES.has(text) ? 'title' : 'word';
}

function legalFormAt(words: readonly NameWord[], at: number): { form: string; length: number } | undefined {
  for (let length = Math.min(LEGAL_FORM_WORDS_MAX, words.length - at); length > 0; length -= 1) {
    const spelling = words.slice(at, at + length).map((word) => word.text);
    const form = LEGAL_FORMS.get(spelling.join(' '));
    if (form !== undefined) return { form, length };
  }
  return undefined;
}

/** Replaces runs of words that spell a legal form, longest first; not at the start, unless nothing else is there. */
function markLegalForms(words: NameWord[]): NameWord[] {
  const marked: NameWord[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const found = legalFormAt(words, at);
    const word = words[at];
    if (found !== undefined && (at > 0 || found.length === words.length)) {
      marked.push({ text: found.form, key: found.form, class: 'legal', foreign: false });
      at += found.length - 1;
    } else if (word !== undefined) marked.push(word);
  }
  return marked;
}

/** A name of nothing but particles or titles ("La", "El Señor") is compared by them. */
function promote(words: NameWord[]): NameWord[] {
  if (words.some((word) => word.class === 'word' || word.class === 'number')) return words;
  return words.map((word) =>
    word.class === 'particle' || word.class === 'title' || word.class === 'junior'
      ? { ...word, class: 'word' }
      : word,
  );
}

/**
 * `reading` says what the name is of; `unknown` looks for legal forms as well as for titles. The order of the words is
 * that of the text ("GUZMAN, Juan" stays so): scoring does not depend on it.
 */
export function prepareName(text: string, reading: NameReading): PreparedName {
  const words = splitWords(tidy(text), reading !== 'person').map((word) => ({
    ...word,
    key: joinKey(word.text),
    class: classOf(word, reading),
  }));
  const marked = reading === 'person' ? words : markLegalForms(words);
  return { words: promote(marked.slice(0, WORDS_MAX)), cut: marked.length > WORDS_MAX };
}
