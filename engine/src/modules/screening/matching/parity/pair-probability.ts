/** The score of a labelled pair: of the two names alone, as the index would score them. */

import { alternativesOf } from '../names/alternatives.ts';
import { scoreOf } from '../score/model.ts';
import { comparedName } from '../score/name-words.ts';
import { pairNames } from '../score/pair-score.ts';
import type { LabelledPair } from './labelled-pairs.ts';

export function pairProbability({
  schema,
  left,
  right,
}: Pick<LabelledPair, 'schema' | 'left' | 'right'>): number {
  const reading = schema === 'Person' ? 'person' : 'organization';
  const asked = comparedName(left, reading);
  const nats = alternativesOf(right).map(
    (text) => pairNames(asked, comparedName(text, reading), reading === 'organization').nats,
  );
  return scoreOf(Math.max(...nats));
}
