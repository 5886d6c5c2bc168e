import { Recent } from '../../kernel/recent.ts';
import { alignNames } from './matching/score/align.ts';
import { type ComparedName, carriesName, comparedName } from './matching/score/name-words.ts';

/**
 * How alike two names are, 0 to 100, for the question "is this the customer's own account?". Each word of the shorter name
 * is paired with the most similar word of the other, whatever the order; a surname or second given name that only one side
 * has says nothing. Lists are screened by `matching/score`, which asks another question: whether two records are one.
 */
/** Below this two words are different words. */
const DIFFERENT = 0.6;
/** One word alone names nobody for sure. */
const SINGLE_WORD_MAX = 60;

const isCounted = (word: ComparedName['words'][number]): boolean =>
  carriesName(word) || word.class === 'initial';

function likenessOf(left: ComparedName, right: ComparedName): number {
  const [a, b] = [left.words.filter(isCounted).length, right.words.filter(isCounted).length];
  const shorter = Math.min(a, b);
  if (shorter === 0) return 0;
  const side = a <= b ? 'query' : 'listing';
  const name = a <= b ? left : right;
  let total = 0;
  for (const pair of alignNames(left, right).pairs) {
    const [from, to] = pair[side];
    const words = name.words.slice(from, to + 1).filter(isCounted).length;
    if (pair.similarity >= DIFFERENT) total += pair.similarity * words;
  }
  const score = Math.min(100, Math.round((total / shorter) * 100));
  return shorter === 1 && Math.max(a, b) > 1 ? Math.min(score, SINGLE_WORD_MAX) : score;
}

/** At least so many of each. */
const REMEMBERED = 25_000;

/** Remembers names taken apart and pairs compared: a payee is paid again, and compared with the same customer. */
export function createNameLikeness(): (left: string, right: string) => number {
  const taken = new Recent<string, ComparedName>(REMEMBERED);
  const compared = new Recent<string, number>(REMEMBERED);

  const take = (name: string): ComparedName => {
    const known = taken.get(name);
    if (known !== undefined) return known;
    const words = comparedName(name, 'unknown');
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
