import type { CoverageRow } from '@atalaya/contract/monitoring.ts';
import type { CoverageFilter } from '../../paths.ts';

/** Of each scenario of a row, and of what covers it elsewhere. */
export const recordsOf = ({ scenarios, found }: CoverageRow) => [
  ...scenarios,
  ...(found === undefined ? [] : [found]),
];

const sum = (row: CoverageRow, of: 'findings' | 'alerts' | 'cases' | 'cleared'): number =>
  recordsOf(row).reduce((total, { outcomes }) => total + outcomes[of], 0);

/** All of it together; `reports` is undefined for readers who may not know of reports. */
export function totalsOf(row: CoverageRow) {
  const reports = recordsOf(row).map(({ outcomes }) => outcomes.reports);
  return {
    findings: sum(row, 'findings'),
    alerts: sum(row, 'alerts'),
    cases: sum(row, 'cases'),
    cleared: sum(row, 'cleared'),
    reports: reports.some((count) => count !== undefined)
      ? reports.reduce<number>((total, count) => total + (count ?? 0), 0)
      : undefined,
    last: recordsOf(row)
      .flatMap(({ last_fired_at }) => last_fired_at ?? [])
      .sort()
      .at(-1),
  };
}

/** The rows that were asked for, in the order asked for; equal ones by number. */
export function chosenRows(
  rows: readonly CoverageRow[],
  { state, family, order }: CoverageFilter,
): CoverageRow[] {
  const wanted = rows.filter(
    (row) =>
      (family === undefined || row.family === family) &&
      (state === undefined ||
        (state === 'silent'
          ? recordsOf(row).length > 0 && totalsOf(row).last === undefined
          : row.state === state)),
  );
  const weight = (row: CoverageRow): number => {
    const { findings, cleared, last } = totalsOf(row);
    if (order === 'findings') return findings;
    if (order === 'cleared') return cleared;
    return order === 'last' && last !== undefined ? Date.parse(last) : 0;
  };
  return wanted.sort((a, b) => weight(b) - weight(a) || a.number - b.number);
}
