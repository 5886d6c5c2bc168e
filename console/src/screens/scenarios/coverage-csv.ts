import type { CoverageRow } from '@atalaya/contract/monitoring.ts';
import type { Language } from '../../format/locale.ts';
import type { Catalogue } from '../../texts/catalogue.ts';

/** A cell as spreadsheets read it: quoted where it must be, and never taken for a formula. */
const cell = (value: string | number): string => {
  const text = typeof value === 'number' || !/^[=+\-@\t\r]/.test(value) ? String(value) : `'${value}`;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** The coverage as CSV (UTF-8 with a byte order mark, CRLF): a row for each typology and scenario. */
export function coverageCsv(rows: readonly CoverageRow[], language: Language, t: Catalogue): string {
  const c = t.coverage.columns;
  const head = [
    c.number,
    c.typology,
    c.state,
    c.scenario,
    c.examples,
    c.source,
    c.last,
    c.findings,
    c.alerts,
    c.cases,
    c.reports,
    c.cleared,
    c.waits,
  ];
  const lines = rows.flatMap((row) => {
    const waits = row.waits.map(({ text }) => text[language]).join('; ');
    const first = [row.number, row.name[language], t.coverage.states[row.state]];
    if (row.scenarios.length === 0) {
      const of = row.found?.outcomes;
      const figures = [of?.findings, of?.alerts, of?.cases, of?.reports, of?.cleared].map((n) => n ?? '');
      const last = row.found?.last_fired_at ?? '';
      return [[...first, row.elsewhere?.[language] ?? '', '', row.source ?? '', last, ...figures, waits]];
    }
    return row.scenarios.map(({ id, examples, sources, last_fired_at, outcomes }) => [
      ...first,
      id,
      `${examples.fires} / ${examples.silent}`,
      sources.join('; '),
      last_fired_at ?? '',
      outcomes.findings,
      outcomes.alerts,
      outcomes.cases,
      outcomes.reports ?? '',
      outcomes.cleared,
      waits,
    ]);
  });
  return `\ufeff${[head, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}
