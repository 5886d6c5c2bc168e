import { FEATURES, type Feature } from '@atalaya/engine/modules/screening/matching/score/features.ts';
import type { Weight } from './logistic.ts';

/**
 * What is known of a feature before any pair is seen: its sign, and where 514 pairs say too little, what is expected. The
 * expectations are rules of names, not of pairs: without the paternal surname it is another family, Fernando is not Fernanda,
 * a pet name is not an identity, namesakes agree on little.
 */
const FOR: readonly Feature[] = ['agreement', 'evidence', 'whole'];
const FREE: readonly Feature[] = ['organization', 'foreign'];

const EXPECTED: Readonly<Partial<Record<Feature, number>>> = {
  agreement: 1,
  evidence: 1.5,
  paternal: -2.5,
  gender_differ: -2.5,
  thin: -2.5,
  no_exact: -2,
  junior_differ: -1.2,
  variant_and_extra: -2,
  foreign_doubt: -3,
  foreign_extra: -1,
  nickname: -0.8,
  equivalent: -0.4,
  known_differ: -0.8,
  single: -1.5,
  initial: -0.3,
  swapped: -1.5,
  common_slip: -0.5,
  slip_and_extra: -1,
};

/** Held harder: the training part has almost no pair of these, and what it has contradicts itself. */
const HELD: ReadonlySet<Feature> = new Set([
  'junior_differ',
  'paternal',
  'gender_differ',
  'no_exact',
  'thin',
]);
const PENALTY = 0.002;
const HELD_PENALTY = 0.02;

const signOf = (feature: Feature): Weight['sign'] =>
  FREE.includes(feature) ? 0 : FOR.includes(feature) ? 1 : -1;

export const EXPECTATIONS: readonly Weight[] = FEATURES.map((feature) => ({
  sign: signOf(feature),
  expected: EXPECTED[feature] ?? 0,
  penalty: HELD.has(feature) ? HELD_PENALTY : PENALTY,
}));
