import type { CoverageRow } from '@atalaya/contract/monitoring.ts';
import type { CoverageFilter } from '../../paths.ts';

const sum = ({ scenarios }: CoverageRow, of: 'findings' | 'alerts' | 'cases' | 'cleared'): number =>
  scenarios.reduce((total, { outcomes }) => total + outcomes[of], 0);

/** Of a row's scenarios together; `reports` is undefined for readers who may not know of reports. */
export function totalsOf(row: CoverageRow) {
  const reports = row.scenarios.map(({ outcomes }) => outcomes.reports);
  return {
    findings: sum(row, 'findings'),
    alerts: sum(row, 'alerts'),
    cases: sum(row, 'cases'),
    cleared: sum(row, 'cleared'),
    reports: reports.some((count) => count !== undefined)
      ? reports.reduce<number>((total, count) => total + (count ?? 0), 0)
      : undefined,
    last: row.scenarios
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
          ? row.scenarios.length > 0 && totalsOf(row).last === undefined
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
