import { RISK_RATINGS } from '@atalaya/contract/customers.ts';
import { isFailure } from '../../../kernel/failure.ts';
import { isDate, parseInstant } from '../../../kernel/instant.ts';
import type { Profiles } from '../facts/event-facts.ts';
import { type ParameterUnit, parseFigure } from '../facts/units.ts';
import type { Observation } from '../observation.ts';
import type { ParameterShape } from './shape.ts';
import type { Source } from './source.ts';

export type ParameterValue = number | readonly string[];

/** When an override applies: every condition it states holds. Times in ms, `until` exclusive. */
export interface Override {
  readonly jurisdiction: string | null;
  readonly tier: string | null;
  readonly from: number;
  readonly until: number;
  readonly value: ParameterValue;
  readonly source: string | null;
}

export interface Parameter {
  readonly name: string;
  readonly unit: ParameterUnit;
  readonly value: ParameterValue;
  /** Bounds of a numeric parameter; null for lists of texts. */
  readonly min: number | null;
  readonly max: number | null;
  readonly source: string | null;
  readonly overrides: readonly Override[];
}

type Path = readonly (string | number)[];

/** Reads one parameter; problems go to the source and a harmless value comes back. */
export function readParameter(source: Source, path: Path, name: string, shape: ParameterShape): Parameter {
  const bound = (which: 'min' | 'max'): number | null => {
    const figure = shape[which];
    if (shape.unit === 'text') {
      if (figure !== undefined) source.problem([...path, which], 'a list of texts has no bounds');
      return null;
    }
    if (figure === undefined) {
      source.problemAtName(path, `parameter ${name} needs ${which}`);
      return null;
    }
    return readFigure(source, [...path, which], figure, shape.unit);
  };
  const min = bound('min');
  const max = bound('max');
  if (min !== null && max !== null && min > max) source.problem([...path, 'min'], 'min is above max');
  const value = (at: Path, given: ParameterShape['value']): ParameterValue =>
    readValue(source, at, given, { name, unit: shape.unit, min, max });
  return {
    name,
    unit: shape.unit,
    value: value([...path, 'value'], shape.value),
    min,
    max,
    source: shape.source ?? null,
    overrides: (shape.overrides ?? []).map((override, i) => {
      const at = [...path, 'overrides', i];
      return {
        jurisdiction: override.jurisdiction ?? null,
        tier: override.tier ?? null,
        from: readTime(source, [...at, 'from'], override.from, Number.NEGATIVE_INFINITY),
        until: readTime(source, [...at, 'until'], override.until, Number.POSITIVE_INFINITY),
        value: value([...at, 'value'], override.value),
        source: override.source ?? null,
      };
    }),
  };
}

function readFigure(source: Source, path: Path, figure: string | number, unit: ParameterUnit): number | null {
  const value = parseFigure(String(figure), unit);
  if (value === null)
    source.problem(
      path,
      `"${figure}" is not a figure in ${unit}${unit === 'duration' ? ' such as 90m, 24h or 7d' : ''}`,
    );
  return value;
}

function readValue(
  source: Source,
  path: Path,
  given: ParameterShape['value'],
  { name, unit, min, max }: { name: string; unit: ParameterUnit; min: number | null; max: number | null },
): ParameterValue {
  if (unit === 'text') {
    if (typeof given !== 'object') source.problem(path, `parameter ${name} is a list of texts: write [a, b]`);
    return typeof given === 'object' ? given : [];
  }
  if (typeof given === 'object') {
    source.problem(path, `parameter ${name} is one figure in ${unit}, not a list`);
    return 0;
  }
  const value = readFigure(source, path, given, unit);
  if (value === null) return 0;
  if (min !== null && value < min) source.problem(path, `parameter ${name} is below its min`);
  if (max !== null && value > max) source.problem(path, `parameter ${name} is above its max`);
  return value;
}

function readTime(source: Source, path: Path, text: string | undefined, open: number): number {
  if (text === undefined) return open;
  try {
    return parseInstant(isDate(text) ? `${text}T00:00:00Z` : text);
  } catch (error) {
    if (!isFailure(error)) throw error;
    source.problem(path, error.message);
    return open;
  }
}

/** The override that sets a parameter for an event; undefined: its default does. The last one written wins. */
export const overrideFor = (
  { overrides }: Parameter,
  where: { readonly at: number; readonly jurisdiction: string; readonly tier: string | null },
): Override | undefined =>
  overrides.findLast(
    ({ jurisdiction, tier, from, until }) =>
      (jurisdiction === null || jurisdiction === where.jurisdiction) &&
      (tier === null || tier === where.tier) &&
      from <= where.at &&
      where.at < until,
  );

const TIERS: readonly (string | null)[] = [null, ...RISK_RATINGS];
const OTHER = '';

/** Every combination of jurisdiction, risk tier and period in which some parameter differs: a number per event. */
export class ParameterProfiles implements Profiles {
  readonly #jurisdictions: readonly string[];
  /** Times at which some override begins or ends, ascending. */
  readonly #turns: readonly number[];

  constructor(parameters: Iterable<Parameter>) {
    const jurisdictions = new Set<string>();
    const turns = new Set<number>();
    for (const { overrides } of parameters) {
      for (const { jurisdiction, from, until } of overrides) {
        if (jurisdiction !== null) jurisdictions.add(jurisdiction);
        for (const turn of [from, until]) if (Number.isFinite(turn)) turns.add(turn);
      }
    }
    this.#jurisdictions = [OTHER, ...[...jurisdictions].sort()];
    this.#turns = [...turns].sort((a, b) => a - b);
  }

  indexOf({ at, jurisdiction, customer }: Observation): number {
    return this.index(at, jurisdiction.code, customer.riskRating);
  }

  index(at: number, jurisdiction: string, tier: string | null): number {
    let period = 0;
    while (period < this.#turns.length && at >= (this.#turns[period] ?? 0)) period += 1;
    const place = Math.max(0, this.#jurisdictions.indexOf(jurisdiction));
    return (period * this.#jurisdictions.length + place) * TIERS.length + Math.max(0, TIERS.indexOf(tier));
  }

  /** A parameter's value for every profile: of the overrides that apply, the last one written wins. */
  table(parameter: Parameter): readonly ParameterValue[] {
    const starts = [Number.NEGATIVE_INFINITY, ...this.#turns];
    return starts.flatMap((start) =>
      this.#jurisdictions.flatMap((jurisdiction) =>
        TIERS.map(
          (tier) => overrideFor(parameter, { at: start, jurisdiction, tier })?.value ?? parameter.value,
        ),
      ),
    );
  }
}
