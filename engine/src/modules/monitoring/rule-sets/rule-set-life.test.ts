import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULE_SET_ACTIONS } from '@atalaya/contract/rule-sets.ts';
import { describe, expect, test } from 'vitest';
import { isFailure } from '../../../kernel/failure.ts';
import { actionsOf, type Life, nextRuleSetState } from './rule-set-life.ts';

/** Every state with every action: the next state, `-` for refused, or the code of a more telling refusal. */
const [head = '', ...lines] = readFileSync(join(import.meta.dirname, 'rule-set-life.cases.csv'), 'utf8')
  .trim()
  .split('\n');
const columns = head.split(',');

const outcomeOf = (life: Life, action: (typeof RULE_SET_ACTIONS)[number]): string => {
  try {
    return nextRuleSetState(life, action);
  } catch (error) {
    if (!isFailure(error)) throw error;
    return error.code === 'rule_sets.transition_refused' ? '-' : error.code;
  }
};

describe.each(lines)('%s', (line) => {
  const row = Object.fromEntries(line.split(',').map((value, i) => [columns[i], value]));
  const life = {
    state: row.state as Life['state'],
    submitted: row.submitted === 'yes',
    problems: Number(row.problems),
    proven: row.proven === 'yes',
  };

  test.each(RULE_SET_ACTIONS)('%s', (action) => {
    expect(outcomeOf(life, action)).toBe(row[action]);
  });

  test('what it says it takes is what it takes', () => {
    const takes = RULE_SET_ACTIONS.filter((action) => /^[a-z]+$/.test(row[action] ?? ''));
    expect(actionsOf(life)).toEqual(takes);
  });
});
