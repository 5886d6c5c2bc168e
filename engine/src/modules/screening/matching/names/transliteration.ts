/**
 * Whether a word of another script and a word in Latin letters are the same name: the best alignment of their letters
 * under learned weights (content/screening/transliteration.csv). The sum is a log-likelihood ratio in nats: how much more
 * likely these letters are for one name than for two. Offline, and the same everywhere.
 */
import { contentText } from './tables.ts';
import type { WordForm } from './word-form.ts';
import type { WordLikeness } from './word-likeness.ts';

export type Script = 'arabic' | 'russian' | 'chinese' | 'hebrew' | 'korean';

const LETTERS = 27;
const UNSEEN = -5;
const LENGTH_MAX = 32;

const letterCode = (letter: string): number => (letter === '-' ? 0 : letter.charCodeAt(0) - 96);

function readWeights(): Map<string, Float64Array> {
  const weights = new Map<string, Float64Array>();
  for (const line of contentText('transliteration.csv').split('\n')) {
    const [script = '', from, to, weight] = line.split(',');
    if (line.startsWith('#') || weight === undefined || weight === 'weight') continue;
    const table = weights.get(script) ?? new Float64Array(LETTERS * LETTERS).fill(UNSEEN);
    table[letterCode(from ?? '-') * LETTERS + letterCode(to ?? '-')] = Number(weight);
    weights.set(script, table);
  }
  return weights;
}
const WEIGHTS = readWeights();

const SCRIPTS: readonly [RegExp, Script][] = [
  [/\p{Script=Han}/u, 'chinese'],
  [/\p{Script=Hangul}/u, 'korean'],
  [/\p{Script=Hebrew}/u, 'hebrew'],
  [
    /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Hiragana}\p{Script=Katakana}]/u,
    'russian',
  ],
];

/** Whose weights serve a word as written; scripts that leave vowels out or imply them are read like Arabic. */
export const scriptOf = (written: string): Script =>
  SCRIPTS.find(([pattern]) => pattern.test(written))?.[1] ?? 'arabic';

/** Letters of the fold as numbers into a buffer; gives how many. */
function codesInto(buffer: Uint8Array, fold: string): number {
  let count = 0;
  for (let at = 0; at < Math.min(fold.length, LENGTH_MAX); at += 1) {
    const code = fold.charCodeAt(at) - 96;
    if (code > 0 && code < LETTERS) {
      buffer[count] = code;
      count += 1;
    }
  }
  return count;
}
const FOREIGN = new Uint8Array(LENGTH_MAX);
const LATIN = new Uint8Array(LENGTH_MAX);

const ROW = new Float64Array(LENGTH_MAX + 1);

/** Nats for the best alignment; both words folded. */
export function transliterationNats(script: Script, foreign: string, latin: string): number {
  const weights = WEIGHTS.get(script);
  const n = codesInto(FOREIGN, foreign);
  const m = codesInto(LATIN, latin);
  if (weights === undefined || n === 0 || m === 0) return Number.NEGATIVE_INFINITY;
  ROW[0] = 0;
  for (let j = 1; j <= m; j += 1) ROW[j] = (ROW[j - 1] ?? 0) + (weights[LATIN[j - 1] ?? 0] ?? UNSEEN);
  for (let i = 0; i < n; i += 1) {
    const from = FOREIGN[i] ?? 0;
    const removed = weights[from * LETTERS] ?? UNSEEN;
    let diagonal: number = ROW[0] ?? 0;
    ROW[0] = diagonal + removed;
    for (let j = 1; j <= m; j += 1) {
      const to = LATIN[j - 1] ?? 0;
      const above: number = ROW[j] ?? 0;
      const added = (ROW[j - 1] ?? 0) + (weights[to] ?? UNSEEN);
      let best = diagonal + (weights[from * LETTERS + to] ?? UNSEEN);
      if (added > best) best = added;
      if (above + removed > best) best = above + removed;
      diagonal = above;
      ROW[j] = best;
    }
  }
  return ROW[m] ?? 0;
}

/** Nats per letter of both words from which they may be one name, and from which they hardly can be two. */
const POSSIBLE: Readonly<Record<Script, number>> = {
  arabic: 0.12,
  russian: 0.16,
  chinese: 0.25,
  hebrew: 0.14,
  korean: 0.27,
};
const SURE = 1;
const NATS_MIN = 2;
const SIMILAR_MIN = 0.6;
const SIMILAR_MAX = 0.96;
/** A short word says little however well it fits: the first and the last of nats that count. */
const NATS_FULL = 9;

export interface ForeignWord {
  readonly form: WordForm;
  readonly script: Script;
}

/** Undefined where they are different names. */
export function transliterationLikeness(
  word: ForeignWord,
  latin: WordForm,
): (WordLikeness & { nats: number }) | undefined {
  const nats = transliterationNats(word.script, word.form.fold, latin.fold);
  const perLetter = nats / (word.form.fold.length + latin.fold.length);
  const possible = POSSIBLE[word.script];
  if (perLetter < possible || nats < NATS_MIN) return undefined;
  const fit = Math.min(1, (perLetter - possible) / (SURE - possible));
  const amount = Math.min(1, 0.5 + (0.5 * nats) / NATS_FULL);
  const similarity = SIMILAR_MIN + (SIMILAR_MAX - SIMILAR_MIN) * fit * amount;
  return { similarity, edits: 0, how: 'transliterated', nats };
}
