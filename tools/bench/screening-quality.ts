import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DEFAULT_THRESHOLD } from '@atalaya/engine/modules/screening/match.ts';
import { type Baseline, baselineScore } from '@atalaya/engine/modules/screening/matching/parity/baselines.ts';
import {
  type LabelledPair,
  labelledPairs,
} from '@atalaya/engine/modules/screening/matching/parity/labelled-pairs.ts';
import { pairProbability } from '@atalaya/engine/modules/screening/matching/parity/pair-probability.ts';
import { sharedData } from '../screening-fit/shared-data.ts';
import { type CaseResult, round } from './results.ts';
import { benchRealLists } from './screening-treated.ts';

/**
 * `npm run -s bench -- screening-quality --json [--pairs FILE]`: precision, recall and F1 of the pair score at its threshold
 * on labelled pairs (columns schema, name1, name2, is_match, and case_group, quality where there are any), for each group
 * and for each quality. Without a file: our own fictitious pairs; beside them the common string measures at the threshold that
 * suits each best on this very file. Where the reference data is there, whole screens against real lists as well: UN names in
 * eight treatments, and synthetic clean customers.
 */
interface Scored {
  readonly pair: LabelledPair;
  readonly score: number;
}

const OWN = resolve(import.meta.dirname, '../../content/screening/latam-names.csv');
const BASELINES: readonly Baseline[] = ['levenshtein', 'jaro-winkler', 'portal-parity'];
const STEPS = 100;

function figures(name: string, scored: readonly Scored[], threshold: number): CaseResult {
  let [right, wrong, missed] = [0, 0, 0];
  for (const { pair, score } of scored) {
    if (score >= threshold && pair.isMatch) right += 1;
    else if (score >= threshold) wrong += 1;
    else if (pair.isMatch) missed += 1;
  }
  const precision = right + wrong === 0 ? 1 : right / (right + wrong);
  const recall = right + missed === 0 ? 1 : right / (right + missed);
  const f1 = right === 0 ? 0 : (2 * right) / (2 * right + wrong + missed);
  return {
    case: name,
    pairs: scored.length,
    threshold: round(threshold),
    precision: round(precision, 4),
    recall: round(recall, 4),
    f1: round(f1, 4),
    wrong,
    missed,
  };
}

function bestOf(name: string, scored: readonly Scored[]): CaseResult {
  let best = figures(name, scored, 0);
  for (let step = 1; step <= STEPS; step += 1) {
    const next = figures(name, scored, step / STEPS);
    if (Number(next.f1) > Number(best.f1)) best = next;
  }
  return best;
}

const groupsOf = (pairs: readonly LabelledPair[], key: 'group' | 'quality'): string[] =>
  [...new Set(pairs.map((pair) => pair[key]))].filter((value) => value !== '').sort();

export async function benchScreeningQuality(file: string | undefined): Promise<CaseResult[]> {
  const pairs = qualityOfPairs(file);
  const shared = sharedData();
  return file !== undefined || shared === undefined ? pairs : [...pairs, ...(await benchRealLists(shared))];
}

function qualityOfPairs(file: string | undefined): CaseResult[] {
  const path = file === undefined ? OWN : resolve(process.env.INIT_CWD ?? '.', file);
  if (!existsSync(path)) throw new Error(`there is no file ${join(path)}`);
  const pairs = labelledPairs(readFileSync(path, 'utf8'));
  const scored = pairs.map((pair) => ({ pair, score: pairProbability(pair) }));
  const slice = (key: 'group' | 'quality', value: string): CaseResult =>
    figures(
      value,
      scored.filter(({ pair }) => pair[key] === value),
      DEFAULT_THRESHOLD,
    );
  return [
    figures('all', scored, DEFAULT_THRESHOLD),
    ...groupsOf(pairs, 'group').map((value) => slice('group', value)),
    ...groupsOf(pairs, 'quality').map((value) => slice('quality', value)),
    ...BASELINES.map((baseline) =>
      bestOf(
        baseline,
        pairs.map((pair) => ({ pair, score: baselineScore(baseline, pair.left, pair.right) })),
      ),
    ),
  ];
}
