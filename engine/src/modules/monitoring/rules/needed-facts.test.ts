import { expect, test } from 'vitest';
import { readScenarios } from '../scenario.ts';
import { readScenarioFiles } from '../testing/catalogue.ts';
import { neededFacts } from './needed-facts.ts';

const scenarios = readScenarios(readScenarioFiles());
const factsOf = (id: string): string[] => {
  const found = scenarios.find(({ shape }) => shape.id === id);
  if (found === undefined) throw new Error(`no scenario ${id}`);
  return neededFacts(found);
};

test.each([
  ['listed-source', ['screening.wallet_listed']],
  ['fee-report', ['event.fee_local', 'jurisdiction.fee_threshold_local']],
  [
    'sub-threshold-structuring',
    ['customer.id', 'event.direction', 'event.value_local', 'jurisdiction.report_threshold_local'],
  ],
  [
    'shared-device',
    ['customer.account_age', 'customer.id', 'device.id', 'ip.anonymizer', 'ip.group', 'ip.shared'],
  ],
])('%s needs %j', (id, facts) => {
  expect(factsOf(id)).toEqual(facts);
});

test('every scenario needs something', () => {
  for (const scenario of scenarios) expect(neededFacts(scenario), scenario.shape.id).not.toEqual([]);
});
