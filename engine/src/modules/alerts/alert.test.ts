import { ALERT_STATES } from '@atalaya/contract/alerts.ts';
import { describe, expect, it, test } from 'vitest';
import { instantOf } from '../../kernel/instant.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import { testTransitions } from '../../platform/testing/transitions.ts';
import { ALERT_ACTIONS, nextAlertState, TRIAGE_HOURS, triageDue, worstSeverity } from './alert.ts';

testTransitions({
  states: ALERT_STATES,
  actions: ALERT_ACTIONS,
  next: nextAlertState,
  refused: 'alerts.transition_refused',
  table: `
state   | assign  | clear   | reopen | join_case
open    | open    | cleared | -      | in_case
in_case | in_case | -       | -      | -
cleared | -       | -       | open   | -
`,
});

test('the graver of two severities', () => {
  expect(worstSeverity('low', 'critical')).toBe('critical');
  expect(worstSeverity('high', 'medium')).toBe('high');
});

test('graver alerts are due sooner, all of them after they were found', () => {
  const { critical, high, medium, low } = TRIAGE_HOURS;
  expect([critical, high, medium, low]).toEqual([critical, high, medium, low].toSorted((a, b) => a - b));
  expect(triageDue('critical', instantOf(0))).toBe(critical * 3_600_000);
});

describe('page cursors', () => {
  it('give back what was written', () => {
    const values = [4, '2026-11-22T15:14:42.123Z', 'alr_x'];
    expect(readCursor(writeCursor(values), ['integer', 'instant', 'text'])).toEqual(values);
    expect(readCursor(undefined, ['integer', 'text'])).toEqual([null, null]);
  });

  it.each([
    'x',
    '',
    Buffer.from('{}').toString('base64url'),
    Buffer.from('[1]').toString('base64url'),
    Buffer.from(`["1","2026-11-22T15:14:42.123Z","a"]`).toString('base64url'),
    Buffer.from(`[1,"yesterday","a"]`).toString('base64url'),
    Buffer.from(`[1,"2026-13-45T99:99:99Z","a"]`).toString('base64url'),
  ])('that are not ours are refused: %s', (text) => {
    expect(() => readCursor(text, ['integer', 'instant', 'text'])).toThrow(
      expect.objectContaining({ code: 'request.cursor_invalid' }),
    );
  });
});
