import { describe, expect, test } from 'vitest';
import { factsFromRecord } from './detection/facts.ts';
import { bindRuleSet, detect, gatherFacts } from './detection.ts';
import { blankObservation, type Observation } from './observation.ts';
import { compileRuleSet } from './rule-set.ts';
import { endedScenarios, groundedScenarios } from './standing.ts';
import { readScenarioFiles } from './testing/catalogue.ts';
import { WindowStore } from './window-store.ts';

const ruleSet = compileRuleSet(readScenarioFiles());

const deposit = (more: Partial<Observation>): Observation => ({
  ...blankObservation({ eventId: 'e1', entity: 'one', type: 'deposit', at: 86_400_000, customer: 'cus-1' }),
  jurisdiction: { code: 'MX', reportThresholdLocal: null, feeThresholdLocal: null },
  rail: 'crypto',
  network: 'tron',
  valueUsd: 900_000,
  ...more,
});
const said = (more: Partial<Observation['screening']>): Pick<Observation, 'screening'> => ({
  screening: { walletListed: false, nameListed: null, lists: [], tags: [], ...more },
});
const exposed = (hops: number, share: number) => ({
  exposure: { of: { sanctions: { hops, share } }, untraced: 0, block: 1, tags: 't' },
});
const NO_EXPOSURE = { exposure: { of: {}, untraced: 0, block: 2, tags: 'u' } };

/** Decides on what was known then, and asks again with what is known now. */
function asked(before: Partial<Observation>, after: Partial<Observation>) {
  const store = new WindowStore(ruleSet.requiredSeries, { latenessMs: 86_400_000 });
  store.begin();
  const facts = gatherFacts(bindRuleSet(ruleSet, store), store.observe(deposit(before)));
  const fired = detect(facts, ruleSet).map(({ scenario }) => scenario);
  const grounds = fired.filter((id) => groundedScenarios(ruleSet).includes(id));
  const record = facts.record();
  return {
    fired: grounds,
    ended: endedScenarios(ruleSet, { record, before: deposit(before), after: deposit(after) }, fired),
  };
}

describe('a scenario that fired', () => {
  const listed = said({ walletListed: true, lists: ['l'] });

  test.each([
    ['ends with its list', listed, said({}), ['listed-source'], ['listed-source']],
    ['stands while one list names the wallet', listed, listed, ['listed-source'], []],
    [
      'stands where the wallet cannot be screened now',
      listed,
      said({ walletListed: null }),
      ['listed-source'],
      [],
    ],
    ['ends with its tag', said({ tags: ['ransomware'] }), said({}), ['ransomware'], ['ransomware']],
    [
      'ends alone',
      said({ walletListed: true, tags: ['ransomware'] }),
      said({ tags: ['ransomware'] }),
      ['listed-source', 'ransomware'],
      ['listed-source'],
    ],
    [
      'ends when the money leads there no more',
      { ...said({}), ...exposed(2, 400_000) },
      { ...said({}), ...NO_EXPOSURE },
      ['indirect-listed-inflow'],
      ['indirect-listed-inflow'],
    ],
    [
      'stands where the chain is no longer read',
      { ...said({}), ...exposed(2, 400_000) },
      said({}),
      ['indirect-listed-inflow'],
      [],
    ],
    [
      'needs no chain where it needed none then',
      said({ tags: ['ransomware'] }),
      { ...said({}), ...NO_EXPOSURE },
      ['ransomware'],
      ['ransomware'],
    ],
  ])('%s', (_, before, after, fired, ended) => {
    expect(asked(before, after)).toEqual({ fired, ended });
  });
});

test('what the record lacks ends nothing', () => {
  const before = deposit(said({ tags: ['reported'] }));
  const record = {
    'event.at': before.at,
    'event.type': 'withdrawal',
    'jurisdiction.code': 'MX',
    'customer.risk': null,
  };
  expect(() => factsFromRecord(record, ruleSet)).not.toThrow();
  // Its second half asks for a window that another rule-set did not keep.
  expect(endedScenarios(ruleSet, { record, before, after: before }, ['scam-destination'])).toEqual([]);
});

test('scenarios that look at nothing that lists or tags say are not asked', () => {
  const grounded = groundedScenarios(ruleSet);
  expect(grounded).toContain('listed-name');
  expect(grounded).toContain('indirect-listed-inflow');
  expect(grounded).not.toContain('sub-threshold-structuring');
});
