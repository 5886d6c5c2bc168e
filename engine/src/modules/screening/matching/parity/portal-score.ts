/**
 * The score the public search portal of OFAC gives, 0 to 100, as far as it can be told from outside: the better of the whole
 * names by Jaro-Winkler, where they begin with the same letter, and the mean of the best word for each word asked. Stored beside our own so
 * that an auditor can compare; never used to decide.
 */
const PREFIX_MAX = 4;
const PREFIX_SCALE = 0.1;
const WORD_FLOOR = 0.5;
const SHORT_WORD = 2;
const LENGTH_MAX = 256;

const plain = (text: string): string =>
  text
    .slice(0, LENGTH_MAX)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function matchedLetters(left: string, right: string, reach: number): [string, string] {
  const used = new Uint8Array(right.length);
  let mine = '';
  for (let i = 0; i < left.length; i += 1) {
    const to = Math.min(right.length, i + reach + 1);
    for (let j = Math.max(0, i - reach); j < to; j += 1) {
      if (used[j] === 1 || left[i] !== right[j]) continue;
      used[j] = 1;
      mine += left[i];
      break;
    }
  }
  let theirs = '';
  for (let j = 0; j < right.length; j += 1) if (used[j] === 1) theirs += right[j];
  return [mine, theirs];
}

/** SimMetrics' form: the prefix counts whatever the likeness, and half the shorter length is the reach. */
export function jaroWinkler(left: string, right: string): number {
  if (left === right) return left === '' ? 0 : 1;
  const reach = Math.floor(Math.min(left.length, right.length) / 2) + 1;
  const [mine, theirs] = matchedLetters(left, right, reach);
  const matched = mine.length;
  if (matched === 0 || theirs.length !== matched) return 0;
  let swapped = 0;
  for (let at = 0; at < matched; at += 1) if (mine[at] !== theirs[at]) swapped += 1;
  const jaro =
    (matched / left.length + matched / right.length + (matched - Math.floor(swapped / 2)) / matched) / 3;
  let prefix = 0;
  while (prefix < Math.min(PREFIX_MAX, left.length, right.length) && left[prefix] === right[prefix])
    prefix += 1;
  return jaro + prefix * PREFIX_SCALE * (1 - jaro);
}

function wordScore(asked: readonly string[], listed: readonly string[]): number {
  const words = asked.filter((word) => word.length > SHORT_WORD);
  if (words.length === 0) return 0;
  let sum = 0;
  for (const word of words) {
    let best = 0;
    for (const other of listed) if (other[0] === word[0]) best = Math.max(best, jaroWinkler(word, other));
    sum += best < WORD_FLOOR ? 0 : best;
  }
  return sum / words.length;
}

export function portalScore(asked: string, listed: string): number {
  const [left, right] = [plain(asked), plain(listed)];
  if (left === '' || right === '') return 0;
  const whole = left[0] === right[0] ? jaroWinkler(left, right) : 0;
  return Math.round(100 * Math.max(whole, wordScore(left.split(' '), right.split(' '))));
}
