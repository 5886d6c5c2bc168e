import { BoundRuleSet } from './detection/bound.ts';
import { factsOf } from './detection/facts.ts';
import { detect, verdicts } from './detection.ts';
import { compileRuleSet, type RuleSet } from './rule-set.ts';
import type { Example } from './rules/examples.ts';
import type { ScenarioFile } from './rules/source.ts';
import { readScenarios, type Scenario } from './scenario.ts';
import { WindowStore } from './window-store.ts';

export interface ExampleResult {
  readonly scenario: string;
  readonly number: number;
  readonly file: string;
  readonly example: string;
  readonly expect: 'fires' | 'silent';
  readonly passed: boolean;
  /** What happened instead; empty when it passed. */
  readonly message: string;
}

export interface ExampleReport {
  readonly scenarios: number;
  readonly examples: number;
  readonly failed: number;
  readonly results: readonly ExampleResult[];
}

/**
 * Runs every example of every scenario file, each in a world of its own. An example that fires must make its scenario
 * fire on its last event; one that is silent must never. Failure: scenarios.invalid.
 */
export function runScenarioExamples(files: readonly ScenarioFile[]): ExampleReport {
  const scenarios = readScenarios(files);
  const results = scenarios.flatMap((scenario) => {
    const ruleSet = compileRuleSet([scenario]);
    return scenario.examples.map((example) => runExample(scenario, ruleSet, example));
  });
  return {
    scenarios: scenarios.length,
    examples: results.length,
    failed: results.filter((result) => !result.passed).length,
    results,
  };
}

function runExample(scenario: Scenario, ruleSet: RuleSet, example: Example): ExampleResult {
  const store = new WindowStore(ruleSet.requiredSeries, { latenessMs: 0 });
  const bound = new BoundRuleSet(ruleSet, store);
  let fired: string | null = null;
  let last = false;
  let why = '';
  for (const observation of example.observations) {
    store.begin();
    const facts = factsOf(bound, store.observe(observation));
    last = detect(facts, ruleSet).length > 0;
    if (last) fired ??= observation.eventId;
    else why = JSON.stringify(facts.record());
    const undecided = verdicts(facts, ruleSet).flatMap((verdict) => verdict.unknown);
    if (undecided.length > 0 && !last) why = `not known: ${undecided.join(', ')}; ${why}`;
    store.commit();
  }
  const silent = fired === null ? '' : `fired on event ${fired.slice(1)}`;
  const fires = last ? '' : `did not fire on its last event: ${why}`;
  const message = example.expect === 'fires' ? fires : silent;
  return {
    scenario: scenario.shape.id,
    number: scenario.shape.number,
    file: scenario.path,
    example: example.name,
    expect: example.expect,
    passed: message === '',
    message,
  };
}
