import type { PersonName } from './formats/reportable.ts';

/** Particles that belong to the surname that follows them. */
const PARTICLES = new Set([
  'de',
  'del',
  'la',
  'las',
  'los',
  'y',
  'da',
  'das',
  'do',
  'dos',
  'van',
  'von',
  'san',
  'santa',
]);

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
    .sort()
    .join(' ');

/** Whether two writings hold the same words, whatever their order, case and accents. */
export const sameWords = (left: string, right: string): boolean => folded(left) === folded(right);

/** Words of a name, particles put together with the surname they lead to. */
function partsOf(name: string): string[] {
  const parts: string[] = [];
  let lead = '';
  for (const word of name.trim().split(/\s+/u)) {
    if (PARTICLES.has(word.toLowerCase())) {
      lead += `${word} `;
      continue;
    }
    parts.push(lead + word);
    lead = '';
  }
  if (lead !== '') parts.push(lead.trim());
  return parts;
}

/**
 * Given and family names of a name written in one piece, as is usual in Latin America: the last two are the surnames, or
 * the last one where there are only two. A guess that a person confirms.
 */
export function splitName(name: string): PersonName {
  const parts = partsOf(name);
  if (parts.length <= 1) return { given: name.trim(), paternal: '' };
  if (parts.length === 2) return { given: parts[0] ?? '', paternal: parts[1] ?? '' };
  return {
    given: parts.slice(0, -2).join(' '),
    paternal: parts.at(-2) ?? '',
    maternal: parts.at(-1) ?? '',
  };
}
