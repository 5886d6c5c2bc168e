import type { CoverageRow } from '@atalaya/contract/monitoring.ts';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../texts/es.ts';
import { coverageCsv } from './coverage-csv.ts';
import { chosenRows, totalsOf } from './coverage-rows.ts';

const texts = (es: string) => ({ es, pt: es, en: es });
const scenario = (id: string, findings: number, last?: string): CoverageRow['scenarios'][number] => ({
  id,
  title: texts(id),
  severity: 'high',
  outcome: 'review',
  duty: false,
  sources: ['LFPIORPI, art. 17'],
  examples: { fires: 1, silent: 2 },
  findings_30d: findings,
  ...(last === undefined ? {} : { last_fired_at: last }),
  outcomes: { findings, alerts: 1, open: 0, cleared: findings, cases: 0 },
});
const row = (number: number, given: Partial<CoverageRow>): CoverageRow => ({
  number,
  family: 'transactions',
  name: texts(`tipología ${number}`),
  state: 'covered',
  waits: [],
  scenarios: [],
  ...given,
});
const rows = [
  row(1, { scenarios: [scenario('a', 2, '2026-01-02T00:00:00Z')] }),
  row(2, { state: 'gap', name: texts('=SUM(A1), "x"') }),
  row(3, { family: 'identity', scenarios: [scenario('b', 9)] }),
];

describe('rows of the coverage page', () => {
  test('are chosen by cover, family, and whether they ever fired', () => {
    const numbers = (filter: Parameters<typeof chosenRows>[1]) =>
      chosenRows(rows, filter).map((one) => one.number);
    expect(numbers({})).toEqual([1, 2, 3]);
    expect(numbers({ state: 'gap' })).toEqual([2]);
    expect(numbers({ state: 'silent' })).toEqual([3]);
    expect(numbers({ family: 'identity' })).toEqual([3]);
    expect(numbers({ order: 'findings' })).toEqual([3, 1, 2]);
    expect(numbers({ order: 'last' })).toEqual([1, 2, 3]);
  });

  test('reports are unknown to those who may not know', () => {
    expect(totalsOf(rows[0] as CoverageRow)).toMatchObject({ findings: 2, reports: undefined });
  });
});

test('the CSV quotes what must be quoted and holds no formula', () => {
  const lines = coverageCsv(rows, 'es', catalogue).split('\r\n');
  expect(lines[0]?.startsWith('\ufeffN.º,')).toBe(true);
  expect(lines[1]).toContain('1,tipología 1,Cubierta,a,1 / 2,"LFPIORPI, art. 17",2026-01-02T00:00:00Z,2');
  expect(lines[2]).toContain(`2,"'=SUM(A1), ""x""",Sin cubrir`);
});
