import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCountry } from '@atalaya/contract/countries.ts';
import { RISK_RATINGS, type RiskRating } from '@atalaya/contract/customers.ts';
import { Texts } from '@atalaya/contract/schema.ts';
import { Ajv } from 'ajv';
import { type Static, type TSchema, Type } from 'typebox';
import { parse } from 'yaml';
import { Failure } from '../../kernel/failure.ts';
import { type CalendarDate, isDate } from '../../kernel/instant.ts';
import { CHECKED_FACTORS } from './rating.ts';

/** The texts that compliance people edit: content/customers/rating.yaml and content/jurisdictions/fatf.yaml. */
export interface RatingTable {
  readonly version: number;
  readonly factors: readonly { readonly code: string; readonly points: number; readonly text: Texts }[];
  bandOf(points: number): RiskRating;
}

export interface FatfTable {
  /** What was in force on a day; nothing before the first plenary of the table. */
  at(day: CalendarDate): FatfPlenary;
}

export interface FatfPlenary {
  readonly from: CalendarDate | null;
  statusOf(country: string | undefined): 'call_for_action' | 'increased_monitoring' | null;
}

export interface RatingTables {
  readonly rating: RatingTable;
  readonly fatf: FatfTable;
}

const closed = { additionalProperties: false } as const;
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Countries = Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }));

const RatingFile = Type.Object(
  {
    version: Type.Integer({ minimum: 1 }),
    source: Type.String(),
    bands: Type.Array(
      Type.Object({ rating: Type.String({ enum: [...RISK_RATINGS] }), from: Type.Integer() }, closed),
      { minItems: 1 },
    ),
    factors: Type.Array(
      Type.Object({ code: Type.String(), points: Type.Integer({ minimum: 1 }), text: Texts }, closed),
    ),
  },
  closed,
);

const FatfFile = Type.Object(
  {
    source: Type.String(),
    confidence: Type.String(),
    plenaries: Type.Array(
      Type.Object({ from: Day, call_for_action: Countries, increased_monitoring: Countries }, closed),
    ),
  },
  closed,
);

const ajv = new Ajv({ allErrors: true, strict: false });

const refuse = (file: string, field: string, message: string): Failure =>
  new Failure('operator', 'customers.table_invalid', `${file}: ${field} ${message}`, [{ field, message }]);

function readFile<T extends TSchema>(file: string, yaml: string, schema: T): Static<T> {
  let document: unknown;
  try {
    document = parse(yaml);
  } catch (error) {
    throw refuse(file, '/', (error as Error).message.split('\n')[0] ?? '');
  }
  const validate = ajv.compile(schema);
  if (validate(document)) return document as Static<T>;
  const [first] = validate.errors ?? [];
  throw refuse(file, first?.instancePath ?? '/', first?.message ?? 'is malformed');
}

/** Failure (operator): customers.table_invalid, also for a factor without a check and a check without a factor. */
export function readRatingTable(yaml: string): RatingTable {
  const file = 'rating.yaml';
  const { version, bands, factors } = readFile(file, yaml, RatingFile);
  const codes = factors.map(({ code }) => code);
  for (const code of new Set([...codes, ...CHECKED_FACTORS]))
    if (codes.filter((one) => one === code).length !== 1 || !CHECKED_FACTORS.includes(code))
      throw refuse(file, `/factors/${code}`, 'must be in the table once, and have a check');
  const ordered = [...bands].sort((left, right) => left.from - right.from);
  if (ordered[0]?.from !== 0) throw refuse(file, '/bands', 'must begin at 0 points');
  return {
    version,
    factors,
    bandOf: (points) => (ordered.findLast((band) => points >= band.from)?.rating ?? 'low') as RiskRating,
  };
}

/** Failure (operator): customers.table_invalid. */
export function readFatfTable(yaml: string): FatfTable {
  const file = 'fatf.yaml';
  const plenaries = readFile(file, yaml, FatfFile).plenaries.map((one, i) => {
    const named = [...one.call_for_action, ...one.increased_monitoring];
    const unknown = named.find((country) => !isCountry(country));
    if (unknown !== undefined) throw refuse(file, `/plenaries/${i}`, `${unknown} is not a country`);
    if (new Set(named).size !== named.length) throw refuse(file, `/plenaries/${i}`, 'names a country twice');
    const { from } = one;
    if (!isDate(from)) throw refuse(file, `/plenaries/${i}/from`, 'is not a day');
    return { from, action: new Set(one.call_for_action), monitoring: new Set(one.increased_monitoring) };
  });
  plenaries.sort((left, right) => (left.from < right.from ? -1 : 1));
  return {
    at(day) {
      const found = plenaries.findLast((plenary) => plenary.from <= day);
      return {
        from: found?.from ?? null,
        statusOf: (country = '') =>
          found?.action.has(country) === true
            ? 'call_for_action'
            : found?.monitoring.has(country) === true
              ? 'increased_monitoring'
              : null,
      };
    },
  };
}

const contentFolder = join(import.meta.dirname, '../../../../content');

export function loadRatingTables(content = contentFolder): RatingTables {
  const read = (path: string): string => readFileSync(join(content, path), 'utf8');
  return {
    rating: readRatingTable(read('customers/rating.yaml')),
    fatf: readFatfTable(read('jurisdictions/fatf.yaml')),
  };
}
