/** Common string measures, to stand beside our own figures. 0 to 1. */
import { editDistance } from '../names/edit-distance.ts';
import { jaroWinkler, portalScore } from './portal-score.ts';

export type Baseline = 'levenshtein' | 'jaro-winkler' | 'portal-parity';

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

export function baselineScore(baseline: Baseline, left: string, right: string): number {
  if (baseline === 'portal-parity') return portalScore(left, right) / 100;
  const [a, b] = [plain(left), plain(right)];
  if (baseline === 'jaro-winkler') return jaroWinkler(a, b);
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 0 : 1 - editDistance(a, b, longest) / longest;
}
