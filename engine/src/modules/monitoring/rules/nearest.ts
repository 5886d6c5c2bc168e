import { FACTS } from '../facts/dictionary.ts';

const FAR = 3;
const NAMES = FACTS.map(({ name }) => name);

/** ` : did you mean …?` for a name that does not exist; of facts and what the scenario declares. Empty: nothing is near. */
export function didYouMean(name: string, declared: readonly string[] = []): string {
  const last = name.slice(name.indexOf('.') + 1);
  const known = [...declared, ...NAMES];
  const sameEnd = known.filter((one) => one.slice(one.indexOf('.') + 1) === last);
  const alike = sameEnd.length > 0 ? sameEnd : near(name, known);
  return alike.length === 0 ? '' : `: did you mean ${alike.slice(0, 3).join(' or ')}?`;
}

/** The names fewest letters away, at most two. */
function near(name: string, known: readonly string[]): string[] {
  const found = known.map((one) => ({ one, letters: distance(name, one) }));
  const least = Math.min(FAR, ...found.map(({ letters }) => letters));
  return least >= FAR ? [] : found.filter(({ letters }) => letters === least).map(({ one }) => one);
}

/** Levenshtein's distance: letters to put in, take out or change. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) >= FAR) return FAR;
  let row = [...b, ''].map((_, j) => j);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const changed = (row[j] ?? 0) + (letter === b[j] ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? FAR;
}
