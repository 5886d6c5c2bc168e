/** What the comparison of words needs to know of each, made once per word and remembered. */
import { foldWord } from './fold.ts';
import { letterSet } from './letter-set.ts';
import { consonantSkeleton, iberianKey } from './phonetic.ts';
import { commonWord, numberValue, type Relation, relatedWords } from './tables.ts';

export interface WordForm {
  readonly text: string;
  readonly fold: string;
  readonly iberian: string;
  readonly skeleton: string;
  /** Set of the letters of the fold, and of the text, one bit each. */
  readonly letters: number;
  readonly textLetters: number;
  /** Words the tables know to be the same name; undefined where they know none. */
  readonly related: ReadonlyMap<string, Relation> | undefined;
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

/** Not remembered: for those who see each word once. */
export function makeWordForm(text: string): WordForm {
  const number = numberValue(text);
  const kind = commonWord(text)?.kind;
  const fold = foldWord(text);
  const related = relatedWords(text);
  return {
    text,
    fold,
    iberian: iberianKey(text),
    skeleton: consonantSkeleton(text),
    letters: letterSet(fold),
    textLetters: letterSet(text),
    related: related.size === 0 ? undefined : related,
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
