import { expect, test } from 'vitest';
import { HIT_ACTIONS, type HitState, nextHitState } from './hit.ts';

const STATES: readonly HitState[] = ['open', 'proposed', 'cleared', 'confirmed', 'lapsed'];
const ALLOWED = new Map([
  ['open clear', 'cleared'],
  ['open confirm', 'confirmed'],
  ['open propose', 'proposed'],
  ['open lapse', 'lapsed'],
  ['proposed agree_clear', 'cleared'],
  ['proposed agree_confirm', 'confirmed'],
  ['proposed return', 'open'],
  ['proposed reopen', 'open'],
  ['proposed lapse', 'lapsed'],
  ['cleared reopen', 'open'],
  ['cleared lapse', 'lapsed'],
  ['confirmed reopen', 'open'],
  ['confirmed lapse', 'lapsed'],
  ['lapsed reopen', 'open'],
]);

test.each(STATES.flatMap((state) => HIT_ACTIONS.map((action) => [state, action] as const)))(
  '%s, %s',
  (state, action) => {
    const wanted = ALLOWED.get(`${state} ${action}`);
    if (wanted === undefined)
      expect(() => nextHitState(state, action)).toThrow(
        expect.objectContaining({ code: 'screening.transition_refused' }),
      );
    else expect(nextHitState(state, action)).toBe(wanted);
  },
);
