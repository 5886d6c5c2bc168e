/**
 * From features to a probability: a logistic model whose weights stand in content/screening/model.yaml, fitted as
 * docs/methodology/screening.md tells. A score is the chance that a pair of names of this kind, among labelled pairs, is one name.
 */
import { parse } from 'yaml';
import { Failure } from '../../../../kernel/failure.ts';
import { contentText } from '../names/tables.ts';
import { FEATURES, type Feature, type FeatureValues } from './features.ts';

interface Model {
  readonly intercept: number;
  readonly weights: Readonly<Record<Feature, number>>;
}

function readModel(): Model {
  const source: unknown = parse(contentText('model.yaml'));
  const member = (of: unknown, key: string): unknown =>
    typeof of === 'object' && of !== null ? Reflect.get(of, key) : undefined;
  const number = (value: unknown, key: string): number => {
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw new Failure('operator', 'screening.tables_damaged', `the model has no number for "${key}"`, [
      { field: key, message: 'not a number' },
    ]);
  };
  const weights = member(source, 'weights');
  const entries = FEATURES.map((key): [Feature, number] => [key, number(member(weights, key), key)]);
  // Object.fromEntries forgets that every feature is there.
  return {
    intercept: number(member(source, 'intercept'), 'intercept'),
    weights: Object.fromEntries(entries) as Record<Feature, number>,
  };
}

const MODEL = readModel();

export const probabilityOf = (nats: number): number => 1 / (1 + Math.exp(-nats));
export const natsOf = (probability: number): number => Math.log(probability / (1 - probability));

/** Log-odds that the two names are one. */
export function nameNats(features: FeatureValues): number {
  let nats = MODEL.intercept;
  for (const feature of FEATURES) nats += MODEL.weights[feature] * features[feature];
  return nats;
}
