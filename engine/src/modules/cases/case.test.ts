import { CASE_STATES } from '@atalaya/contract/cases.ts';
import { expect, test } from 'vitest';
import { instantOf } from '../../kernel/instant.ts';
import { testTransitions } from '../../platform/testing/transitions.ts';
import { CASE_ACTIONS, isWorked, nextCaseState } from './case.ts';
import { investigationDue, reportDue } from './deadlines.ts';

testTransitions({
  states: CASE_STATES,
  actions: CASE_ACTIONS,
  next: nextCaseState,
  refused: 'cases.transition_refused',
  table: `
state         | join          | assign        | unassign      | work          | propose  | send_back     | agree_close | agree_report  | file     | refuse        | reopen
open          | open          | investigating | open          | investigating | proposed | -             | -           | -             | reported | open          | -
investigating | investigating | investigating | investigating | investigating | proposed | -             | -           | -             | reported | investigating | -
proposed      | proposed      | proposed      | proposed      | proposed      | -        | investigating | closed      | investigating | reported | proposed      | -
closed        | -             | -             | -             | -             | -        | -             | -           | -             | -        | -             | investigating
reported      | -             | -             | -             | -             | -        | -             | -           | -             | reported | investigating | investigating
`,
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
