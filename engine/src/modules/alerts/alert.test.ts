import { describe, expect, it, test } from 'vitest';
import { isFailure } from '../../kernel/failure.ts';
import { instantOf } from '../../kernel/instant.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import { ALERT_ACTIONS, nextAlertState, TRIAGE_HOURS, triageDue, worstSeverity } from './alert.ts';

/** Every pair of state and action; `-` is refused. */
const TABLE = `
state   | assign  | clear   | reopen | join_case
open    | open    | cleared | -      | in_case
in_case | in_case | -       | -      | -
cleared | -       | -       | open   | -
`;

const [header = [], ...lines] = TABLE.trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));
const pairs = lines.flatMap(([state = '', ...cells]) =>
  cells.map((cell, i) => [state, header[i + 1] ?? '', cell] as const),
);

test('the table has every pair', () => {
  expect(pairs).toHaveLength(3 * ALERT_ACTIONS.length);
});

test.each(pairs)('%s, %s: %s', (state, action, next) => {
  const move = () => nextAlertState(state as 'open', action as 'assign');
  if (next !== '-') expect(move()).toBe(next);
  else
    try {
      move();
      expect.unreachable();
    } catch (error) {
      expect(isFailure(error) && error.code).toBe('alerts.transition_refused');
    }
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
