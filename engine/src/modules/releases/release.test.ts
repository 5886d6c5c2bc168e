import { expect, test } from 'vitest';
import { isFailure } from '../../kernel/failure.ts';
import { formatInstant, parseInstant } from '../../kernel/instant.ts';
import { businessDaysAfter, nextReleaseState, RELEASE_ACTIONS } from './release.ts';

/** Every pair of state and action; `-` is refused. */
const TABLE = `
state    | propose  | send_back | release  | keep | lapse
open     | proposed | -         | -        | -    | lapsed
proposed | -        | open      | released | kept | lapsed
released | -        | -         | -        | -    | -
kept     | -        | -         | -        | -    | -
lapsed   | -        | -         | -        | -    | -
`;
const [header = [], ...lines] = TABLE.trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));
const pairs = lines.flatMap(([state = '', ...cells]) =>
  cells.map((cell, i) => [state, header[i + 1] ?? '', cell] as const),
);

test('the table has every pair', () => {
  expect(pairs).toHaveLength(5 * RELEASE_ACTIONS.length);
});

test.each(pairs)('%s, %s: %s', (state, action, next) => {
  const move = () => nextReleaseState(state as 'open', action as 'propose');
  if (next !== '-') expect(move()).toBe(next);
  else
    try {
      move();
      expect.unreachable();
    } catch (error) {
      expect(isFailure(error) && error.code).toBe('releases.transition_refused');
    }
});

test.each([
  ['a Monday', '2026-11-23T16:00:00.000Z', 1, '2026-11-24T16:00:00.000Z'],
  ['a Friday', '2026-11-27T16:00:00.000Z', 1, '2026-11-30T16:00:00.000Z'],
  ['a Saturday', '2026-11-28T16:00:00.000Z', 1, '2026-11-30T16:00:00.000Z'],
  ['two days from a Thursday', '2026-11-26T16:00:00.000Z', 2, '2026-11-30T16:00:00.000Z'],
  ['late on a Thursday there, Friday in UTC', '2026-11-27T03:00:00.000Z', 1, '2026-11-28T03:00:00.000Z'],
])('a day of work after %s', (_, from, days, due) => {
  expect(formatInstant(businessDaysAfter(parseInstant(from), days, 'America/Mexico_City'))).toBe(due);
});
