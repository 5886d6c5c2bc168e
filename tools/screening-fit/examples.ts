import type { NameQuery } from '@atalaya/engine/modules/screening/match.ts';
import { findCandidates } from '@atalaya/engine/modules/screening/matching/index/candidates.ts';
import { dossierAt } from '@atalaya/engine/modules/screening/matching/index/shape.ts';
import { alternativesOf } from '@atalaya/engine/modules/screening/matching/names/alternatives.ts';
import type { LabelledPair } from '@atalaya/engine/modules/screening/matching/parity/labelled-pairs.ts';
import { alignNames } from '@atalaya/engine/modules/screening/matching/score/align.ts';
import { FEATURES, featuresOf } from '@atalaya/engine/modules/screening/matching/score/features.ts';
import { comparedName } from '@atalaya/engine/modules/screening/matching/score/name-words.ts';
import { buildIndex, type ListSource } from '@atalaya/engine/modules/screening/matching/screening-index.ts';
import { seeded } from '../bench/screening-names.ts';
import { EXPECTATIONS } from './expectations.ts';
import type { Example } from './logistic.ts';
import { TREATMENTS } from './treatments.ts';

/** What a pair of names is to the model: its features, whether it is one, and what it counts. */
export interface NamePairExample extends Example {
  readonly left: string;
  readonly right: string;
  readonly origin: string;
}

const MINED_WEIGHT = 0.15;
const SEED = 11;
/** Best candidates of a clean customer that become negatives. */
const NEGATIVES_EACH = 8;
const CLEAN_USED = 3_000;
const SAT_USED = 500;

function exampleOf(
  origin: string,
  isOrganization: boolean,
  left: string,
  right: string,
  truth: 0 | 1,
  weight: number,
): NamePairExample {
  const reading = isOrganization ? 'organization' : 'person';
  const query = comparedName(left, reading);
  const rows = alternativesOf(right).map((text) => {
    const listing = comparedName(text, reading);
    return featuresOf(query, listing, alignNames(query, listing), isOrganization);
  });
  // Of a name that is several, the best by what is expected: the weights are still being looked for.
  const expected = (row: (typeof rows)[number]): number =>
    FEATURES.reduce((sum, feature, at) => sum + row[feature] * (EXPECTATIONS[at]?.expected ?? 0), 0);
  const best = rows.reduce((a, b) => (expected(b) > expected(a) ? b : a));
  return { origin, left, right, truth, weight, values: FEATURES.map((feature) => best[feature]) };
}

export const labelledExamples = (pairs: readonly LabelledPair[]): NamePairExample[] =>
  pairs.map((pair) =>
    exampleOf(pair.group, pair.schema !== 'Person', pair.left, pair.right, pair.isMatch ? 1 : 0, 1),
  );

const pick = <T>(items: readonly T[], random: () => number): T | undefined =>
  items[Math.floor(random() * items.length)];

/** Every other clean customer is kept for the check: none of those drawn here is among them. */
export const isForFit = (_: unknown, at: number): boolean => at % 2 === 0;

/** Real listed names that stand near clean customers: they are not them. */
function nearStrangers(clean: readonly NameQuery[], lists: readonly ListSource[]): NamePairExample[] {
  const index = buildIndex(lists);
  const random = seeded(SEED);
  const used = clean.filter(isForFit);
  const isPerson = (name: number): boolean => index.organization[index.owners[name] ?? 0] === 0;
  return Array.from({ length: CLEAN_USED }).flatMap(() => {
    const text = pick(used, random)?.name ?? '';
    const query = comparedName(text, 'person');
    const names = query.words.length === 0 ? [] : findCandidates(index, query, isPerson).names;
    const near = names.slice(0, NEGATIVES_EACH).map((name) => {
      const { names: written } = dossierAt(index, index.owners[name] ?? 0);
      return written[index.positions[name] ?? 0] ?? '';
    });
    const unlike = [...new Map(near.map((one) => [one.toLowerCase(), one])).values()];
    return unlike.map((one) => exampleOf('clean', false, text, one, 0, MINED_WEIGHT));
  });
}

/** Listed names written otherwise: UN names by the eight treatments, 69-B persons given names first. */
function altered(lists: readonly ListSource[]): NamePairExample[] {
  const random = seeded(SEED + 1);
  const listingsOf = (code: string) => [...(lists.find((one) => one.list === code)?.listings ?? [])];
  const names = Object.keys(TREATMENTS);
  const un = listingsOf('un')
    .filter(isForFit)
    .flatMap((listing) => {
      const name = listing.names[0]?.text ?? '';
      const treatment = pick(names, random) ?? '';
      const written = TREATMENTS[treatment]?.(name, random) ?? name;
      return [exampleOf(`un-${treatment}`, listing.kind !== 'person', written, name, 1, MINED_WEIGHT)];
    });
  const persons = listingsOf('sat-69b').filter((listing) => listing.kind === 'person');
  const sat = Array.from({ length: SAT_USED }).flatMap(() => {
    const name = pick(persons, random)?.names[0]?.text ?? '';
    const [paternal = '', maternal = '', ...given] = name.split(/\s+/);
    const isDropped = random() < 0.5;
    if (given.length === 0) return [];
    const written = [...given, paternal, ...(isDropped ? [] : [maternal])].join(' ');
    return [exampleOf('sat-69b', false, written, name, 1, MINED_WEIGHT)];
  });
  return [...un, ...sat];
}

export const minedExamples = (
  clean: readonly NameQuery[],
  lists: readonly ListSource[],
): NamePairExample[] => [...nearStrangers(clean, lists), ...altered(lists)];
