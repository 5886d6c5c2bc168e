/**
 * A name as written, made into words that can be compared: Unicode tidied, other scripts transliterated, initials, particles, titles, generation markers and legal forms told apart from the words that
 * carry the name. Nothing is thrown away: what weighs little keeps its class.
 */
import anyAscii from 'any-ascii';
import {
  commonWord,
  isTens,
  JUNIORS,
  LEGAL_FORM_STARTS,
  LEGAL_FORM_WORDS_MAX,
  LEGAL_FORMS,
  numberValue,
  PARTICLES,
  TITLES,
} from './tables.ts';
import { type Script, scriptOf } from './transliteration.ts';

export type WordClass = 'word' | 'number' | 'initial' | 'particle' | 'title' | 'junior' | 'legal';

export interface NameWord {
  /** Lower-case ASCII letters and digits; a legal form is its canonical spelling. */
  text: string;
  /** As it stands in the name. */
  written: string;
  class: WordClass;
  /** The script it was written in, where that is not Latin. */
  script: Script | undefined;
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

type RawWord = Omit<NameWord, 'class'>;

const LATIN = /^[\p{Script=Latin}\p{M}\p{N}]*$/u;

/** Letters of other alphabets that look like Latin ones, for words that mix them: nobody writes so but to deceive. */
const LOOKALIKES = new Map(
  [...'аеорсухкмтнвіјѕԁԛԝАЕОРСУХКМТНВІЈЅαορνυικτΑΒΕΖΗΙΚΜΝΟΡΤΥΧ'].map((letter, at): [string, string] => [
    letter,
    [...'aeopcyxkmthbijsdqwAEOPCYXKMTHBIJSaopvuiktABEZHIKMNOPTYX'][at] ?? letter,
  ]),
);
const MIXED = /(?=.*\p{Script=Latin})(?=.*[\p{Script=Cyrillic}\p{Script=Greek}])/u;

const unmasked = (written: string): string =>
  MIXED.test(written) ? [...written].map((letter) => LOOKALIKES.get(letter) ?? letter).join('') : written;

/** What was unmasked is shown as it stands in the name. */
const asWritten = (written: string, words: RawWord[]): RawWord[] =>
  MIXED.test(written) ? words.map((word) => ({ ...word, written })) : words;

const EAST = /^[\p{Script=Han}\p{Script=Hangul}]+$/u;
const SURNAMES_MAX = 4;

/** Romanised Korean as most lists spell it: Jong Un, not Jeong Eun. */
const plainKorean = (text: string): string =>
  text.replace(/eo/g, 'o').replace(/eu/g, 'u').replace(/^gim$/, 'kim');

/** `毛泽东` -> mao zedong: the first syllable apart where it is a surname; a foreign name (`克鲁森`) stays one word. */
function eastern(written: string, syllables: readonly string[], isAlone: boolean): RawWord[] {
  const texts = syllables.map(plainKorean);
  const [first = '', ...rest] = texts;
  const apart =
    isAlone && texts.length > 1 && texts.length <= SURNAMES_MAX && commonWord(first)?.kind === 'other'
      ? [first, rest.join('')]
      : [texts.join('')];
  return apart.map((text) => ({ text, written, script: scriptOf(written) }));
}

/** One written word to ASCII words: `Peña` -> pena; `毛泽东` -> mao, zedong; `محمد` -> mhmd. */
function transliterate(written: string, isAlone: boolean): RawWord[] {
  if (/^[A-Za-z0-9]*$/.test(written)) return [{ text: written.toLowerCase(), written, script: undefined }];
  const foreign = !LATIN.test(written);
  const ascii = anyAscii(written);
  const parts = foreign ? ascii.split(/(?<=[a-z])(?=[A-Z])|[^A-Za-z0-9]+/) : [ascii];
  const texts = parts.map((part) => part.toLowerCase().replace(/[^a-z0-9]/g, ''));
  if (EAST.test(written)) return eastern(written, texts, isAlone);
  const whole = foreign && !EAST.test(written) ? [texts.join('')] : texts;
  const script = foreign ? scriptOf(written) : undefined;
  return whole.map((text) => ({ text, written, script }));
}

/** `SergioMendoza`: two names typed without a blank. */
const CAMEL = /^(?:\p{Lu}\p{Ll}{2,}){2,}(?:\p{Lu}{2,4})?$|^\p{Lu}\p{Ll}{2,}\p{Lu}{2,4}$/u;

const PLAIN_WORDS = /^[A-Za-z0-9]*(?:[ ,-]+[A-Za-z0-9]+)*[ ,-]*$/;
const PLAIN_GAP = /[ ,-]+/;
const INNER_CAPITAL = /[a-z][A-Z]/;

/** Most names by far: ASCII letters with nothing between the words but blanks, commas and hyphens. */
function plainWords(text: string): RawWord[] {
  const found: RawWord[] = [];
  for (const written of text.split(PLAIN_GAP))
    if (written !== '')
      found.push({ text: written.toLowerCase().slice(0, WORD_LENGTH_MAX), written, script: undefined });
  return found;
}

function splitWords(text: string, joinAcronyms: boolean): RawWord[] {
  if (PLAIN_WORDS.test(text) && !INNER_CAPITAL.test(text)) return plainWords(text);
  const dotted = joinAcronyms ? text.replace(ACRONYM, (match) => `${match.replace(/[.\s]/g, '')} `) : text;
  const parts = dotted
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .flatMap((written) => (CAMEL.test(written) ? written.split(/(?<=\p{Ll})(?=\p{Lu})/u) : [written]))
    .filter((written) => written !== '');
  return parts
    .flatMap((written) => asWritten(written, transliterate(unmasked(written), parts.length === 1)))
    .filter(({ text: word }) => word !== '')
    .map((word) => ({ ...word, text: word.text.slice(0, WORD_LENGTH_MAX) }));
}

function classOf(word: RawWord, reading: NameReading): WordClass {
  const { text } = word;
  if (/^\d+$/.test(text)) return 'number';
  if (reading === 'organization' && numberValue(text) !== undefined) return 'number';
  if (text.length === 1 && word.script === undefined)
    return PARTICLES.has(text) && /[ey]/.test(text) ? 'particle' : 'initial';
  if (PARTICLES.has(text)) return 'particle';
  if (JUNIORS.has(text) && reading !== 'organization') return 'junior';
  return TITLES.has(text) ? 'title' : 'word';
}

/** `forty four`, `Forty-4` and `44` are one number. */
function joinNumbers(words: NameWord[]): NameWord[] {
  const joined: NameWord[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    const ones = numberValue(word.text) ?? 99;
    if (before !== undefined && isTens(before.text) && word.class === 'number' && ones < 10) {
      const text = String((numberValue(before.text) ?? 0) + ones);
      joined[joined.length - 1] = { ...before, text, written: `${before.written} ${word.written}` };
    } else joined.push(word);
  }
  return joined;
}

function legalFormAt(words: readonly NameWord[], at: number): { form: string; length: number } | undefined {
  if (!LEGAL_FORM_STARTS.has(words[at]?.text ?? '')) return undefined;
  for (let length = Math.min(LEGAL_FORM_WORDS_MAX, words.length - at); length > 0; length -= 1) {
    const spelling = words.slice(at, at + length).map((word) => word.text);
    const form = LEGAL_FORMS.get(spelling.join(' '));
    if (form !== undefined) return { form, length };
  }
  return undefined;
}

/** A person has one only by mistake, at the end; at the start of a company it has three letters or more (OOO, JSC). */
function isApt(
  found: { form: string; length: number },
  at: number,
  words: readonly NameWord[],
  reading: NameReading,
): boolean {
  const letters = words.slice(at, at + found.length).reduce((sum, word) => sum + word.text.length, 0);
  if (reading === 'person') return at > 1 && at === words.length - 1 && letters === 3;
  return at > 0 || found.length === words.length || letters >= 3;
}

/** Replaces runs of words that spell a legal form, longest first. */
function markLegalForms(words: NameWord[], reading: NameReading): NameWord[] {
  const marked: NameWord[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const found = legalFormAt(words, at);
    const word = words[at];
    if (found !== undefined && isApt(found, at, words, reading)) {
      const written = words.slice(at, at + found.length).map((one) => one.written);
      marked.push({ text: found.form, written: written.join(' '), class: 'legal', script: undefined });
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
    text: word.text,
    written: word.written,
    script: word.script,
    class: classOf(word, reading),
  }));
  const marked = markLegalForms(reading === 'organization' ? joinNumbers(words) : words, reading);
  return { words: promote(marked.slice(0, WORDS_MAX)), cut: marked.length > WORDS_MAX };
}
