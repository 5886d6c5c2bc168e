import { probability } from './logistic.ts';

/** A labelled pair by the score it got from a model that had not seen it. */
export interface Scored {
  readonly nats: number;
  readonly truth: 0 | 1;
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly pairs: number;
  /** Mean score, and share of pairs that are one. */
  readonly score: number;
  readonly observed: number;
  /** 95 % interval of the share (Wilson). */
  readonly low: number;
  readonly high: number;
}

const Z = 1.96;

function wilson(share: number, count: number): { low: number; high: number } {
  const middle = (share + (Z * Z) / (2 * count)) / (1 + (Z * Z) / count);
  const half =
    (Z * Math.sqrt((share * (1 - share)) / count + (Z * Z) / (4 * count * count))) / (1 + (Z * Z) / count);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Tenths of the score; those without pairs are left out. */
export function binsOf(scored: readonly Scored[], count = 10): Bin[] {
  const byBin = Map.groupBy(scored, ({ nats }) => Math.min(count - 1, Math.floor(probability(nats) * count)));
  return [...byBin]
    .sort(([a], [b]) => a - b)
    .map(([bin, pairs]) => {
      const observed = pairs.reduce((sum, one) => sum + one.truth, 0) / pairs.length;
      return {
        from: bin / count,
        to: (bin + 1) / count,
        pairs: pairs.length,
        score: pairs.reduce((sum, one) => sum + probability(one.nats), 0) / pairs.length,
        observed,
        ...wilson(observed, pairs.length),
      };
    });
}

/** Mean distance of score and share, weighed by pairs. */
export const calibrationError = (bins: readonly Bin[]): number => {
  const total = bins.reduce((sum, bin) => sum + bin.pairs, 0);
  return bins.reduce((sum, bin) => sum + (bin.pairs * Math.abs(bin.score - bin.observed)) / total, 0);
};

export const logLoss = (scored: readonly Scored[]): number =>
  scored.reduce(
    (sum, { nats, truth }) => sum - Math.log(truth === 1 ? probability(nats) : probability(-nats)),
    0,
  ) / scored.length;

/** The shift of all log-odds under which the scores add up to the pairs that are one. */
export function balancingShift(scored: readonly Scored[]): number {
  const wanted = scored.reduce((sum, one) => sum + one.truth, 0);
  let [low, high] = [-5, 5];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    const sum = scored.reduce((total, { nats }) => total + probability(nats + middle), 0);
    if (sum < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const RECALL_WANTED = 0.9;
const SHIFT_STEP = 0.05;

/**
 * A listed party missed costs more than a look at a stranger: the smallest further shift at which the threshold of a match
 * misses no more than one in ten held-out pairs.
 */
export function operatingShift(scored: readonly Scored[]): number {
  let shift = 0;
  const at = (by: number) => scored.map((one) => ({ ...one, nats: one.nats + by }));
  while (shift < 1 && figuresAt(at(shift), 0.5).recall < RECALL_WANTED) shift += SHIFT_STEP;
  return shift;
}

export interface Figures {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export function figuresAt(scored: readonly Scored[], threshold: number): Figures {
  let [right, wrong, missed] = [0, 0, 0];
  for (const { nats, truth } of scored) {
    const isHit = probability(nats) >= threshold;
    if (isHit && truth === 1) right += 1;
    else if (isHit) wrong += 1;
    else if (truth === 1) missed += 1;
  }
  return {
    precision: right / Math.max(1, right + wrong),
    recall: right / Math.max(1, right + missed),
    f1: (2 * right) / Math.max(1, 2 * right + wrong + missed),
  };
}
