import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compileRuleSet, type RuleSet } from '@atalaya/engine/modules/monitoring/rule-set.ts';
import { scenarioFiles } from '@atalaya/engine/programs/scenario-files.ts';
import { runAmlgentex, runAmlsim, type SimulationRun } from './detection/simulations.ts';
import { runWorld, type WorldRun } from './detection/world-run.ts';
import { type CaseResult, round } from './results.ts';

export interface DetectionOptions {
  /** Worlds to live through; each has its own people and criminals. */
  readonly seeds: number;
  readonly customers: number;
}

const root = resolve(import.meta.dirname, '../..');
const WARM_DAYS = 45;
const COUNTED_DAYS = 30;

/**
 * What the shipped rule-set alone finds: the simulations of others, where the shared folder is, and worlds of our own.
 * In this process: the functions of the decision path without HTTP, journal and database.
 */
export async function benchDetection({ seeds, customers }: DetectionOptions): Promise<CaseResult[]> {
  const ruleSet = compileRuleSet(scenarioFiles(join(root, 'content/scenarios')));
  const results = simulations(ruleSet);
  const runs: WorldRun[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const run = runWorld(ruleSet, { seed: `bench-${seed}`, customers, days: WARM_DAYS + COUNTED_DAYS });
    runs.push(run);
    results.push(worldCase(`world-${seed}`, [run]));
  }
  results.push(worldCase('worlds', runs));
  return results;
}

function simulations(ruleSet: RuleSet): CaseResult[] {
  const found = resolve(root, process.env.ATALAYA_SHARED ?? join('..', 'shared'));
  if (!existsSync(join(found, 'data/ml'))) {
    return ['amlsim-cycle', 'amlsim-fan-in', 'amlgentex'].map((name) => ({
      case: name,
      state: 'not run: ../shared absent',
    }));
  }
  return [
    simulationCase('amlsim-cycle', runAmlsim(ruleSet, found, '20K_cycle200')),
    simulationCase('amlsim-fan-in', runAmlsim(ruleSet, found, '20K_fanin200')),
    simulationCase('amlgentex', runAmlgentex(ruleSet, found)),
  ];
}

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : round((100 * part) / whole));

function simulationCase(name: string, run: SimulationRun): CaseResult {
  const patterns = [...run.patterns];
  return {
    case: name,
    customers: run.customers,
    labelled_customers: run.labelled,
    events: run.events,
    recall_percent: percent(run.right, run.labelled),
    precision_percent: percent(run.right, run.alerted),
    alerts_per_1000_customers: round((1_000 * run.alerts) / run.customers),
    alerted_customers: run.alerted,
    ...(patterns.length === 0
      ? {}
      : {
          patterns_found_percent: Object.fromEntries(
            patterns.map(([kind, p]) => [kind, percent(p.found, p.all)]),
          ),
        }),
    alerted_by_scenario: Object.fromEntries(run.byScenario),
  };
}

const total = (runs: readonly WorldRun[], of: (run: WorldRun) => number): number =>
  runs.reduce((sum, run) => sum + of(run), 0);

function worldCase(name: string, runs: readonly WorldRun[]): CaseResult {
  const committed = new Map<number, number>();
  const found = new Map<number, number>();
  for (const run of runs)
    for (const [scenario, so] of run.caught) {
      committed.set(scenario, (committed.get(scenario) ?? 0) + so.committed);
      found.set(scenario, (found.get(scenario) ?? 0) + so.found);
    }
  const missed = [...committed].filter(([scenario, many]) => (found.get(scenario) ?? 0) < many);
  const byScenario = new Map<number, Set<string>>();
  for (const [n, run] of runs.entries())
    for (const { scenario, customer } of run.falseAlerts)
      byScenario.set(scenario, (byScenario.get(scenario) ?? new Set()).add(`${n} ${customer}`));
  const honest = total(runs, (run) => run.honest);
  return {
    case: name,
    honest_customers: honest,
    honest_alerted_30_days_percent: percent(
      total(runs, (run) => run.alerted),
      honest,
    ),
    honest_report_due_percent: percent(
      total(runs, (run) => run.reported),
      honest,
    ),
    honest_alerted_by_scenario: Object.fromEntries(
      [...byScenario].map(([number, who]) => [number, who.size]),
    ),
    crimes: total([...runs], (run) => [...run.caught.values()].reduce((sum, so) => sum + so.committed, 0)),
    scenarios_with_a_criminal: committed.size,
    crimes_caught_percent: percent(
      [...found.values()].reduce((sum, many) => sum + many, 0),
      [...committed.values()].reduce((sum, many) => sum + many, 0),
    ),
    crimes_missed: Object.fromEntries(
      missed.map(([number, many]) => [number, many - (found.get(number) ?? 0)]),
    ),
    us_per_event: round(total(runs, (run) => run.usPerEvent) / runs.length, 1),
  };
}
