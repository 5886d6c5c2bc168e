import { CASE_STATES } from '@atalaya/contract/cases.ts';
import { expect, test } from 'vitest';
import { isFailure } from '../../kernel/failure.ts';
import { instantOf } from '../../kernel/instant.ts';
import { CASE_ACTIONS, isWorked, nextCaseState } from './case.ts';
import { investigationDue, reportDue } from './deadlines.ts';

/** Every pair of state and action; `-` is refused. */
const TABLE = `
state         | join          | assign        | unassign      | work          | propose  | send_back     | agree_close | agree_report  | file     | refuse        | reopen
open          | open          | investigating | open          | investigating | proposed | -             | -           | -             | reported | open          | -
investigating | investigating | investigating | investigating | investigating | proposed | -             | -           | -             | reported | investigating | -
proposed      | proposed      | proposed      | proposed      | proposed      | -        | investigating | closed      | investigating | reported | proposed      | -
closed        | -             | -             | -             | -             | -        | -             | -           | -             | -        | -             | investigating
reported      | -             | -             | -             | -             | -        | -             | -           | -             | reported | investigating | investigating
`;

const [header = [], ...lines] = TABLE.trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));
const pairs = lines.flatMap(([state = '', ...cells]) =>
  cells.map((cell, i) => [state, header[i + 1] ?? '', cell] as const),
);

test('the table has every pair', () => {
  expect(lines.map(([state]) => state)).toEqual(CASE_STATES);
  expect(header.slice(1)).toEqual(CASE_ACTIONS);
  expect(pairs).toHaveLength(CASE_STATES.length * CASE_ACTIONS.length);
});

test.each(pairs)('%s, %s: %s', (state, action, next) => {
  const move = () => nextCaseState(state as 'open', action as 'join');
  if (next !== '-') expect(move()).toBe(next);
  else
    try {
      move();
      expect.unreachable();
    } catch (error) {
      expect(isFailure(error) && error.code).toBe('cases.transition_refused');
    }
});

test('what ended is not worked', () => {
  expect(CASE_STATES.filter(isWorked)).toEqual(['open', 'investigating', 'proposed']);
});

test('graver cases are due sooner; the clock of a report is the law of the place', () => {
  const hours = (at: number): number => at / 3_600_000;
  const due = (['critical', 'high', 'medium', 'low'] as const).map((one) =>
    hours(investigationDue(one, instantOf(0)).at),
  );
  expect(due).toEqual(due.toSorted((a, b) => a - b));
  expect(hours(reportDue('MX', instantOf(0))?.at ?? 0)).toBe(24);
  expect(reportDue('MX', instantOf(0))?.basis).toContain('LFPIORPI');
  expect(reportDue('CL', instantOf(0))).toBeUndefined();
});
