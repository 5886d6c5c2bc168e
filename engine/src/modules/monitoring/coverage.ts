import type { CoverageRow } from '@atalaya/contract/monitoring.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import type { Rule, RuleSet } from './rule-set.ts';
import type { Typologies } from './typologies.ts';

type Shown = CoverageRow['scenarios'][number];

/** What became of a scenario; later modules know. */
export interface ScenarioRecord {
  readonly findings30d: number;
  readonly lastFiredAt: Instant | null;
  readonly outcomes: Shown['outcomes'];
}

const NOTHING: ScenarioRecord = {
  findings30d: 0,
  lastFiredAt: null,
  outcomes: { findings: 0, alerts: 0, open: 0, cleared: 0, cases: 0 },
};

/** Typologies against the scenarios with their numbers, and behind them the scenarios of our own. Pure. */
export function coverageOf(
  { data, typologies }: Typologies,
  ruleSet: RuleSet,
  records: ReadonlyMap<string, ScenarioRecord>,
): CoverageRow[] {
  const listed = new Set(typologies.map(({ number }) => number));
  const show = (rule: Rule): Shown => shownScenario(rule, records.get(rule.id) ?? NOTHING);
  const rows = typologies.map(
    ({ number, family, source, waits = [], elsewhere, alerts, es, pt, en }): CoverageRow => {
      const scenarios = ruleSet.rules.filter((rule) => rule.number === number).map(show);
      const covered = waits.length === 0 ? 'covered' : 'partial';
      const missing = waits.length === 0 ? 'gap' : 'waiting';
      return {
        number,
        family,
        name: { es, pt, en },
        source,
        state: scenarios.length > 0 || elsewhere !== undefined ? covered : missing,
        waits: waits.map((code) => ({ code, text: data[code] ?? { es: code, pt: code, en: code } })),
        ...(elsewhere === undefined ? {} : { elsewhere }),
        ...(alerts === undefined ? {} : { found: shownFound(records.get(alerts) ?? NOTHING) }),
        scenarios,
      };
    },
  );
  const own = ruleSet.rules
    .filter(({ number }) => !listed.has(number))
    .map((rule): CoverageRow => {
      const { number, family, title } = rule;
      return { number, family, name: title, state: 'own', waits: [], scenarios: [show(rule)] };
    });
  return [...rows, ...own].sort((a, b) => a.number - b.number);
}

const shownFound = ({ lastFiredAt, outcomes }: ScenarioRecord): NonNullable<CoverageRow['found']> => ({
  ...(lastFiredAt === null ? {} : { last_fired_at: formatInstant(lastFiredAt) }),
  outcomes,
});

function shownScenario(rule: Rule, { findings30d, lastFiredAt, outcomes }: ScenarioRecord): Shown {
  const { examples, shape } = rule.source;
  const count = (wanted: 'fires' | 'silent'): number =>
    examples.filter(({ expect }) => expect === wanted).length;
  return {
    id: rule.id,
    title: rule.title,
    severity: rule.severity,
    outcome: rule.outcome,
    duty: rule.report !== null,
    sources: [...shape.sources],
    examples: { fires: count('fires'), silent: count('silent') },
    findings_30d: findings30d,
    ...(lastFiredAt === null ? {} : { last_fired_at: formatInstant(lastFiredAt) }),
    outcomes,
  };
}

/** How many typologies stand where. */
export function coverageCounts(rows: readonly CoverageRow[]) {
  const count = (state: CoverageRow['state']): number => rows.filter((row) => row.state === state).length;
  return {
    typologies: rows.filter(({ state }) => state !== 'own').length,
    covered: count('covered'),
    partial: count('partial'),
    waiting: count('waiting'),
    gap: count('gap'),
    scenarios: rows.reduce((sum, { scenarios }) => sum + scenarios.length, 0),
  };
}
