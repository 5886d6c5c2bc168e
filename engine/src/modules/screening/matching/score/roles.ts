/**
 * Parts of a Spanish or Portuguese name and their roles. The maternal surname may be left out; the paternal one is not,
 * except in Portuguese, where the last surname is the one that stays.
 */
import { PORTUGUESE } from '../names/tables.ts';
import type { Alignment } from './align.ts';
import { type ComparedName, type ComparedWord, carriesName } from './name-words.ts';

export interface SurnamePositions {
  readonly paternal: number;
  readonly maternal: number | undefined;
}

const isWord = (word: ComparedWord): boolean => carriesName(word) && word.script === undefined;

/**
 * Undefined where the name is not of this culture, or has no two surnames. Registers write surnames first (`JASSO MARTINEZ
 * ARTURO`), people write them last.
 */
export function surnamesOf(name: ComparedName): SurnamePositions | undefined {
  const words = [...name.words.entries()].filter(([, word]) => isWord(word));
  const isIberian = words.some(([, { form }]) => form.family || form.given);
  if (!isIberian || words.length < 3) return undefined;
  const [, first] = words[0] ?? [];
  const [, last] = words.at(-1) ?? [];
  const isSurnameFirst =
    first?.form.given !== true &&
    (last?.form.given === true || (first?.form.family === true && !last?.form.family));
  if (isSurnameFirst) {
    const [paternal, maternal] = words;
    return {
      paternal: paternal?.[0] ?? 0,
      maternal: maternal?.[1].form.given === true ? undefined : maternal?.[0],
    };
  }
  if (first?.form.given !== true) return undefined;
  const givens = Math.max(
    1,
    words.findIndex(([, { form }], at) => at > 0 && !form.given),
  );
  const [paternal, maternal] = words.slice(givens);
  return paternal === undefined ? undefined : { paternal: paternal[0], maternal: maternal?.[0] };
}

const isPortuguese = (name: ComparedName): boolean =>
  name.words.some((word) => PORTUGUESE.has(word.form.text));

function isLeftOut(name: ComparedName, left: readonly number[], other: readonly number[]): boolean {
  if (other.length > 0 || left.length === 0 || isPortuguese(name)) return false;
  const surnames = surnamesOf(name);
  if (surnames?.maternal === undefined) return false;
  return left.includes(surnames.paternal) && !left.includes(surnames.maternal);
}

/** One side has only the maternal surname of the other. */
export function isPaternalMissing(query: ComparedName, listing: ComparedName, alignment: Alignment): boolean {
  const carrying = (name: ComparedName, positions: readonly number[]): number[] =>
    positions.filter((at) => name.words[at]?.class === 'word');
  const asked = carrying(query, alignment.onlyInQuery);
  const listed = carrying(listing, alignment.onlyInListing);
  return isLeftOut(listing, listed, asked) || isLeftOut(query, asked, listed);
}
