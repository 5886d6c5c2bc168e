import { RELEASE_STATES } from '@atalaya/contract/releases.ts';
import { expect, test } from 'vitest';
import { formatInstant, parseInstant } from '../../kernel/instant.ts';
import { testTransitions } from '../../platform/testing/transitions.ts';
import { businessDaysAfter, nextReleaseState, RELEASE_ACTIONS } from './release.ts';

testTransitions({
  states: RELEASE_STATES,
  actions: RELEASE_ACTIONS,
  next: nextReleaseState,
  refused: 'releases.transition_refused',
  table: `
state    | propose  | send_back | release  | keep | lapse
open     | proposed | -         | -        | -    | lapsed
proposed | -        | open      | released | kept | lapsed
released | -        | -         | -        | -    | -
kept     | -        | -         | -        | -    | -
lapsed   | -        | -         | -        | -    | -
`,
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
