import { editSimilarity } from './matching/edit-similarity.ts';
import { type NameWord, prepareName } from './matching/normalise.ts';
import { iberianKey } from './matching/phonetic.ts';
import { type Relation, relatedWords } from './matching/tables.ts';
import { createRecent } from './recent.ts';

/**
 * How alike two names are, 0 to 100, for the question "is this the customer's own account?". Each word of the shorter name
 * is paired with the most similar word of the other, whatever the order; a surname or second given name that only one side
 * has says nothing. Lists are screened by `matching`, which knows how rare a word is; here there is only one other name.
 */
const BY_RELATION: Readonly<Record<Relation, number>> = {
  abbreviation: 0.95,
  variant: 0.95,
  synonym: 0.9,
  nickname: 0.85,
};
const SAME_SOUND = 0.9;
const INITIAL = 0.75;
/** Below this two words are different words. */
const DIFFERENT = 0.6;
/** One word alone names nobody for sure. */
const SINGLE_WORD_MAX = 60;
const MINOR = new Set(['particle', 'title', 'legal', 'junior']);

interface ComparedWord {
  readonly text: string;
  readonly initial: boolean;
  readonly sound: string;
}

function wordsOf(name: string): ComparedWord[] {
  const words: NameWord[] = prepareName(name, 'unknown').words.filter((word) => !MINOR.has(word.class));
  return words.map((word) => ({
    text: word.text,
    initial: word.class === 'initial',
    sound: iberianKey(word.text),
  }));
}

function similarity(left: ComparedWord, right: ComparedWord): number {
  if (left.text === right.text) return 1;
  if (left.initial || right.initial) return left.text[0] === right.text[0] ? INITIAL : 0;
  const relation = relatedWords(left.text).get(right.text);
  if (relation !== undefined) return BY_RELATION[relation];
  const spelled = editSimilarity(left.text, right.text);
  return Math.max(left.sound === right.sound ? SAME_SOUND : 0, spelled < DIFFERENT ? 0 : spelled);
}

function likenessOf(left: readonly ComparedWord[], right: readonly ComparedWord[]): number {
  const [shorter, longer] = left.length <= right.length ? [left, right] : [right, left];
  if (shorter.length === 0) return 0;
  const pairs = shorter.flatMap((word, i) =>
    longer.map((other, j) => ({ i, j, alike: similarity(word, other) })),
  );
  const paired = { shorter: new Set<number>(), longer: new Set<number>() };
  let total = 0;
  for (const { i, j, alike } of pairs.sort((a, b) => b.alike - a.alike)) {
    if (paired.shorter.has(i) || paired.longer.has(j)) continue;
    paired.shorter.add(i);
    paired.longer.add(j);
    total += alike;
  }
  const score = Math.round((total / shorter.length) * 100);
  return shorter.length === 1 && longer.length > 1 ? Math.min(score, SINGLE_WORD_MAX) : score;
}

const REMEMBERED_MAX = 50_000;

/** Remembers names taken apart and pairs compared: a payee is paid again, and compared with the same customer. */
export function createNameLikeness(): (left: string, right: string) => number {
  const taken = createRecent<ComparedWord[]>(REMEMBERED_MAX);
  const compared = createRecent<number>(REMEMBERED_MAX);

  const take = (name: string): ComparedWord[] => {
    const known = taken.get(name);
    if (known !== undefined) return known;
    const words = wordsOf(name);
    taken.set(name, words);
    return words;
  };

  return (left, right) => {
    const key = `${left}\n${right}`;
    const known = compared.get(key);
    if (known !== undefined) return known;
    const likeness = likenessOf(take(left), take(right));
    compared.set(key, likeness);
    return likeness;
  };
}
