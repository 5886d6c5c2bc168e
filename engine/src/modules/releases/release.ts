import type { ReleaseRow } from '@atalaya/contract/releases.ts';
import { Failure } from '../../kernel/failure.ts';
import { type Instant, instantOf } from '../../kernel/instant.ts';

/**
 * A release: open → proposed (waits for a second person) → released | kept; sent back it is open again. It lapses by itself
 * when the grounds are back. The three ends are final.
 */
export type ReleaseState = ReleaseRow['state'];

export const RELEASE_ACTIONS = ['propose', 'send_back', 'release', 'keep', 'lapse'] as const;
export type ReleaseAction = (typeof RELEASE_ACTIONS)[number];

/** Failure: releases.transition_refused. */
export function nextReleaseState(state: ReleaseState, action: ReleaseAction): ReleaseState {
  const next = moved(state, action);
  if (next !== undefined) return next;
  throw new Failure(
    'conflict',
    'releases.transition_refused',
    `a release that is ${state} does not take ${action}`,
  );
}

function moved(state: ReleaseState, action: ReleaseAction): ReleaseState | undefined {
  if (state !== 'open' && state !== 'proposed') return undefined;
  switch (action) {
    case 'propose':
      return state === 'open' ? 'proposed' : undefined;
    case 'send_back':
      return state === 'proposed' ? 'open' : undefined;
    case 'release':
      return state === 'proposed' ? 'released' : undefined;
    case 'keep':
      return state === 'proposed' ? 'kept' : undefined;
    case 'lapse':
      return 'lapsed';
  }
}

const DAY_MS = 86_400_000;

/** So many days of work later, on the wall calendar of a time zone: Saturdays and Sundays do not count, holidays are not known. */
export function businessDaysAfter(from: Instant, days: number, zone: string): Instant {
  const weekday = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short' });
  let at = from;
  for (let left = days; left > 0; ) {
    at = instantOf(at + DAY_MS);
    const day = weekday.format(at);
    if (day !== 'Sat' && day !== 'Sun') left -= 1;
  }
  return at;
}
