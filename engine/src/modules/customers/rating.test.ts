import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseDate } from '../../kernel/instant.ts';
import type { Profile } from './customer.ts';
import { rateCustomer } from './rating.ts';
import { loadRatingTables, readFatfTable, readRatingTable } from './rating-tables.ts';

interface Case {
  readonly note: string;
  readonly today?: string;
  readonly number?: boolean;
  readonly incorporated_on?: string;
  readonly profile: Pick<Profile, 'kind' | 'occupation' | 'purpose' | 'country' | 'nationality'> & {
    income?: number;
    volume?: number;
    volume_asset?: string;
  };
  readonly reasons: readonly string[];
  readonly rating: string;
}

const tables = loadRatingTables();
const cases: Case[] = parse(readFileSync(join(import.meta.dirname, 'rating.cases.yaml'), 'utf8'));

describe('the rating', () => {
  test.each(cases)(
    '$note',
    ({ today = '2026-07-01', number = true, incorporated_on, profile, reasons, rating }) => {
      const { income, volume, volume_asset = 'MXN', ...rest } = profile;
      const rated = rateCustomer(
        tables,
        {
          profile: {
            ...rest,
            ...(income === undefined
              ? {}
              : { declared_monthly_income: { asset: 'MXN', amount: String(income) } }),
            ...(volume === undefined
              ? {}
              : { declared_monthly_volume: { asset: volume_asset, amount: String(volume) } }),
          },
          personal: {
            ...(number ? { identity_numbers: [{ type: 'passport', value: 'X1' }] } : {}),
            ...(incorporated_on === undefined ? {} : { incorporated_on }),
          },
        },
        parseDate(today),
      );
      expect(rated.reasons.map((reason) => reason.code)).toEqual(reasons);
      expect(rated.rating).toBe(rating);
      expect(rated.reasons.reduce((sum, reason) => sum + reason.points, 0)).toBe(rated.points);
    },
  );

  test('every factor of the table is met by some case', () => {
    const met = new Set(cases.flatMap((one) => one.reasons));
    expect(tables.rating.factors.map(({ code }) => code).filter((code) => !met.has(code))).toEqual([]);
  });
});

describe('the tables', () => {
  const rating = readFileSync(join(import.meta.dirname, '../../../../content/customers/rating.yaml'), 'utf8');

  test.each([
    [
      'a factor without a check',
      rating.replace('code: public_office', 'code: zodiac'),
      /public_office|zodiac/,
    ],
    ['a band too few', rating.replace('{ rating: low, from: 0 }', '{ rating: low, from: 5 }'), /bands/],
    ['a text too few', rating.replace(/ {6}pt: .*\n/, ''), /pt/],
    ['no YAML', 'version: [', /rating.yaml/],
  ])('refuse %s', (_what, yaml, message) => {
    expect(() => readRatingTable(yaml)).toThrow(message);
    expect(() => readRatingTable(yaml)).toThrow(expect.objectContaining({ code: 'customers.table_invalid' }));
  });

  test('know FATF’s lists by their day, and nothing before the first', () => {
    expect(tables.fatf.at(parseDate('2026-02-12')).from).toBe('2025-10-24');
    expect(tables.fatf.at(parseDate('2026-02-13')).statusOf('KW')).toBe('increased_monitoring');
    expect(tables.fatf.at(parseDate('2026-02-12')).statusOf('KW')).toBeNull();
    expect(tables.fatf.at(parseDate('2020-01-01')).statusOf('IR')).toBeNull();
    const twice =
      'source: x\nconfidence: x\nplenaries: [{from: 2026-01-01, call_for_action: [IR], increased_monitoring: [IR]}]';
    expect(() => readFatfTable(twice)).toThrow(/twice/);
  });
});
