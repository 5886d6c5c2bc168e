import { REPORT_STATES } from '@atalaya/contract/reports.ts';
import { expect, test } from 'vitest';
import { testTransitions } from '../../platform/testing/transitions.ts';
import { isFixed, nextReportState, REPORT_ACTIONS } from './report.ts';

testTransitions({
  states: REPORT_STATES,
  actions: REPORT_ACTIONS,
  next: nextReportState,
  refused: 'reports.transition_refused',
  table: `
state     | edit  | propose  | send_back | approve  | file  | accept   | refuse  | withdraw
draft     | draft | proposed | -         | -        | -     | -        | -       | withdrawn
proposed  | -     | -        | draft     | approved | -     | -        | -       | -
approved  | -     | -        | -         | -        | filed | -        | -       | -
filed     | -     | -        | -         | -        | -     | accepted | refused | -
accepted  | -     | -        | -         | -        | -     | -        | -       | -
refused   | -     | -        | -         | -        | -     | -        | -       | -
withdrawn | -     | -        | -         | -        | -     | -        | -       | -
`,
});

test('bytes are fixed by approval', () => {
  expect(REPORT_STATES.filter(isFixed)).toEqual(['approved', 'filed', 'accepted', 'refused']);
});
