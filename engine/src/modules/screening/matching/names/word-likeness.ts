/**
 * How alike two words that carry a name are. Pure: the answer depends on the two words and the tables alone, so the same
 * pair of records has the same score whatever else is listed.
 */
import { editDistance } from './edit-distance.ts';
import { bitCount } from './letter-set.ts';
import type { Relation } from './tables.ts';
import { weightedEdits, weightedEditsMin } from './weighted-edits.ts';
import type { WordForm } from './word-form.ts';

export type Likeness = 'exact' | Relation | 'phonetic' | 'spelling' | 'transliterated' | 'number';

export interface WordLikeness {
  /** 0.5 to 1. */
  readonly similarity: number;
  /** Slips of the pen between them, weighted; 0 for what the tables say is the same. */
  readonly edits: number;
  readonly how: Likeness;
}

const RELATED: Readonly<Record<Relation, number>> = {
  abbreviation: 0.97,
  variant: 0.96,
  equivalent: 0.88,
  synonym: 0.95,
  nickname: 0.85,
};
const EXACT: WordLikeness = { similarity: 1, edits: 0, how: 'exact' };
const SAME_NUMBER: WordLikeness = { similarity: 1, edits: 0, how: 'number' };
const SAME_SOUND_EDITS = 0.6;
/** Added where the folds are compared instead of the words. */
export const FOLDED_EDITS = 0.25;
/** Below this, two words have nothing to do with each other. */
const SIMILARITY_MIN = 0.57;
const SHORT_SIMILARITY_MIN = 0.48;
const FIRST_LETTER = 0.96;
const EDITS_MAX = 3;

/** Edits allowed for the longer of two words. */
export const editsAllowed = (length: number): number =>
  length <= 2 ? 1 : length <= 4 ? 1.3 : length <= 6 ? 2 : length <= 9 ? 2.6 : EDITS_MAX;

/** Never more than the edits between words with these letters. */
const editsMin = (left: number, right: number): number =>
  Math.max(bitCount(left & ~right), bitCount(right & ~left));

function editsBetween(left: WordForm, right: WordForm, limit: number): number {
  const most = Math.floor(limit);
  const raw =
    editsMin(left.textLetters, right.textLetters) > most
      ? most + 1
      : editDistance(left.text, right.text, most);
  if (raw <= 1) return raw;
  if (left.fold === right.fold) return Math.min(raw, FOLDED_EDITS);
  if (Math.abs(left.fold.length - right.fold.length) > limit + 1) return raw;
  if (weightedEditsMin(left.letters, right.letters) > limit) return raw;
  return Math.min(raw, weightedEdits(left.fold, right.fold, limit) + FOLDED_EDITS);
}

/** Undefined where they are different words. */
export function wordLikeness(left: WordForm, right: WordForm): WordLikeness | undefined {
  if (left.text === right.text) return EXACT;
  if (left.number !== undefined && left.number === right.number) return SAME_NUMBER;
  const relation = left.related?.get(right.text);
  if (relation !== undefined) return { similarity: RELATED[relation], edits: 0, how: relation };
  if (left.number !== undefined || right.number !== undefined) return undefined;
  const [a, b] = [left.text.length, right.text.length];
  const longer = Math.max(a, b);
  const limit = editsAllowed(longer);
  const sound = left.iberian === right.iberian && Math.min(a, b) >= 3;
  const isFar = Math.abs(a - b) > limit + 2 || bitCount(left.letters ^ right.letters) > 2 * limit + 2;
  let edits = isFar ? limit + 1 : editsBetween(left, right, limit);
  if (sound) edits = Math.min(edits, SAME_SOUND_EDITS);
  if (edits > limit) return undefined;
  const kept = 1 - edits / ((longer + Math.min(a, b)) / 2);
  const similarity =
    left.text.charCodeAt(0) === right.text.charCodeAt(0) || sound ? kept : kept * FIRST_LETTER;
  if (similarity < (Math.min(a, b) > 2 ? SIMILARITY_MIN : SHORT_SIMILARITY_MIN)) return undefined;
  return { similarity, edits, how: sound || left.fold === right.fold ? 'phonetic' : 'spelling' };
}
