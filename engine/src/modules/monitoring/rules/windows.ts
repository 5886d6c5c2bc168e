import type { ASTNode } from '@marcbachmann/cel-js';
import { factAt, factSlot } from '../facts/dictionary.ts';
import type { ParameterUnit, Unit } from '../facts/units.ts';
import type { Path } from './cel.ts';
import { didYouMean } from './nearest.ts';
import type { Parameter } from './parameters.ts';
import type { MeasureName, WindowShape } from './shape.ts';
import type { Source } from './source.ts';

/** A window as a scenario declares it, checked against the dictionary and the scenario's parameters. */
export interface WindowDeclaration {
  readonly name: string;
  readonly shape: WindowShape;
  readonly unit: Unit;
  /** The filter; null when every event of the types counts. */
  readonly where: ASTNode | null;
}

const DAY = 86_400_000;
export const WINDOW_MIN_MS = 60_000;
export const WINDOW_MAX_MS = 180 * DAY;

/** What `of` must be, and the unit of the answer (null: that of the fact). */
const RULES: Readonly<Record<MeasureName, { of: 'int' | 'string' | null; unit: Unit | null }>> = {
  count: { of: null, unit: 'count' },
  sum: { of: 'int', unit: null },
  mean: { of: 'int', unit: null },
  min: { of: 'int', unit: null },
  max: { of: 'int', unit: null },
  deviation: { of: 'int', unit: null },
  variation: { of: 'int', unit: 'percent' },
  percentile: { of: 'int', unit: null },
  distinct: { of: 'string', unit: 'count' },
  first: { of: 'int', unit: null },
  last: { of: 'int', unit: null },
  since_first: { of: null, unit: 'duration' },
  since_last: { of: null, unit: 'duration' },
  interval_variation: { of: null, unit: 'percent' },
  rising_run: { of: 'int', unit: 'count' },
  top_speed: { of: null, unit: 'km_h' },
  mean_time: { of: 'int', unit: 'instant' },
};

/** Reads one window; problems go to the source. `where` was parsed by the caller. */
export function readWindow(
  source: Source,
  path: Path,
  name: string,
  shape: WindowShape,
  where: ASTNode | null,
  parameters: ReadonlyMap<string, Parameter>,
): WindowDeclaration {
  const rule = RULES[shape.measure];
  const of = shape.of === undefined ? undefined : factSlot(shape.of);
  const fact = of === undefined ? undefined : factAt(of);
  if (shape.of !== undefined && fact === undefined)
    source.problem([...path, 'of'], `no fact ${shape.of}${didYouMean(shape.of)}`);
  else if (rule.of === null && shape.of !== undefined)
    source.problem([...path, 'of'], `${shape.measure} takes no "of"`);
  else if (rule.of !== null && fact?.type !== rule.of) {
    const kind = rule.of === 'int' ? 'a figure' : 'a text';
    source.problem([...path, 'of'], `${shape.measure} needs "of" to name ${kind} of the dictionary`);
  }
  shape.key.forEach((key, i) => {
    const slot = factSlot(key);
    const type = slot === undefined ? undefined : factAt(slot).type;
    if (type !== 'string' && type !== 'int') source.problem([...path, 'key', i], `${key} cannot be a key`);
  });
  checkOptions(source, path, shape, parameters);
  return { name, shape, unit: rule.unit ?? fact?.unit ?? 'count', where };
}

function checkOptions(
  source: Source,
  path: Path,
  shape: WindowShape,
  parameters: ReadonlyMap<string, Parameter>,
): void {
  const needs = (option: 'within' | 'ago' | 'latest' | 'rank' | 'growth', unit: ParameterUnit): void => {
    const name = shape[option];
    if (name === undefined) return;
    const parameter = parameters.get(name);
    if (parameter?.unit !== unit) source.problem([...path, option], `"${name}" is no parameter in ${unit}`);
    else if (unit === 'duration') checkSpan(source, [...path, option], parameter, option === 'within');
  };
  needs('within', 'duration');
  needs('ago', 'duration');
  needs('latest', 'count');
  needs('rank', 'percent');
  needs('growth', 'times');
  const belongs = (option: 'rank' | 'growth', measure: MeasureName): void => {
    if ((shape[option] === undefined) === (shape.measure !== measure)) return;
    source.problemAtName(path, `"${option}" goes with ${measure}, and ${measure} needs it`);
  };
  belongs('rank', 'percentile');
  belongs('growth', 'rising_run');
  if (shape.before === true && shape.ago !== undefined)
    source.problem([...path, 'ago'], '"before" and "ago" exclude each other');
  const { like } = shape;
  if (like === undefined) return;
  if (!['count', 'sum', 'distinct'].includes(shape.measure))
    source.problem([...path, 'like'], '"like" goes with count, sum and distinct');
  const slot = factSlot(like.fact);
  if (slot === undefined || factAt(slot).type !== 'int')
    source.problem([...path, 'like', 'fact'], `${like.fact} is no figure`);
  if (parameters.get(like.tolerance)?.unit !== 'percent') {
    source.problem([...path, 'like', 'tolerance'], `"${like.tolerance}" is no parameter in percent`);
  }
}

/** A window is one minute to 180 days long, whatever value within its bounds the parameter takes. */
function checkSpan(source: Source, path: Path, { name, min, max }: Parameter, within: boolean): void {
  if (within && (min ?? 0) < WINDOW_MIN_MS)
    source.problem(path, `a window lasts one minute at least: min of ${name}`);
  if ((max ?? 0) > WINDOW_MAX_MS)
    source.problem(path, `a window reaches back 180 days at most: max of ${name}`);
}

/** Names of the parameters a window uses besides those in its filter. */
export const parametersOf = ({ within, ago, latest, rank, growth, like }: WindowShape): string[] =>
  [within, ago, latest, rank, growth, like?.tolerance].filter((name) => name !== undefined);
