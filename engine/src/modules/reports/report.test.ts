import { REPORT_STATES } from '@atalaya/contract/reports.ts';
import { expect, test } from 'vitest';
import { isFailure } from '../../kernel/failure.ts';
import { isFixed, nextReportState, REPORT_ACTIONS } from './report.ts';

/** Every pair of state and action; `-` is refused. */
const TABLE = `
state     | edit  | propose  | send_back | approve  | file  | accept   | refuse  | withdraw
draft     | draft | proposed | -         | -        | -     | -        | -       | withdrawn
proposed  | -     | -        | draft     | approved | -     | -        | -       | -
approved  | -     | -        | -         | -        | filed | -        | -       | -
filed     | -     | -        | -         | -        | -     | accepted | refused | -
accepted  | -     | -        | -         | -        | -     | -        | -       | -
refused   | -     | -        | -         | -        | -     | -        | -       | -
withdrawn | -     | -        | -         | -        | -     | -        | -       | -
`;

const [header = [], ...lines] = TABLE.trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));
const pairs = lines.flatMap(([state = '', ...cells]) =>
  cells.map((cell, i) => [state, header[i + 1] ?? '', cell] as const),
);

test('the table has every pair', () => {
  expect(lines.map(([state]) => state)).toEqual(REPORT_STATES);
  expect(header.slice(1)).toEqual(REPORT_ACTIONS);
});

test.each(pairs)('%s, %s: %s', (state, action, next) => {
  const move = () => nextReportState(state as 'draft', action as 'edit');
  if (next !== '-') expect(move()).toBe(next);
  else
    try {
      move();
      expect.unreachable();
    } catch (error) {
      expect(isFailure(error) && error.code).toBe('reports.transition_refused');
    }
});

test('bytes are fixed by approval', () => {
  expect(REPORT_STATES.filter(isFixed)).toEqual(['approved', 'filed', 'accepted', 'refused']);
});
