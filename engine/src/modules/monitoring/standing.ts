import { isFailure } from '../../kernel/failure.ts';
import { type FactRecord, factsFromRecord } from './detection/facts.ts';
import { plainValue } from './facts/definition.ts';
import { FACTS } from './facts/dictionary.ts';
import type { Observation } from './observation.ts';
import type { Rule, RuleSet } from './rule-set.ts';

/** What lists, tags and the chain say of the party across: all that may change about an operation that is past. */
const GROUNDS = ['screening.', 'exposure.'] as const;

/** Scenarios that look at what lists, tags or the chain say. */
export const groundedScenarios = (ruleSet: RuleSet): string[] =>
  ruleSet.rules
    .filter(({ facts }) => facts.some(({ name }) => GROUNDS.some((prefix) => name.startsWith(prefix))))
    .map(({ id }) => id);

/** A past event: the facts stored with its decision, what was observed of it then, and what would be now. */
export interface Asked {
  readonly record: FactRecord;
  readonly before: Observation;
  readonly after: Observation;
}

/**
 * Which of these scenarios, which fired then, would not fire with what is known now; windows stay as they were. Pure. A
 * scenario stands where it cannot be told: what was known and is not any more ends nothing, nor does what the record lacks.
 */
export function endedScenarios(ruleSet: RuleSet, asked: Asked, fired: readonly string[]): string[] {
  const after = Object.fromEntries(FACTS.map(({ name, read }) => [name, plainValue(read(asked.after))]));
  const facts = factsFromRecord({ ...asked.record, ...after }, ruleSet);
  return ruleSet.rules
    .filter((rule) => fired.includes(rule.id) && !lostSight(rule, asked) && !stillFires(rule, facts))
    .map(({ id }) => id);
}

/** Nobody reads the chain, or the name, any more. A category of exposure that is not found is not lost: it was looked for. */
function lostSight({ facts }: Rule, { before, after }: Asked): boolean {
  const uses = (prefix: string): boolean => facts.some(({ name }) => name.startsWith(prefix));
  const { walletListed: wallet, nameListed: name } = before.screening;
  return (
    (uses('exposure.') && before.exposure !== null && after.exposure === null) ||
    (uses('screening.wallet_listed') && wallet !== null && after.screening.walletListed === null) ||
    (uses('screening.name_listed') && name !== null && after.screening.nameListed === null)
  );
}

function stillFires(rule: Rule, facts: ReturnType<typeof factsFromRecord>): boolean {
  try {
    return rule.when(facts) === true;
  } catch (error) {
    if (isFailure(error) && error.code === 'facts.incomplete') return true;
    throw error;
  }
}
