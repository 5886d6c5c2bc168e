import { describe, expect, it } from 'vitest';
import { type CalendarDate, parseInstant } from '../../kernel/instant.ts';
import { mexicanThresholds, readDatedRows, thresholdsOf } from './thresholds.ts';

const row = (key: string, value: string, from: string, to: string) =>
  `  - {key: ${key}, value: '${value}', valid_from: '${from}', valid_to: ${to}}\n`;

const TABLE = `parameters:
${row('mx.uma.daily', '113.14', '2025-02-01', "'2026-01-31'")}${row('mx.uma.daily', '117.31', '2026-02-01', "'2027-01-31'")}${row('mx.avi.threshold.operation', '645', '2020-04-01', "'2025-07-16'")}${row('mx.avi.threshold.operation', '210', '2025-07-17', 'null')}${row('mx.avi.threshold.fee', '4', '2025-07-17', 'null')}`;

describe('Mexican thresholds', () => {
  const table = readDatedRows('test.yaml', TABLE);
  it.each([
    ['2025-07-16', 7_297_530, null],
    ['2025-07-17', 2_375_940, 45_256],
    ['2026-01-31', 2_375_940, 45_256],
    ['2026-02-01', 2_463_510, 46_924],
    ['2027-02-01', null, null],
    ['2020-01-01', null, null],
  ])('on %s: %s and %s centavos', (day, report, fee) => {
    expect(mexicanThresholds(table, day as CalendarDate)).toEqual({ report, fee });
  });

  it.each([
    ['no list', 'parameters: 3'],
    ['a number that is not in quotes', 'parameters: [{key: a, value: 3, valid_from: "2026-01-01"}]'],
    ['a day that is none', 'parameters: [{key: a, value: "3", valid_from: "2026-02-30"}]'],
  ])('a table with %s is refused', (_what, yaml) => {
    expect(() => readDatedRows('t.yaml', yaml)).toThrow(
      expect.objectContaining({ code: 'jurisdictions.table_invalid' }),
    );
  });
});

describe('thresholds by jurisdiction', () => {
  it('Mexico’s are those of the shipped table, by the day of Mexico City', () => {
    const mexico = thresholdsOf('MX');
    expect(mexico(parseInstant('2026-02-01T05:59:59Z'))).toEqual({ report: 2_375_940, fee: 45_256 });
    expect(mexico(parseInstant('2026-02-01T06:00:00Z'))).toEqual({ report: 2_463_510, fee: 46_924 });
  });

  it('change with the day of the place, not of the clock', () => {
    const canada = thresholdsOf('CA');
    expect(canada(parseInstant('2021-06-01T04:00:00Z'))).toEqual({ report: 1_000_000, fee: null });
    expect(canada(parseInstant('2021-06-01T03:59:59Z'))).toEqual({ report: null, fee: null });
  });

  it.each(['BR', 'AR', 'CO', 'CL', 'PE', 'XX'])('%s: none that we rely on', (jurisdiction) => {
    expect(thresholdsOf(jurisdiction)(parseInstant('2026-03-01T00:00:00Z'))).toEqual({
      report: null,
      fee: null,
    });
  });
});
