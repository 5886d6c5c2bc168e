import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCoverage } from '@atalaya/contract/monitoring.ts';
import type { Instant } from '../kernel/instant.ts';
import { coverageCounts, coverageOf, type ScenarioRecord } from '../modules/monitoring/coverage.ts';
import type { RuleSet } from '../modules/monitoring/rule-set.ts';
import { readTypologies } from '../modules/monitoring/typologies.ts';
import { type Database, read, rows, type Tx } from '../platform/database.ts';
import type { Caller, Http } from '../platform/http.ts';
import { contentFolder } from './scenario-files.ts';

export interface CoveragePorts {
  readonly db: Database;
  readonly ruleSet: () => RuleSet;
}

/** Typologies against scenarios, and what became of their findings: only here all modules are in sight. */
export function mountCoverage(http: Http, { db, ruleSet }: CoveragePorts): void {
  const path = join(contentFolder(), 'typologies.yaml');
  const typologies = readTypologies({ path, text: readFileSync(path, 'utf8') });
  const elsewhere = typologies.typologies.flatMap(({ alerts }) => alerts ?? []);
  http.mount(getCoverage, ({ caller }) =>
    read(db, { entities: [] }, async (tx) => {
      const live = ruleSet();
      const items = coverageOf(typologies, live, await recordsFor(tx, caller, live, elsewhere));
      return { rule_set: live.version, counts: coverageCounts(items), items };
    }),
  );
}

interface Counted {
  readonly scenario: string;
  readonly findings: number;
  readonly findings_30d: number;
  readonly last_at: Instant | null;
  readonly alerts: number;
  readonly open: number;
  readonly cleared: number;
  readonly cases: number;
  readonly reports: number;
}

/** Each count sees only the entities for which the caller holds its permission. */
async function recordsFor(
  tx: Tx,
  caller: Caller,
  { rules }: RuleSet,
  elsewhere: readonly string[],
): Promise<ReadonlyMap<string, ScenarioRecord>> {
  const able = (permission: string): string[] =>
    [...caller.grants].flatMap(([entity, held]) => (held.has(permission) ? [entity] : []));
  const count = async (
    permission: string,
    sql: string,
    values: readonly unknown[] = [],
  ): Promise<Partial<Counted>[]> => {
    await tx.query("select set_config('atalaya.entities', $1, true)", [able(permission).join(',')]);
    return rows<Counted>(tx, sql, values);
  };
  const found = [
    ...(await count('decisions:read', FIRED)),
    ...(await count('alerts:read', ALERTS)),
    ...(await count('alerts:read', FOUND_ELSEWHERE, [elsewhere])),
    ...(await count('reports:read', REPORTS)),
  ];
  const mayKnow = able('reports:read').length > 0;
  const records = new Map<string, ScenarioRecord>();
  const parts = Map.groupBy(found, (part) => part.scenario ?? '');
  for (const scenario of [...rules.map(({ id }) => id), ...elsewhere]) {
    const all: Partial<Counted> = Object.assign({}, ...(parts.get(scenario) ?? []));
    const { findings = 0, alerts = 0, open = 0, cleared = 0, cases = 0, reports = 0 } = all;
    records.set(scenario, {
      findings30d: all.findings_30d ?? 0,
      lastFiredAt: all.last_at ?? null,
      outcomes: { findings, alerts, open, cleared, cases, ...(mayKnow ? { reports } : {}) },
    });
  }
  return records;
}

const FIRED = `
  select scenario, count(*) as findings, max(recorded_at) as last_at,
    count(*) filter (where recorded_at > now() - interval '30 days') as findings_30d
  from decisions.decision d, jsonb_array_elements_text(d.scenarios) as scenario
  where d.scenarios <> '[]'::jsonb group by scenario`;

const ALERTS = `
  select scenario, count(*) as alerts, count(*) filter (where state = 'open') as open,
    count(*) filter (where state = 'cleared') as cleared, count(distinct case_id) as cases
  from alerts.alert group by scenario`;

/** What no rule-set found stands behind alerts only. */
const FOUND_ELSEWHERE = `
  select a.scenario, count(*) as findings, max(f.found_at) as last_at,
    count(*) filter (where f.found_at > now() - interval '30 days') as findings_30d
  from alerts.alert a join alerts.finding f on f.alert = a.id
  where a.scenario = any ($1) group by a.scenario`;

/** Filed reports of cases in which a scenario's alerts were worked, and those that covered its duties. */
const REPORTS = `
  select scenario, count(distinct report) as reports from (
    select a.scenario, r.id as report from alerts.alert a join reports.report r on r.case_id = a.case_id
      where r.state in ('filed', 'accepted')
    union all
    select scenario, report from reports.due where state = 'covered') as filed
  group by scenario`;
