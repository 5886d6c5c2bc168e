import { Failure } from '../../kernel/failure.ts';

/** A hold: held → released | rejected by a person, or expired by time. The three ends are final. */
export type HoldState = 'held' | 'released' | 'rejected' | 'expired';
export type HoldAction = 'release' | 'reject' | 'expire';

export function nextHoldState(state: HoldState, action: HoldAction): Exclude<HoldState, 'held'> {
  if (state !== 'held')
    throw new Failure('conflict', 'holds.already_resolved', `this hold is already ${state}`);
  switch (action) {
    case 'release':
      return 'released';
    case 'reject':
      return 'rejected';
    case 'expire':
      return 'expired';
  }
}
