import { Failure } from '../../kernel/failure.ts';

export type HitState = 'open' | 'proposed' | 'cleared' | 'confirmed' | 'lapsed';

/**
 * `clear`, `confirm`: one person decides. `propose`: it needs a second. `agree_…`, `return`: the second person.
 * `reopen`: by a person, or because something changed. `lapse`: the listing is gone, or they no longer resemble each other.
 */
export const HIT_ACTIONS = [
  'clear',
  'confirm',
  'propose',
  'agree_clear',
  'agree_confirm',
  'return',
  'reopen',
  'lapse',
] as const;
export type HitAction = (typeof HIT_ACTIONS)[number];

const NEXT: Readonly<Record<HitState, Partial<Record<HitAction, HitState>>>> = {
  open: { clear: 'cleared', confirm: 'confirmed', propose: 'proposed', lapse: 'lapsed' },
  proposed: {
    agree_clear: 'cleared',
    agree_confirm: 'confirmed',
    return: 'open',
    reopen: 'open',
    lapse: 'lapsed',
  },
  cleared: { reopen: 'open', lapse: 'lapsed' },
  confirmed: { reopen: 'open', lapse: 'lapsed' },
  lapsed: { reopen: 'open' },
};

/** Failure: screening.transition_refused. */
export function nextHitState(state: HitState, action: HitAction): HitState {
  const next = NEXT[state][action];
  if (next !== undefined) return next;
  throw new Failure(
    'conflict',
    'screening.transition_refused',
    `a hit that is ${state} does not take ${action}`,
    [{ field: 'state', message: state }],
  );
}
