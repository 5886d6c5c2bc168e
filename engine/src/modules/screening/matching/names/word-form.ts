/** What the comparison of words needs to know of each, made once per word and remembered. */
import { foldWord } from './fold.ts';
import { consonantSkeleton, iberianKey } from './phonetic.ts';
import { commonWord, numberValue } from './tables.ts';

export interface WordForm {
  readonly text: string;
  readonly fold: string;
  readonly iberian: string;
  readonly skeleton: string;
  /** Set of the letters of the fold, one bit each. */
  readonly letters: number;
  readonly number: number | undefined;
  /** 0.4 for words of a hundred names, 1 for rare ones. */
  readonly weight: number;
  /** Stands in a table of names or places: another word of the tables is another name. */
  readonly known: 'name' | 'place' | 'organization' | undefined;
  readonly family: boolean;
  readonly given: boolean;
}

const FREQUENT = 0.55;
const COMMON = 0.75;
const ORGANIZATION_FREQUENT = 0.3;
const ORGANIZATION = 0.5;
const NUMBER = 0.35;
const REMEMBERED_MAX = 60_000;

const forms = new Map<string, WordForm>();

function weightOf(text: string, number: number | undefined): number {
  if (number !== undefined) return NUMBER;
  const common = commonWord(text);
  if (common === undefined) return 1;
  if (common.kind === 'organization') return common.frequent ? ORGANIZATION_FREQUENT : ORGANIZATION;
  return common.frequent ? FREQUENT : COMMON;
}

/** One bit per letter: words whose sets differ much cannot be near. */
export function letterSet(word: string): number {
  let bits = 0;
  for (let at = 0; at < word.length; at += 1) bits |= 1 << (word.charCodeAt(at) % 32);
  return bits >>> 0;
}

export function bitCount(bits: number): number {
  let left = bits - ((bits >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return (((left + (left >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Not remembered: for those who see each word once. */
export function makeWordForm(text: string): WordForm {
  const number = numberValue(text);
  const kind = commonWord(text)?.kind;
  const fold = foldWord(text);
  return {
    text,
    fold,
    iberian: iberianKey(text),
    skeleton: consonantSkeleton(text),
    letters: letterSet(fold),
    number,
    weight: weightOf(text, number),
    known: kind === undefined ? undefined : kind === 'place' || kind === 'organization' ? kind : 'name',
    family: kind === 'family',
    given: kind === 'given',
  };
}

export function wordForm(text: string): WordForm {
  const known = forms.get(text);
  if (known !== undefined) return known;
  const form = makeWordForm(text);
  if (forms.size >= REMEMBERED_MAX) forms.clear();
  forms.set(text, form);
  return form;
}
