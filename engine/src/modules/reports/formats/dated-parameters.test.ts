import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../kernel/failure.ts';
import { parseDate } from '../../../kernel/instant.ts';
import { findParameter, parameterAt, parseParameters, wholeAt } from './dated-parameters.ts';
import { contentText } from './testing/content.ts';

const row = (key: string, value: string, from: string, to = 'null'): string =>
  `  - { key: ${key}, value: ${value}, unit: u, valid_from: ${from}, valid_to: ${to}, source: s, confidence: own }\n`;

const table = (...rows: string[]): string => `parameters:\n${rows.join('')}`;

function faultsOf(yaml: string): readonly string[] {
  try {
    parseParameters('t.yaml', yaml);
  } catch (error) {
    if (isFailure(error)) return [error.code, ...error.details.map(({ message }) => message)];
    throw error;
  }
  return [];
}

describe('a dated parameter', () => {
  const parameters = parseParameters(
    't.yaml',
    table(
      row('a', "'2'", '2025-02-01', '2026-01-31'),
      row('a', "'3'", '2026-02-01'),
      row('b', "'1.5'", '2026-01-01'),
    ),
  );

  it.each([
    ['2025-01-31', undefined],
    ['2025-02-01', '2'],
    ['2026-01-31', '2'],
    ['2026-02-01', '3'],
    ['9999-12-31', '3'],
  ])('on %s is %s', (day, value) => {
    expect(findParameter(parameters, 'a', parseDate(day))?.value).toBe(value);
  });

  it('that is not in force is asked for by name', () => {
    expect(() => parameterAt(parameters, 'a', parseDate('2020-01-01'))).toThrow(
      expect.objectContaining({ kind: 'operator', code: 'reports.parameter_missing' }),
    );
  });

  it('that is no whole number is not taken for one', () => {
    expect(wholeAt(parameters, 'a', parseDate('2026-03-01'))).toBe(3);
    expect(() => wholeAt(parameters, 'b', parseDate('2026-03-01'))).toThrow(/whole number/);
  });
});

describe('a table of parameters', () => {
  it.each([
    [
      'a number without quotes',
      table(row('a', '117.30', '2026-02-01')),
      'row 1, value: must be text; put it in quotes',
    ],
    [
      'a day that does not exist',
      table(row('a', "'1'", '2026-02-30')),
      'row 1, valid_from: must be a day, YYYY-MM-DD',
    ],
    [
      'an unknown confidence',
      table(row('a', "'1'", '2026-02-01')).replace('own', 'sure'),
      'row 1, confidence: must be one of checked, source, unverified, own',
    ],
    [
      'two rows on one day',
      table(row('a', "'1'", '2026-01-01'), row('a', "'2'", '2026-02-01')),
      'a: the row from 2026-02-01 begins while the one from 2026-01-01 is in force',
    ],
    ['no list', 'parameters: 3', 'expected a list of rows'],
    ['no YAML', 'parameters: [', expect.stringMatching(/./)],
    ['no mapping', '- 1', 'expected a mapping'],
  ])('with %s is refused', (_, yaml, message) => {
    const [code, first] = faultsOf(yaml);
    expect([code, first]).toEqual(['reports.table_invalid', message]);
  });

  it('names every fault at once', () => {
    expect(faultsOf(table(row('a', '1', '2026-02-30'), row('b', '2', '2026-02-01'))).length).toBe(4);
  });
});

describe('the Mexican parameters as shipped', () => {
  const parameters = parseParameters('parameters.yaml', contentText('parameters.yaml'));

  it('have a UMA for every day from February 2016, each a little above the last', () => {
    const rows = parameters.get('mx.uma.daily') ?? [];
    expect(rows[0]?.valid_from).toBe('2016-02-01');
    for (const [index, uma] of rows.entries()) {
      expect(uma.valid_to?.slice(4)).toBe('-01-31');
      const before = rows[index - 1];
      if (before === undefined) continue;
      expect([uma.valid_from.slice(0, 4), uma.valid_from.slice(4)]).toEqual([
        before.valid_to?.slice(0, 4),
        '-02-01',
      ]);
      expect(Number(uma.value)).toBeGreaterThan(Number(before.value));
    }
  });

  it('say of every catalogue code and filler that it is unverified', () => {
    const defaults = [...parameters].filter(([key]) => /^mx\.avi\.(code|filler)\./.test(key));
    expect(defaults.length).toBeGreaterThan(15);
    for (const [, rows] of defaults) for (const { confidence } of rows) expect(confidence).toBe('unverified');
  });
});
