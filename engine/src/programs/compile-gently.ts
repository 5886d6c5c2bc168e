import { setImmediate as breathe } from 'node:timers/promises';
import { compileRuleSet, type RuleSet } from '../modules/monitoring/rule-set.ts';
import type { ScenarioFile } from '../modules/monitoring/rules/source.ts';
import { readScenario, type Scenario } from '../modules/monitoring/scenario.ts';

/**
 * Compiles on the thread that decides, a scenario at a time; those that another rule-set has with the same text are not
 * read again. Failure: scenarios.invalid.
 */
export async function compileGently(files: readonly ScenarioFile[], other: RuleSet): Promise<RuleSet> {
  const known = new Map(other.rules.map(({ source }) => [source.yaml, source]));
  const scenarios: Scenario[] = [];
  for (const file of files) {
    scenarios.push(known.get(file.text) ?? readScenario(file));
    await breathe();
  }
  return compileRuleSet(scenarios);
}
