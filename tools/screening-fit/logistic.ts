/** Logistic regression with fixed signs and a penalty towards stated expectations, by gradient with momentum. Pure. */
export interface Example {
  readonly values: readonly number[];
  readonly truth: 0 | 1;
  readonly weight: number;
}

export interface Weight {
  /** 1: never below 0; -1: never above; 0: free. */
  readonly sign: -1 | 0 | 1;
  /** What is expected where the examples say little, and how hard it is held. */
  readonly expected: number;
  readonly penalty: number;
}

export interface Fitted {
  readonly intercept: number;
  readonly weights: readonly number[];
}

const STEPS = 900;
const RATE = 0.5;
const MOMENTUM = 0.9;

export const natsOfValues = ({ intercept, weights }: Fitted, values: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * (values[at] ?? 0), intercept);

export const probability = (nats: number): number => 1 / (1 + Math.exp(-nats));

const withSign = (value: number, sign: Weight['sign']): number =>
  sign > 0 ? Math.max(0, value) : sign < 0 ? Math.min(0, value) : value;

/** Gradient of the mean loss: one number for each weight, the intercept's last. */
function gradientOf(rows: Float64Array, truths: readonly Example[], weights: Float64Array, total: number) {
  const count = weights.length - 1;
  const gradient = new Float64Array(count + 1);
  for (const [row, { truth, weight }] of truths.entries()) {
    const from = row * count;
    let nats = weights[count] ?? 0;
    for (let at = 0; at < count; at += 1) nats += (weights[at] ?? 0) * (rows[from + at] ?? 0);
    const error = ((probability(nats) - truth) * weight) / total;
    for (let at = 0; at < count; at += 1) gradient[at] = (gradient[at] ?? 0) + error * (rows[from + at] ?? 0);
    gradient[count] = (gradient[count] ?? 0) + error;
  }
  return gradient;
}

/** The same examples in the same order give the same weights. */
export function fitLogistic(examples: readonly Example[], rules: readonly Weight[]): Fitted {
  const rows = Float64Array.from(examples.flatMap((one) => one.values));
  const total = examples.reduce((sum, one) => sum + one.weight, 0);
  const weights = new Float64Array(rules.length + 1);
  const speed = new Float64Array(rules.length + 1);
  for (let step = 0; step < STEPS; step += 1) {
    const gradient = gradientOf(rows, examples, weights, total);
    for (let at = 0; at <= rules.length; at += 1) {
      const rule = rules[at];
      const value = weights[at] ?? 0;
      const pull = rule === undefined ? 0 : rule.penalty * (value - rule.expected);
      speed[at] = MOMENTUM * (speed[at] ?? 0) + (gradient[at] ?? 0) + pull;
      weights[at] = withSign(value - RATE * (speed[at] ?? 0), rule?.sign ?? 0);
    }
  }
  return { intercept: weights[rules.length] ?? 0, weights: [...weights.slice(0, rules.length)] };
}

/** Scores of examples by a model that has not seen their group: `folds` fits, each without a part of the groups. */
export function crossValidate<T extends Example>(
  examples: readonly T[],
  beside: readonly Example[],
  groupOf: (example: T) => string,
  rules: readonly Weight[],
  fold: (group: string) => number,
  folds: number,
): number[] {
  const folded = examples.map((one) => fold(groupOf(one)));
  const nats = new Array<number>(examples.length).fill(0);
  for (let out = 0; out < folds; out += 1) {
    const fitted = fitLogistic([...examples.filter((_, at) => folded[at] !== out), ...beside], rules);
    for (const [at, one] of examples.entries())
      if (folded[at] === out) nats[at] = natsOfValues(fitted, one.values);
  }
  return nats;
}
