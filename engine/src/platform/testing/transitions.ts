import { expect, test } from 'vitest';
import { isFailure } from '../../kernel/failure.ts';

/**
 * Tests of a life: `table` has a line for each state and a column for each action, cells divided by `|`; a cell is the state
 * that follows, or `-` where the action is refused with the code `refused`. Every pair must be there, in the given order.
 */
export function testTransitions<State extends string, Action extends string>(given: {
  readonly table: string;
  readonly states: readonly State[];
  readonly actions: readonly Action[];
  readonly next: (state: State, action: Action) => State;
  readonly refused: string;
}): void {
  const { states, actions, next, refused } = given;
  const [header = [], ...lines] = given.table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));

  test('the table has every pair', () => {
    expect(lines.map(([state]) => state)).toEqual(states);
    expect(header.slice(1)).toEqual(actions);
    expect(new Set(lines.map(({ length }) => length))).toEqual(new Set([header.length]));
  });

  const pairs = states.flatMap((state, row) =>
    actions.map((action, column) => [state, action, lines[row]?.[column + 1] ?? ''] as const),
  );
  test.each(pairs)('%s, %s: %s', (state, action, expected) => {
    if (expected !== '-') {
      expect(next(state, action)).toBe(expected);
      return;
    }
    let error: unknown = null;
    try {
      next(state, action);
    } catch (thrown) {
      error = thrown;
    }
    expect(isFailure(error) && error.code).toBe(refused);
  });
}
