/**
 * From features to a probability: a logistic model whose weights stand in content/screening/model.yaml, fitted as
 * docs/methodology/screening.md tells. A score is the chance that a pair of names of this kind, among labelled pairs, is one name.
 */
import { parse } from 'yaml';
import { Failure } from '../../../../kernel/failure.ts';
import { contentText } from '../names/tables.ts';
import { type Calibration, calibrationOf, isRising, type Knot } from './calibration.ts';
import { FEATURES, type Feature, type FeatureValues } from './features.ts';

interface Model {
  readonly intercept: number;
  readonly weights: Readonly<Record<Feature, number>>;
  readonly calibration: Calibration;
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
  const knots = member(source, 'calibration');
  const calibration = (Array.isArray(knots) ? knots : []).map(
    (knot: unknown): Knot => [
      number(member(knot, '0'), 'calibration'),
      number(member(knot, '1'), 'calibration'),
    ],
  );
  if (calibration.length === 0 || !isRising(calibration))
    throw new Failure('operator', 'screening.tables_damaged', 'the calibration of the model does not rise', [
      { field: 'calibration', message: 'is not a list of rising pairs of numbers' },
    ]);
  const weights = member(source, 'weights');
  const entries = FEATURES.map((key): [Feature, number] => [key, number(member(weights, key), key)]);
  // Object.fromEntries forgets that every feature is there.
  return {
    intercept: number(member(source, 'intercept'), 'intercept'),
    weights: Object.fromEntries(entries) as Record<Feature, number>,
    calibration: calibrationOf(calibration),
  };
}

const MODEL = readModel();

export const probabilityOf = (nats: number): number => 1 / (1 + Math.exp(-nats));
export const natsOf = (probability: number): number => Math.log(probability / (1 - probability));

/** The score of log-odds: the share of labelled pairs like this that are one. Even odds stay even. */
export const scoreOf = (nats: number): number => probabilityOf(MODEL.calibration.shown(nats));
/** The log-odds of a score. */
export const natsOfScore = (score: number): number => MODEL.calibration.nats(natsOf(score));

/** Log-odds that the two names are one. */
export function nameNats(features: FeatureValues): number {
  let nats = MODEL.intercept;
  for (const feature of FEATURES) nats += MODEL.weights[feature] * features[feature];
  return nats;
}
