import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FEATURES } from '@atalaya/engine/modules/screening/matching/score/features.ts';
import { seeded } from './bench/screening-names.ts';
import {
  balancingShift,
  binsOf,
  calibrationError,
  figuresAt,
  logLoss,
  operatingShift,
} from './screening-fit/calibration.ts';
import { calibrationKnots, crossCalibrated } from './screening-fit/calibration-map.ts';
import { calibrationPlot, calibrationTable } from './screening-fit/calibration-plot.ts';
import { labelledExamples, minedExamples, type NamePairExample } from './screening-fit/examples.ts';
import { EXPECTATIONS } from './screening-fit/expectations.ts';
import { crossValidate, type Fitted, fitLogistic } from './screening-fit/logistic.ts';
import { cleanCustomers, realLists, sharedData, trainingPairs } from './screening-fit/shared-data.ts';

/**
 * `node tools/screening-fit.ts [--write]`: fits the weights of the pair score on the reference data, by five folds and then on
 * everything, and prints what the folds say. `--write` writes content/screening/model.yaml, and the calibration (plot and
 * table) beside the methodology. The same data and code write the same bytes.
 */
const ROOT = resolve(import.meta.dirname, '..');
const FOLDS = 5;
const REPEATS = 3;

const shared = sharedData();
if (shared === undefined) throw new Error('the reference data is not there: set ATALAYA_SHARED');

const labelled = labelledExamples(trainingPairs(shared));
const mined = minedExamples(cleanCustomers(shared), await realLists(shared));

/** Pairs of one listed name stay together: a fold is never asked what it has learned by heart. */
function foldsOf(seed: number): (group: string) => number {
  const random = seeded(seed);
  const known = new Map<string, number>();
  return (group) => {
    const fold = known.get(group) ?? Math.floor(random() * FOLDS);
    known.set(group, fold);
    return fold;
  };
}

const groupOf = (one: NamePairExample): string => one.right.toLowerCase();
const repeats = Array.from({ length: REPEATS }, (_, repeat) =>
  crossValidate(labelled, mined, groupOf, EXPECTATIONS, foldsOf(repeat + 1), FOLDS),
);
const held = repeats.map((nats) => labelled.map(({ truth }, at) => ({ nats: nats[at] ?? 0, truth })));
const pooled = held.flat();
const shift = balancingShift(pooled);
const shifted = (all: typeof pooled) => all.map((one) => ({ ...one, nats: one.nats + shift }));
const operating = operatingShift(shifted(pooled));
const shipped = shifted(pooled).map((one) => ({ ...one, nats: one.nats + operating }));
const operated = held.map((one) => one.map((pair) => ({ ...pair, nats: pair.nats + shift + operating })));
const knots = calibrationKnots(operated.flat());
const calibrated = operated.flatMap((one, repeat) =>
  crossCalibrated(one, labelled.map(groupOf), foldsOf(REPEATS + repeat + 1), FOLDS),
);
const bins = binsOf(calibrated);

const fitted = fitLogistic([...labelled, ...mined], EXPECTATIONS);
const model: Fitted = { ...fitted, intercept: fitted.intercept + shift + operating };

const three = (value: number): string => (Math.round(value * 1000) / 1000 + 0).toFixed(3);
const say = (text: string): void => void process.stdout.write(`${text}\n`);
say(
  `${labelled.length} labelled pairs, ${mined.length} mined at low weight; ${FOLDS} folds by listed name, ${REPEATS} times`,
);
say(`shift of the intercept so that the held-out scores add up: ${three(shift)}`);
for (const threshold of [0.4, 0.45, 0.5, 0.55, 0.6]) {
  const { precision, recall, f1 } = figuresAt(shipped, threshold);
  say(`held out at ${threshold}: P ${three(precision)} R ${three(recall)} F1 ${three(f1)}`);
}
say(`further shift, so that at 0.5 no more than one in ten is missed: ${three(operating)}`);
say(
  `each time at 0.5: F1 ${held
    .map((one) =>
      three(
        figuresAt(
          one.map((pair) => ({ ...pair, nats: pair.nats + shift + operating })),
          0.5,
        ).f1,
      ),
    )
    .join(', ')}`,
);
say(
  `as the model has it: calibration error ${three(calibrationError(binsOf(shipped)))}, log loss ${three(logLoss(shipped))}`,
);
say(
  `calibrated, each fold by the others: ${three(calibrationError(bins))}, log loss ${three(logLoss(calibrated))}`,
);
for (const bin of bins)
  say(`${bin.from}-${bin.to}: ${bin.pairs} pairs, score ${three(bin.score)}, are one ${three(bin.observed)}`);

const yaml = [
  '# Weights of the pair score, in nats of log-odds: what each feature of an alignment (matching/score/features.ts) says for or against.',
  '# Written by `node tools/screening-fit.ts --write`; how and on what: docs/methodology/screening.md.',
  `intercept: ${three(model.intercept)}`,
  'weights:',
  ...FEATURES.map((feature, at) => `  ${feature}: ${three(model.weights[at] ?? 0)}`),
  '# From these log-odds to those that held-out pairs bear out: straight lines between these points, even odds stay even.',
  'calibration:',
  ...knots.map(([nats, shown]) => `  - [${three(nats)}, ${three(shown)}]`),
];
if (process.argv.includes('--write')) {
  writeFileSync(join(ROOT, 'content/screening/model.yaml'), `${yaml.join('\n')}\n`);
  writeFileSync(join(ROOT, 'docs/methodology/screening-calibration.svg'), calibrationPlot(bins));
  writeFileSync(join(ROOT, 'docs/methodology/screening-calibration.csv'), calibrationTable(bins));
} else say(yaml.join('\n'));
